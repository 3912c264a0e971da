"""When plans are looked at again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from service.casework.diary.reviews import (
    PlanKind,
    evaluation_by,
    first_iep_by,
    monitor_check_ins,
    plan_kind,
    reevaluation_by,
    review_by,
    reviews_due,
)
from service.casework.records import Case, DayOff, RowRef
from service.casework.schooldays import NoSchoolDay, SchoolCalendar
from service.casework.settings import SchoolSettings

SETTINGS = SchoolSettings()
OPEN = SchoolCalendar()
CASE = Case(RowRef("caseload", "caseload", "C-1"), "C-1", "Ana Silva", status="Active")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("IEP", PlanKind.IEP),
        ("IEP - speech", PlanKind.IEP),
        ("504 plan", PlanKind.SECTION_504),
        ("ILP", PlanKind.OTHER),
        ("", PlanKind.OTHER),
    ],
)
def test_plan_kinds(text, kind):
    assert plan_kind(text) is kind


def test_the_law_s_limits_move_to_the_school_day_before():
    assert evaluation_by(date(2026, 9, 2), OPEN, SETTINGS) == date(2026, 10, 30)  # 1 Nov, a Sunday
    state = replace(SETTINGS, evaluation_within_days=45)
    assert evaluation_by(date(2026, 9, 1), OPEN, state) == date(2026, 10, 16)
    assert first_iep_by(date(2026, 9, 1), OPEN, SETTINGS) == date(2026, 10, 1)
    assert review_by("IEP", date(2026, 10, 14), OPEN, SETTINGS) == date(2027, 10, 14)
    assert review_by("504", date(2025, 10, 17), OPEN, SETTINGS) == date(2026, 10, 16)  # a Saturday
    assert review_by("ILP", date(2026, 10, 14), OPEN, SETTINGS) is None
    assert reevaluation_by(date(2024, 2, 29), OPEN, SETTINGS) == date(2027, 2, 26)  # a Sunday


def test_a_monitored_student_has_four_check_ins():
    found = monitor_check_ins(date(2026, 9, 30), OPEN, SETTINGS)
    assert found == (date(2026, 10, 30), date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 1))


def test_reviews_that_are_near_or_past():
    today = date(2026, 10, 12)
    cases = [
        replace(CASE, code=f"C-{days}", review_due=today + timedelta(days=days))
        for days in (30, -3, 14, 15)
    ]
    cases += [replace(cases[1], status="Exited"), replace(CASE, code="C-none")]
    assert [(each.code, each.days) for each in reviews_due(cases, today, 14)] == [
        ("C--3", -3),
        ("C-14", 14),
    ]


def test_a_calendar_without_school_is_refused():
    closed = DayOff(RowRef("office", "school_days", ""), date(2020, 1, 1), date(2040, 1, 1))
    with pytest.raises(NoSchoolDay):
        review_by("IEP", date(2026, 10, 14), SchoolCalendar((closed,)), SETTINGS)
