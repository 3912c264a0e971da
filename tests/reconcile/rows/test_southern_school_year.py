"""A school in the south: the quarters on Settings, typed as dates, decide what is asked."""

from __future__ import annotations

import pytest

from tests.school_fixture import LiveSchool

SYDNEY = {
    "School year begins": "2026-01-27",
    "Q1 ends": "2 Apr",
    "Q2 ends": "2026-07-03",
    "Q3 ends": "25 Sep",
    "Q4 ends": "17 Dec",
}


@pytest.fixture
def asked(small: LiveSchool) -> LiveSchool:
    row = {"Student": "Ana Silva", "School year": "2026", "Accommodation": "Extended time"}
    small.type_row("caseload", "Accommodations", {**row, "Q1": "Used"})
    small.sync()
    return small


def proposal(school: LiveSchool) -> str:
    return str(school.find("caseload", "Accommodations", Accommodation="Extended time")["Proposal"])


def test_in_october_a_northern_year_has_just_begun(asked: LiveSchool) -> None:
    assert proposal(asked) == "Keep (Q1: Used)."


def test_in_october_three_quarters_of_a_southern_year_are_over(asked: LiveSchool) -> None:
    for setting, day in SYDNEY.items():
        asked.change("office", "Settings", {"Setting": setting}, {"Value": day})
    asked.sync()
    assert proposal(asked) == "Keep (Q1: Used). Not answered: Q2, Q3."
    assert not [row for row in asked.rows("office", "Attention") if "Q1" in str(row)]


def test_quarters_in_no_order_are_a_question_and_change_nothing(asked: LiveSchool) -> None:
    asked.change("office", "Settings", {"Setting": "Q1 ends"}, {"Value": "2 Apr"})
    asked.sync()
    assert proposal(asked) == "Keep (Q1: Used)."
    assert any("one after the other" in str(row) for row in asked.rows("office", "Attention"))
