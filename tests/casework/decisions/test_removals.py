"""Days of removal: what is counted, and what is owed after how many (34 CFR 300.530, 300.536)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from service.casework.decisions.removals import (
    days_this_year,
    longest_run,
    questions_about_days,
    review_due,
    warnings,
)
from tests.casework.small_school import CODE, DANA, MAREN

from .decision_school import CASE, away, decision, school

IEP = replace(CASE, plan_type="IEP")
HOLIDAY = replace(away(DANA, date(2026, 9, 9), date(2026, 9, 9)), what="Holiday", who="")


def removal(first: date, last: date | None = None, **said: object):
    return decision(what="Discipline", takes_effect=first, until=last, decided="Yes", **said)


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        pytest.param([removal(date(2026, 9, 7))], 1, id="no Until is one day"),
        pytest.param([removal(date(2026, 9, 4), date(2026, 9, 8))], 3, id="over a weekend"),
        pytest.param([removal(date(2026, 9, 7), date(2026, 9, 11))], 4, id="over a holiday"),
        pytest.param(
            [removal(date(2026, 9, 7)), removal(date(2026, 9, 7), date(2026, 9, 8))],
            2,
            id="a day that two rows name is one",
        ),
        pytest.param([removal(date(2026, 5, 4), date(2026, 5, 8))], 0, id="the year before"),
        pytest.param([removal(date(2026, 9, 8), date(2026, 9, 7))], 0, id="the wrong way round"),
        pytest.param([removal(date(2026, 9, 7), date(2062, 9, 7))], 0, id="a slip in the year"),
        pytest.param(
            [replace(removal(date(2026, 9, 7)), decided="No")], 0, id="what was decided against"
        ),
        pytest.param(
            [replace(removal(date(2026, 9, 7)), what="Leave")], 0, id="a leave is no removal"
        ),
    ],
)
def test_school_days_of_this_year_are_counted(rows, days):
    assert len(days_this_year(CODE, school(*rows, days_off=(HOLIDAY,)))) == days


def test_a_weekend_does_not_end_a_removal_and_a_day_in_class_does():
    here = school()
    assert longest_run(frozenset({date(2026, 9, 4), date(2026, 9, 7)}), here) == 2
    assert longest_run(frozenset({date(2026, 9, 7), date(2026, 9, 9)}), here) == 1


@pytest.mark.parametrize(
    ("row", "due"),
    [
        pytest.param(
            removal(date(2026, 9, 7), decided_on=date(2026, 9, 7), change_of_placement="Yes"),
            date(2026, 9, 21),
            id="ten school days after the decision",
        ),
        pytest.param(
            removal(date(2026, 9, 1), date(2026, 9, 15), decided_on=date(2026, 9, 1)),
            date(2026, 9, 15),
            id="eleven days in a row",
        ),
        pytest.param(
            removal(date(2026, 9, 1), date(2026, 9, 14), decided_on=date(2026, 9, 1)),
            None,
            id="ten days in a row",
        ),
        pytest.param(removal(date(2026, 9, 7), change_of_placement="Yes"), None, id="no decision"),
    ],
)
def test_a_change_of_placement_is_reviewed_within_ten_school_days(row, due):
    assert review_due(row, school()) == due


@pytest.mark.parametrize(("last", "mails"), [(date(2026, 9, 8), 0), (date(2026, 9, 9), 1)])
def test_the_case_manager_hears_of_the_seventh_day(last, mails):
    found = list(warnings(school(removal(date(2026, 9, 1), last), cases=(IEP,))))
    assert len(found) == mails
    assert all(mail.to == DANA.email and "Silva" not in mail.text for mail in found)


@pytest.mark.parametrize(("last", "asked"), [(date(2026, 9, 14), 0), (date(2026, 9, 15), 2)])
def test_over_ten_days_both_sides_are_asked_whether_they_are_alike(last, asked):
    row = removal(date(2026, 9, 1), last)
    found = list(questions_about_days(school(row, cases=(IEP,))))
    assert {problem.whose for problem in found} == ({DANA.email, MAREN.email} if asked else set())
    answered = replace(row, change_of_placement="No")
    assert list(questions_about_days(school(answered, cases=(IEP,)))) == []


def test_without_a_plan_of_the_law_nothing_is_asked_of_it():
    row = removal(date(2026, 9, 1), date(2026, 9, 30))
    assert list(warnings(school(row))) == []
    assert list(questions_about_days(school(row))) == []
