"""Whom an accepted referral is about, and who takes the case: settled, or asked.

Nothing is guessed (docs/casework.md, "Intake and triage"): a name that is not on the roster
becomes a case only when somebody says on Attention that it is a new student, and a case manager
is the one who was typed, else the one who was suggested, and in any case somebody on the Staff
tab.

The functions yield questions and picked cells on their way, and return the answer (use them with
`yield from`); no answer means that a question was asked.
"""

from __future__ import annotations

from collections.abc import Generator

from ..records import Referral, RosterStudent, StaffMember
from ..wants import WantedCells
from .context import LONGEST_NAME, ReferralContext, Want, grade_written, is_restricted
from .messages import referrer
from .questions import ask, picked
from .safeguarding import is_about_adult
from .workload import candidates


def student_of(
    referral: Referral, context: ReferralContext
) -> Generator[Want, None, tuple[str, RosterStudent | None]]:
    """The name for Caseload, and the student on the roster (None for a new student); ("", None)
    when somebody has to say."""
    chosen, offered = "", tuple[str, ...]()
    if not referral.student.strip():
        offered = context.offered(context.match(referral.student_as_written))
        if is_restricted(referral) and referral.student_as_written.strip():
            # Who reads it on a card alone types no name under Student.
            offered = (*offered, context.say("questions.open_new"))
        chosen = picked(context, referral, "which_student", offered)
        if is_restricted(referral) and chosen == context.say("questions.open_new"):
            return " ".join(referral.student_as_written.split())[:LONGEST_NAME], None
    written = chosen or referral.student
    if not written.strip():
        yield from ask(context, referral, "which_student", "student", offered)
        return "", None
    match = context.match(written)
    if match.student is None:
        pick = (context.say("questions.open_new"), *context.offered(match))
        name = " ".join(written.split())[:LONGEST_NAME]
        choice = picked(context, referral, "new_student", pick)
        if choice == context.say("questions.open_new"):
            return name, None
        if choice:
            chosen, match = choice, context.match(choice)
        if match.student is None:
            if choice:
                pick = (context.say("questions.open_new"), *context.offered(match))
            yield from ask(context, referral, "new_student", "student", pick, name=name)
            return "", None
    if chosen:
        yield _cell(referral, "student", context.picked(chosen), context)
    return context.called(match.student), match.student


def manager_of(
    referral: Referral, student: RosterStudent | None, context: ReferralContext
) -> Generator[Want, None, StaffMember | None]:
    """Who takes the case; None when somebody has to say.

    Where an adult at this school is part of the worry, only a name that was typed counts.
    """
    typed = referral.case_manager.strip()
    if typed and (person := context.person(typed)):
        return person
    pick = tuple(map(context.named, candidates(context.staff, context.settings)))
    chosen = picked(context, referral, "case_manager", pick)
    if chosen and (person := context.person(chosen)):
        yield _cell(referral, "case_manager", chosen, context)
        return person
    if not typed and not (is_restricted(referral) and is_about_adult(referral)):
        if person := context.person(referral.suggested):
            return person
        grade = student.grade if student else grade_written(referral, context.say)
        best = context.suggest(student, grade, referrer(referral).language).person
        if best is not None and not referral.suggested.strip():
            return best
    about = "case_manager" if typed else "no_case_manager"
    name = typed[:LONGEST_NAME]
    yield from ask(context, referral, about, "case_manager", pick, key="case_manager", name=name)
    return None


def _cell(referral: Referral, column: str, value: str, context: ReferralContext) -> WantedCells:
    because = context.say("decisions.picked_because", id=referral.referral_id)
    return WantedCells(referral.row, {column: value}, because)
