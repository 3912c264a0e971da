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
from .questions import ask
from .safeguarding import ADULT_HERE
from .workload import candidates


def student_of(
    referral: Referral, context: ReferralContext
) -> Generator[Want, None, tuple[str, RosterStudent | None]]:
    """The name for Caseload, and the student on the roster (None for a new student); ("", None)
    when somebody has to say."""
    picked = _picked(referral, "which_student", context) if not referral.student.strip() else ""
    written = picked or referral.student
    if not written.strip():
        match = context.match(referral.student_as_written)
        offered = context.offered(match)
        yield from ask(context, referral, "which_student", "student", offered)
        return "", None
    match = context.match(written)
    if match.student is None and (choice := _picked(referral, "new_student", context)):
        if choice == context.say("questions.open_new"):
            return " ".join(written.split())[:LONGEST_NAME], None
        picked, match = choice, context.match(choice)
    if match.student is None:
        pick = (context.say("questions.open_new"), *context.offered(match))
        name = " ".join(written.split())[:LONGEST_NAME]
        yield from ask(context, referral, "new_student", "student", pick, name=name)
        return "", None
    if picked:
        yield _cell(referral, "student", context.picked(picked), context)
    return context.called(match.student), match.student


def manager_of(
    referral: Referral, student: RosterStudent | None, context: ReferralContext
) -> Generator[Want, None, StaffMember | None]:
    """Who takes the case; None when somebody has to say.

    Where an adult at this school is part of the worry, only a name that was typed counts.
    """
    picked = _picked(referral, "case_manager", context)
    typed = referral.case_manager.strip()
    if typed and (person := context.person(typed)):
        return person
    if picked and (person := context.person(picked)):
        yield _cell(referral, "case_manager", picked, context)
        return person
    if not typed and not (is_restricted(referral) and ADULT_HERE in referral.urgency):
        if person := context.person(referral.suggested):
            return person
        grade = student.grade if student else grade_written(referral, context.say)
        best = context.suggest(student, grade, referrer(referral).language).person
        if best is not None and not referral.suggested.strip():
            return best
    pick = tuple(
        person.name if context.person(person.name) is person else person.email
        for person in candidates(context.staff, context.settings)
    )
    about = "case_manager" if typed else "no_case_manager"
    name = typed[:LONGEST_NAME]
    yield from ask(context, referral, about, "case_manager", pick, key="case_manager", name=name)
    return None


def _picked(referral: Referral, about: str, context: ReferralContext) -> str:
    return context.picks.get(f"{referral.referral_id}:{about}", "").strip()


def _cell(referral: Referral, column: str, value: str, context: ReferralContext) -> WantedCells:
    because = context.say("decisions.picked_because", id=referral.referral_id)
    return WantedCells(referral.row, {column: value}, because)
