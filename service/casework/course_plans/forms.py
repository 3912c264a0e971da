"""Thinking of a course, the counselor's word, and what was recommended and chosen, on cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..cards import CardForm
from ..records import StaffMember
from ..school import School
from ..wants import Value
from .records import CoursePlan

CASE_MANAGER, COORDINATOR, COUNSELOR = "Case manager", "Coordinator", "Counselor"


def _may_plan(school: School, person: StaffMember, record: CoursePlan | None) -> bool:
    return any(_is_theirs(case.code, school, person) for case in school.cases)


def _may_say(school: School, person: StaffMember, record: CoursePlan | None) -> bool:
    case = school.case(record.code) if record is not None else None
    return case is not None and case.is_open


def _may_recommend(school: School, person: StaffMember, record: CoursePlan | None) -> bool:
    return record is not None and _is_theirs(record.code, school, person)


def _is_theirs(code: str, school: School, person: StaffMember) -> bool:
    """Who may work on the case, and every counselor."""
    case = school.case(code)
    counsels = case is not None and case.is_open and person.role == COUNSELOR
    return counsels or school.is_theirs(code, person)


def _planned(
    school: School, person: StaffMember, given: Mapping[str, Any], record: CoursePlan | None
) -> Mapping[str, Value]:
    if not str(given.get("course") or "").strip() or not given.get("level"):
        raise ValueError("course.no_course")
    return {}


def _said(
    school: School, person: StaffMember, given: Mapping[str, Any], record: CoursePlan | None
) -> Mapping[str, Value]:
    if not str(given.get("counselor_says") or "").strip():
        raise ValueError("course.no_word")
    return {}


def _recommended(
    school: School, person: StaffMember, given: Mapping[str, Any], record: CoursePlan | None
) -> Mapping[str, Value]:
    """Whatever is recommended, whatever is chosen: it is written down as it is."""
    return {}


FORMS = (
    CardForm(
        name="plan_course",
        tab="course_plans",
        columns=("course", "level", "starts", "why", "evidence", "hours_a_week", "student_says"),
        roles=frozenset({CASE_MANAGER, COORDINATOR, COUNSELOR}),
        may=_may_plan,
        fills=_planned,
        new=True,
        offer=True,
    ),
    CardForm(
        name="counselor_on_course",
        tab="course_plans",
        columns=("counselor_says",),
        roles=frozenset({COUNSELOR}),
        may=_may_say,
        fills=_said,
        confirms=("counselor_says",),
        about=("course", "level", "starts", "why", "evidence", "hours_a_week", "student_says"),
    ),
    CardForm(
        name="recommend_course",
        tab="course_plans",
        columns=("recommendation", "family_chose", "after_six_weeks"),
        roles=frozenset({CASE_MANAGER, COORDINATOR}),
        may=_may_recommend,
        fills=_recommended,
        about=("course", "level", "starts", "counselor_says"),
    ),
)
PLAN, SAY_ON, RECOMMEND = FORMS
