"""Which words of a decision count, and what is overdue.

An answer counts as the case manager's word, and a decision as made, where it was given on that
person's own card; what is typed into the cell is shown as typed. Silence is never consent.
"""

from __future__ import annotations

from datetime import date

from ..diary_kinds import DONE
from ..records import Case, DiaryEntry
from ..school import School
from ..schooldays import NoSchoolDay
from .records import FOR_THE_TEAM, WITHDRAWN, YES, Decision

ANSWER_WITHIN = "answer_within_school_days"


def answer_by(decision: Decision, school: School) -> date | None:
    """By when the case manager is asked to answer: the day itself where it is urgent."""
    if decision.proposed_on is None:
        return None
    days = 0 if decision.is_urgent else int(school.settings.more.get(ANSWER_WITHIN, 2))
    try:
        return school.calendar.add_school_days(decision.proposed_on, days)
    except NoSchoolDay:
        return None


def has_word(decision: Decision, school: School) -> bool:
    """Whether the case manager has answered on their own card."""
    says = decision.case_manager_says
    return bool(says) and school.ask.on_card(decision.row.row_id, "case_manager_says", says)


def is_decided(decision: Decision, school: School) -> bool:
    """Whether head or coordinator has decided on their own card."""
    return bool(decision.decided) and school.ask.on_card(
        decision.row.row_id, "decided", decision.decided
    )


def is_made(decision: Decision, school: School) -> bool:
    """Whether it was decided with a yes that counts."""
    return decision.decided == YES and is_decided(decision, school)


def is_open(decision: Decision, school: School) -> bool:
    return decision.decided != WITHDRAWN and not is_decided(decision, school)


def is_overdue(decision: Decision, school: School) -> bool:
    """Past the day by which an answer was asked for, or in effect without a word."""
    if has_word(decision, school) or not is_open(decision, school):
        return False
    due = answer_by(decision, school)
    late = due is not None and due < school.today
    begun = decision.takes_effect is not None and decision.takes_effect <= school.today
    return late or begun


def is_for_the_team(decision: Decision, case: Case) -> bool:
    """Whether only the team, with the family, can say yes: a change for a student with an IEP or
    a 504 plan. Source: 34 CFR 300.324, 300.503; 34 CFR 104.35."""
    plan = case.plan_type.upper()
    return decision.what in FOR_THE_TEAM and ("IEP" in plan or "504" in plan)


def team_has_met(decision: Decision, school: School) -> bool:
    """Whether a Meeting about the student is Done since it was proposed."""
    return any(
        entry.code == decision.code
        and entry.kind == "Meeting"
        and entry.status == DONE
        and entry.day is not None
        and (decision.proposed_on is None or entry.day >= decision.proposed_on)
        for entry in school.of(DiaryEntry)
    )


def is_yes_without_the_team(decision: Decision, case: Case, school: School) -> bool:
    return (
        decision.decided == YES
        and is_for_the_team(decision, case)
        and not team_has_met(decision, school)
    )
