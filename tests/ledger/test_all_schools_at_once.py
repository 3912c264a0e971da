"""What is asked of all ledgers of a database at once: whose somebody or something is, and how the
schools stand. Each answer is of the schools that were asked about alone."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine

from service.ledger import SchoolList
from service.ledger.standings import RunCalls, Standings
from service.ports import Agreed

from .conftest import Clock, store_on


def test_a_school_is_told_by_its_own_key_alone(engine: Engine, clock: Clock) -> None:
    for school_id, key in (("1", "k-1"), ("north", "k-2"), ("south", "k-3")):
        store_on(engine, clock, school_id).agree([Agreed("staff", key), Agreed("other", "k-9")])
    schools = SchoolList(engine, clock)
    assert schools.that_agreed("staff", {"1": "k-1", "north": "k-1", "south": "k-3"}) == {
        "1",
        "south",
    }
    assert schools.that_agreed("staff", {"1": "k-9"}) == frozenset()
    assert schools.that_agreed("staff", {}) == frozenset()


def test_a_file_is_told_by_who_founded_or_made_it(engine: Engine, clock: Clock) -> None:
    one, north = store_on(engine, clock, "1"), store_on(engine, clock, "north")
    one.set_tokens({"file:workbooks:office": "f-1", "drive": "f-2"})
    north.set_tokens({"file:forms:inside": "f-3"})
    north.agree([Agreed("progress_sheet", "C-0001", "f-4"), Agreed("document", "k", "f-5")])
    schools, both = SchoolList(engine, clock), ("1", "north")

    def owners(file_id: str, among: tuple[str, ...] = both) -> set[str]:
        return schools.that_made(file_id, among, ("progress_sheet",))

    assert owners("f-1") == {"1"}
    assert owners("f-2") == set()  # a token of another kind
    assert owners("f-3") == owners("f-4") == {"north"}
    assert owners("f-5") == set()  # a kind that was not asked about
    assert owners("f-4", ("1",)) == set()
    assert owners("f-4", ()) == set()


def test_how_schools_stand_is_said_of_each_by_its_last_run(engine: Engine, clock: Clock) -> None:
    ledger = store_on(engine, clock, "1")
    for number, sheets in enumerate((3, 9)):
        ended = clock.now + timedelta(minutes=number)
        report = {"problems": number, "calls": {"sheets": sheets}, "changes": {}}
        ledger.record_run(f"run-{number}", clock.now, ended, report)
    ledger.set_tokens({"hook:last": "t-1", "drive": "t-2"})
    store_on(engine, clock, "south").record_run("run-9", clock.now, clock.now, {"problems": 7})
    standings = Standings(engine)
    first, north = standings.schools(("1", "north"), ("hook:last",))
    assert (first.school_id, first.problems, first.tokens) == ("1", 1, {"hook:last": "t-1"})
    assert first.synced == clock.now + timedelta(minutes=1)
    assert (north.synced, north.problems, north.tokens) == (None, 0, {})
    since = clock.now + timedelta(seconds=30)
    (late,) = standings.runs(("1", "south"), since)
    assert late == RunCalls("1", clock.now + timedelta(minutes=1), {"sheets": 9})
    assert {each.school_id for each in standings.runs(("1", "south"), clock.now)} == {"1", "south"}
