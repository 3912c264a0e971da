"""The teachers around a student: whom Team names and lets see accommodations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from .records import Case, StaffMember, TeamMember
from .rights import is_named, visible_fields
from .school import School

TEACHER = "Teacher"


def teachers_by_case(school: School) -> Mapping[str, tuple[StaffMember, ...]]:
    """By case code, the teachers (Role on Staff) of every open case who may see accommodations: it
    is they whom a card asks."""
    team: dict[str, list[TeamMember]] = defaultdict(list)
    for member in school.of(TeamMember):
        team[member.code].append(member)
    teachers = [person for person in school.staff if person.role == TEACHER and person.email]
    found = {}
    for case in school.cases:
        rows = team.get(case.code)
        if case.code and case.is_open and rows:
            found[case.code] = tuple(p for p in teachers if _is_asked(p, case, rows, school))
    return found


def _is_asked(person: StaffMember, case: Case, team: list[TeamMember], school: School) -> bool:
    named = any(is_named(person, member, school.staff) for member in team)
    return named and "accommodations" in visible_fields(person, case, team, staff=school.staff)
