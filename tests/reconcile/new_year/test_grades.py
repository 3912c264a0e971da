"""Grades step up once a school year, on the roster and in the rows of open cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.school_fixture import Kept, LiveSchool

from .last_year import STUDENT, school_of_three_years
from .test_copying import new_year


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    live = school_of_three_years(tmp_path_factory.mktemp("grades"))
    for number, (name, grade) in enumerate((("Mei-Ling Chen", "12"), ("Zoë O'Brien", "K"))):
        row = {"Student ID": f"050{number}", "Student": name, "Grade": grade}
        live.type_row("office", "Students", row)
        live.type_row("caseload", "Caseload", {**row, "Status": "Exited"})
    live.change("caseload", "Caseload", {"Student": STUDENT}, {"Grade": "7"})
    while live.sync().changes:
        live.later(minutes=5)
    return live.keep()


@pytest.fixture
def live(kept: Kept, tmp_path: Path) -> LiveSchool:
    school = LiveSchool(tmp_path)
    school.take(kept)
    school.later(minutes=30)
    return school


def grades(live: LiveSchool, book: str, title: str) -> dict[str, str]:
    return {row["Student"]: row["Grade"] for row in live.rows(book, title)}


def counts(told: Any) -> tuple[int, int, int, int]:
    of = told["grades"]
    return of["steps"], of["done"], of["left"], of["stepped"]


def test_they_step_up_once_and_what_cannot_be_counted_is_left_to_people(live: LiveSchool) -> None:
    assert counts(new_year(live, "--dry-run")) == (3, 0, 1, 0)
    assert counts(new_year(live, "--grades")) == (3, 0, 1, 3)
    roster = {STUDENT: "8", "Mei-Ling Chen": "12", "Zoë O'Brien": "1"}
    assert grades(live, "office", "Students") == roster
    cases = {STUDENT: "8", "Mei-Ling Chen": "12", "Zoë O'Brien": "K"}
    assert grades(live, "caseload", "Caseload") == cases
    assert counts(new_year(live, "--grades")) == (0, 3, 1, 0)
    assert grades(live, "office", "Students") == roster
    assert not [kind for kind in live.sync().changes if kind == "ask"]


def test_a_grade_that_a_person_writes_afterwards_stays(live: LiveSchool) -> None:
    new_year(live, "--grades")
    live.change("office", "Students", {"Student": STUDENT}, {"Grade": "9"})
    new_year(live, "--grades")
    assert grades(live, "office", "Students")[STUDENT] == "9"


def test_late_in_the_year_none_steps_up(live: LiveSchool) -> None:
    live.later(days=120)
    assert counts(new_year(live, "--grades"))[3] == 0
    assert grades(live, "office", "Students")[STUDENT] == "7"


def test_a_row_that_was_not_written_yet_is_written_by_the_next_run(live: LiveSchool) -> None:
    busy = {"method": "sheets.spreadsheets.batchUpdate", "status": 403, "times": 1}
    live.control("POST", "faults", busy)
    new_year(live, "--grades")
    new_year(live, "--grades")
    assert grades(live, "office", "Students")[STUDENT] == "8"
    assert grades(live, "caseload", "Caseload")[STUDENT] == "8"


def test_no_grade_steps_up_twice_because_the_key_was_rotated(live: LiveSchool) -> None:
    new_year(live, "--grades")
    known = live.school.settings.key.get_secret_value()
    key = "another key that is quite long enough"
    live.school = live.open(HOLDFAST_KEY=key, HOLDFAST_KEY_PREVIOUS=known)
    live.sync()
    assert counts(new_year(live, "--grades")) == (0, 3, 1, 0)
    assert grades(live, "office", "Students")[STUDENT] == "8"
