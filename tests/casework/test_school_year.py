"""School years and quarters, in the north and in the south, and days as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.school_year import Quarter, SchoolYear, month_day
from service.casework.settings import SchoolSettings, settings_from
from service.workbook.wording import load_wording

say = load_wording("en").say
NORTH = SchoolSettings().school_year
SYDNEY = SchoolYear((1, 27), ((4, 2), (7, 3), (9, 25), (12, 17)))
AUCKLAND = SchoolYear((2, 2), ((4, 2), (7, 3), (9, 25), (12, 18)))
SAO_PAULO = SchoolYear((2, 1), ((4, 30), (7, 10), (9, 30), (12, 15)))


@pytest.mark.parametrize(
    ("school", "day", "quarter"),
    [
        (NORTH, date(2026, 8, 1), Quarter(2026, 1)),
        (NORTH, date(2026, 10, 31), Quarter(2026, 1)),
        (NORTH, date(2026, 11, 1), Quarter(2026, 2)),
        (NORTH, date(2027, 1, 15), Quarter(2026, 2)),
        (NORTH, date(2027, 1, 16), Quarter(2026, 3)),
        (NORTH, date(2027, 4, 1), Quarter(2026, 4)),
        (NORTH, date(2027, 7, 31), Quarter(2026, 4)),
        (SYDNEY, date(2026, 2, 2), Quarter(2026, 1)),
        (SYDNEY, date(2026, 4, 3), Quarter(2026, 2)),
        (SYDNEY, date(2026, 12, 17), Quarter(2026, 4)),
        (SYDNEY, date(2027, 1, 26), Quarter(2026, 4)),
        (SYDNEY, date(2027, 1, 27), Quarter(2027, 1)),
        (AUCKLAND, date(2026, 2, 1), Quarter(2025, 4)),
        (AUCKLAND, date(2026, 2, 2), Quarter(2026, 1)),
        (SAO_PAULO, date(2026, 7, 11), Quarter(2026, 3)),
        (SAO_PAULO, date(2026, 10, 1), Quarter(2026, 4)),
    ],
)
def test_the_quarter_of_a_day(school, day, quarter):
    assert school.quarter_of(day) == quarter
    assert school.year_of(day) == quarter.year


@pytest.mark.parametrize(
    ("school", "day", "over"),
    [
        (NORTH, date(2027, 1, 15), 1),
        (NORTH, date(2027, 7, 31), 3),
        (SYDNEY, date(2026, 12, 17), 3),
        (SYDNEY, date(2026, 12, 18), 4),
        (SYDNEY, date(2027, 1, 27), 0),
    ],
)
def test_how_many_quarters_are_over(school, day, over):
    assert school.over(day) == over


def test_a_leap_day_is_the_28th_where_there_is_none():
    school = SchoolYear((8, 1), ((10, 31), (1, 15), (2, 29), (6, 30)))
    assert school.ends_of(2027)[2] == date(2028, 2, 29)
    assert school.ends_of(2026)[2] == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("31 Oct", (10, 31)),
        ("Oct 31", (10, 31)),
        ("October 31st", (10, 31)),
        ("31 October", (10, 31)),
        ("31. Oct.", (10, 31)),
        ("31 de octubre", (10, 31)),
        ("15 ene", (1, 15)),
        ("2 abril", (4, 2)),
        ("31.10.", (10, 31)),
        ("31.10", (10, 31)),
        ("2026-10-31", (10, 31)),
        ("10/31", (10, 31)),
        ("31/10", (10, 31)),
        ("5/5", (5, 5)),
        ("3/4", None),  # March or April?
        ("46326", (10, 31)),  # what Sheets makes of 31 Oct 2026
        ("46326.0", (10, 31)),
        ("31 Feb", None),
        ("29 Feb", (2, 29)),
        ("soon", None),
        ("31 Oct or 5 Nov", None),
        ("", None),
        ("8", None),
        ("1031", None),
    ],
)
def test_days_as_people_write_them(written, found):
    assert month_day(written) == found


def test_a_school_in_the_south_sets_its_own_year():
    rows = {"School year begins": "27 Jan", "Q1 ends": "2 Apr", "Q2 ends": "3 July"}
    settings, problems = settings_from({**rows, "Q3 ends": 46290.0, "Q4 ends": "17/12"}, say)
    assert problems == ()
    assert settings.school_year == SYDNEY


def test_quarters_out_of_order_are_asked_about_and_change_nothing():
    settings, problems = settings_from({"School year begins": "27 Jan", "Q1 ends": "2 Apr"}, say)
    assert settings == SchoolSettings()
    ((name, why),) = problems
    assert name == "School year begins"
    assert "one after the other" in why


@given(
    st.lists(st.integers(1, 365), min_size=4, max_size=4, unique=True),
    st.integers(0, 364),
    st.integers(0, 2000),
)
def test_every_day_has_one_quarter_and_they_follow_each_other(ends, begins, ahead):
    """Any year whose quarters are in order, beginning on any day."""
    start = date(2025, 1, 1) + timedelta(days=begins)
    days = [start + timedelta(days=end) for end in sorted(ends)]
    school = SchoolYear((start.month, start.day), tuple((each.month, each.day) for each in days))
    if not school.is_in_order:  # the last quarter ends on the day on which the next year begins
        return
    today = date(2024, 1, 1) + timedelta(days=ahead)
    now, tomorrow = school.quarter_of(today), school.quarter_of(today + timedelta(days=1))
    same = tomorrow == now
    next_one = tomorrow == Quarter(now.year, now.number + 1)
    new_year = (now.number, tomorrow) == (4, Quarter(now.year + 1, 1))
    assert same or next_one or new_year
    assert school.ends_of(now.year)[now.number - 1] >= today or now.number == 4
