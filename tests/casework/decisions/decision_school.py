"""A school with one case and one decision about it, as the rules of Decisions see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from service.casework.decisions.records import Decision
from service.casework.records import CASELOAD, OFFICE, Case, DayOff, DiaryEntry, RowRef, StaffMember
from service.casework.school import RuleServices, School
from service.casework.settings import SchoolSettings
from tests.casework.small_school import CODE, ELEANOR, SAY, TODAY, case, school_with

ROW = "hf-decision"
CASE = case()


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
    return school_with(
        {Decision: decisions, Case: cases, DiaryEntry: diary},
        today=today,
        settings=SchoolSettings(more=more),
        days_off=days_off,
        ask=RuleServices(
            say=SAY, on_card=lambda row, column, value: row == ROW and column in on_card
        ),
    )
