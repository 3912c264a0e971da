"""Asking, answering and deciding on cards.

Heads, counselors and the coordinator ask; the case's own manager answers; head or coordinator
decides. Nobody answers for another, and a yes that is the team's to say becomes "To the team".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..cards import CardForm
from ..records import StaffMember
from ..school import School
from ..wants import Value
from .graduation import lacks_path
from .records import TO_THE_TEAM, YES, Decision
from .what_counts import is_decided, is_for_the_team, is_open, team_has_met

CASE_MANAGER, COORDINATOR, COUNSELOR, HEAD = "Case manager", "Coordinator", "Counselor", "Head"


def _may_ask(school: School, person: StaffMember, record: Decision | None) -> bool:
    return True


def _asked(
    school: School, person: StaffMember, given: Mapping[str, Any], record: Decision | None
) -> Mapping[str, Value]:
    if not given.get("what"):
        raise ValueError("decision.no_what", "what")
    return {"proposed_by": person.email, "proposed_on": school.today}


def _may_answer(school: School, person: StaffMember, record: Decision | None) -> bool:
    """The case's own manager, and who stands in for them, while nothing is decided."""
    if record is None or not is_open(record, school):
        return False
    return school.is_led_by(record.code, person.email) and record.proposed_by != person.email


def _answered(
    school: School, person: StaffMember, given: Mapping[str, Any], record: Decision | None
) -> Mapping[str, Value]:
    if not given.get("case_manager_says"):
        raise ValueError("decision.no_answer", "case_manager_says")
    return {}


def _may_decide(school: School, person: StaffMember, record: Decision | None) -> bool:
    if record is None or is_decided(record, school):
        return False
    return school.manager_of(record.code) != person.email


def _decided(
    school: School, person: StaffMember, given: Mapping[str, Any], record: Decision | None
) -> Mapping[str, Value]:
    chosen = given.get("decided")
    if not chosen or record is None:
        raise ValueError("decision.no_decision", "decided")
    cells: dict[str, Value] = {
        "decided_by": person.name or person.email,
        "decided_on": school.today,
    }
    case = school.case(record.code)
    if chosen in (YES, TO_THE_TEAM) and case is not None and lacks_path(record, case):
        raise ValueError("decision.no_path", "decided")
    wanted = replace(record, decided=str(chosen))
    team = case is not None and is_for_the_team(wanted, case) and not team_has_met(wanted, school)
    if chosen == YES and team:
        cells["decided"] = TO_THE_TEAM
    return cells


FORMS = (
    CardForm(
        name="ask_decision",
        tab="decisions",
        columns=("what", "urgent", "takes_effect", "until", "why"),
        roles=frozenset({HEAD, COUNSELOR, COORDINATOR}),
        may=_may_ask,
        fills=_asked,
        new=True,
        offer=True,
    ),
    CardForm(
        name="answer_decision",
        tab="decisions",
        columns=("case_manager_says", "their_word"),
        roles=frozenset({CASE_MANAGER}),
        may=_may_answer,
        fills=_answered,
        confirms=("case_manager_says",),
        about=("what", "takes_effect", "until", "why"),
    ),
    CardForm(
        name="decide_decision",
        tab="decisions",
        columns=("decided",),
        roles=frozenset({HEAD, COORDINATOR}),
        may=_may_decide,
        fills=_decided,
        confirms=("decided",),
        about=("what", "takes_effect", "until", "why", "case_manager_says", "their_word"),
    ),
)
