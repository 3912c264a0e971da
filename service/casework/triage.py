"""What a referral needs until it is decided: an answer to its sender, and a prepared desk.

Already open, Suggested and Why help the coordinator; nothing here decides, and no referral is
ever called low risk (docs/casework.md, "Intake and triage", "Assignment and workload").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from . import messages, safeguarding
from .asking import ask
from .desk import Desk, Want, Wanted, accepted_code, gather, is_restricted
from .records import Referral, RosterStudent
from .safeguarding import ADULT_HERE
from .settling import manager_of
from .wants import Value, WantedCells


def attend(desk: Desk) -> Wanted:
    """What the referral rows that stand now need. Pure, and safe to call again and again.

    For each: its acknowledgement (once) and Acknowledged; while it is undecided also Already
    open, Suggested, Why and Status, a question where the student is not settled, and for a safety
    referral the alert. A row that safeguarding holds gets nothing in Office.
    """
    return gather(want for referral in desk.referrals for want in _attend(referral, desk))


def follow(referral: Referral, desk: Desk) -> Iterator[Want]:
    """What a referral sets off by itself: the answer to its sender, and for safety the alert."""
    if _unanswered(referral, desk) and (message := messages.acknowledgement(referral, desk)):
        yield message
    if is_restricted(referral) and not referral.decision:
        yield from safeguarding.alert(referral, desk)


def how_things_stand(
    referral: Referral, student: RosterStudent | None, desk: Desk
) -> dict[str, Value]:
    """Already open, Suggested and Why. Nobody is suggested for a case that is open (it has its
    case manager), nor where an adult at this school is part of the worry."""
    case = desk.open_case(student.name, student.student_id) if student else None
    already = []
    if case is not None:
        manager = desk.person(case.case_manager)
        name = manager.name if manager else case.case_manager or desk.say("intake.no_manager")
        already.append(
            desk.say("intake.case_open", code=case.code, manager=name, status=case.status)
        )
    if student is not None and (others := _others(referral, student, desk)):
        already.append(desk.say("intake.also_referred", ids=", ".join(others)))
    cells: dict[str, Value] = {"already_open": "; ".join(already), "suggested": "", "why": ""}
    if case is None and ADULT_HERE not in referral.urgency:
        grade = student.grade if student else ""
        suggestion = desk.suggest(student, grade, messages.referrer(referral).language)
        cells["suggested"] = suggestion.person.email if suggestion.person else ""
        cells["why"] = suggestion.why
    return cells


def _attend(referral: Referral, desk: Desk) -> Iterator[Want]:
    if not referral.referral_id:
        return
    if safeguarding.is_shell(referral, desk):
        yield from safeguarding.shell(referral, desk)
        return
    yield from _acknowledged(referral, desk)
    yield from follow(referral, desk)
    if not referral.decision and not accepted_code(referral.status):
        yield from _prepare(referral, desk)


def _prepare(referral: Referral, desk: Desk) -> Iterator[Want]:
    picked = desk.picks.get(f"{referral.referral_id}:which_student", "")
    if picked and not referral.student:
        because = desk.say("decisions.picked_because", id=referral.referral_id)
        yield WantedCells(referral.row, {"student": picked}, because)
        referral = replace(referral, student=picked)
    match = desk.match(referral.student or referral.student_as_written)
    student = match.student if referral.student else None
    cells = how_things_stand(referral, student, desk)
    cells["status"] = desk.say("intake.new")
    yield WantedCells(referral.row, cells, desk.say("intake.still_because"))
    if student is None:
        pick = tuple(desk.called(each.student) for each in match.candidates)
        yield from ask(desk, referral, "which_student", "student", pick)
    if referral.case_manager.strip():
        yield from manager_of(referral, student, desk)  # asks when nobody is called so


def _acknowledged(referral: Referral, desk: Desk) -> Iterator[Want]:
    """Acknowledged says when the answer went, or that somebody must ring."""
    if not _unanswered(referral, desk):
        return
    message = messages.acknowledgement(referral, desk)
    if message is None:
        said = desk.say("intake.no_address")
    elif message.key in desk.done:
        sent = desk.sent.get(message.key, desk.now)
        said = desk.say("intake.acknowledged", day=sent.astimezone(desk.zone).date())
    else:
        return
    yield WantedCells(referral.row, {"acknowledged": said}, desk.say("intake.still_because"))


def _unanswered(referral: Referral, desk: Desk) -> bool:
    """A row that came through a form, and whose sender is not known to have been answered."""
    return referral.response_id != "" and referral.acknowledged in (
        "",
        desk.say("intake.no_address"),
    )


def _others(referral: Referral, student: RosterStudent, desk: Desk) -> list[str]:
    """Other undecided referrals of this student that readers of this row may know of."""
    return [
        each.referral_id
        for each in desk.undecided.get(student.row.row_id or student.student_id, ())
        if each.referral_id != referral.referral_id
        and (is_restricted(referral) or not is_restricted(each))
    ]
