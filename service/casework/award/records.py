"""One student's row of Award."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..records import RowRef

# What is given from 0 to 10 and weighed, and what is only counted.
SCORES: Final = ("attendance", "activities", "respect", "effort", "organization", "goals")
COUNTS: Final = ("late", "missing_work")
MOST: Final = 10.0


@dataclass(frozen=True, slots=True)
class AwardRow:
    """Scores are 0 to 10, `late` and `missing_work` counts; None is not filled in. `points` and
    `standing` are gray."""

    row: RowRef
    code: str
    student: str
    term: str = ""
    attendance: float | None = None
    late: int | None = None
    missing_work: int | None = None
    activities: float | None = None
    respect: float | None = None
    effort: float | None = None
    organization: float | None = None
    goals: float | None = None
    note: str = ""
    points: float | None = None
    standing: str = ""

    def given(self, heading: str) -> float | None:
        """What stands under a column; `heading` is one of SCORES or COUNTS."""
        value: float | None = getattr(self, heading)
        return value

    def is_score(self, heading: str) -> bool:
        """Whether what stands there can be weighed."""
        value = self.given(heading)
        return value is not None and 0 <= value <= MOST
