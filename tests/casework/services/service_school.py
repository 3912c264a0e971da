"""A school with one case, its services and its Shelf, as the rules of Services see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from service.casework.names import Roster
from service.casework.records import (
    CASELOAD,
    OFFICE,
    SHELF,
    Case,
    DayOff,
    DiaryEntry,
    RowRef,
    StaffMember,
    TeamMember,
)
from service.casework.school import RuleServices, School
from service.casework.schooldays import SchoolCalendar
from service.casework.services.records import Resource, ServiceReferral
from service.casework.settings import SchoolSettings
from service.workbook.wording import load_wording, wording_for

SAY = load_wording("en").say
TODAY = date(2026, 10, 14)  # a Wednesday
CODE = "C-0142"


def person(name: str, role: str) -> StaffMember:
    email = f"{name.casefold()}@school.example"
    return StaffMember(RowRef(OFFICE, "staff", email), email, name, role)


DANA, TOMAS = person("Dana", "Case manager"), person("Tomas", "Case manager")
MAREN, NORA = person("Maren", "Coordinator"), person("Nora", "Teacher")
STAFF = (DANA, TOMAS, MAREN, NORA)
CASE = Case(
    RowRef(CASELOAD, "caseload", CODE),
    CODE,
    "Ana Silva",
    grade="7",
    case_manager=DANA.email,
    status="Active",
)


def referral(row: str = "hf-1", **said: Any) -> ServiceReferral:
    """Made on Friday 9 October for the student, consented to in writing until Christmas."""
    said = {
        "resource": "Harbor Clinic",
        "for_whom": "Student",
        "consent": "Written",
        "consent_paper": "Folder 6",
        "consent_until": date(2026, 12, 24),
        "made_on": date(2026, 10, 9),
        "status": "Made",
    } | said
    code = said.pop("code", CODE)
    return ServiceReferral(RowRef(CASELOAD, "service_referrals", row), code, "Ana Silva", **said)


def resource(name: str, **said: Any) -> Resource:
    said = {"kind": "Therapy", "status": "Active", "checked_on": date(2026, 9, 1)} | said
    return Resource(RowRef(SHELF, "resources", f"hf-{name}"), name, **said)


def guardian(name: str, home: str = "", **said: Any) -> TeamMember:
    said = {"role": "Guardian", "rights": "Full", "language": "English"} | said
    return TeamMember(
        RowRef(CASELOAD, "team", f"hf-{name}"), CODE, "Ana Silva", name, household=home, **said
    )


def talked(day: date, kind: str = "Outside provider", status: str = "Done") -> DiaryEntry:
    return DiaryEntry(
        RowRef(CASELOAD, "diary", "hf-d"), CODE, "Ana Silva", kind, day, status=status
    )


def off(first: date, last: date) -> DayOff:
    return DayOff(RowRef(OFFICE, "school_days", "1"), first, last)


def school(
    *referrals: ServiceReferral,
    resources: tuple[Resource, ...] = (),
    team: tuple[TeamMember, ...] = (),
    cases: tuple[Case, ...] = (CASE,),
    diary: tuple[DiaryEntry, ...] = (),
    days_off: tuple[DayOff, ...] = (),
    looked: Collection[str] = (),
    today: date = TODAY,
    shelf_is_read: bool = True,
    **more: Any,
) -> School:
    """`looked` holds the next looks (ISO) that were set on a card; `more` are settings."""
    return School(
        now=datetime(today.year, today.month, today.day, 14, tzinfo=UTC),
        today=today,
        zone=ZoneInfo("America/New_York"),
        settings=SchoolSettings(more=more, school_phone="555 0142"),
        calendar=SchoolCalendar(days_off),
        roster=Roster(()),
        records={
            ServiceReferral: referrals,
            Resource: resources,
            TeamMember: team,
            Case: cases,
            StaffMember: STAFF,
            DiaryEntry: diary,
        },
        files={"shelf": "file"} if shelf_is_read else {},
        ask=RuleServices(
            say=SAY,
            speak=lambda language: wording_for(language, "en").say,
            on_card=lambda row, column, value: column == "next_look" and value in looked,
        ),
    )
