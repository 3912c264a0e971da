"""What the school's systems say of a student's courses reaches the topics that ask for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.school_fixture import DANA, LiveSchool

from .signals_school import bring_in, signals_school

RESULTS = (
    "Student ID,Course,Term,Mark,Percent,State,Missing work\n"
    "0142,Maths,2026-27 Q1,F,41,Running,3\n"
    "0142,Science,2026-27 Q1,B,84,Running,1\n"
)


@pytest.mark.gate("marks that reach a weekly check")
def test_a_weekly_check_begins_with_missing_work_and_failing_classes(tmp_path: Path) -> None:
    live: LiveSchool = signals_school(tmp_path)
    live.change("office", "Settings", {"Setting": "Module: Weekly checks"}, {"Value": "yes"})
    case = {"Student": "Ana Silva", "Case manager": DANA, "Status": "Active"}
    live.type_row("caseload", "Caseload", case)
    live.sync()
    bring_in(live, tmp_path, results=RESULTS)
    for _ in range(2):
        live.later(minutes=11)
        live.sync()
    (row,) = live.rows("caseload", "Week")
    assert (row["Missing work"], row["Failing in"]) == ("4", "Maths")
    live.later(minutes=11)
    assert not live.sync().changes
    live.change("caseload", "Week", {"Student": "Ana"}, {"Done on": "2026-10-05"})
    live.later(minutes=11)
    live.sync()
    grade = live.find("caseload", "Caseload", Student="Ana Silva")["Grade check"]
    assert grade == "4 missing, failing Maths · 5 Oct"
