"""A school with one case and its course plans, as the rules of Course plans see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from service.casework.course_plans.records import CoursePlan
from service.casework.deadlines.records import Deadline
from service.casework.names import Roster
from service.casework.records import (
    CASELOAD,
    OFFICE,
    Accommodation,
    Case,
    DayOff,
    Goal,
    RowRef,
    StaffMember,
    TeamMember,
)
from service.casework.school import RuleServices, School
from service.casework.schooldays import SchoolCalendar
from service.casework.settings import SchoolSettings
from service.workbook.wording import load_wording

SAY = load_wording("en").say
TODAY = date(2026, 10, 14)  # a Wednesday
CODE = "C-0142"


def person(name: str, role: str) -> StaffMember:
    email = f"{name.casefold()}@school.example"
    return StaffMember(RowRef(OFFICE, "staff", email), email, name, role)


DANA, TOMAS = person("Dana", "Case manager"), person("Tomas", "Case manager")
MAREN, CARL = person("Maren", "Coordinator"), person("Carl", "Counselor")
NORA = person("Nora", "Teacher")
STAFF = (DANA, TOMAS, MAREN, CARL, NORA)
CASE = Case(
    RowRef(CASELOAD, "caseload", CODE), CODE, "Ana Silva", case_manager=DANA.email, status="Active"
)


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
    return School(
        now=datetime(today.year, today.month, today.day, 14, tzinfo=UTC),
        today=today,
        zone=ZoneInfo("America/New_York"),
        settings=SchoolSettings(more=more, modules=modules, school_phone="555 0142"),
        calendar=SchoolCalendar(days_off),
        roster=Roster(()),
        records={
            CoursePlan: plans,
            Deadline: deadlines,
            Case: cases,
            StaffMember: STAFF,
            TeamMember: team,
            Goal: goals,
            Accommodation: accommodations,
        },
        ask=RuleServices(
            say=SAY, done=frozenset(done), on_card=lambda row, column, value: column in on_card
        ),
    )
