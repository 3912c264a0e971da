"""A school with one case and one decision about it, as the rules of Decisions see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from service.casework.decisions.records import Decision
from service.casework.names import Roster
from service.casework.records import (
    CASELOAD,
    OFFICE,
    Case,
    DayOff,
    DiaryEntry,
    RowRef,
    StaffMember,
)
from service.casework.school import RuleServices, School
from service.casework.schooldays import SchoolCalendar
from service.casework.settings import SchoolSettings
from service.workbook.wording import load_wording

SAY = load_wording("en").say
TODAY = date(2026, 10, 14)  # a Wednesday
CODE, ROW = "C-0142", "hf-decision"


def person(name: str, role: str) -> StaffMember:
    email = f"{name.casefold()}@school.example"
    return StaffMember(RowRef(OFFICE, "staff", email), email, name, role)


DANA, TOMAS = person("Dana", "Case manager"), person("Tomas", "Case manager")
MAREN, ELEANOR = person("Maren", "Coordinator"), person("Eleanor", "Head")
CARL = person("Carl", "Counselor")
STAFF = (DANA, TOMAS, MAREN, ELEANOR, CARL)
CASE = Case(
    RowRef(CASELOAD, "caseload", CODE), CODE, "Ana Silva", case_manager=DANA.email, status="Active"
)


def decision(**said: Any) -> Decision:
    """Proposed by the head on Monday 12 October, unless something else is said."""
    said = {
        "what": "Program",
        "proposed_by": ELEANOR.email,
        "proposed_on": date(2026, 10, 12),
    } | said
    return Decision(RowRef(CASELOAD, "decisions", ROW), CODE, "Ana Silva", **said)


def meeting(day: date, status: str = "Done", **said: Any) -> DiaryEntry:
    said = {"code": CODE, "kind": "Meeting"} | said
    return DiaryEntry(
        RowRef(CASELOAD, "diary", "hf-meeting"), student="Ana Silva", day=day, status=status, **said
    )


def away(who: StaffMember, first: date, last: date, cover: str = "") -> DayOff:
    return DayOff(RowRef(OFFICE, "school_days", "1"), first, last, "Away", who.email, cover)


def school(
    *decisions: Decision,
    on_card: Collection[str] = (),
    cases: tuple[Case, ...] = (CASE,),
    diary: tuple[DiaryEntry, ...] = (),
    days_off: tuple[DayOff, ...] = (),
    today: date = TODAY,
    **more: Any,
) -> School:
    """`on_card` names the columns whose value was chosen on the card of whom it belongs to; `more`
    are settings of the module."""
    return School(
        now=datetime(today.year, today.month, today.day, 14, tzinfo=UTC),
        today=today,
        zone=ZoneInfo("America/New_York"),
        settings=SchoolSettings(more=more),
        calendar=SchoolCalendar(days_off),
        roster=Roster(()),
        records={Decision: decisions, Case: cases, StaffMember: STAFF, DiaryEntry: diary},
        ask=RuleServices(
            say=SAY, on_card=lambda row, column, value: row == ROW and column in on_card
        ),
    )
