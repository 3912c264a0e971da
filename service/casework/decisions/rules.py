"""The clock of a decision, who is told, and what both sides are asked."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Case, Problem
from ..school import School
from ..wants import Value, WantedCells, WantedEvent, WantedMessage
from .records import WITHDRAWN, Decision
from .removals import review_due
from .what_counts import (
    answer_by,
    has_word,
    is_decided,
    is_open,
    is_overdue,
    is_yes_without_the_team,
)

NAME = "Decisions"


def asked_for(school: School) -> Iterator[WantedMessage | WantedEvent]:
    """The case manager hears that a decision waits for their word: a mail without names, once, and
    an entry in their calendar on the day by which an answer is asked for."""
    for decision, case in current(school):
        due = answer_by(decision, school)
        if due is None or not case.case_manager or not is_open(decision, school):
            continue
        if has_word(decision, school) or decision.proposed_by == case.case_manager:
            continue
        say, code = school.say, case.code
        key = "decision.urgent_mail" if decision.is_urgent else "decision.asked_mail"
        yield WantedMessage(
            key=f"decision:{decision.row.row_id}",
            to=case.case_manager,
            subject=say("decision.subject", code=code),
            text=say(key, code=code, day=due, link=school.ask.link(decision.row)),
            because=say("decision.mail_because", code=code),
        )
        yield WantedEvent(
            follow_up_id=f"decision-{decision.row.row_id}",
            owner=case.case_manager,
            day=due,
            start=None,
            minutes=0,
            title=say("decision.event_title", code=code),
            description=say("decision.event_about", link=school.ask.link(decision.row)),
            reminders=(),
            because=say("decision.event_because", code=code, day=due),
        )


def clock_cells(school: School) -> Iterator[WantedCells]:
    """Answer by and Review due of every decision, and Decided by where somebody typed it."""
    because = school.say("decision.clock_because")
    for decision in school.of(Decision):
        cells: dict[str, Value] = {
            "answer_by": answer_by(decision, school),
            "review_due": review_due(decision, school),
        }
        if decision.decided and not is_decided(decision, school):
            cells["decided_by"] = school.say("decision.typed_by")
        elif not decision.decided:
            cells["decided_by"] = None
        yield WantedCells(decision.row, cells, because)


def questions(school: School) -> Iterator[Problem]:
    """What both sides are asked: an answer that is overdue, a decision typed without the case
    manager's word, and a yes that is the team's to say; nothing of what was withdrawn."""
    for decision, case in current(school):
        if decision.decided == WITHDRAWN:
            continue
        typed = bool(decision.decided) and not is_decided(decision, school)
        if typed and not has_word(decision, school):
            yield from _for_both(decision, case, "without_word", "decided", school)
        elif typed:
            yield _problem(decision, "typed", "decided", "", school)
        elif is_overdue(decision, school):
            yield from _for_both(decision, case, "overdue", "case_manager_says", school)
        if is_yes_without_the_team(decision, case, school):
            yield from _for_both(decision, case, "for_the_team", "decided", school)


def current(school: School) -> Iterator[tuple[Decision, Case]]:
    """Decisions about open cases that were proposed since the module counts."""
    since = school.counts_from(NAME)
    for decision in school.of(Decision):
        case = school.case(decision.code)
        if case is None or not case.is_open or not decision.what:
            continue
        if decision.proposed_on is not None and since and decision.proposed_on < since:
            continue
        yield decision, case


def _for_both(
    decision: Decision, case: Case, key: str, column: str, school: School
) -> Iterator[Problem]:
    """One question for the case manager, and one for who coordinates."""
    for whose in dict.fromkeys((case.case_manager, school.coordinator)):
        yield _problem(decision, key, column, whose, school)


def _problem(decision: Decision, key: str, column: str, whose: str, school: School) -> Problem:
    say = school.say
    due = answer_by(decision, school)
    role = "coordinator" if whose in ("", school.coordinator) else "case_manager"
    return Problem(
        key=f"decision:{decision.row.row_id}:{key}:{role}",
        row=decision.row,
        column=column,
        what=say(f"decision.{key}.what", what=decision.what),
        why=say(f"decision.{key}.why", what=decision.what, day=due),
        student=decision.student,
        code=decision.code,
        whose=whose,
    )
