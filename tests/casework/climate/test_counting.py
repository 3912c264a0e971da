"""What is counted in a term, the risk ratio, and what a campaign changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from service.casework.climate.campaigns import change_words, questions
from service.casework.climate.counting import (
    NOT_SAID,
    by_about_and_grade,
    by_first_talk,
    by_goal,
    by_who,
    grades_in_order,
    group_shares,
    referrals_in,
)
from service.casework.climate.records import Campaign
from service.casework.climate.report import MASK, content_of
from service.casework.climate.risk_ratio import Least, Share, risk_ratio
from service.casework.records import (
    CASELOAD,
    OFFICE,
    RESTRICTED,
    Case,
    DiaryEntry,
    Goal,
    Referral,
    RosterStudent,
    RowRef,
)
from service.casework.school import School
from service.casework.settings import SchoolSettings
from service.casework.terms import Term, term_of
from tests.casework.small_school import case, school_with

TERM = Term(date(2026, 8, 1), date(2026, 10, 31), "2026-27 Q1")


def referral(number: int, book: str = OFFICE, **said: Any) -> Referral:
    said = {"received": datetime(2026, 10, 5, 15, tzinfo=UTC), "student": "Ana"} | said
    name = f"R-{number:04}"
    return Referral(RowRef(book, "referrals", name), name, **said)


def student(number: int, name: str = "Ana", grade: str = "7", groups: str = "") -> RosterStudent:
    some = tuple(groups.split(",")) if groups else ()
    return RosterStudent(
        RowRef(OFFICE, "students", str(number)), str(number), name, grade, (), some
    )


def school(records: dict[type[Any], tuple[Any, ...]], **more: Any) -> School:
    return school_with({Case: (), **records}, **more)


@pytest.mark.parametrize(
    ("day", "first", "last", "label"),
    [
        (date(2026, 10, 14), date(2026, 8, 1), date(2026, 10, 31), "2026-27 Q1"),
        (date(2026, 11, 14), date(2026, 8, 1), date(2026, 10, 31), "2026-27 Q1"),
        (date(2026, 11, 15), date(2026, 11, 1), date(2027, 1, 15), "2026-27 Q2"),
        (date(2027, 4, 20), date(2027, 4, 1), date(2027, 7, 31), "2026-27 Q4"),
    ],
)
def test_a_term_is_the_quarter_of_two_weeks_before(
    day: date, first: date, last: date, label: str
) -> None:
    assert term_of(day, school({})) == Term(first, last, label)


def test_a_southern_year_is_called_by_one_number() -> None:
    south = SchoolSettings(
        school_year_begins=(1, 28),
        q1_ends=(4, 10),
        q2_ends=(7, 3),
        q3_ends=(9, 25),
        q4_ends=(12, 18),
    )
    assert term_of(date(2026, 6, 1), school({}, settings=south)).label == "2026 Q2"


def test_each_referral_counts_once_and_duplicates_not() -> None:
    bare, whole = referral(1, student=""), referral(1, RESTRICTED, about="Health")
    found = referrals_in(
        TERM,
        school(
            {
                Referral: (
                    bare,
                    whole,
                    referral(2, decision="Duplicate"),
                    referral(3, received=datetime(2026, 11, 1, 15, tzinfo=UTC)),
                    # late in the evening of the last day, where the school is
                    referral(4, received=datetime(2026, 11, 1, 2, tzinfo=UTC)),
                    referral(5, received=None),
                )
            }
        ),
    )
    assert [(each.referral_id, each.about) for each in found] == [
        ("R-0001", "Health"),
        ("R-0004", ""),
    ]


def test_by_what_it_is_about_and_grade() -> None:
    records = {
        RosterStudent: (student(1), student(2, "Leo", "10"), student(3, "Leo", "8")),
        Case: (case("C-0009", grade="9"),),
    }
    rows = (
        referral(1, about="Academic"),
        referral(2, about="Academic", student="Leo · 2"),
        referral(3, student="Nobody"),
        referral(4, about="Health", status="Accepted · C-0009"),
    )
    counts = by_about_and_grade(rows, school(records))
    assert dict(counts) == {
        ("7", "Academic"): 1,
        ("10", "Academic"): 1,
        (NOT_SAID, NOT_SAID): 1,
        ("9", "Health"): 1,
    }
    assert grades_in_order(grade for grade, _ in counts) == ["7", "9", "10", NOT_SAID]


def test_by_who_asked() -> None:
    who = ("The student", "Another student", "A student", "Staff", "Family", "Parent or guardian",
           "Community", "", "Somebody else")  # fmt: skip
    counts = by_who(referral(n, relationship=each) for n, each in enumerate(who))
    assert counts == {"self": 1, "peer": 2, "family": 2, "staff": 1, "others": 3}


@pytest.mark.parametrize(
    ("talks", "status", "band"),
    [
        # received on Monday 5 October; five school days are over on the 12th
        ([date(2026, 10, 12)], "Accepted · C-0142", "in_time"),
        ([date(2026, 10, 13)], "Accepted · C-0142", "later"),
        ([date(2026, 10, 19)], "Accepted · C-0142", "later"),
        ([date(2026, 10, 20)], "Accepted · C-0142", "much_later"),
        ([date(2026, 9, 1)], "Accepted · C-0142", "not_yet"),  # that was another one's
        ([], "Accepted · C-0142", "not_yet"),
        ([date(2026, 10, 6)], "Declined", "no_case"),
    ],
)
def test_school_days_to_the_first_talk(talks: list[date], status: str, band: str) -> None:
    entries = tuple(
        DiaryEntry(
            RowRef(CASELOAD, "diary", str(day)), "C-0142", "Ana", "First Talk", day, status="Done"
        )
        for day in talks
    )
    counts = by_first_talk([referral(1, status=status)], school({DiaryEntry: entries}))
    assert {name for name, count in counts.items() if count} == {band}


@pytest.mark.parametrize(
    ("latest", "direction", "due", "state"),
    [
        (80.0, "Increase", date(2026, 12, 1), "met"),
        (79.5, "Increase", date(2026, 12, 1), "on_the_way"),
        (80.0, "Decrease", None, "met"),
        (81.0, "Decrease", None, "on_the_way"),
        (None, "Increase", None, "not_measured"),
        (80.0, "Increase", date(2026, 7, 31), ""),  # over before the term
    ],
)
def test_goals(latest: float | None, direction: str, due: date | None, state: str) -> None:
    goal = Goal(RowRef(CASELOAD, "goals", "1"), "C-0142", "Ana", "Reads", direction=direction,
                target=80, due=due, latest=latest)  # fmt: skip
    counts = by_goal(TERM, school({Goal: (goal,)}))
    assert [name for name, count in counts.items() if count] == ([state] if state else [])


@pytest.mark.parametrize(
    ("group", "others", "state", "ratio"),
    [
        (Share(12, 60), Share(40, 400), None, 2.00),
        (Share(12, 60), Share(4, 20), 0.09, 2.22),
        (Share(12, 60), Share(4, 20), None, None),
        (Share(8, 60), Share(40, 400), 0.09, None),
        (Share(12, 29), Share(40, 400), None, None),
        (Share(10, 30), Share(10, 30), None, 1.00),
        (Share(12, 60), Share(9, 400), 0.09, 2.22),
    ],
)
def test_risk_ratios(group: Share, others: Share, state: float | None, ratio: float | None) -> None:
    found = risk_ratio(group, others, Least(), state)
    assert (round(found, 2) if found is not None else None) == ratio


def test_groups_are_what_the_roster_says() -> None:
    roster = (student(1, groups="Red,Blue"), student(2, groups="red"), student(3))
    cases = (case("C-0001", student_id="1"), case("C-0002", student_id="3", status="Exited"))
    found = group_shares(school({RosterStudent: roster, Case: cases}))
    assert found == {"Blue": (Share(1, 1), Share(0, 2)), "Red": (Share(1, 2), Share(0, 1))}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (24.0, 15.0, "24 → 15 (9 less, 38%)"),
        (58.0, 81.0, "58 → 81 (23 more, 40%)"),
        (0.0, 3.0, "0 → 3 (3 more)"),
        (-1.0, -2.0, "-1 → -2 (1 less)"),
        (5.0, 5.0, "5 → 5 (no change)"),
        (5.0, None, ""),
        (None, 5.0, ""),
    ],
)
def test_what_a_campaign_changed(before: float | None, after: float | None, words: str) -> None:
    campaign = Campaign(RowRef(OFFICE, "campaigns", "hf-1"), "Week", before=before, after=after)
    assert change_words(campaign, school({})) == words


def test_a_campaign_that_ends_before_it_begins_is_asked_about() -> None:
    row = RowRef(OFFICE, "campaigns", "hf-1")
    wrong = Campaign(row, "Week", first=date(2026, 10, 2), until=date(2026, 10, 1))
    (question,) = questions(school({Campaign: (wrong,)}))
    assert question.column == "to"
    right = Campaign(row, "Week", first=date(2026, 10, 2))
    assert list(questions(school({Campaign: (right,)}))) == []


# ---------------------------------------------------------------- the report


def many(count: int, begin: int = 0, **said: Any) -> tuple[Referral, ...]:
    return tuple(referral(begin + number, **said) for number in range(count))


def test_a_report_of_many_says_what_it_may_and_masks_the_rest() -> None:
    rows = (
        *many(40, 0, about="Academic", relationship="Staff"),
        *many(25, 100, about="Health", relationship="The student"),
        *many(3, 200, about="Family", relationship="Another student"),
    )
    content = content_of(TERM, school({Referral: rows, RosterStudent: (student(1),)}))
    assert content.referrals == "68"
    told = {bar.label: bar.words for bar in content.about.bars}
    assert told["Academic"] == "40"
    assert told["Family"] == MASK
    assert told["Health"] == MASK  # or 68 - 40 - 25 would say it
    assert told["Wellbeing"] == "0"
    for chart in (content.about, content.who, content.talks, content.goals):
        for bar in chart.bars:
            assert (bar.count is None) == (bar.words == MASK)
    assert content.students_share.startswith("The share")  # it would say three
    assert "3" not in content.about.alt.replace("Academic: 40", "")


def test_a_share_is_told_where_all_of_it_is() -> None:
    rows = (*many(30, 0, relationship="Staff"), *many(12, 100, relationship="The student"))
    content = content_of(TERM, school({Referral: rows}))
    assert content.students_share == "Students themselves and their peers brought 29% of them."


def test_a_report_of_nothing_is_one_too() -> None:
    content = content_of(TERM, school({}))
    assert content.referrals == "0"
    assert (content.grades, content.ratios, content.campaigns) == ((), (), ())
