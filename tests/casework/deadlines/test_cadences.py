"""By when each kind is due, pulled back to a school day, and by which rule."""

from __future__ import annotations

from datetime import date

import pytest

from service.casework.deadlines.due import due_of, reminder_day
from service.casework.records import OFFICE, DayOff, RowRef

from .deadline_school import deadline, school

SUMMER = DayOff(RowRef(OFFICE, "school_days", "1"), date(2027, 6, 11), date(2027, 8, 20))
THANKSGIVING = DayOff(RowRef(OFFICE, "school_days", "2"), date(2026, 11, 26), date(2026, 11, 27))


@pytest.mark.parametrize(
    ("kind", "last", "day", "source"),
    [
        ("ILP review", date(2026, 10, 14), date(2027, 10, 14), "school's own"),
        ("IEP review", date(2026, 10, 14), date(2027, 10, 14), "300.324(b)(1)"),
        ("IEP review", date(2026, 10, 16), date(2027, 10, 15), "300.324(b)(1)"),  # a Saturday
        ("Re-evaluation", date(2026, 10, 14), date(2029, 10, 12), "300.303(b)(2)"),  # a Sunday
        ("504 review", date(2026, 10, 14), date(2027, 10, 14), "104.35(d)"),
        ("Evaluation", date(2026, 10, 14), date(2026, 12, 11), "300.301(c)(1)"),  # 13 Dec: Sunday
        ("Transition plan", date(2026, 10, 14), date(2027, 10, 14), "300.320(b)"),
        ("Rights at majority", date(2010, 3, 4), date(2027, 3, 4), "300.320(c)"),
        ("EL notice", date(2026, 11, 3), date(2026, 11, 17), "6312(e)(3)"),
        ("EL notice", date(2026, 8, 1), date(2026, 8, 31), "6312(e)(3)"),  # from the year's begin
        ("EL monitoring", date(2026, 6, 10), date(2028, 6, 9), "January 2015"),  # a Saturday
        ("Exam access", date(2027, 1, 15), date(2026, 11, 27), "College Board"),
        ("Progress report", date(2026, 10, 14), date(2026, 10, 30), "300.320(a)(3)"),
        ("Progress report", date(2026, 10, 31), date(2027, 1, 15), "300.320(a)(3)"),
        ("Consent", date(2026, 10, 14), date(2027, 10, 14), "Holdfast's own"),
        ("Release", date(2026, 10, 14), date(2027, 10, 14), "Holdfast's own"),
    ],
)
def test_a_kind_is_due_after_its_span_and_names_its_source(kind, last, day, source):
    found = due_of(deadline(kind=kind, last=last), school())
    assert found.day == day
    assert source in found.rule
    assert found.day.weekday() < 5


def test_a_day_off_pulls_it_back_and_the_rule_shows_the_arithmetic():
    asked = deadline(kind="Exam access", last=date(2027, 1, 15))
    found = due_of(asked, school(days_off=(THANKSGIVING,)))
    assert found.day == date(2026, 11, 25)
    assert "27 Nov 2026 is no school day → 25 Nov 2026." in found.rule
    over_summer = deadline(kind="Evaluation", last=date(2027, 6, 2))
    assert due_of(over_summer, school(days_off=(SUMMER,))).day == date(2027, 6, 10)


def test_it_is_never_due_before_the_day_from_which_it_counts():
    placed = deadline(kind="EL notice", last=date(2027, 7, 1))
    assert due_of(placed, school(days_off=(SUMMER,))).day == date(2027, 8, 23)


def test_an_own_date_wins_as_it_stands():
    own = deadline(kind="IEP review", last=date(2026, 10, 14), own_date=date(2026, 12, 5))
    assert due_of(own, school()).day == date(2026, 12, 5)
    assert due_of(deadline(kind="Other", own_date=date(2026, 12, 1)), school()).day is not None


@pytest.mark.parametrize(
    ("kind", "setting", "number", "day"),
    [
        ("IEP review", "iep_review_months", 6, date(2027, 4, 14)),
        ("Re-evaluation", "reevaluation_months", 24, date(2028, 10, 13)),
        ("504 review", "plan_504_review_months", 36, date(2029, 10, 12)),
        ("Evaluation", "evaluation_within_days", 30, date(2026, 11, 13)),
    ],
)
def test_a_school_s_own_number_goes_before_ours(kind, setting, number, day):
    asked = deadline(kind=kind, last=date(2026, 10, 14))
    assert due_of(asked, school(settings={setting: number})).day == day


@pytest.mark.parametrize(
    ("kind", "everywhere"),
    [
        ("IEP review", False),
        ("Re-evaluation", False),
        ("504 review", False),
        ("Evaluation", False),
        ("Transition plan", False),
        ("Rights at majority", False),
        ("EL notice", False),
        ("EL monitoring", False),
        ("ILP review", True),
        ("Exam access", True),
        ("Progress report", True),
        ("Consent", True),
        ("Release", True),
    ],
)
def test_kinds_of_the_united_states_count_only_there(kind, everywhere):
    asked = deadline(kind=kind, last=date(2026, 10, 14))
    assert (due_of(asked, school(settings={"country": "GB"})).day is not None) is everywhere
    own = deadline(kind=kind, own_date=date(2026, 12, 1))
    assert due_of(own, school(settings={"country": "GB"})).day == date(2026, 12, 1)


def test_without_a_day_from_which_it_counts_it_has_none_and_says_so():
    found = due_of(deadline(kind="Re-evaluation"), school())
    assert found.day is None
    assert "under Last" in found.rule
    assert due_of(deadline(kind="Other"), school()).day is None


@pytest.mark.parametrize(
    ("due", "lead", "day"),
    [
        (date(2026, 12, 14), 30, date(2026, 11, 13)),  # 14 Nov is a Saturday
        (date(2026, 12, 14), 0, date(2026, 12, 14)),
        (date(2026, 11, 13), 30, date(2026, 10, 14)),  # today itself
        (date(2026, 11, 10), 30, date(2026, 11, 10)),  # the lead has passed: the day itself
        (date(2026, 10, 1), 30, date(2026, 10, 1)),
    ],
)
def test_it_stands_in_the_calendar_so_many_days_before(due, lead, day):
    assert reminder_day(due, school(deadline_lead_days=lead)) == day
