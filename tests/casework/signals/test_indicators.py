"""Suggestions through the front door: they come, are decided, and a referral goes its whole way."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.casework.signals.signals_school import bring_in, signals_school
from tests.school_fixture import LiveSchool, kinds, questions

HEAD = "Student ID,Date,Kind,Excused\n"
FIRST = date(2026, 8, 31)


def absences(student: str, count: int, to: date = date(2026, 10, 2)) -> str:
    """So many days absent, the last on `to`."""
    days, day = [], to
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day -= timedelta(days=1)
    return "".join(f"{student},{each.isoformat()},Absent,No\n" for each in days)


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    return signals_school(tmp_path)


def indicators(live: LiveSchool) -> list[tuple[str, str, str]]:
    rows = live.rows("office", "Indicators")
    return [(row["Student"], row["Indicator"], row["Level"]) for row in rows]


def test_a_student_who_is_often_absent_is_suggested_once(live: LiveSchool, tmp_path: Path):
    bring_in(live, tmp_path, attendance=HEAD + absences("0142", 12))
    live.sync()
    assert indicators(live) == [("Ana Silva", "Attendance", "Far over")]
    (row,) = live.rows("office", "Indicators")
    assert "12 of 45 school days absent" in row["What was counted"]
    assert kinds(live.sync()) == {}


def test_refer_makes_a_referral_that_goes_the_whole_way(live: LiveSchool, tmp_path: Path):
    bring_in(live, tmp_path, attendance=HEAD + absences("0142", 12))
    live.sync()
    live.change("office", "Indicators", {"Student": "Ana Silva"}, {"Decision": "Refer"})
    live.sync()
    (referral,) = live.rows("office", "Referrals")
    assert (referral["Source"], referral["About"], referral["Student"]) == (
        "Data",
        "Attendance",
        "Ana Silva",
    )
    live.change("office", "Referrals", {"Student": "Ana Silva"}, {"Decision": "Accept"})
    live.sync()
    (case,) = live.rows("caseload", "Caseload")
    assert case["Student"] == "Ana Silva"
    assert kinds(live.sync()) == {}


def test_what_cannot_be_read_is_one_kind_sentence(live: LiveSchool):
    live.later(minutes=1)
    for student, day, kind in (("0142", "soon", "Absent"), ("9999", "2026-09-01", "Asleep")):
        live.type_row("data", "Attendance", {"Student ID": student, "Date": day, "Kind": kind})
    live.sync()
    asked = [row for row in questions(live, "office") if "Data" in row["What"]]
    assert len(asked) == 3
    assert kinds(live.sync()) == {}
