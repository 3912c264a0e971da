"""Work: what a case manager did on a day, as every topic tells it.

Each topic gives what its rows know of (`Register.works`), and here it becomes one list. Nobody
types it: a Done row of the Diary, an answer to a decision, a letter that went say it by
themselves. A piece of work says on which day it was, what it counts as, and of which kind the time
was; who a student was it says by code alone, so that students can be counted and not told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .register import Register
    from .school import School

TEACHING, STUDENTS, FAMILIES = "Teaching", "Students", "Families"
COLLEAGUES, PROVIDERS = "Colleagues", "Providers"
MEETINGS, PAPERWORK = "Meetings and plans", "Paperwork"
KINDS: Final = (
    TEACHING, STUDENTS, FAMILIES, COLLEAGUES, PROVIDERS, MEETINGS, PAPERWORK,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Work:
    """`what` it counts as (my_time.count.<what> of the wording), `kind` one of KINDS. `minutes`
    None = nobody has said; a setting does."""

    what: str
    kind: str
    day: date
    minutes: int | None = None
    code: str = ""


def works_of(school: School, email: str, registers: Iterable[Register]) -> tuple[Work, ...]:
    """What these topics know that this person did, the oldest first."""
    found = (work for each in registers if each.works for work in each.works(school, email))
    return tuple(sorted(found, key=lambda work: (work.day, work.what, work.code)))
