"""A school with a few cases and their weekly checks, as the rules of Week see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from service.casework.records import CASELOAD, OFFICE, Action, Case, DayOff, RowRef, StaffMember
from service.casework.school import RuleServices, School
from service.casework.schooldays import SATURDAY_AND_SUNDAY
from service.casework.settings import SchoolSettings
from service.casework.standing import Standing
from service.casework.wants import WantedCells, WantedRow
from service.casework.week.records import WeeklyCheck
from service.casework.week.rows import rows_of_the_week
from tests.casework.small_school import SAY, school_with

MONDAY = date(2026, 11, 30)
DANA, TOMAS = "dana@school.example", "tomas@school.example"
STAFF = tuple(
    StaffMember(RowRef(OFFICE, "staff", email), email, name, "Case manager")
    for email, name in ((DANA, "Dana"), (TOMAS, "Tomas"))
)


def case(code: str = "C-0001", student: str = "Ana Silva", **said: Any) -> Case:
    said = {"case_manager": DANA, "status": "Active"} | said
    return Case(RowRef(CASELOAD, "caseload", code), code, student, **said)


def check(
    week_of: date | None, row: str = "hf-1", code: str = "C-0001", **said: Any
) -> WeeklyCheck:
    return WeeklyCheck(RowRef(CASELOAD, "week", row), code, "Ana Silva", week_of, **said)


def off(first: date, last: date, who: str = "", cover: str = "") -> DayOff:
    return DayOff(RowRef(OFFICE, "school_days", "1"), first, last, "Off", who, cover)


def school(
    *checks: WeeklyCheck,
    today: date = MONDAY,
    cases: tuple[Case, ...] = (case(),),
    days_off: tuple[DayOff, ...] = (),
    standings: tuple[Standing, ...] = (),
    actions: tuple[Action, ...] = (),
    done: frozenset[str] = frozenset(),
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY,
    **more: Any,
) -> School:
    """`more` are settings of the module."""
    return school_with(
        {
            WeeklyCheck: checks,
            Case: cases,
            StaffMember: STAFF,
            Standing: standings,
            Action: actions,
        },
        today=today,
        settings=SchoolSettings(more=more),
        days_off=days_off,
        weekend=weekend,
        ask=RuleServices(say=SAY, done=done),
    )


def standing(**said: Any) -> Standing:
    return Standing(RowRef(OFFICE, "standing", "C-0001"), "C-0001", "Ana Silva", **said)


def asked(found: School) -> list[WantedRow]:
    """The rows that are added, without those that are only remembered."""
    return [w for w in rows_of_the_week(found) if isinstance(w, WantedRow) and w.cells]


def moved(found: School) -> list[WantedCells]:
    return [w for w in rows_of_the_week(found) if isinstance(w, WantedCells)]


def filled(wanted: WantedRow, row: str = "hf-1") -> WeeklyCheck:
    """The row that a want becomes, as nobody has touched it."""
    cells = {k: v for k, v in wanted.cells.items() if v is not None and k != "case_code"}
    made = check(None, row, str(wanted.cells["case_code"]))
    return replace(made, **cells)
