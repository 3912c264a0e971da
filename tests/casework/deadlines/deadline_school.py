"""A school with cases and their deadlines, as the rules of Deadlines see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from service.casework.deadlines.records import Deadline
from service.casework.names import Roster
from service.casework.records import CASELOAD, OFFICE, Case, DayOff, RowRef, StaffMember
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


DANA, TOMAS, MAREN = (
    person("Dana", "Case manager"),
    person("Tomas", "Case manager"),
    person("Maren", "Coordinator"),
)


def case(code: str = CODE, **said: Any) -> Case:
    said = {"student": "Ana Silva", "case_manager": DANA.email, "status": "Active"} | said
    return Case(RowRef(CASELOAD, "caseload", code), code, **said)


def deadline(row: str = "hf-1", **said: Any) -> Deadline:
    said = {"kind": "IEP review"} | said
    code = said.pop("code", CODE)
    return Deadline(RowRef(CASELOAD, "deadlines", row), code, "Ana Silva", **said)


def school(
    *deadlines: Deadline,
    cases: tuple[Case, ...] = (),
    days_off: tuple[DayOff, ...] = (),
    done: Collection[str] = (),
    today: date = TODAY,
    settings: Mapping[str, Any] | None = None,
    **more: Any,
) -> School:
    """`done` are keys of rows that were added before; `more` are settings of the module."""
    return School(
        now=datetime(today.year, today.month, today.day, 14, tzinfo=UTC),
        today=today,
        zone=ZoneInfo("America/New_York"),
        settings=SchoolSettings(more=more, **(settings or {})),
        calendar=SchoolCalendar(days_off),
        roster=Roster(()),
        records={
            Deadline: deadlines,
            Case: cases or (case(),),
            StaffMember: (DANA, TOMAS, MAREN),
        },
        ask=RuleServices(say=SAY, done=frozenset(done)),
    )
