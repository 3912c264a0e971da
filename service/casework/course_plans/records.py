"""One course plan, as a row of Course plans says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ..records import RowRef

NAME: Final = "Course plans"
AP: Final = "AP"
IB: Final = frozenset({"IB SL", "IB HL", "IB Diploma"})


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """`family_chose` is as typed: yes, no, or what they chose instead."""

    row: RowRef
    code: str
    student: str
    course: str = ""
    level: str = ""
    starts: date | None = None
    why: str = ""
    evidence: str = ""
    hours_a_week: float | None = None
    student_says: str = ""
    counselor_says: str = ""
    recommendation: str = ""
    family_chose: str = ""
    after_six_weeks: str = ""
