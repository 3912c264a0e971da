"""What the reconciler may rely on, whichever database holds the ledger."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from service.ledger import LedgerError, LedgerStore, open_engine, upgrade
from service.ledger.tables import RUNS
from service.ports import Agreed, Ledger


def in_parallel(count, act):
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(act, range(count)))


def test_it_is_the_ledger_the_reconciler_asks_for(ledger):
    promised: Ledger = ledger  # mypy holds the signatures; this holds the names
    for name in (n for n in vars(Ledger) if not n.startswith("_")):
        assert callable(getattr(promised, name)), name


def test_what_was_agreed_comes_back_whole(ledger, clock):
    when = datetime(2026, 10, 1, 7, 30, tzinfo=UTC)
    first = Agreed("event", "hf-1", "abc", {"etag": '"31"', "generation": "1"}, when)
    ledger.agree([first, Agreed("row", "hf-2")])
    assert ledger.agreed() == {
        ("event", "hf-1"): first,
        ("row", "hf-2"): Agreed("row", "hf-2", "", {}, clock.now),
    }
    assert ledger.agreed()[("event", "hf-1")].marks == {"etag": '"31"', "generation": "1"}


def test_agreeing_again_replaces_and_the_last_of_a_batch_counts(ledger):
    ledger.agree([Agreed("event", "hf-1", "old", {"a": "1"}), Agreed("event", "hf-1", "new")])
    ledger.agree([Agreed("event", "hf-2", "x")])
    ledger.agree([Agreed("event", "hf-2", "y", {"b": "2"})])
    assert {item.object_id: dict(item.marks) for item in ledger.agreed().values()} == {
        "new": {},
        "y": {"b": "2"},
    }


def test_forgetting(ledger):
    ledger.agree(Agreed("row", f"hf-{n}") for n in range(3))
    ledger.forget([("row", "hf-1"), ("row", "never-there"), ("event", "hf-2")])
    assert set(ledger.agreed()) == {("row", "hf-0"), ("row", "hf-2")}


def test_it_knows_a_new_ledger_from_one_that_was_emptied(ledger):
    assert ledger.is_empty()
    ledger.agree([])
    assert ledger.is_empty()
    ledger.agree([Agreed("row", "hf-1")])
    ledger.forget([("row", "hf-1")])
    assert not ledger.is_empty()


def test_tokens_and_the_key(ledger):
    assert ledger.token("drive") == ""
    assert ledger.key_id() == ""
    ledger.set_tokens({"drive": "1", "form:inside": "2026-10-14T12:00:00Z"})
    ledger.set_tokens({"drive": "2"})
    ledger.set_tokens({})
    ledger.set_key_id("k1")
    ledger.set_key_id("k2")
    assert ledger.token("drive") == "2"
    assert ledger.token("form:inside") == "2026-10-14T12:00:00Z"
    assert ledger.key_id() == "k2"


def test_an_intent_stands_until_it_is_settled(ledger):
    ledger.intend("mail", "ack:R-0001", "<abc@holdfast>")
    ledger.intend("mail", "ack:R-0001", "<def@holdfast>")
    ledger.intend("document", "C-0001")
    assert ledger.unsettled() == {
        ("mail", "ack:R-0001"): "<def@holdfast>",
        ("document", "C-0001"): "",
    }
    ledger.settle("mail", "ack:R-0001")
    ledger.settle("mail", "ack:R-0001")
    assert set(ledger.unsettled()) == {("document", "C-0001")}


def test_numbers_rise_and_heed_what_the_sheet_already_holds(ledger):
    assert [ledger.next_number("case", 1) for _ in range(3)] == [1, 2, 3]
    assert ledger.next_number("case", 40) == 40
    assert ledger.next_number("case", 1) == 41
    assert ledger.next_number("referral", 7) == 7


def test_no_number_is_given_twice(ledger):
    numbers = in_parallel(8, lambda _: [ledger.next_number("case", 1) for _ in range(10)])
    assert sorted(n for some in numbers for n in some) == list(range(1, 81))


def test_one_holder_at_a_time_and_fences_rise(ledger, clock):
    first = ledger.take_lease("caseload", "one", 60)
    assert first > 0
    assert ledger.take_lease("caseload", "two", 60) == 0
    assert ledger.take_lease("office", "two", 60) > 0
    clock.forward(61)
    second = ledger.take_lease("caseload", "two", 60)
    assert second > first
    assert not ledger.keep_lease("caseload", "one", first, 60)
    ledger.release_lease("caseload", "one", first)  # too late: it is another's now
    assert ledger.take_lease("caseload", "one", 60) == 0
    ledger.release_lease("caseload", "two", second)
    assert ledger.take_lease("caseload", "one", 60) > second


def test_a_kept_lease_lasts_and_an_expired_one_nobody_took_is_still_ours(ledger, clock):
    fence = ledger.take_lease("caseload", "one", 60)
    clock.forward(50)
    assert ledger.keep_lease("caseload", "one", fence, 60)
    clock.forward(50)
    assert ledger.take_lease("caseload", "two", 60) == 0
    clock.forward(50)
    assert ledger.keep_lease("caseload", "one", fence, 60)
    assert ledger.take_lease("caseload", "two", 60) == 0


def test_of_many_who_ask_at_once_one_gets_the_lease(ledger):
    fences = in_parallel(8, lambda n: ledger.take_lease("caseload", f"holder-{n}", 60))
    assert sorted(bool(fence) for fence in fences) == [False] * 7 + [True]


def test_two_writers_at_once_lose_nothing(engine, clock, ledger):
    def agree(n):
        items = [Agreed("row", f"hf-{i}", f"{n}") for i in range(40)]
        ledger.agree(items if n % 2 else reversed(items))

    in_parallel(6, agree)
    assert len(ledger.agreed()) == 40
    assert len({item.object_id for item in ledger.agreed().values()}) == 1


def test_runs(ledger, clock):
    assert ledger.last_run() is None
    report = {"changes": {"create_event": 3}, "problems": 2, "calls": {"sheets": 2}, "seconds": 1.5}
    ledger.record_run("run-1", clock.now, clock.now, {"problems": 9})
    start = clock.now
    clock.forward(60)
    ledger.record_run("run-2", start, clock.now, report)
    ledger.record_run("run-2", start, clock.now, report)
    assert ledger.last_run() == {
        "run_id": "run-2",
        "started": start,
        "ended": clock.now,
        "report": report,
    }


def test_what_runs_say_goes_after_ninety_days(ledger, engine, clock):
    def standing():
        with engine.connect() as connection:
            return sorted(connection.execute(select(RUNS.c.run_id)).scalars())

    ledger.record_run("run-1", clock.now, clock.now, {})
    clock.forward(89 * 86_400)
    ledger.record_run("run-2", clock.now, clock.now, {})
    assert standing() == ["run-1", "run-2"]
    clock.forward(2 * 86_400)
    ledger.record_run("run-3", clock.now, clock.now, {})
    assert standing() == ["run-2", "run-3"]


def test_every_look_is_kept_but_not_who_looked(ledger, engine, clock):
    ledger.record_access(clock.now, "Ana.Silva@school.example", "C-0001", "case card", "own case")
    clock.forward(5)
    ledger.record_access(clock.now, "ana.silva@school.example", "C-0001", "case card", "own case")
    ledger.record_access(clock.now, "other@school.example", "C-0002", "case card", "own case")
    looks = ledger.accesses("C-0001")
    assert [look["what"] for look in looks] == ["case card", "case card"]
    assert {look["who"] for look in looks} == {ledger.hash_of("ana.silva@school.example ")}
    assert looks[0]["at"] < looks[1]["at"] == clock.now
    assert looks[0]["key_id"]
    with engine.connect() as connection:
        dump = connection.execute(text("SELECT * FROM accesses")).all()
    assert "silva" not in repr(dump).lower()


def test_another_process_sees_what_this_one_wrote(ledger, database_url, clock):
    ledger.agree([Agreed("row", "hf-1", "x")])
    other = open_engine(database_url)
    upgrade(other)
    assert LedgerStore(other, str, clock=clock).agreed() == ledger.agreed()
    other.dispose()


@pytest.mark.parametrize(
    "url", ["sqlite:////no/such/folder/x.db", "postgresql://u:secret@127.0.0.1:1/db"]
)
def test_a_ledger_that_does_not_answer_says_so_without_its_password(url, clock):
    engine = open_engine(url)
    with pytest.raises(LedgerError, match="does not answer") as raised:
        upgrade(engine)
    assert "secret" not in raised.value.sentence
    with pytest.raises(LedgerError, match="HOLDFAST_DATABASE_URL"):
        LedgerStore(engine, str, clock=clock).agreed()


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_a_ledger_that_cannot_be_one_is_refused_kindly(url):
    with pytest.raises(LedgerError, match=r"[Ll]edger|HOLDFAST_DATABASE_URL"):
        open_engine(url)
