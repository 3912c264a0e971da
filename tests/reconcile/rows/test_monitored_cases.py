"""Check-ins of a monitored student, through the front door: four months, then people decide."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.school_fixture import COORDINATOR, DANA, LiveSchool, kinds

STUDENT = "Bo Lind"


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    live = LiveSchool(tmp_path).init()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    live.type_row("office", "Staff", {"Email": COORDINATOR, "Name": "M", "Role": "Coordinator"})
    live.type_row("office", "Students", {"Student ID": "0400", "Student": STUDENT, "Grade": 7})
    cells = {"Student": STUDENT, "Case manager": DANA, "Status": "Monitor"}
    live.type_row("caseload", "Caseload", cells)
    return live


def check_ins(live: LiveSchool) -> list[str]:
    return [row["Date"] for row in live.rows("caseload", "Diary") if row["Kind"] == "Check-in"]


def test_a_monitored_student_gets_four_check_ins_and_no_more(live: LiveSchool):
    live.sync()
    planned = ["Thu 5 Nov 2026", "Mon 7 Dec 2026", "Tue 5 Jan 2027", "Fri 5 Feb 2027"]
    assert check_ins(live) == planned
    assert len([e for e in live.events(DANA) if "Check-in" in e["summary"]]) == 4
    live.later(days=40)
    live.sync()
    assert check_ins(live) == planned


def test_a_month_that_people_planned_themselves_is_not_made_up_for_later(live: LiveSchool):
    theirs = {"Student": STUDENT, "Kind": "Check-in", "Date": "2026-11-12", "Status": "Planned"}
    live.type_row("caseload", "Diary", theirs)
    live.sync()
    assert len(check_ins(live)) == 4  # theirs and three of Holdfast's
    assert kinds(live.sync()) == {}
    for _ in range(4):
        live.later(days=30)
        live.sync()
    assert len(check_ins(live)) == 4


def test_one_that_staff_deleted_is_not_planned_again(live: LiveSchool):
    live.sync()
    tab = live.tab("caseload", "Diary")
    row = live.find("caseload", "Diary", Date="7 Dec 2026")["Row ID"]
    tab.delete_rows(tab.find(row).row)
    live.later(minutes=5)
    live.sync()
    live.later(days=30)
    live.sync()
    assert check_ins(live) == ["Thu 5 Nov 2026", "Tue 5 Jan 2027", "Fri 5 Feb 2027"]


def test_a_closed_case_is_planned_for_no_more(live: LiveSchool):
    live.change("caseload", "Caseload", {"Student": STUDENT}, {"Status": "Exited"})
    live.sync()
    assert check_ins(live) == []
