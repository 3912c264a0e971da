"""Who gets a row in which week, what it is filled in with, and whose calendar has the checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from service.casework.wants import WantedRow
from service.casework.week.rows import calendar_entries, is_untouched, rows_of_the_week

from .week_school import (
    DANA,
    MONDAY,
    TOMAS,
    asked,
    case,
    check,
    filled,
    moved,
    off,
    school,
    standing,
)

WEEK = timedelta(weeks=1)
DONE = {"organized": "Yes"}


def test_an_active_case_without_a_check_gets_a_row_on_the_first_school_day_of_the_week() -> None:
    (row,) = asked(school(today=MONDAY + timedelta(days=2)))
    assert (row.key, row.workbook, row.tab) == ("week:C-0001:2026-11-30", "caseload", "week")
    assert row.cells["week_of"] == MONDAY
    assert (row.cells["student"], row.cells["case_code"]) == ("Ana Silva", "C-0001")


@pytest.mark.parametrize("status", ["Referred", "Monitor", "Exited", ""])
def test_no_other_case_gets_one(status: str) -> None:
    assert not list(rows_of_the_week(school(cases=(case(status=status),))))


@pytest.mark.parametrize(
    ("weeks_ago", "every", "due"),
    [(1, 3, False), (2, 3, False), (3, 3, True), (7, 3, True), (1, 1, True), (0, 1, False)],
)
def test_the_next_is_due_so_many_weeks_after_the_last(weeks_ago, every, due) -> None:
    last = check(MONDAY - weeks_ago * WEEK + timedelta(days=3), **DONE)
    assert bool(asked(school(last, weekly_check_every_weeks=every))) is due


def test_a_check_that_is_planned_ahead_is_waited_for() -> None:
    assert not asked(school(check(MONDAY + 2 * WEEK)))


@pytest.mark.parametrize(
    ("days_off", "first"),
    [
        ((off(MONDAY, MONDAY),), MONDAY + timedelta(days=1)),
        ((off(MONDAY, MONDAY + timedelta(days=4)),), None),
        ((off(MONDAY, MONDAY, DANA),), MONDAY),  # it is the school's day that counts
    ],
)
def test_a_week_without_school_has_no_rows_and_one_with_a_holiday_begins_later(days_off, first):
    rows = asked(school(days_off=days_off, today=MONDAY))
    assert [row.cells["week_of"] for row in rows] == ([first] if first else [])


def test_after_a_holiday_week_the_row_comes_in_the_next_week_of_school() -> None:
    holiday = off(MONDAY, MONDAY + timedelta(days=4))
    last = check(MONDAY - 3 * WEEK, **DONE)
    (row,) = asked(school(last, today=MONDAY + WEEK, days_off=(holiday,)))
    assert row.cells["week_of"] == MONDAY + WEEK


def test_on_the_weekend_the_rows_of_the_coming_week_are_made_ready() -> None:
    saturday = MONDAY + timedelta(days=5)
    (row,) = asked(school(today=saturday))
    assert row.cells["week_of"] == MONDAY + WEEK
    holiday = off(MONDAY + WEEK, MONDAY + WEEK + timedelta(days=4))
    assert not asked(school(today=saturday, days_off=(holiday,)))


def test_where_the_weekend_is_friday_and_saturday_the_week_begins_on_sunday() -> None:
    (row,) = asked(school(today=MONDAY, weekend=frozenset({4, 5})))
    assert row.cells["week_of"] == date(2026, 11, 29)


def test_a_row_is_added_once_for_ever() -> None:
    assert not asked(school(done=frozenset({"week:C-0001:2026-11-30"})))


def test_it_is_filled_in_with_the_promise_that_stands_and_what_the_school_s_data_says() -> None:
    last = check(MONDAY - 3 * WEEK, promise="Hand in the lab", **DONE)
    known = standing(missing_work=2, failing_in="Maths")
    (row,) = asked(school(last, standings=(known,)))
    assert (row.cells["missing_work"], row.cells["failing_in"]) == (2, "Maths")
    assert row.cells["promise"] == "Hand in the lab"
    words = "Filled in beforehand: missing work 2; failing Maths; promise “Hand in the lab”."
    assert row.cells["since_last_time"] == words
    assert is_untouched(filled(row), school())


def test_a_row_in_which_nobody_has_written_is_moved_on_and_not_doubled() -> None:
    old = MONDAY - 3 * WEEK
    (row,) = asked(school(today=old, standings=(standing(missing_work=2),)))
    later = school(filled(row), standings=(standing(missing_work=4),))
    assert not asked(later)
    (cells,) = moved(later)
    assert (cells.cells["week_of"], cells.cells["missing_work"]) == (MONDAY, 4)
    remembered = [w.key for w in rows_of_the_week(later) if isinstance(w, WantedRow)]
    assert remembered == ["week:C-0001:2026-11-30"]


@pytest.mark.parametrize(
    "said",
    [
        {"missing_work": 3},
        {"failing_in": "Art"},
        {"promise": "Mine"},
        {"inbox": 0},
        {"organized": "No"},
        {"effort": "0 none"},
        {"promise_kept": "No"},
        {"family_line": "All well"},
        {"done_on": MONDAY},
    ],
)
def test_one_in_which_somebody_has_written_a_single_cell_is_left_alone(said) -> None:
    old = MONDAY - 3 * WEEK
    (row,) = asked(school(today=old, standings=(standing(missing_work=2),)))
    typed = replace(filled(row), **said)
    later = school(typed, standings=(standing(missing_work=2),))
    assert not moved(later)
    assert len(asked(later)) == 1


def test_an_untouched_row_follows_what_is_known_during_its_week() -> None:
    (row,) = asked(school())
    again = school(
        filled(row), today=MONDAY + timedelta(days=1), standings=(standing(missing_work=1),)
    )
    (cells,) = moved(again)
    assert (cells.cells["week_of"], cells.cells["missing_work"]) == (MONDAY, 1)


# ---------------------------------------------------------------- the calendar


def test_each_case_manager_has_one_entry_in_the_week_with_the_checklist() -> None:
    cases = (case(), case("C-0002", "Leo"), case("C-0003", "Zoë", case_manager=TOMAS))
    checks = [check(MONDAY, f"hf-{n}", f"C-000{n}") for n in (1, 2, 3)]
    entries = list(calendar_entries(school(*checks, cases=cases)))
    assert [(e.owner, e.day, e.start) for e in entries] == [
        (DANA, MONDAY, None),
        (TOMAS, MONDAY, None),
    ]
    assert {e.title for e in entries} == {"Organization checks"}
    for word in ("Inbox below 10", "Files", "Tabs", "Computer", "Grades", "Missing work"):
        assert word in entries[0].description


@pytest.mark.parametrize(
    ("today", "days_off", "day"),
    [
        (MONDAY + timedelta(days=2), (), MONDAY + timedelta(days=2)),
        (MONDAY, (off(MONDAY, MONDAY, DANA),), MONDAY + timedelta(days=1)),
        (MONDAY, (off(MONDAY, MONDAY + timedelta(days=4), DANA),), MONDAY),
    ],
)
def test_the_entry_is_on_a_day_of_the_week_at_which_they_are_at_work(today, days_off, day) -> None:
    checks = check(MONDAY - timedelta(weeks=3), "hf-0", **DONE), check(MONDAY)
    (entry,) = calendar_entries(school(*checks, today=today, days_off=days_off))
    assert entry.day == day


@pytest.mark.parametrize("days", [-2, -1, 1, 4])
def test_a_new_student_s_first_check_is_no_entry_before_or_after_the_first_day(days) -> None:
    assert not list(calendar_entries(school(check(MONDAY), today=MONDAY + timedelta(days=days))))


def test_where_all_is_done_or_the_case_has_ended_there_is_no_entry() -> None:
    assert not list(calendar_entries(school(check(MONDAY, **DONE))))
    assert not list(calendar_entries(school(check(MONDAY), cases=(case(status="Exited"),))))
    assert not list(calendar_entries(school(check(MONDAY), cases=(case(case_manager=""),))))
