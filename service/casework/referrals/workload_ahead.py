"""What the next ten would come to: each goes where the suggestion sends it, and counts from there.

Nothing is written; it answers "and then?" before a coordinator asks for another post.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ..records import CASELOAD, Case, RowRef, StaffMember
from ..schooldays import SchoolCalendar
from ..settings import SchoolSettings
from ..wants import Say
from .workload import Newcomer, suggest
from .workload_formulas import Load

NEXT: Final = 10


@dataclass(frozen=True, slots=True)
class OneMore:
    """The `number`-th more: who would take it, and what that person carries then."""

    number: int
    email: str
    name: str
    after: Load
    within: bool  # neither away nor over capacity


def next_ones(
    staff: Sequence[StaffMember],
    cases: Sequence[Case],
    newcomer: Newcomer,
    calendar: SchoolCalendar,
    today: date,
    settings: SchoolSettings,
    say: Say,
    enrolled: int = 0,
    count: int = NEXT,
) -> tuple[OneMore, ...]:
    """The next `count` students like `newcomer`, one after the other; none where nobody may take
    one. Prior contact counts for the first alone: the others are other students."""
    held, found = list(cases), []
    for number in range(1, count + 1):
        asked = newcomer if number == 1 else _another(newcomer)
        suggestion = suggest(staff, held, asked, calendar, today, settings, say, enrolled=enrolled)
        if suggestion.email is None:
            break
        best = suggestion.ranked[0]
        within = not (best.away or best.over)
        found.append(OneMore(number, best.email, best.name, best.after, within))
        held.append(_case(newcomer, best.email))
    return tuple(found)


def _another(newcomer: Newcomer) -> Newcomer:
    return Newcomer(newcomer.grade, newcomer.support_level, newcomer.plan_type, newcomer.language)


def _case(newcomer: Newcomer, email: str) -> Case:
    return Case(
        RowRef(CASELOAD, "caseload", ""),
        code="",
        student="",
        grade=newcomer.grade,
        case_manager=email,
        status="Active",
        support_level=newcomer.support_level,
        plan_type=newcomer.plan_type,
    )
