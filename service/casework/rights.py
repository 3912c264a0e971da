"""Which fields of a case a member of staff may see. Closed by default: a field that no rule
grants is not shown, and a role that is not named here sees nothing.

Sources: docs/workbooks.md, "People and their days"; 34 CFR 99.31(a)(1): school officials with a
legitimate educational interest, and no others.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from .disclosure import ACCOMMODATIONS, DATES, FULL_RIGHTS, PLAN, PROGRESS
from .names import fold
from .records import Case, StaffMember, TeamMember

# Whom to ask, and about whom.
POINTER: Final = frozenset({"case_code", "student", "case_manager"})
# What the coordinator's helpers need to sort what comes in.
SUMMARY: Final = POINTER | {"grade", "status", "support_level"}
PLAN_FIELDS: Final = frozenset(
    {"case_code", "student", "strengths", "needs", "goals", "actions", "action_plan"}
)
PROGRESS_FIELDS: Final = frozenset(
    {"case_code", "student", "goals", "progress", "goals_on_track", "progress_sheet"}
)
ACCOMMODATION_FIELDS: Final = frozenset({"case_code", "student", "accommodations", "daily_points"})
# A teacher gets that, and whom to ask.
TEACHER_FIELDS: Final = ACCOMMODATION_FIELDS | {"case_manager"}
DATE_FIELDS: Final = frozenset({"case_code", "student", "next", "make_up_times"})
FLAGS: Final = frozenset({"flags"})
# Who goes first with a student whom a counselor sees too, and the goals that a counselor works on.
COUNSELORS_LANE: Final = "lanes"
BEHAVIOR_GOALS: Final = "behavior_goals"
# What is older than a case manager who was only typed in: theirs once the coordinator confirms.
OLDER: Final = FLAGS | {
    "referral",
    "action_plan",
    "progress",
    "progress_sheet",
    "daily_points",
    "accesses",
    "services",
}
EVERYTHING: Final = (
    SUMMARY
    | PLAN_FIELDS
    | PROGRESS_FIELDS
    | ACCOMMODATION_FIELDS
    | DATE_FIELDS
    | FLAGS
    | {
        "student_id",
        "also_known_as",
        "plan_type",
        "reading_level",
        "random_things_to_do",
        "graduation_path",
        "activities",
        "review_due",
        "staff_may_be_told",
        "last_family_contact",
        "referral",
        "diary",
        "team",
        "accesses",
        "decisions",
        "week",
        "signals",
        "services",
        "deadlines",
        "course_plans",
        "award",
        "class_log",
        "answers",
        COUNSELORS_LANE,
        BEHAVIOR_GOALS,
        "letters",
    }
)

_MAY_SEE: Final = MappingProxyType(
    {
        PLAN: PLAN_FIELDS,
        PROGRESS: PROGRESS_FIELDS,
        ACCOMMODATIONS: ACCOMMODATION_FIELDS,
        DATES: DATE_FIELDS,
    }
)
_BY_ROLE: Final = MappingProxyType(
    {
        "Coordinator": EVERYTHING,
        "Deputy": SUMMARY | FLAGS,
        "Safeguarding lead": SUMMARY | FLAGS,
        "Counselor": POINTER | FLAGS | {"decisions", "course_plans"},
        "Case manager": SUMMARY,  # of a case that is another's
        "Head": POINTER | FLAGS | {"staff_may_be_told", "decisions"},
        "Teacher": frozenset[str](),  # only what Team grants, and of that only accommodations
    }
)

ROLES: Final = frozenset(_BY_ROLE)
# A counselor of the school, as Role on Team may say it.
_COUNSELOR: Final = frozenset(
    f"{before}{word}{after}"
    for before, words, after in (
        ("", ("counselor", "counsellor"), ""),
        ("school ", ("counselor", "counsellor"), ""),
        ("", ("consejero", "consejera", "orientador", "orientadora"), ""),
        ("", ("consejero", "consejera", "orientador", "orientadora"), " escolar"),
    )
    for word in words
)
# What is about no student; each for everybody on Staff.
SHARED: Final = frozenset({"shelf"})


def shared_fields(person: StaffMember) -> frozenset[str]:
    """What `person` may see that is about no student."""
    return SHARED if person.email and person.role in ROLES else frozenset()


def visible_fields(
    person: StaffMember,
    case: Case,
    team: Iterable[TeamMember],
    covers_for: frozenset[str] = frozenset(),
    staff: Iterable[StaffMember] = (),
) -> frozenset[str]:
    """The keys of the fields of `case` that `person` may see; empty = no look at all.

    The agreed case manager, and who covers for them today (`covers_for`: e-mails of those
    covered), sees the case; one whom nobody has confirmed yet sees nothing older. Others see what
    their role needs, and what a Team row that names them grants (`is_named`; `staff` is everybody
    on Staff). A teacher sees the accommodations of students whose Team names them and who the case
    manager is, nothing else. A counselor whom Team names with that Role sees the lanes, and goals
    about behavior.
    """
    if not person.email:
        return frozenset()
    if person.role == "Case manager" and case.case_manager in {person.email, *covers_for}:
        return EVERYTHING if case.is_confirmed else EVERYTHING - OLDER
    granted = _granted(person, team, tuple(staff))
    if person.role == "Teacher":
        return TEACHER_FIELDS if "accommodations" in granted else frozenset()
    return _BY_ROLE.get(person.role, frozenset[str]()) | granted


def may_see(person: StaffMember, field: str, case: Case, team: Iterable[TeamMember]) -> bool:
    """Whether one field of a case may be shown to `person`."""
    return field in visible_fields(person, case, team)


def is_named(person: StaffMember, member: TeamMember, staff: Iterable[StaffMember]) -> bool:
    """Whether a Team row means this colleague: it has their e-mail, or none and their name, which
    nobody else on Staff has. A row of a household is about family: there only the e-mail counts."""
    if member.email or member.household.strip():
        return member.email == person.email
    name = fold(person.name)
    return bool(name) and fold(member.person) == name and _is_unique(name, staff)


def is_counselor(member: TeamMember) -> bool:
    """Whether a Team row is of the school's counselor, by its Role as people write it."""
    return not member.household.strip() and fold(member.role) in _COUNSELOR


def _is_unique(name: str, staff: Iterable[StaffMember]) -> bool:
    return sum(fold(each.name) == name for each in staff) == 1


def _granted(
    person: StaffMember, team: Iterable[TeamMember], staff: tuple[StaffMember, ...]
) -> frozenset[str]:
    """What the Team rows that name this person grant; one by order takes all of it back."""
    rows = [member for member in team if is_named(person, member, staff)]
    if any(row.rights.endswith("by order") or row.rights == "Unknown" for row in rows):
        return frozenset()
    words = {
        word
        for row in rows
        if row.rights in ("", *FULL_RIGHTS) and "Nothing" not in row.may_see
        for word in row.may_see
    }
    counsels = person.role == "Counselor" and any(
        is_counselor(row) and row.rights in ("", *FULL_RIGHTS) and "Nothing" not in row.may_see
        for row in rows
    )
    lane = frozenset({COUNSELORS_LANE, BEHAVIOR_GOALS}) if counsels else frozenset[str]()
    return lane.union(*(_MAY_SEE.get(word, frozenset[str]()) for word in words))
