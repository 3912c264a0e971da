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

from .asking import ask
from .desk import LONGEST_NAME, Desk, Want, is_restricted
from .messages import referrer
from .records import Referral, RosterStudent, StaffMember
from .safeguarding import ADULT_HERE
from .wants import WantedCells


def student_of(
    referral: Referral, desk: Desk
) -> Generator[Want, None, tuple[str, RosterStudent | None]]:
    """The name for Caseload, and the student on the roster (None for a new student); ("", None)
    when somebody has to say."""
    picked = _picked(referral, "which_student", desk) if not referral.student.strip() else ""
    written = picked or referral.student
    if not written.strip():
        match = desk.match(referral.student_as_written)
        pick = tuple(desk.called(each.student) for each in match.candidates)
        yield from ask(desk, referral, "which_student", "student", pick)
        return "", None
    match = desk.match(written)
    if match.student is None and (choice := _picked(referral, "new_student", desk)):
        if choice == desk.say("questions.open_new"):
            return " ".join(written.split())[:LONGEST_NAME], None
        picked, match = choice, desk.match(choice)
    if match.student is None:
        candidates = (desk.called(each.student) for each in match.candidates)
        pick = (desk.say("questions.open_new"), *candidates)
        name = " ".join(written.split())[:LONGEST_NAME]
        yield from ask(desk, referral, "new_student", "student", pick, name=name)
        return "", None
    if picked:
        yield _cell(referral, "student", picked, desk)
    return desk.called(match.student), match.student


def manager_of(
    referral: Referral, student: RosterStudent | None, desk: Desk
) -> Generator[Want, None, StaffMember | None]:
    """Who takes the case; None when somebody has to say.

    Where an adult at this school is part of the worry, only a name that was typed counts.
    """
    picked = _picked(referral, "case_manager", desk)
    typed = referral.case_manager.strip()
    if typed and (person := desk.person(typed)):
        return person
    if picked and (person := desk.person(picked)):
        yield _cell(referral, "case_manager", picked, desk)
        return person
    if not typed and not (is_restricted(referral) and ADULT_HERE in referral.urgency):
        if person := desk.person(referral.suggested):
            return person
        grade = student.grade if student else ""
        best = desk.suggest(student, grade, referrer(referral).language).person
        if best is not None and not referral.suggested.strip():
            return best
    pick = tuple(person.name for person in desk.with_role("Case manager"))
    about = "case_manager" if typed else "no_case_manager"
    name = typed[:LONGEST_NAME]
    yield from ask(desk, referral, about, "case_manager", pick, key="case_manager", name=name)
    return None


def _picked(referral: Referral, about: str, desk: Desk) -> str:
    return desk.picks.get(f"{referral.referral_id}:{about}", "").strip()


def _cell(referral: Referral, column: str, value: str, desk: Desk) -> WantedCells:
    because = desk.say("decisions.picked_because", id=referral.referral_id)
    return WantedCells(referral.row, {column: value}, because)
