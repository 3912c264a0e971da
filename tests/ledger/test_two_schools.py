"""Two schools on one database: neither ever sees, counts, holds or changes what is the other's."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from service.ledger import NotOpaque, SchoolList
from service.ledger.tables import BUCKETS, METADATA
from service.ports import Agreed

from .conftest import store_on

LOOK = ("case card", "own case")


@pytest.fixture
def schools(engine, clock):
    return store_on(engine, clock, "alder"), store_on(engine, clock, "birch")


def write_everything(ledger, what, clock):
    """The same names in every table, each with a word of its own."""
    ledger.agree([Agreed("row", "hf-1", what), Agreed("row", f"hf-{what}", what)])
    ledger.set_tokens({"drive": what})
    ledger.set_key_id(what)
    ledger.intend("mail", "ack:R-0001", what)
    ledger.record_run("run-1", clock.now, clock.now, {"said": what})
    ledger.record_access(clock.now, f"{what}@school.example", "C-0001", *LOOK)


def everything(ledger):
    return {
        "agreed": {key: each.object_id for key, each in ledger.agreed().items()},
        "of a kind": sorted(each.key for each in ledger.agreed_of("row")),
        "token": ledger.token("drive"),
        "key": ledger.key_id(),
        "intents": ledger.unsettled(),
        "run": (ledger.last_run() or {}).get("report"),
        "looks": [look["who"] for look in ledger.accesses("C-0001")],
        "empty": ledger.is_empty(),
    }


def test_what_one_school_writes_the_other_never_reads(schools, clock):
    alder, birch = schools
    before = everything(birch)
    assert before["empty"]
    assert not before["agreed"]
    write_everything(alder, "alder", clock)
    assert everything(birch) == before
    alders = everything(alder)
    write_everything(birch, "birch", clock)
    assert everything(alder) == alders
    assert everything(birch)["agreed"] == {("row", "hf-1"): "birch", ("row", "hf-birch"): "birch"}
    assert everything(birch)["looks"] == [birch.hash_of("birch@school.example")]


def test_what_one_school_forgets_or_settles_stays_the_other_s(schools, clock):
    alder, birch = schools
    for ledger, what in ((alder, "alder"), (birch, "birch")):
        write_everything(ledger, what, clock)
    alders = everything(alder)
    birch.forget([("row", "hf-1"), ("row", "hf-alder")])
    birch.settle("mail", "ack:R-0001")
    birch.agree([Agreed("row", "hf-alder", "birch")])
    assert everything(alder) == alders


def test_numbers_rise_in_each_school_by_themselves(schools):
    alder, birch = schools
    assert [alder.next_number("case", 1) for _ in range(3)] == [1, 2, 3]
    assert birch.next_number("case", 1) == 1
    assert birch.next_number("case", 40) == 40
    assert alder.next_number("case", 1) == 4
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda n: (n % 2, schools[n % 2].next_number("walk", 1)), range(40)))
    for school in (0, 1):
        assert sorted(n for which, n in given if which == school) == list(range(1, 21))


def test_each_school_holds_its_own_lease(schools, clock):
    alder, birch = schools
    first = alder.take_lease("sync", "one", 60)
    assert birch.take_lease("sync", "one", 60) == first == 1
    assert alder.take_lease("sync", "two", 60) == 0
    clock.forward(50)
    assert birch.keep_lease("sync", "one", 1, 60)  # prolongs nobody else's
    clock.forward(11)
    assert birch.take_lease("sync", "two", 60) == 0
    assert alder.take_lease("sync", "two", 60) == 2
    birch.release_lease("sync", "two", 2)  # the other's holder and fence, to the letter
    assert alder.take_lease("sync", "three", 60) == 0


def test_every_row_of_every_table_says_whose_it_is(schools, engine, clock):
    for ledger, what in zip(schools, ("alder", "birch"), strict=True):
        write_everything(ledger, what, clock)
        ledger.next_number("case", 1)
        ledger.take_lease("sync", "one", 60)
        SchoolList(engine).add(what, {})
    with engine.connect() as connection:
        for table in set(METADATA.sorted_tables) - {BUCKETS}:  # of Google's project, no school's
            whose = connection.scalars(select(table.c.school_id)).all()
            assert whose.count("alder") == whose.count("birch") > 0, table.name


def test_a_school_is_not_called_by_its_name(engine, clock):
    with pytest.raises(NotOpaque):
        store_on(engine, clock, "Alder Creek")
