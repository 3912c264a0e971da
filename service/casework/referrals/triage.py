"""What a referral needs until it is decided: an answer to its sender, and a prepared desk.

Already open, Suggested and Why help the coordinator; nothing here decides, and no referral is
ever called low risk (docs/casework.md, "Intake and triage", "Assignment and workload").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..records import Referral, RosterStudent, StaffMember
from ..wants import Value, WantedCells, WantedMessage
from . import messages, safeguarding
from .acknowledgement_limits import held_back, key_of, told
from .assignment import manager_of
from .context import (
    ReferralContext,
    Want,
    Wanted,
    accepted_code,
    gather,
    grade_written,
    is_restricted,
)
from .questions import ask, picked
from .renamed import asked_after
from .safeguarding import is_about_adult


def attend(context: ReferralContext) -> Wanted:
    """What the referral rows that stand now need. Pure, and safe to call again and again.

    For each: its acknowledgement (once) and Acknowledged; while it is undecided also Already
    open, Suggested, Why and Status, a question where the student is not settled, and for a safety
    referral the alert. A row that safeguarding holds gets nothing in Office. Where more would be
    acknowledged than goes out in a day (`acknowledgement_limits`), the row says "not sent".
    """
    rows = [each for each in context.referrals if not safeguarding.is_shell(each, context)]
    held = held_back([each for each in rows if _unanswered(each, context)], context)
    wants = [want for each in context.referrals for want in _attend(each, held, context)]
    return gather([*wants, *(told(context) if held else ())])


def follow(referral: Referral, context: ReferralContext) -> Iterator[Want]:
    """What a referral sets off by itself: the answer to its sender, and for safety the alert."""
    if _unanswered(referral, context) and (message := messages.acknowledgement(referral, context)):
        yield message
    if is_restricted(referral) and not referral.decision:
        yield from safeguarding.alert(referral, context)


def how_things_stand(
    referral: Referral, student: RosterStudent | None, context: ReferralContext
) -> dict[str, Value]:
    """Already open, Suggested and Why. Nobody is suggested for a case that is open (it has its
    case manager), nor where an adult at this school is part of the worry."""
    case = context.open_case(student.name, student.student_id) if student else None
    already = []
    if case is not None:
        manager = context.person(case.case_manager)
        name = manager.name if manager else case.case_manager or context.say("intake.no_manager")
        already.append(
            context.say("intake.case_open", code=case.code, manager=name, status=case.status)
        )
    if student is not None and (others := _others(referral, student, context)):
        already.append(context.say("intake.also_referred", ids=", ".join(others)))
    cells: dict[str, Value] = {"already_open": "; ".join(already), "suggested": "", "why": ""}
    if case is None and not is_about_adult(referral):
        grade = student.grade if student else grade_written(referral, context.say)
        suggestion = context.suggest(student, grade, messages.referrer(referral).language)
        cells["suggested"] = _called(suggestion.person, referral.suggested, context)
        cells["why"] = suggestion.why
    return cells


def _called(person: StaffMember | None, stands: str, context: ReferralContext) -> str:
    """By name; what stands there and means the same person stays, also an address from before."""
    if person is None:
        return ""
    return stands if context.person(stands) is person else context.named(person)


def _attend(
    referral: Referral, held: Mapping[str, str], context: ReferralContext
) -> Iterator[Want]:
    if not referral.referral_id:
        return
    if safeguarding.is_shell(referral, context):
        yield from safeguarding.shell(referral, context)
        return
    if is_restricted(referral):
        urgency = safeguarding.as_it_turned_out(referral, context)
        if urgency != referral.urgency:
            because = context.say("intake.adult_because")
            yield WantedCells(referral.row, {"urgency": urgency}, because)
            referral = replace(referral, urgency=urgency)
    why_held = held.get(referral.referral_id, "")
    yield from _acknowledged(referral, why_held, context)
    for want in follow(referral, context):
        if not (why_held and isinstance(want, WantedMessage) and want.key == key_of(referral)):
            yield want
    if not referral.decision and not accepted_code(referral.status):
        yield from _prepare(referral, context)
        yield from asked_after(referral, context)


def _prepare(referral: Referral, context: ReferralContext) -> Iterator[Want]:
    if not referral.student and (chosen := _chosen_student(referral, context)):
        because = context.say("decisions.picked_because", id=referral.referral_id)
        yield WantedCells(referral.row, {"student": chosen}, because)
        referral = replace(referral, student=chosen)
    match = context.match(referral.student or referral.student_as_written)
    student = match.student if referral.student else None
    cells = how_things_stand(referral, student, context)
    cells["status"] = context.say("intake.new")
    yield WantedCells(referral.row, cells, context.say("intake.still_because"))
    if student is None:
        offered = context.offered(match)
        yield from ask(context, referral, "which_student", "student", offered)
    if referral.case_manager.strip():
        yield from manager_of(referral, student, context)  # asks when nobody is called so


def _chosen_student(referral: Referral, context: ReferralContext) -> str:
    offered = context.offered(context.match(referral.student_as_written))
    chosen = picked(context, referral, "which_student", offered)
    return context.picked(chosen) if chosen else ""


def _acknowledged(referral: Referral, why_held: str, context: ReferralContext) -> Iterator[Want]:
    """Acknowledged says when the answer went, why none went, or that somebody must ring."""
    if not _unanswered(referral, context):
        return
    message = messages.acknowledgement(referral, context)
    if message is None:
        said = context.say("intake.no_address")
    elif message.key in context.done:
        sent = context.sent.get(message.key, context.now)
        said = context.say("intake.acknowledged", day=sent.astimezone(context.zone).date())
    elif why_held:
        said = context.say(f"intake.not_sent_{why_held}")
    else:
        return
    yield WantedCells(referral.row, {"acknowledged": said}, context.say("intake.still_because"))


def _unanswered(referral: Referral, context: ReferralContext) -> bool:
    """A row that came through a form, and whose sender is not known to have been answered."""
    ever_so = context.say("intake.ever_no_address").split(" | ")
    return referral.response_id != "" and referral.acknowledged in ("", *ever_so)


def _others(referral: Referral, student: RosterStudent, context: ReferralContext) -> list[str]:
    """Other undecided referrals of this student that readers of this row may know of."""
    return [
        each.referral_id
        for each in context.undecided.get(student.row.row_id or student.student_id, ())
        if each.referral_id != referral.referral_id
        and (is_restricted(referral) or not is_restricted(each))
    ]
