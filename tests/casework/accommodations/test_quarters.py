"""Four answers a year, and the proposal they lead to."""

from dataclasses import replace
from datetime import date

import pytest

from service.casework.accommodations.quarters import (
    Quarter,
    in_force,
    proposal,
    proposals,
    quarter_of,
    school_year_of,
)
from service.casework.records import Accommodation
from tests.casework.two_household_case import row, say

ROW = Accommodation(
    row("accommodations", "m1"), "C-0142", "Ana", "2026-27", "Extended time", "Accommodation"
)
OCTOBER, JUNE = date(2026, 10, 5), date(2027, 6, 1)


def proposed(*answers, today=OCTOBER, why="", goal="", **more):
    quarters = tuple((answer, why) for answer in answers)
    return proposal(replace(ROW, quarters=quarters, goal_wanted=goal, **more), say, today)


@pytest.mark.parametrize(
    ("answers", "goal", "word"),
    [
        (("Used",), "", "Keep ("),
        (("Not used", "Used"), "Yes", "Keep ("),
        (("Sometimes",), "", "Keep ("),
        (("Sometimes",), "Yes", "Add a goal"),
        (("Sometimes", "Sometimes"), "No", "Add a goal"),
        (("Not used",), "", "Add a goal"),
        (("Not used", "Not used"), "", "Add a goal"),
        (("Not used", "Not used"), "ask by himself", "Drop"),
        (("Not used", "", "Not used"), "Yes", "Add a goal"),
        (("Not offered",), "", "Keep, and offer it"),
        (("Not offered", "Not offered"), "Yes", "Keep, and offer it"),
        (("Not needed",), "", "Keep for now"),
        (("Used", "Not needed", "Not needed"), "", "Drop"),
    ],
)
def test_the_latest_answer_decides(answers, goal, word):
    assert proposed(*answers, goal=goal).startswith(word)


def test_the_proposal_says_why():
    assert (
        proposed("Not used", why="forgot to ask")
        == "Add a goal to use it (Q1: Not used, forgot to ask)."
    )


def test_without_answers_there_is_nothing_to_propose():
    assert proposed() == proposed("", "") == proposed("Perhaps") == ""


def test_a_quarter_that_is_over_without_an_answer_is_named():
    assert proposed("", "", today=date(2027, 2, 1)) == "Not answered: Q1, Q2."
    assert proposed("Used", "", today=date(2027, 2, 1)) == "Keep (Q1: Used). Not answered: Q2."
    assert proposed("Used", today=JUNE, school_year="2025-26") == "Keep (Q1: Used)."
    assert proposed(today=JUNE, first=date(2027, 2, 1)) == "Not answered: Q3."


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 8, 1), Quarter(2026, 1)),
        (date(2026, 10, 31), Quarter(2026, 1)),
        (date(2026, 11, 1), Quarter(2026, 2)),
        (date(2027, 1, 15), Quarter(2026, 2)),
        (date(2027, 1, 16), Quarter(2026, 3)),
        (date(2027, 4, 1), Quarter(2026, 4)),
        (date(2027, 7, 31), Quarter(2026, 4)),
    ],
)
def test_quarters_of_the_school_year(day, quarter):
    assert quarter_of(day) == quarter


@pytest.mark.parametrize(
    ("written", "year"),
    [("2026-27", 2026), ("2026/2027", 2026), ("26-27", 2026), ("SY 2026", 2026), ("", None)],
)
def test_school_years_as_people_write_them(written, year):
    assert school_year_of(written) == year


def test_what_is_in_force():
    assert in_force(ROW, OCTOBER)
    assert not in_force(replace(ROW, school_year="2025-26"), OCTOBER)
    assert in_force(replace(ROW, school_year="2025-26", until=JUNE), OCTOBER)
    assert not in_force(replace(ROW, until=date(2026, 10, 4)), OCTOBER)
    assert not in_force(replace(ROW, accommodation="  "), OCTOBER)


def test_cells_for_rows_with_an_id_only():
    rows = (ROW, replace(ROW, row=row("accommodations", "")), replace(ROW, accommodation=""))
    (cells,) = proposals(rows, say, OCTOBER)
    assert cells.cells == {"proposal": ""}
