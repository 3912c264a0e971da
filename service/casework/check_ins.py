"""A check-in that a rule puts into the Diary, once for ever under its key."""

from __future__ import annotations

from datetime import date
from typing import Final

from .diary_kinds import PLANNED
from .records import CASELOAD, Case
from .wants import Value, WantedRow

CHECK_IN: Final = "Check-in"


def planned_check_in(key: str, case: Case, day: date, because: str, notes: str = "") -> WantedRow:
    cells: dict[str, Value] = {
        "student": case.student,
        "kind": CHECK_IN,
        "date": day,
        "status": PLANNED,
        "repeat": "None",
        "case_code": case.code,
    }
    return WantedRow(key, CASELOAD, "diary", cells | ({"notes": notes} if notes else {}), because)
