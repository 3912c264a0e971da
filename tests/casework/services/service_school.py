"""A school with one case, its services and its Shelf, as the rules of Services see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from service.casework.records import (
    CASELOAD,
    OFFICE,
    SHELF,
    Case,
    DayOff,
    DiaryEntry,
    RowRef,
    TeamMember,
)
from service.casework.school import RuleServices, School
from service.casework.services.records import Resource, ServiceReferral
from service.casework.settings import SchoolSettings
from service.workbook.wording import wording_for
from tests.casework.small_school import CODE, SAY, TODAY, case, school_with

CASE = case(grade="7")


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
    return school_with(
        {
            ServiceReferral: referrals,
            Resource: resources,
            TeamMember: team,
            Case: cases,
            DiaryEntry: diary,
        },
        today=today,
        settings=SchoolSettings(more=more, school_phone="555 0142"),
        days_off=days_off,
        files={"shelf": "file"} if shelf_is_read else {},
        ask=RuleServices(
            say=SAY,
            speak=lambda language: wording_for(language, "en").say,
            on_card=lambda row, column, value: column == "next_look" and value in looked,
        ),
    )
