"""An event that somebody deleted cancels its row, also where that says no day any more."""

from __future__ import annotations

from service.reconcile.calendar.calendar_plan import calendar_token
from tests.school_fixture import DANA, LiveSchool


def test_an_event_deleted_while_its_row_says_no_day_cancels_the_row(small: LiveSchool) -> None:
    row = {"Student": "Ana Silva", "Kind": "Check-in", "Date": "2026-10-07", "Start": "9:00"}
    small.type_row("caseload", "Diary", {**row, "Minutes": 20, "Status": "Planned"})
    small.sync()
    (event,) = small.events(DANA)
    small.google(f"/calendar/v3/calendars/{DANA}/events/{event['id']}", DANA, "DELETE")
    small.change("caseload", "Diary", {"Kind": "Check-in"}, {"Date": ""})
    assert small.sync().changes["cancel_row"] == 1
    assert small.find("caseload", "Diary", Kind="Check-in")["Status"] == "Cancelled"
    assert not small.sync().changes


def test_a_calendar_whose_place_is_lost_is_read_anew_and_says_the_same(small: LiveSchool) -> None:
    row = {"Student": "Ana Silva", "Kind": "Check-in", "Date": "2026-10-07", "Start": "9:00"}
    small.type_row("caseload", "Diary", {**row, "Minutes": 20, "Status": "Planned"})
    small.sync()
    before = small.events(DANA)
    ledger = small.school.ledger
    ledger.set_tokens({calendar_token(small.school.keys, DANA): ""})
    assert not small.sync().changes
    assert small.events(DANA) == before
