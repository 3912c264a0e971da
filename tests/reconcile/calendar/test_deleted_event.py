"""An event that somebody deleted cancels its row, also where that says no day any more."""

from __future__ import annotations

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
