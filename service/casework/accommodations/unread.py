"""Teachers who have not said that they read a student's accommodations.

Each Team row of a role that teaches, with May see Accommodations, is asked once; and again when the
accommodations that hold have changed since. Source: docs/casework.md, "Nobody slips through".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from ..accommodation_rows import in_force
from ..crack import Crack
from ..disclosure import ACCOMMODATIONS
from ..records import Accommodation, TeamMember
from ..school import School
from ..schooldays import NoSchoolDay
from ..wants import Keep

READ_WITHIN: Final = 5  # school days in which a teacher reads what is new
_TEACHES: Final = re.compile(r"teacher|docente|maestr|profesor", re.IGNORECASE)


def remembered(school: School) -> Iterator[Keep]:
    """The day on which just these accommodations of a case were first seen."""
    known = _keys(school)
    for code in dict.fromkeys(member.code for member in _asked(school, known)):
        if school.ask.kept(known[code]) is None:
            yield Keep(known[code], school.today)


def unread(school: School) -> Iterator[Crack]:
    """One line for each teacher and student, some school days after what holds was first seen."""
    known = _keys(school)
    for member in _asked(school, known):
        since, case = school.ask.kept(known[member.code]), school.case(member.code)
        if since is None or case is None or (member.read_on and member.read_on >= since):
            continue
        try:
            late = school.calendar.add_school_days(since, READ_WITHIN)
        except NoSchoolDay:
            continue
        who = f"{member.person} · {case.student}"
        yield Crack("not_read", late, case.code, who, case.case_manager, right="accommodations")


def _asked(school: School, known: Mapping[str, str]) -> Iterator[TeamMember]:
    for member in school.of(TeamMember):
        teaches = _TEACHES.search(member.role) and not member.household.strip()
        if teaches and ACCOMMODATIONS in member.may_see and member.code in known:
            yield member


def _keys(school: School) -> Mapping[str, str]:
    """By code of an open case: under which the day of its accommodations is kept."""
    words: dict[str, list[str]] = {}
    year = school.settings.school_year
    for row in school.of(Accommodation):
        case = school.case(row.code)
        if case is not None and case.is_open and in_force(row, school.today, year):
            said = f"{row.accommodation.strip()}/{row.type}/{row.where.strip()}"
            words.setdefault(row.code, []).append(said)
    return {code: f"accommodations:{code}:{sorted(said)}" for code, said in words.items()}
