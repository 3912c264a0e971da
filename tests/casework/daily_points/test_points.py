"""Days and weeks of points, with the values that the field publishes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from service.casework.daily_points.advice import Finding, advise
from service.casework.daily_points.points import days_of, lowest_class, weeks_of
from service.casework.records import BehaviorNote, DayOff, RowRef
from service.casework.schooldays import SchoolCalendar

MONDAY = date(2026, 8, 31)
TODAY = date(2026, 10, 26)  # eight weeks later
CALENDAR = SchoolCalendar()


def note(day: date, period: int, score: float | None, of: float = 6, **more: str) -> BehaviorNote:
    row = RowRef("progress", "behaviour", "", 1)
    given = {"klass": f"Class {period}", "target": "", **more}
    return BehaviorNote(row, day, score=score, of=of, period=str(period), **given)


def a_day(scores, of: float = 6, day: date = MONDAY) -> list[BehaviorNote]:
    """One row a period; "-" is a period in which the student was absent, None one not filled."""
    return [
        note(day, period, None, of, absent="x") if score == "-" else note(day, period, score, of)
        for period, score in enumerate(scores, start=1)
        if score is not None
    ]


@pytest.mark.parametrize(
    ("scores", "percent", "met"),
    [
        ((6, 6, 6, 6, 5, 0), 81, True),  # 29 of 36
        ((6, 6, 6, 6, 4, 0), 78, False),  # 28 of 36
        ((5, 5, 5, 5, "-", "-"), 83, True),  # 20 of 24: two absent periods are out
    ],
)
def test_a_day_is_the_sum_of_its_points_of_the_sum_that_could_be_reached(scores, percent, met):
    (day,) = days_of(a_day(scores))
    assert round(day.percent) == percent
    assert day.met(80) is met


def test_expectations_of_one_period_are_one_period():
    rows = [note(MONDAY, p, 2, 2, target=t) for p in (1, 2) for t in ("Kind", "Safe", "Ready")]
    (day,) = days_of(rows)
    assert (day.of, day.periods, day.given) == (12, 2, 2)


@pytest.mark.parametrize(
    ("scores", "counts"),
    [((6, 6, 6), True), ((6, 6), False), ((6, 6, "-", "-", "-", "-"), False)],
)
def test_a_day_counts_with_half_of_its_periods(scores, counts):
    full = a_day([6] * 6, day=MONDAY + timedelta(days=1))
    assert days_of([*a_day(scores), *full])[0].counts is counts


@pytest.mark.parametrize("said", ["no", "No", "FALSE", "0", "-"])
def test_a_no_under_absent_says_that_the_student_was_there(said):
    assert days_of([note(MONDAY, 1, 5, absent=said)])[0].given == 1


@pytest.mark.parametrize(("score", "of"), [(7, 6), (-1, 6), (2, 0), (None, 6)])
def test_what_cannot_be_points_is_left_out(score, of):
    assert days_of([note(MONDAY, 1, score, of)]) == []


@pytest.mark.parametrize(
    ("percents", "met"),
    [
        ((81, 81, 81, 81, 40), True),  # four of five
        ((81, 81, 81, 40, 40), False),
        ((81, 81, 81), True),  # fewer than five: all of them
        ((81, 81, 40), False),
    ],
)
def test_a_week_is_met_with_four_of_five_days_and_a_short_one_with_all(percents, met):
    rows = [note(MONDAY + timedelta(days=n), 1, p, 100) for n, p in enumerate(percents)]
    (week,) = weeks_of(days_of(rows))
    assert week.met(80) is met


def weeks(count: int, percent: float, days: int = 5, first: date = MONDAY) -> list[BehaviorNote]:
    """So many weeks of one period, `days` of each filled."""
    begin = [first + timedelta(weeks=n) for n in range(count)]
    return [note(m + timedelta(days=n), 1, percent, 100) for m in begin for n in range(days)]


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        (weeks(6, 90), Finding.FADE),
        (weeks(5, 90), Finding.GO_ON),
        (weeks(6, 90, days=3), Finding.NOT_RUN),  # 60 % of the cards
        (weeks(4, 50), Finding.CHANGE),
        (weeks(3, 50), Finding.GO_ON),
        (weeks(4, 50, days=3), Finding.NOT_RUN),
        (weeks(3, 50) + weeks(1, 90, first=MONDAY + timedelta(weeks=3)), Finding.GO_ON),
        (weeks(1, 90, first=TODAY), Finding.NOTHING),  # this week is not over
        ([], Finding.NOTHING),
    ],
)
def test_what_weeks_of_points_say(rows, finding):
    assert advise(rows, 80, CALENDAR, TODAY).finding is finding


def test_days_without_school_ask_for_no_cards():
    rows = [each for each in weeks(4, 50) if each.day != MONDAY + timedelta(days=2)]
    rows = [each for each in rows if each.day.weekday() < 4 or each.day > MONDAY + timedelta(14)]
    assert advise(rows, 80, CALENDAR, TODAY).filled < 1
    off = (
        DayOff(RowRef("office", "school_days", ""), each, each)
        for each in (MONDAY + timedelta(days=n) for n in (2, 4, 11))
    )
    assert advise(rows, 80, SchoolCalendar(tuple(off)), TODAY).filled == 1


def test_prompts_go_first_to_the_class_with_the_lowest_mean():
    rows = [note(MONDAY, 1, 6), note(MONDAY, 2, 3), note(MONDAY, 3, 4)]
    called, mean = lowest_class(rows) or ("", 0)
    assert (called, mean) == ("Class 2", 50)
    assert lowest_class(rows[:1]) is None
