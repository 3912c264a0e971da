"""The teachers around a student: whom Team names and lets see accommodations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from .names import fold
from .records import Case, StaffMember, TeamMember
from .rights import visible_fields
from .school import School

TEACHER = "Teacher"


def teachers_by_case(school: School) -> Mapping[str, tuple[StaffMember, ...]]:
    """By case code, the teachers (Role on Staff) of every open case who may see accommodations: it
    is they whom a card asks."""
    team: dict[str, list[TeamMember]] = defaultdict(list)
    for member in school.of(TeamMember):
        team[member.code].append(member)
    called: dict[str, list[StaffMember]] = defaultdict(list)
    for person in school.staff:
        if person.role == TEACHER and person.email:
            called[person.email].append(person)
            called[fold(person.name)].append(person)
    found = {}
    for case in school.cases:
        rows = team.get(case.code)
        if case.code and case.is_open and rows:
            words = [word for row in rows for word in (row.email, fold(row.person)) if word]
            meant = dict.fromkeys(person for word in words for person in called.get(word, ()))
            found[case.code] = tuple(p for p in meant if _is_asked(p, case, rows, school))
    return found


def _is_asked(person: StaffMember, case: Case, team: list[TeamMember], school: School) -> bool:
    """A teacher sees accommodations only where a row of Team that means them says so."""
    return "accommodations" in visible_fields(person, case, team, staff=school.staff)
