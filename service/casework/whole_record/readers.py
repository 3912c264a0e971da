"""For whom a whole record is made, and what it leaves out for them.

Everybody's copy is without other students' names. The school's own has all else. One for a home
tells nothing of another home: rows that are the other's are left out, and its people are not named
in what remains. Source: 34 CFR 99.10 (who may inspect), 99.12(a) (others in the same record), 99.4
(both parents, unless an order says otherwise).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..disclosure import FULL_RIGHTS
from ..households import Household, households, is_guardian, lives_apart, same_home
from ..masking.household_copies import seen_from
from ..masking.other_students import without_other_students
from ..names import fold
from ..records import Case, StaffMember, TeamMember
from ..settings import SchoolSettings
from ..wants import Say

ABOUT_PEOPLE = ("with", "who")  # columns that say with whom, or who does it


@dataclass(frozen=True, slots=True)
class Reader:
    """`home` None: the school's own copy. `mask` takes others out of a text; `has(cells)` whether a
    row, by column key and as text, goes into the copy; `says_who` how whoever referred is called
    there; `has_history` whether what Holdfast did is in it, which tells of every home."""

    home: Household | None
    mask: Callable[[str], str]
    has: Callable[[Mapping[str, str]], bool]
    says_who: Callable[[str], str]
    has_history: bool = True


def homes_that_may(team: Iterable[TeamMember], say: Say) -> tuple[Household, ...]:
    """The homes of which some guardian has all rights over the record, as Team says."""
    return tuple(
        home
        for home in households(team, say)
        if any(is_guardian(m, say) and m.rights in FULL_RIGHTS for m in home.members)
        and not any(m.rights.endswith("by order") or m.rights == "Unknown" for m in home.members)
    )


def reader(
    case: Case,
    team: tuple[TeamMember, ...],
    staff: tuple[StaffMember, ...],
    students: Iterable[str],
    say: Say,
    settings: SchoolSettings,
    home: Household | None,
) -> Reader:
    """Who reads it. `students` are the names of everybody of the school, this one's too."""
    no_others = without_other_students(case, students, team, staff, say)
    known = {fold(each) for m in team for each in (m.person, m.email) if each}
    known |= {fold(each) for p in staff for each in (p.name, p.email) if each}
    known |= {fold(case.student)}

    def says_who(written: str) -> str:
        return written if fold(written) in known else say("whole_record.somebody")

    if home is None:
        return Reader(None, no_others, lambda cells: True, says_who)
    eyes = seen_from(home, case, team, staff, say, settings)
    others = {fold(m.person) for m in team if m.household and m not in home.members}

    def has(cells: Mapping[str, str]) -> bool:
        if "household" in cells:
            written = cells["household"]
            if written and same_home(written) != same_home(home.label):
                return False
            if not written and "consent" in cells:  # the student alone consented
                return False
        if fold(cells.get("person", "")) in others and "rights" in cells:
            return False
        said = [cells.get(column, "") for column in ABOUT_PEOPLE]
        return not any(eyes.is_theirs(each) and not eyes.is_ours(each) for each in said if each)

    return Reader(
        home,
        lambda text: no_others(eyes.mask(text)),
        has,
        lambda written: eyes.mask(says_who(written)),
        has_history=not lives_apart(team, say),
    )
