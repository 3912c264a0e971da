"""What the case manager's day and the case card show of the checks."""

from __future__ import annotations

from datetime import timedelta

from service.casework.week.sections import on_case, to_check

from .week_school import MONDAY, STAFF, case, check, school

DANA = STAFF[0]


def words(found) -> list[str]:
    return [line.words for line in to_check(found, DANA, "")]


def test_one_line_a_student_whose_check_waits_with_what_was_filled_in() -> None:
    cases = (case(), case("C-0002", "Leo"), case("C-0003", "Zoë", status="Exited"))
    checks = [
        check(MONDAY, since_last_time="Filled in beforehand: missing work 2."),
        check(MONDAY, "hf-2", "C-0002", organized="Yes"),
        check(MONDAY, "hf-3", "C-0003"),
    ]
    (line,) = to_check(school(*checks, cases=cases), DANA, "")
    assert (line.words, line.row, line.action) == ("Ana Silva", "hf-1", "check_week")
    assert line.below == "Filled in beforehand: missing work 2."


def test_one_that_was_not_made_still_waits_and_one_to_come_does_not() -> None:
    assert words(school(check(MONDAY - timedelta(weeks=2)))) == ["Ana Silva"]
    assert words(school(check(MONDAY + timedelta(weeks=1)))) == []
    weekend = MONDAY + timedelta(days=5)
    assert words(school(check(MONDAY + timedelta(weeks=1)), today=weekend)) == ["Ana Silva"]


def test_a_case_card_shows_the_check_that_waits_and_the_newest_that_was_made() -> None:
    done = check(MONDAY - timedelta(weeks=3), missing_work=2, inbox=4, promise="Labs")
    lines = list(on_case(school(done, check(MONDAY, "hf-2")), DANA, "C-0001"))
    assert [line.words for line in lines] == ["Check now", "2 missing · 9 Nov"]
    assert lines[1].below == "Promise: Labs"
