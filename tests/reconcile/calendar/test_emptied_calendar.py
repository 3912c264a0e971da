"""A calendar that looks emptied: nothing is cancelled until a person says that it was meant."""

from __future__ import annotations

from collections.abc import Callable

from tests.reconcile.guarded_school import STUDENTS, _entry, asked, the_rest_goes_on, world
from tests.school_fixture import DANA, TOMAS, LiveSchool

# ---------------------------------------------------------------- calendars


def clear_calendar(live: LiveSchool, owner: str) -> Callable[[], None]:
    """Everything on it is deleted at once; bringing it back from the calendar's bin."""
    ids = [event["id"] for event in live.events(owner)]
    path = f"/calendar/v3/calendars/{owner}/events"
    for each in ids:
        live.google(f"{path}/{each}", owner, "DELETE")

    def undo() -> None:
        for each in ids:
            live.google(f"{path}/{each}", owner, "PATCH", {"status": "confirmed"})

    return undo


def test_a_calendar_that_lists_nothing_cancels_nothing(settled: LiveSchool) -> None:
    rows, before = settled.rows("caseload", "Diary"), world(settled)
    undo = clear_calendar(settled, DANA)
    settled.sync()
    (question,) = asked(settled)
    assert question["What"] == "A calendar looks emptied"
    assert f"Of 5 entries of ours on calendar/{DANA}, 0 are left" in question["Why"]
    assert f"--confirm calendar/{DANA}" in question["Why"]
    assert settled.rows("caseload", "Diary") == rows
    assert not settled.events(DANA)
    the_rest_goes_on(settled)
    _entry(settled, "Imani Farouk", "Plan review", "2026-10-19")
    settled.sync()
    assert len(settled.events(TOMAS)) == 3
    assert asked(settled) == [question]
    assert not settled.sync().changes
    undo()
    settled.sync()
    assert not asked(settled)
    assert world(settled)["calendars"][DANA] == before["calendars"][DANA]
    assert not settled.sync().changes


def test_a_yes_to_an_emptied_calendar_cancels_its_rows(settled: LiveSchool) -> None:
    clear_calendar(settled, DANA)
    settled.sync()
    settled.sync(f"calendar/{DANA}")
    states = {row["Student"]: row["Status"] for row in settled.rows("caseload", "Diary")}
    assert {states[name] for name in STUDENTS} == {"Cancelled"}
    assert states["Imani Farouk"] == "Planned"
    assert not asked(settled)
    assert not settled.sync().changes
    assert not settled.events(DANA)


def test_a_few_entries_deleted_are_cancelled_without_being_asked_about(settled: LiveSchool) -> None:
    event = settled.events(DANA)[0]
    settled.google(f"/calendar/v3/calendars/{DANA}/events/{event['id']}", DANA, "DELETE")
    assert settled.sync().changes["cancel_row"] == 1
    assert not asked(settled)
