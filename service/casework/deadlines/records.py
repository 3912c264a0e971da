"""One deadline, as a row of Deadlines says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ..records import RowRef

NAME: Final = "Deadlines"
ILP, IEP, PLAN_504 = "ILP review", "IEP review", "504 review"
RE_EVALUATION, EVALUATION = "Re-evaluation", "Evaluation"
TRANSITION, MAJORITY = "Transition plan", "Rights at majority"
EL_NOTICE, EL_MONITORING = "EL notice", "EL monitoring"
EXAM_ACCESS, PROGRESS_REPORT = "Exam access", "Progress report"
CONSENT, RELEASE, OTHER = "Consent", "Release", "Other"


@dataclass(frozen=True, slots=True)
class Deadline:
    """`last` is the day from which it counts; `own_date` goes before what is worked out."""

    row: RowRef
    code: str
    student: str
    kind: str = ""
    last: date | None = None
    own_date: date | None = None
    done_on: date | None = None
    link: str = ""
