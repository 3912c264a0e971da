"""The ledger lost, its key changed, two processes at once: on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from service.ledger import open_engine
from service.reconcile.lease import SchoolBusy
from service.reconcile.sync import LedgerLost
from tests.ledger.conftest import postgres_server, postgres_url  # noqa: F401
from tests.school_fixture import LiveSchool

from .busy_day import NORA, day_after
from .state import describe, differences
from .worlds import FORK, Connection, Pipe, Steps, kind_of_call, serve

LOCAL = "the key of every local Workspace: it keeps nothing secret"
READS = ("list", "get", "DataFilter", "getStartPageToken")
OTHER = "another key that is also long enough to keep a secret"

# The ledger itself is always tested on both (tests/ledger).
GATE = pytest.mark.gate("losses of a ledger on PostgreSQL")
ON_POSTGRESQL = pytest.param("postgresql", marks=GATE)


@pytest.fixture(params=["sqlite", ON_POSTGRESQL])
def live(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveSchool]:
    """After the sync of a busy day: everything that there can be, and nothing left to do."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    school = day_after(tmp_path, url)
    yield school
    school.school.ledger._engine.dispose()


def lose(live: LiveSchool) -> None:
    """Every row of every table is gone; the tables themselves are there."""
    engine = open_engine(live.database_url)
    with engine.begin() as connection:
        for table in ("agreed", "tokens", "intents", "counters", "leases", "facts", "runs"):
            connection.execute(text(f"DELETE FROM {table}"))
    engine.dispose()
    live.school = live.open()


def test_without_its_ledger_a_sync_refuses_and_touches_nothing(live: LiveSchool) -> None:
    before = describe(live)
    lose(live)
    live.count_anew()
    with pytest.raises(LedgerLost) as refused:
        live.sync()
    assert "python -m service rebuild" in str(refused.value)
    assert "Nothing was changed" in str(refused.value)
    wrote = [name for name in live.counts() if not name.endswith(READS)]
    assert not wrote
    assert not differences(before, describe(live))


def test_a_rebuilt_ledger_changes_nothing_and_everything_goes_on(live: LiveSchool) -> None:
    before = describe(live)
    lose(live)
    restored = live.school.rebuild(live.now)
    assert restored["events"] >= 6
    assert restored["documents"] >= 6
    assert restored["shares"] >= 10
    assert restored["messages"] >= 4
    assert not differences(before, describe(live))
    assert not live.plan().changes
    assert not live.sync().changes
    assert not live.sync().changes
    assert not differences(before, describe(live))
    # and work goes on as if nothing had been: an event follows its row, a plan its goal
    live.later(hours=12)
    live.change("caseload", "Diary", {"Kind": "Meeting", "Student": "Ana"}, {"Date": "2026-10-16"})
    live.change("caseload", "Goals", {"Student": "Zoë"}, {"Target": 110})
    assert live.sync().changes.keys() >= {"move_event", "refresh_document"}
    assert not live.sync().changes


def test_what_people_did_while_the_ledger_was_lost_is_followed_after_rebuild(
    live: LiveSchool,
) -> None:
    lose(live)
    live.later(hours=12)
    live.change("caseload", "Diary", {"Kind": "Meeting", "Student": "Ana"}, {"Date": "2026-10-16"})
    live.refer(person=NORA, student_name="Thandi Dlamini", concern="Has lost her bus pass.")
    live.school.rebuild(live.now)
    report = live.sync()
    assert report.changes["move_event"] == 1
    assert live.find("office", "Referrals", Concern="Has lost her bus pass.")
    assert not live.sync().changes


@pytest.mark.parametrize("with_previous", [True, False])
def test_another_key_is_taken_in_silently(live: LiveSchool, with_previous: bool) -> None:
    before = describe(live)
    keys = {"HOLDFAST_KEY": OTHER}
    if with_previous:
        keys["HOLDFAST_KEY_PREVIOUS"] = LOCAL
    live.school = live.open(**keys)
    changes = set(live.sync().changes)
    # Without the previous key, open questions cannot be told by their ids: they are asked anew.
    assert changes <= (set() if with_previous else {"ask", "settle_question"})
    assert not differences(before, describe(live))
    assert not live.sync().changes
    assert not live.sync().changes


