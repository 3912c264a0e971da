"""One weekly check, as a row of Week says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from ..records import RowRef
from ..school import School

INBOX_BELOW: Final = 10  # e-mails; from so many on the inbox is not in order


@dataclass(frozen=True, slots=True)
class WeeklyCheck:
    """`promise` begins as the one that stood at the check before, and `promise_kept` is about
    that one. `since_last_time` is gray."""

    row: RowRef
    code: str
    student: str
    week_of: date | None = None
    inbox: int | None = None
    organized: str = ""
    missing_work: int | None = None
    failing_in: str = ""
    effort: str = ""
    promise: str = ""
    promise_kept: str = ""
    family_line: str = ""
    done_on: date | None = None
    since_last_time: str = ""

    @property
    def is_done(self) -> bool:
        """Whether somebody has checked: on a card, or by typing down the tab."""
        checked = (self.organized, self.effort, self.promise_kept)
        return self.done_on is not None or self.inbox is not None or any(checked)

    @property
    def day(self) -> date | None:
        """The day it speaks of."""
        return self.done_on or self.week_of


def checks_by_case(school: School) -> dict[str, list[WeeklyCheck]]:
    """Every case's checks that have a week, the oldest first."""
    found: dict[str, list[WeeklyCheck]] = defaultdict(list)
    for check in in_order(school.of(WeeklyCheck)):
        found[check.code].append(check)
    return found


def in_order(checks: Iterable[WeeklyCheck]) -> list[WeeklyCheck]:
    """Checks of settled cases that have a week, the oldest first."""
    dated = [check for check in checks if check.week_of is not None and check.code]
    return sorted(dated, key=lambda check: (check.week_of or date.min, check.row.position))


def newest_done(checks: Iterable[WeeklyCheck]) -> WeeklyCheck | None:
    """The last of a case's checks that somebody has made."""
    return next((check for check in reversed(list(checks)) if check.is_done), None)
