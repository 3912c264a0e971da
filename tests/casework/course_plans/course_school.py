"""A school with one case and its course plans, as the rules of Course plans see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from service.casework.course_plans.records import CoursePlan
from service.casework.deadlines.records import Deadline
from service.casework.records import (
    CASELOAD,
    Accommodation,
    Case,
    DayOff,
    Goal,
    RowRef,
    TeamMember,
)
from service.casework.school import RuleServices, School
from service.casework.settings import SchoolSettings
from tests.casework.small_school import CODE, SAY, TODAY, case, school_with

CASE = case()


def plan(row: str = "hf-1", **said: Any) -> CoursePlan:
    said = {"course": "Biology", "level": "AP", "starts": date(2026, 10, 19)} | said
    return CoursePlan(RowRef(CASELOAD, "course_plans", row), CODE, "Ana Silva", **said)


def access(**said: Any) -> Deadline:
    return Deadline(RowRef(CASELOAD, "deadlines", "hf-d"), CODE, "Ana Silva", "Exam access", **said)


def guardian(name: str, home: str, **said: Any) -> TeamMember:
    said = {"role": "Guardian", "rights": "Full"} | said
    row = RowRef(CASELOAD, "team", f"hf-{name}")
    return TeamMember(row, CODE, "Ana Silva", name, household=home, **said)


def school(
    *plans: CoursePlan,
    cases: tuple[Case, ...] = (CASE,),
    deadlines: tuple[Deadline, ...] = (),
    team: tuple[TeamMember, ...] = (),
    goals: tuple[Goal, ...] = (),
    accommodations: tuple[Accommodation, ...] = (),
    days_off: tuple[DayOff, ...] = (),
    done: Collection[str] = (),
    on_card: Collection[str] = (),
    modules: frozenset[str] = frozenset({"deadlines", "course_plans"}),
    today: date = TODAY,
    **more: Any,
) -> School:
    """`on_card` names the columns whose value was said on the card of whom it belongs to."""
    return school_with(
        {
            CoursePlan: plans,
            Deadline: deadlines,
            Case: cases,
            TeamMember: team,
            Goal: goals,
            Accommodation: accommodations,
        },
        today=today,
        settings=SchoolSettings(more=more, modules=modules, school_phone="555 0142"),
        days_off=days_off,
        ask=RuleServices(
            say=SAY, done=frozenset(done), on_card=lambda row, column, value: column in on_card
        ),
    )
