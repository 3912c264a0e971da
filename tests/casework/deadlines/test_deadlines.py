"""Deadlines through the front door: first rows, the calendar, the next one, and silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.school_fixture import COORDINATOR, DANA, LiveSchool, questions

STUDENTS = ("Ana Silva", "Leo Park")


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    """A new school with two students who have an IEP."""
    live = LiveSchool(tmp_path, modules=frozenset({"deadlines"})).init()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    live.type_row("office", "Staff", {"Email": COORDINATOR, "Name": "M", "Role": "Coordinator"})
    for number, name in enumerate(STUDENTS):
        roster = {"Student ID": f"040{number}", "Student": name, "Grade": 7}
        live.type_row("office", "Students", roster)
        case = {"Student": name, "Case manager": DANA, "Status": "Active", "Plan type": "IEP"}
        live.type_row("caseload", "Caseload", {**case, "Review due": "2026-12-14"})
    live.sync()
    return live


def rows(live: LiveSchool, kind: str) -> list[dict[str, Any]]:
    return [row for row in live.rows("caseload", "Deadlines") if row["Kind"] == kind]


def entries(live: LiveSchool, word: str) -> dict[str, str]:
    """Title -> day of what stands in Dana's calendar."""
    return {
        event["summary"]: event["start"]["date"]
        for event in live.events(DANA)
        if word in event.get("summary", "") and event["status"] != "cancelled"
    }


def done(live: LiveSchool, student: str, kind: str, day: str) -> None:
    where = {"Student": student, "Kind": kind}
    live.change("caseload", "Deadlines", where, {"Done on": day})
    live.later(minutes=1)
    live.sync()


def test_rows_come_from_the_plan_once_and_stand_in_the_calendar(live: LiveSchool) -> None:
    assert len(rows(live, "IEP review")) == len(rows(live, "Progress report")) == 2
    assert {row["Due"] for row in rows(live, "IEP review")} == {"Mon 14 Dec 2026"}
    assert {row["Due"] for row in rows(live, "Re-evaluation")} == {""}
    assert entries(live, "IEP review") == {"IEP review · 2": "2026-11-13"}
    assert entries(live, "Progress report") == {"Progress report · 2": "2026-10-30"}
    assert not list(questions(live, "caseload"))
    live.sync()
    quiet = live.sync()
    assert not quiet.changes
    assert "calendar" not in quiet.calls or quiet.calls["calendar"] <= 1


def test_done_makes_the_next_and_the_calendar_follows(live: LiveSchool) -> None:
    done(live, "Ana Silva", "IEP review", "2026-10-05")
    first, second = sorted(rows(live, "IEP review"), key=lambda row: row["Done on"] == "")[:2]
    assert first["Done on"]
    new = [row for row in rows(live, "IEP review") if row["Last"]]
    assert [row["Due"] for row in new] == ["Tue 5 Oct 2027"]
    assert entries(live, "IEP review")["IEP review · 1"]
    assert "IEP review · 2" not in entries(live, "IEP review")
    assert "300.324" in new[0]["Rule"]
    assert second["Student"]
    live.sync()
    assert not live.sync().changes


def test_two_dates_of_one_review_are_asked_about_until_they_are_one(live: LiveSchool) -> None:
    live.change("caseload", "Caseload", {"Student": "Ana Silva"}, {"Review due": "2026-12-15"})
    live.later(minutes=1)
    live.sync()
    assert [q["What"] for q in questions(live, "caseload")] == ["Two dates for one review"]
    where = {"Student": "Ana Silva", "Kind": "IEP review"}
    live.change("caseload", "Deadlines", where, {"Own date": "2026-12-15"})
    live.later(minutes=1)
    live.sync()
    assert not list(questions(live, "caseload"))
    mine = [event for event in live.events(DANA) if "IEP review" in event["summary"]]
    assert {event["summary"] for event in mine} == {"IEP review · 1"}
    # 14 and 15 November are a weekend: both stand on the Friday before.
    assert [event["start"]["date"] for event in mine] == ["2026-11-13", "2026-11-13"]


def test_an_entry_that_nothing_calls_for_goes_and_one_that_was_deleted_stays_away(
    live: LiveSchool,
) -> None:
    for student in STUDENTS:
        done(live, student, "Progress report", "2026-10-05")
    assert entries(live, "Progress report") == {"Progress report · 2": "2026-10-30"}  # the next
    for student in STUDENTS:
        live.change(
            "caseload", "Deadlines", {"Student": student, "Kind": "IEP review"}, {"Own date": ""}
        )
    live.later(minutes=1)
    live.sync()
    assert entries(live, "IEP review") == {}
    live.sync()
    assert not live.sync().changes


def test_switched_off_it_is_silent(live: LiveSchool) -> None:
    live.change("office", "Settings", {"Setting": "Module: Deadlines"}, {"Value": "no"})
    live.later(minutes=1)
    live.sync()
    before = entries(live, "·")
    live.change("caseload", "Caseload", {"Student": "Ana Silva"}, {"Review due": "2026-12-15"})
    done(live, "Ana Silva", "IEP review", "2026-10-05")
    assert not list(questions(live, "caseload"))
    assert len(rows(live, "IEP review")) == 2
    assert entries(live, "·") == before
