"""Contradictions in the caseload: found at their cell, said kindly, gone when mended."""

from dataclasses import replace
from datetime import date

import pytest

from service.casework.checks import Caseload, check_caseload, check_staff
from service.casework.records import (
    Accommodation,
    Case,
    DayOff,
    DiaryEntry,
    Goal,
    Problem,
    RowRef,
    StaffMember,
    TeamMember,
)
from service.casework.schooldays import SchoolCalendar
from service.workbook.wording import load_wording

say = load_wording("en").say
TODAY = date(2026, 10, 12)  # a Monday
RUIZ = "ruiz@school.example"


def ref(tab, number=1):
    return RowRef("caseload", tab, f"hf-{number}", number)


CASE = Case(
    RowRef("caseload", "caseload", "C-0142"),
    "C-0142",
    "Ana Silva",
    "0142",
    "9",
    RUIZ,
    "Active",
    graduation_path="Standard diploma",
)
GOAL = Goal(
    ref("goals"),
    "C-0142",
    "Ana Silva",
    "Reads aloud",
    direction="Increase",
    baseline=20,
    target=60,
    start=date(2026, 9, 7),
    due=date(2027, 1, 25),
)
ENTRY = DiaryEntry(
    ref("diary"), "C-0142", "Ana Silva", "Check-in", date(2026, 10, 14), status="Planned"
)
ALLOWED = Accommodation(
    ref("accommodations"),
    "C-0142",
    "Ana Silva",
    accommodation="Breaks",
    type="Accommodation",
    first=date(2026, 9, 7),
    until=date(2027, 6, 4),
)
MOTHER = TeamMember(
    ref("team"), "C-0142", "Ana Silva", "Rosa Silva", email="rosa@home.example", may_see=("Plan",)
)
SOUND = Caseload((CASE,), (ENTRY,), (GOAL,), (ALLOWED,), (MOTHER,))
CALENDAR = SchoolCalendar(
    (DayOff(RowRef("office", "school_days", ""), date(2026, 10, 16), date(2026, 10, 16)),)
)


def check(already=(), **changed):
    return check_caseload(replace(SOUND, **changed), CALENDAR, TODAY, say, already)


def test_a_sound_caseload_has_no_problem():
    assert check() == ()


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({"goals": (replace(GOAL, target=10),)}, "target", "not above the baseline, 20"),
        ({"goals": (replace(GOAL, target=20),)}, "target", "not above"),
        ({"goals": (replace(GOAL, direction="Decrease"),)}, "target", "not below"),
        ({"goals": (replace(GOAL, direction=""),)}, "direction", "Increase or Decrease"),
        ({"goals": (replace(GOAL, due=date(2026, 9, 1)),)}, "due", "7 Sep 2026"),
        ({"accommodations": (replace(ALLOWED, until=date(2026, 9, 6)),)}, "until", "6 Sep 2026"),
        ({"cases": (replace(CASE, case_manager=""),)}, "case_manager", "calendar"),
        ({"cases": (replace(CASE, status=""),)}, "status", "Referred, Active"),
        ({"diary": (replace(ENTRY, status="Done"),)}, "status", "has not come yet"),
        ({"diary": (replace(ENTRY, day=date(2026, 10, 16)),)}, "date", "19 Oct 2026"),
        ({"diary": (replace(ENTRY, day=date(2026, 10, 17)),)}, "date", "weekend"),
        ({"team": (replace(MOTHER, email="rosa at home"),)}, "email", "rosa at home"),
        ({"team": (replace(MOTHER, rights="None by order"),)}, "may_see", "Nothing is shared"),
    ],
)
def test_each_contradiction_is_one_problem_at_its_cell(changed, column, words):
    (problem,) = check(**changed)
    assert problem.column == column
    assert words in problem.why
    assert problem.what
    assert (problem.code, problem.student) == ("C-0142", "Ana Silva")
    if column not in ("case_manager", "status"):
        assert problem.whose == RUIZ


def test_a_modification_says_what_it_does_to_graduation():
    changed = tuple(
        replace(ALLOWED, row=ref("accommodations", n), type="Modification") for n in (1, 2)
    )
    silent = replace(CASE, graduation_path=" ")
    (problem,) = check(cases=(silent,), accommodations=changed)
    assert (problem.row, problem.column) == (CASE.row, "graduation_path")
    assert check(accommodations=changed) == ()
    assert check(cases=(silent,)) == ()


def test_two_open_cases_of_one_student():
    twin = replace(CASE, row=RowRef("caseload", "caseload", "C-0150"), code="C-0150")
    problems = check(cases=(CASE, twin))
    assert [problem.row.row_id for problem in problems] == ["C-0142", "C-0150"]
    assert check(cases=(CASE, replace(twin, status="Exited"))) == ()
    assert check(cases=(replace(CASE, student_id=""), replace(twin, student_id=""))) == ()


def test_closed_cases_are_left_in_peace():
    closed = (replace(CASE, status="Exited", case_manager=""),)
    assert check(cases=closed, goals=(replace(GOAL, target=0),)) == ()


def test_a_cell_is_asked_about_once():
    known = Problem("k", CASE.row, "case_manager", "Unknown", "Nobody is called so.")
    assert check((known,), cases=(replace(CASE, case_manager=""),)) == ()


def test_what_is_past_is_not_moved():
    assert check(diary=(replace(ENTRY, day=date(2026, 10, 10)),)) == ()


def test_keys_stay_the_same_and_differ():
    changed = {"goals": (replace(GOAL, target=10, due=GOAL.start),)}
    keys = [problem.key for problem in check(**changed)]
    assert len(set(keys)) == 2
    assert keys == [problem.key for problem in check(**changed)]


def test_working_hours_that_cannot_be_read():
    row = RowRef("office", "staff", RUIZ)
    good = StaffMember(row, RUIZ, "Ruiz", "Case manager", working_hours="Mon-Fri 8-3")
    (problem,) = check_staff([good, replace(good, working_hours="mornings")], say)
    assert (problem.column, problem.row) == ("working_hours", row)
    assert "mornings" in problem.why
