"""A crack: somebody or something that nobody has had in view for too long.

Every topic gives those that it knows of (`Register.cracks`); here they become one list, sorted by
how long. A crack says since when it is one, whose it is to close, and behind which field of
`rights` the student's name stands.

Source: docs/casework.md, "Nobody slips through". The spans are Holdfast's own, all on Settings;
that a contact of a kind by anybody counts is what staff of other systems asked for, who had
mislabelled notes to be rid of a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from .records import Case, DiaryEntry, RowRef
from .schooldays import NoSchoolDay

if TYPE_CHECKING:
    from .register import Register
    from .school import School

# In the order in which a mail counts them.
KINDS: Final = (
    "no_student_contact",
    "no_family_contact",
    "unassigned",
    "no_plan",
    "deadline",
    "question",
    "referral",
    "not_read",
    "service",
    "uncovered",
)


@dataclass(frozen=True, slots=True)
class Crack:
    """`kind` is one of KINDS (a key of cracks.kind); `since` the first day on which it is one;
    `whose` the e-mail of who can close it, "" = who coordinates. `who` is a student's or a
    colleague's name, shown only to who may see `right` of the case `code` ("" = about none)."""

    kind: str
    since: date
    code: str = ""
    who: str = ""
    whose: str = ""
    right: str = "case_manager"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question on Attention: whose it is (an e-mail, "" = who coordinates), and since when."""

    row: RowRef
    whose: str
    since: date


def cracks_of(school: School, registers: Iterable[Register]) -> tuple[Crack, ...]:
    """All of them, the oldest first."""
    found = (
        crack
        for register in registers
        if register.cracks is not None
        for crack in register.cracks(school)
        if crack.since <= school.today
    )
    return tuple(sorted(found, key=lambda c: (c.since, KINDS.index(c.kind), c.code, c.whose)))


def for_coordinator(cracks: Iterable[Crack], school: School, day: date) -> tuple[Crack, ...]:
    """Those that who coordinates sees on a day: what is nobody else's at once, a case manager's own
    so many school days later as Settings say."""
    managers = school.case_manager_emails
    later: dict[date, date | None] = {}
    found = []
    for crack in cracks:
        first: date | None = crack.since
        if crack.whose in managers:
            if crack.since not in later:
                later[crack.since] = _after_the_manager(crack.since, school)
            first = later[crack.since]
        if first is not None and first <= day:
            found.append(crack)
    return tuple(found)


def _after_the_manager(since: date, school: School) -> date | None:
    """The first day on which who coordinates sees a case manager's line; None = not in the next
    two years."""
    try:
        span = school.settings.case_manager_first_school_days
        return school.calendar.add_school_days(since, span)
    except NoSchoolDay:
        return None


def begun_key(code: str) -> str:
    """Under which it is kept when an open case was first seen of which nothing says its age."""
    return f"begun:{code}"


def unassigned_key(code: str) -> str:
    """Under which it is kept when a case was first seen without a case manager."""
    return f"unassigned:{code}"


def first_days(school: School) -> Mapping[str, date]:
    """By case code: the first day up to today on which its Diary says anything."""
    found: dict[str, date] = {}
    for entry in school.of(DiaryEntry):
        if entry.code and entry.day is not None and entry.day <= school.today:
            found[entry.code] = min(found.get(entry.code, entry.day), entry.day)
    return found


def begun(case: Case, days: Mapping[str, date], school: School) -> date | None:
    """Since when a case is known to be open (`days` as `first_days` gives them); None = unknown
    so far."""
    return days.get(case.code) or school.ask.kept(begun_key(case.code))
