"""Suggestions through the front door: they come, are decided, and a referral goes its whole way."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.casework.signals.signals_school import bring_in
from tests.school_fixture import DANA, LiveSchool, kinds, questions

GATE = pytest.mark.gate("imports in bad weather, and schools with signals")
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


QUIET = {"sheets": 3, "drive": 1, "forms": 2, "calendar": 1}


@GATE
def test_a_quiet_sync_makes_the_calls_of_a_school_without_it(live: LiveSchool, tmp_path: Path):
    bring_in(live, tmp_path, attendance=HEAD + absences("0142", 12))
    live.sync()
    live.later(minutes=1)
    live.sync()
    quiet = live.sync()
    assert (kinds(quiet), Counter(quiet.calls) - Counter(QUIET)) == ({}, {})


@GATE
def test_classes_propose_team_rows_with_one_answer_for_all(live: LiveSchool, tmp_path: Path):
    nora = {"Email": "nora.lind@alder-creek.example", "Name": "Nora Lind", "Role": "Teacher"}
    live.type_row("office", "Staff", nora)
    case = {"Student": "Ana Silva", "Student ID": "0142", "Status": "Active", "Case manager": DANA}
    live.type_row("caseload", "Caseload", case)
    rows = "0142,Algebra,Nora Lind,,2026-08-31,2027-06-11\n0555,Algebra,Nora Lind,,,\n"
    bring_in(live, tmp_path, classes="Student ID,Course,Teacher,Help,From,Until\n" + rows)
    live.sync()
    (asked,) = [r for r in questions(live, "office") if r["What"].startswith("Classes propose")]
    assert "Nora Lind" in asked["Why"]
    assert live.rows("caseload", "Team") == []
    live.later(minutes=1)
    live.change("office", "Attention", {"What": "Classes propose"}, {"Pick": "Add them"})
    live.sync()
    (member,) = live.rows("caseload", "Team")
    assert (member["Email"], member["May see"]) == (nora["Email"], "Accommodations")
    assert (member["Role"], member["Until"]) == ("Teacher · Algebra", "Fri 11 Jun 2027")
    assert not [row for row in questions(live, "office") if row["What"].startswith("Classes")]
    assert kinds(live.sync()) == {}


@GATE
def test_at_most_so_many_new_ones_a_week_those_with_the_most_indicators_first(
    live: LiveSchool, tmp_path: Path
):
    live.change("office", "Settings", {"Setting": "New suggestions a week"}, {"Value": 2})
    lines = absences("0142", 12) + absences("0555", 12) + absences("0777", 12)
    incidents = "Student ID,Date,Kind,Days\n0777,2026-09-30,Suspension,1\n"
    bring_in(live, tmp_path, attendance=HEAD + lines, incidents=incidents)
    live.sync()
    assert sorted(name for name, _, _ in indicators(live)) == ["Ben Okoro", "Ben Okoro"]
    live.later(days=3)
    live.sync()
    assert len(indicators(live)) == 2
    live.later(days=4)
    live.sync()
    assert len(indicators(live)) == 4


@GATE
def test_what_was_declined_comes_again_when_the_level_rises_and_says_what_it_was(
    live: LiveSchool, tmp_path: Path
):
    bring_in(live, tmp_path, attendance=HEAD + absences("0142", 3))
    live.sync()
    said = {"Decision": "Not now", "Reason": "Flu"}
    live.change("office", "Indicators", {"Student": "Ana Silva"}, said)
    live.sync()
    (row,) = live.rows("office", "Indicators")
    assert (row["Level"], row["Look again"]) == ("Near the line", "Thu 19 Nov 2026")
    assert kinds(live.sync()) == {}
    bring_in(live, tmp_path, attendance=HEAD + absences("0142", 12))
    live.sync()
    (row,) = live.rows("office", "Indicators")
    assert (row["Level"], row["Decision"], row["Reason"]) == ("Far over", "", "Flu")
    assert "(Was Near the line: Not now.)" in row["What was counted"]
    assert kinds(live.sync()) == {}