def test_what_was_open_when_the_key_changed_is_followed(live: LiveSchool) -> None:
    live.later(hours=12)
    live.change("caseload", "Diary", {"Kind": "Meeting", "Student": "Ana"}, {"Date": "2026-10-16"})
    live.school = live.open(HOLDFAST_KEY=OTHER, HOLDFAST_KEY_PREVIOUS=LOCAL)
    live.sync()
    owner = live.find("caseload", "Diary", Kind="Meeting", Student="Ana")["Owner"]
    (event,) = [e for e in live.events(owner) if e["summary"].startswith("Meeting")]
    assert event["start"]["dateTime"].startswith("2026-10-16")
    assert not live.sync().changes


# ---------------------------------------------------------------- two at once

# In the midst of which call the other process comes.
MEANWHILE = [
    ":batchUpdate",
    pytest.param("/drafts/send", marks=pytest.mark.gate("meetings of two processes")),
    pytest.param("/batch/calendar", marks=pytest.mark.gate("meetings of two processes")),
]


def _second(live: LiveSchool, connection: Connection) -> None:
    school = live.open()
    school.transport = lambda: Pipe(connection, Steps(lambda moment: None))
    try:
        school.sync(live.now)
        connection.send(("done", {}))
    except SchoolBusy as busy:
        connection.send(("done", {"refused": str(busy)}))


def second_process(live: LiveSchool) -> dict[str, str]:
    """A sync in another process, now; what it said."""
    ours, theirs = FORK.Pipe()
    process = FORK.Process(target=_second, args=(live, theirs))
    process.start()
    theirs.close()
    said = serve(live, ours, lambda moment: None)
    process.join()
    return said or {}


@pytest.mark.parametrize("at", MEANWHILE)
def test_of_two_processes_only_the_one_with_the_lease_writes(live: LiveSchool, at: str) -> None:
    """In the midst of one sync another process starts one: it is refused, and calls nobody."""
    live.later(hours=12)
    live.refer(person=NORA, student_name="Ana Silva", concern="x")
    live.change("caseload", "Diary", {"Kind": "Meeting", "Student": "Ana"}, {"Date": "2026-10-16"})
    said: list[dict[str, str]] = []

    def meanwhile(call: str) -> None:
        if at in call and not said:
            live.count_anew()
            said.append(second_process(live))
            assert not live.counts()

    sync_with(live, meanwhile)
    assert "Another sync is at work" in said[0]["refused"]
    assert not live.sync().changes


@pytest.mark.parametrize("at", MEANWHILE)
def test_a_sync_that_lost_its_lease_stops_and_the_other_one_finishes(
    live: LiveSchool, at: str
) -> None:
    """Held up for ten minutes in the midst of a call, while another process syncs it all."""
    live.later(hours=12)
    live.refer(person=NORA, student_name="Ana Silva", concern="x")
    live.change("caseload", "Diary", {"Kind": "Meeting", "Student": "Ana"}, {"Date": "2026-10-16"})
    done: list[str] = []

    def meanwhile(call: str) -> None:
        if at in call and not done:
            done.append(call)
            live.later(minutes=10)
            assert not second_process(live)
            live.count_anew()

    with pytest.raises(SchoolBusy, match="another one has taken over"):
        sync_with(live, meanwhile)
    mails = live.mails(NORA)
    assert len({mail["Message-ID"] for mail in mails}) == len(mails)
    assert not live.sync().changes
    assert len(live.rows("office", "Referrals")) == 5
    owner = live.find("caseload", "Diary", Kind="Meeting", Student="Ana")["Owner"]
    assert len([e for e in live.events(owner) if e["summary"].startswith("Meeting")]) == 1


def sync_with(live: LiveSchool, meanwhile) -> None:  # type: ignore[no-untyped-def]
    """A sync in this process; `meanwhile` is called with each call once it is made."""
    from emulator.inprocess import Http

    class Watched(Http):
        def request(self, uri, method="GET", *args, **kwargs):  # type: ignore[no-untyped-def]
            answer = super().request(uri, method, *args, **kwargs)
            meanwhile(kind_of_call(method, uri))
            return answer

    school = live.open()
    school.transport = lambda: Watched(live.app)
    school.sync(live.now)
