"""What a check says about the one before, and the newest grade check."""

from __future__ import annotations

from datetime import date

import pytest

from service.casework.week.compare import compared, grade_checks, grade_words, since_last_time

from .week_school import MONDAY, case, check, school

BEFORE = check(date(2026, 11, 9), inbox=4, missing_work=2, organized="No", effort="1")


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        ({"missing_work": 5, "inbox": 14}, BEFORE, "Missing work 2 → 5; inbox 14, above 10"),
        ({"missing_work": 2, "inbox": 9}, BEFORE, "As last time"),
        ({"missing_work": 2, "inbox": 10}, BEFORE, "Inbox 10, not below 10"),
        ({"missing_work": 0, "inbox": 3}, None, "Missing work 0"),
        ({"inbox": 3}, None, "First check"),
        ({"inbox": 3, "failing_in": "Maths"}, BEFORE, "Failing Maths"),
        ({"organized": "Yes", "effort": "3"}, BEFORE, "Organized: No → Yes; effort: 1 → 3"),
        ({"promise_kept": "Partly"}, BEFORE, "Promise kept: Partly"),
        ({}, BEFORE, "To be checked."),
    ],
)
def test_what_has_changed_since_the_check_before(now, before, words) -> None:
    assert compared(check(MONDAY, **now), before, school()) == words


def test_a_class_that_is_passed_again_is_said() -> None:
    failing = check(date(2026, 11, 9), failing_in="Maths", inbox=1)
    assert compared(check(MONDAY, inbox=1), failing, school()) == "No longer failing Maths"


def test_each_row_is_held_against_the_one_that_was_made_before_it() -> None:
    old, skipped = BEFORE, check(date(2026, 11, 16), "hf-2", since_last_time="To be checked.")
    new = check(MONDAY, "hf-3", missing_work=5, inbox=1)
    cells = {
        w.row.row_id: w.cells["since_last_time"] for w in since_last_time(school(new, old, skipped))
    }
    assert cells == {"hf-1": "Missing work 2", "hf-3": "Missing work 2 → 5"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            {"missing_work": 2, "failing_in": "Maths", "done_on": date(2026, 11, 27)},
            "2 missing, failing Maths · 27 Nov",
        ),
        ({"missing_work": 0, "inbox": 1}, "0 missing · 30 Nov"),
        ({"inbox": 1}, "no grades noted · 30 Nov"),
    ],
)
def test_the_grade_check_says_what_is_missing_and_when_that_was(said, words) -> None:
    assert grade_words(check(MONDAY, **said), school()) == words


def test_a_case_without_a_check_has_no_grade_check_and_one_that_waits_does_not_count() -> None:
    (cells,) = grade_checks(school(BEFORE, check(MONDAY, "hf-2")))
    assert cells.cells == {"grade_check": "2 missing · 9 Nov"}
    (empty,) = grade_checks(school(cases=(case(),)))
    assert empty.cells == {"grade_check": None}
