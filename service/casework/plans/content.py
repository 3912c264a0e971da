"""What stands in an action plan: the facts a template gets, already in the reader's words.

Every visible field is text (or a chart), so that a template needs no arithmetic. Nothing here
depends on the day it was made: the same case gives equal content tomorrow.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..chart_facts import ChartFacts
from ..wants import NO_NAMES, PaperNames


@dataclass(frozen=True, slots=True)
class PlanGoal:
    """`verdict` is how it goes in words for a family; `row_says` is the same as the goal's row
    says it, and is what tells whether it has changed."""

    row_id: str
    goal: str
    now: str
    target: str
    by: str
    verdict: str = ""
    row_says: str = ""
    chart: ChartFacts | None = None


@dataclass(frozen=True, slots=True)
class PlanAction:
    row_id: str
    who: str
    what: str
    by: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class PlanAccommodation:
    row_id: str
    what: str
    where: str
    how_i_ask: str


@dataclass(frozen=True, slots=True)
class PlanContact:
    """`line` says all of it in one line, for templates that want no more."""

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    household: str = ""  # on the team's copy only: as staff wrote it
    line: str = ""


@dataclass(frozen=True, slots=True)
class PlanDate:
    row_id: str
    when: str
    what: str


@dataclass(frozen=True, slots=True)
class PlanContent:
    """One copy of a plan. `row_id`s and `home` (whose copy it is, as staff wrote the household)
    are for comparing versions and are never shown. `review_why` says why the next review comes
    after the target end, where it does. `names` reach the page as `student` and `school`."""

    case_code: str
    version: int
    household: str  # "" = the team's copy, else "A", "B" ...
    home: str
    target_end: str
    next_review: str
    changes: tuple[str, ...]
    strengths: tuple[str, ...]
    needs: tuple[str, ...]
    goals: tuple[PlanGoal, ...]
    actions: tuple[PlanAction, ...]
    accommodations: tuple[PlanAccommodation, ...]
    contacts: tuple[PlanContact, ...]
    dates: tuple[PlanDate, ...]
    review_why: str = ""
    names: PaperNames = NO_NAMES


@dataclass(frozen=True, slots=True)
class PreviousPlan:
    """What the ledger remembers of a copy: its version, the marks of what stands in it, the
    marks of the version before (`base`), and whether a person has edited it since."""

    version: int
    marks: dict[str, str]
    base: dict[str, str]
    edited: bool = False
