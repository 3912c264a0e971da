"""Four answers a year, and the proposal they lead to."""

from dataclasses import replace
from datetime import date

import pytest

from service.casework.accommodation_rows import in_force, school_year_of
from service.casework.accommodations.quarters import proposal, proposals
from service.casework.records import Accommodation
from service.casework.school_year import SchoolYear
from service.casework.settings import SchoolSettings
from tests.casework.two_household_case import row, say

ROW = Accommodation(
    row("accommodations", "m1"), "C-0142", "Ana", "2026-27", "Extended time", "Accommodation"
)
OCTOBER, JUNE = date(2026, 10, 5), date(2027, 6, 1)
NORTH = SchoolSettings().school_year
SYDNEY = SchoolYear((1, 27), ((4, 2), (7, 3), (9, 25), (12, 17)))


def proposed(*answers, today=OCTOBER, why="", goal="", **more):
    quarters = tuple((answer, why) for answer in answers)
    return proposal(replace(ROW, quarters=quarters, goal_wanted=goal, **more), say, today, NORTH)


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


def test_a_southern_year_asks_at_the_end_of_its_own_quarters():
    row = replace(ROW, school_year="2026", quarters=(("Used", ""), ("", "")))
    february, july, december = date(2026, 2, 2), date(2026, 7, 4), date(2026, 12, 18)
    assert proposal(row, say, february, SYDNEY) == "Keep (Q1: Used)."
    assert proposal(row, say, july, SYDNEY) == "Keep (Q1: Used). Not answered: Q2."
    assert proposal(row, say, december, SYDNEY) == "Keep (Q1: Used). Not answered: Q2, Q3, Q4."
    # until the next year begins it is in force, and then no more
    assert in_force(row, date(2027, 1, 26), SYDNEY)
    assert not in_force(row, date(2027, 1, 27), SYDNEY)


@pytest.mark.parametrize(
    ("written", "year"),
    [("2026-27", 2026), ("2026/2027", 2026), ("26-27", 2026), ("SY 2026", 2026), ("", None)],
)
def test_school_years_as_people_write_them(written, year):
    assert school_year_of(written) == year


def test_what_is_in_force():
    assert in_force(ROW, OCTOBER, NORTH)
    assert not in_force(replace(ROW, school_year="2025-26"), OCTOBER, NORTH)
    assert in_force(replace(ROW, school_year="2025-26", until=JUNE), OCTOBER, NORTH)
    assert not in_force(replace(ROW, until=date(2026, 10, 4)), OCTOBER, NORTH)
    assert not in_force(replace(ROW, accommodation="  "), OCTOBER, NORTH)


def test_cells_for_rows_with_an_id_only():
    rows = (ROW, replace(ROW, row=row("accommodations", "")), replace(ROW, accommodation=""))
    (cells,) = proposals(rows, say, OCTOBER, NORTH)
    assert cells.cells == {"proposal": ""}
