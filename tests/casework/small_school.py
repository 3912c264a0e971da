"""A school of a few people and records, as the rules of a topic see it: no tabs, no calls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from service.casework.names import Roster
from service.casework.records import CASELOAD, OFFICE, Case, DayOff, RowRef, StaffMember
from service.casework.school import RuleServices, School
from service.casework.schooldays import SATURDAY_AND_SUNDAY, SchoolCalendar
from service.casework.settings import SchoolSettings
from service.workbook.wording import load_wording

SAY = load_wording("en").say
TODAY = date(2026, 10, 14)  # a Wednesday
CODE = "C-0142"


def person(name: str, role: str) -> StaffMember:
    email = f"{name.casefold()}@school.example"
    return StaffMember(RowRef(OFFICE, "staff", email), email, name, role)


DANA, TOMAS = person("Dana", "Case manager"), person("Tomas", "Case manager")
MAREN, ELEANOR = person("Maren", "Coordinator"), person("Eleanor", "Head")
CARL, NORA = person("Carl", "Counselor"), person("Nora", "Teacher")
STAFF = (DANA, TOMAS, MAREN, ELEANOR, CARL, NORA)


def case(code: str = CODE, student: str = "Ana Silva", **said: Any) -> Case:
    """Dana's, and Active, unless something else is said."""
    said = {"case_manager": DANA.email, "status": "Active"} | said
    return Case(RowRef(CASELOAD, "caseload", code), code, student, **said)


def day_off(first: date, last: date, who: str = "", cover: str = "") -> DayOff:
    return DayOff(RowRef(OFFICE, "school_days", "1"), first, last, "Away", who, cover)


def school_with(
    records: Mapping[type[Any], tuple[Any, ...]],
    *,
    today: date = TODAY,
    settings: SchoolSettings = SchoolSettings(),
    days_off: tuple[DayOff, ...] = (),
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY,
    ask: RuleServices = RuleServices(say=SAY),
    files: Mapping[str, str] | None = None,
) -> School:
    """One case and all of STAFF, where `records` say nothing else; it is the early afternoon."""
    return School(
        now=datetime(today.year, today.month, today.day, 14, tzinfo=UTC),
        today=today,
        zone=ZoneInfo("America/New_York"),
        settings=settings,
        calendar=SchoolCalendar(days_off, weekend),
        roster=Roster(()),
        records={Case: (case(),), StaffMember: STAFF, **records},
        files=files or {},
        ask=ask,
    )
