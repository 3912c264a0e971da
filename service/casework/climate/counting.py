"""What is counted in a term: a quarter of the school year.

Every referral counts once, a duplicate with the one it doubles. Of those about safety no more is
known here than that they came, when, from whom, and what somebody put under About.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from ..diary_kinds import DONE
from ..goal_state import STATES, ran_in, state_of
from ..names import grade_number
from ..records import RESTRICTED, DiaryEntry, Goal, Referral, RosterStudent
from ..school import School
from ..terms import Term
from ..wants import accepted_code
from .risk_ratio import Share

ABOUT: Final = ("Academic", "Attendance", "Behavior", "Wellbeing", "Family", "Health", "Other")
NOT_SAID: Final = "not_said"
STUDENTS: Final = {
    "The student": "self",
    "Another student": "peer",
    "A student": "peer",
    "Staff": "staff",
    "Parent or guardian": "family",
    "Family": "family",
}
WHO: Final = ("self", "peer", "family", "staff", "others")
TALKS: Final = ("in_time", "later", "much_later", "not_yet", "no_case")
GOALS: Final = STATES
DUPLICATE: Final = "Duplicate"
FIRST_TALK: Final = "First Talk"


def referrals_in(term: Term, school: School) -> list[Referral]:
    """Those that came in the term; of two rows of one referral the whole one."""
    found: dict[str, Referral] = {}
    for each in school.of(Referral):
        if each.received is None or each.decision == DUPLICATE:
            continue
        came = each.received.astimezone(school.zone).date()
        whole = each.row.workbook == RESTRICTED or each.referral_id not in found
        if term.first <= came <= term.last and whole:
            found[each.referral_id] = each
    return list(found.values())


def by_about_and_grade(
    referrals: Iterable[Referral], school: School
) -> Mapping[tuple[str, str], int]:
    """(grade, about) -> count; what is not known of either is NOT_SAID."""
    grades = _grades(school)
    counts: Counter[tuple[str, str]] = Counter()
    for each in referrals:
        case = school.case(accepted_code(each.status))
        grade = (case.grade if case else "") or grades.get(each.student, "")
        counts[grade.strip() or NOT_SAID, each.about if each.about in ABOUT else NOT_SAID] += 1
    return counts


def grades_in_order(grades: Iterable[str]) -> list[str]:
    """By their number, then by name; what is not said comes last."""

    def place(grade: str) -> tuple[bool, bool, float, str]:
        number = grade_number(grade)
        return grade == NOT_SAID, number is None, number or 0, grade

    return sorted(set(grades), key=place)


def by_who(referrals: Iterable[Referral]) -> dict[str, int]:
    """Who referred, by WHO."""
    counts = Counter(STUDENTS.get(each.relationship, "others") for each in referrals)
    return {who: counts[who] for who in WHO}


def by_first_talk(referrals: Iterable[Referral], school: School) -> dict[str, int]:
    """How many school days it took from the referral to the First Talk, by TALKS."""
    within = school.settings.first_talk_within_school_days
    talks = _first_talks(school)
    counts: Counter[str] = Counter()
    for each in referrals:
        code = accepted_code(each.status)
        assert each.received is not None
        came = each.received.astimezone(school.zone).date()
        days = [day for day in talks.get(code, ()) if day >= came]
        if not code:
            counts["no_case"] += 1
        elif not days:
            counts["not_yet"] += 1
        else:
            took = school.calendar.school_days_between(came + timedelta(days=1), min(days))
            late = (took > within) + (took > 2 * within)
            counts[TALKS[late]] += 1
    return {band: counts[band] for band in TALKS}


def by_goal(term: Term, school: School) -> dict[str, int]:
    """Goals that ran in the term: met, on the way, not measured."""
    ran = (goal for goal in school.of(Goal) if ran_in(goal, term.first, term.last))
    counts = Counter(map(state_of, ran))
    return {state: counts[state] for state in GOALS}


def group_shares(school: School) -> dict[str, tuple[Share, Share]]:
    """By group: of how many of its students there is an open case, and the same of all others."""
    students = school.of(RosterStudent)
    open_ids = {case.student_id for case in school.cases if case.is_open and case.student_id}
    groups: dict[str, str] = {}
    for student in students:
        for group in student.groups:
            groups.setdefault(group.casefold(), group)
    found = {}
    for folded, name in sorted(groups.items()):
        inside = [s for s in students if folded in {group.casefold() for group in s.groups}]
        ids = {student.student_id for student in inside}
        outside = [student for student in students if student.student_id not in ids]
        found[name] = (_share(inside, open_ids), _share(outside, open_ids))
    return found


def _share(students: Collection[RosterStudent], open_ids: Collection[str]) -> Share:
    return Share(sum(each.student_id in open_ids for each in students), len(students))


def _grades(school: School) -> Mapping[str, str]:
    """By name, and by name and id as the drop-downs have namesakes."""
    found: dict[str, str] = {}
    for student in school.of(RosterStudent):
        found[student.name] = student.grade
        found[f"{student.name} · {student.student_id}"] = student.grade
    return found


def _first_talks(school: School) -> Mapping[str, list[date]]:
    found: dict[str, list[date]] = {}
    for entry in school.of(DiaryEntry):
        if entry.kind == FIRST_TALK and entry.status == DONE and entry.day is not None:
            found.setdefault(entry.code, []).append(entry.day)
    return found
