"""The matrix that the code enforces: `rights.visible_fields` asked for one person of each role, and
the roles for which each card, form and button is registered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..disclosure import ACCOMMODATIONS
from ..records import CASELOAD, OFFICE, Case, RowRef, StaffMember, TeamMember
from ..rights import EVERYTHING, visible_fields

# In the order of the columns.
ROLES: Final = (
    "Case manager",
    "Coordinator",
    "Deputy",
    "Safeguarding lead",
    "Counselor",
    "Head",
    "Teacher",
)
OWN, ANOTHERS = "own", "anothers"
# Who looks, in the order of the columns: a role, and of a case manager whose case it is.
VIEWERS: Final = (("Case manager", OWN), *((role, ANOTHERS) for role in ROLES))
_CODE: Final = "C-0000"
# A form is registered with what draws it and with what saves it: one line for both.
_SAVES: Final = "_save"


@dataclass(frozen=True, slots=True)
class Seen:
    """Fields of a case that are seen alike: whether by each of VIEWERS."""

    fields: tuple[str, ...]
    by: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What can be done on a card: whether by each of ROLES."""

    name: str
    by: tuple[bool, ...]


def seen_by_role() -> tuple[Seen, ...]:
    """Every field of a case, those that are seen alike together; what most see comes first. A
    teacher is one whom Team names with May see Accommodations; nobody else is on Team."""
    views = [_fields(role, whose) for role, whose in VIEWERS]
    alike: dict[tuple[bool, ...], list[str]] = {}
    for field in sorted(EVERYTHING):
        alike.setdefault(tuple(field in view for view in views), []).append(field)
    rows = [Seen(tuple(fields), by) for by, fields in alike.items()]
    return tuple(sorted(rows, key=lambda row: (-sum(row.by), row.fields)))


def done_by_role(duties: Mapping[str, frozenset[str]]) -> tuple[Done, ...]:
    """Every action of the cards (name -> roles), a form and its saving as one; what fewer may do
    comes first."""
    names = [name for name in duties if not (name.endswith(_SAVES) and _draws(name, duties))]
    rows = [Done(name, tuple(role in duties[name] for role in ROLES)) for name in names]
    return tuple(sorted(rows, key=lambda row: (sum(row.by), [not by for by in row.by], row.name)))


def _draws(name: str, duties: Mapping[str, frozenset[str]]) -> bool:
    """Whether the action that draws a form is for the same roles as the one that saves it."""
    return duties.get(name.removesuffix(_SAVES)) == duties[name]


def _fields(role: str, whose: str) -> frozenset[str]:
    person = StaffMember(RowRef(OFFICE, "staff", role), "one@school.example", "One", role)
    manager = person.email if whose == OWN else "another@school.example"
    row = RowRef(CASELOAD, "caseload", _CODE)
    case = Case(row, _CODE, "Student", case_manager=manager, status="Active")
    team = [_teacher(person)] if role == "Teacher" else []
    return visible_fields(person, case, team, staff=(person,))


def _teacher(person: StaffMember) -> TeamMember:
    return TeamMember(
        RowRef(CASELOAD, "team", "1"),
        _CODE,
        "Student",
        person.name,
        role="Teacher",
        email=person.email,
        may_see=(ACCOMMODATIONS,),
    )
