"""How a form response becomes a referral (docs/casework.md, "Intake and triage").

`receive` is the only entry point. It is pure and safe to call again with the same response: rows
and messages carry keys derived from the response, cells are what should stand there. What an
undecided referral needs from then on is `triage.attend`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from typing import Final

from ..records import OFFICE, RESTRICTED, Referral, Response, RowRef
from ..wants import Value, WantedCells, WantedRow
from .context import PROGRESS, RECEIVED_ONLY, ReferralContext, Want, Wanted, gather, is_restricted
from .messages import GUARDIAN, STAFF, Referrer
from .renamed import matched_again, named_before
from .safeguarding import is_safety, kept_worries, worries
from .triage import follow, how_things_stand

REFERRALS, SAFETY_REFERRALS = "referrals", "safety_referrals"  # tabs of Office and of Restricted
_CELL: Final = 45_000  # UTF-16 units; Sheets refuses a cell of more than 50,000 characters
_PART: Final = 8_000
_LINE: Final = 500
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f]")
_DETAILS: Final = ("grade", "strengths", "tried", "they_know", "more")


def receive(response: Response, referral_id: str, context: ReferralContext) -> Wanted:
    """What one response calls for.

    `referral_id` is for a new referral; for a response that has a row already (it is in
    `desk.by_response`) the row's own id counts. A new one yields its WantedRow (for safety two:
    all of it in Restricted, a bare one in Office), its acknowledgement, and for safety the alert.
    A known one yields the WantedCells that its answers now give: service columns only, so nothing
    a person typed is touched; one that has become a matter of safety moves to Restricted. A row
    that was made once and deleted by a person is not made again.
    """
    key = f"{response.form}:{response.response_id}"
    known = context.by_response.get(response.response_id)
    if known is not None:
        return gather(_edited(response, known, key, context))
    if f"referral:{key}" in context.done or f"safety:{key}" in context.done:
        return Wanted()
    return gather(_new(response, referral_id, key, context))


def fit(text: str, context: ReferralContext, longest: int = _CELL) -> str:
    """Text as a cell can hold it: no control characters, at most `longest` UTF-16 units, and a
    word on what was cut. All else stays as it was typed, formulas and markup included: cells are
    written as text."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    kept = _CONTROLS.sub("", whole)
    units = kept.encode("utf-16-le")
    if len(units) <= 2 * longest:
        return kept
    return units[: 2 * longest].decode("utf-16-le", "ignore") + context.say("intake.cut")


def _new(
    response: Response, referral_id: str, key: str, context: ReferralContext
) -> Iterator[Want]:
    safety = is_safety(response)
    workbook, tab = (RESTRICTED, SAFETY_REFERRALS) if safety else (OFFICE, REFERRALS)
    match = context.match(
        response.answers.get("student_name", ""), _line(response, "grade", context)
    )
    cells = _from_answers(response, context) | {
        "referral_id": referral_id,
        "received": response.submitted.astimezone(context.zone),
        "source": context.say(f"intake.source_{response.form}"),
        "student": context.called(match.student) if match.student else "",
        "tell_referrer": RECEIVED_ONLY if safety else _tell(response, context),
        "status": context.say("intake.new"),
        "response_id": response.response_id,
    }
    referral = _as_referral(cells, RowRef(workbook, tab, referral_id), response)
    cells |= how_things_stand(referral, match.student, context)
    if safety:
        yield WantedRow(f"safety:{key}", workbook, tab, cells, context.say("intake.safety_because"))
        bare = {"referral_id": cells["referral_id"], "received": cells["received"]}
        bare["status"] = context.say("intake.held")
        because = context.say("intake.held_because")
        yield WantedRow(f"held:{key}", OFFICE, REFERRALS, bare, because)
    else:
        because = context.say(f"intake.received_because_{response.form}")
        yield WantedRow(f"referral:{key}", workbook, tab, cells, because)
    yield from follow(referral, context)


def _edited(
    response: Response, known: Referral, key: str, context: ReferralContext
) -> Iterator[Want]:
    if not is_safety(response) or is_restricted(known):
        name = _line(response, "student_name", context)
        yield from matched_again(known, name, _line(response, "grade", context), context)
        cells = _from_answers(response, context)
        before = named_before(known, name, context)
        cells["urgency"] = kept_worries(str(cells["urgency"]), known)
        cells["details"] = "\n".join(filter(None, [str(cells["details"]), *before]))
        yield WantedCells(known.row, cells, context.say("intake.changed_because"))
        if is_restricted(known) and f"referral:{key}" not in context.done:
            # Restricted may have been written when Office could not be.
            for want in _new(response, known.referral_id, key, context):
                if isinstance(want, WantedRow):
                    yield want
        return
    # It came as an ordinary referral: all of it moves, and its own row becomes the bare one
    # (safeguarding.shell), which therefore is not made a second time.
    for want in _new(response, known.referral_id, key, context):
        if not (isinstance(want, WantedRow) and want.workbook == OFFICE):
            yield want


def _from_answers(response: Response, context: ReferralContext) -> dict[str, Value]:
    """The service cells that follow from the answers alone."""
    parts = {key: fit(response.answers.get(key, ""), context, _PART) for key in _DETAILS}
    details = [context.say(f"intake.{key}", text=text) for key, text in parts.items() if text]
    if response.last_submitted - response.submitted > timedelta(seconds=1):
        when = response.last_submitted.astimezone(context.zone)
        details.append(context.say("intake.changed", when=when))
    urgency = [_line(response, "urgency", context), *worries(response)]
    return {
        "relationship": _relationship(response, context),
        "referred_by": _who(response, context).written,
        "student_as_written": _line(response, "student_name", context),
        "concern": fit(response.answers.get("concern", ""), context),
        "details": "\n".join(details),
        "urgency": " · ".join(filter(None, urgency)),
    }


def _who(response: Response, context: ReferralContext) -> Referrer:
    """Who wrote; a verified address comes first, so that it is the one that is answered."""
    person = context.person(response.respondent) if response.respondent else None
    name = person.name if person else _line(response, "referrer_name", context)
    reach = _line(response, "reach", context)
    if response.respondent and reach.casefold() == response.respondent:
        reach = ""
    reach = ", ".join(filter(None, [response.respondent, reach]))
    return Referrer(name, reach, _line(response, "language", context))


def _relationship(response: Response, context: ReferralContext) -> str:
    said = _line(response, "relationship", context)
    if response.respondent and context.person(response.respondent):
        return said or STAFF
    return context.say("intake.staff_unlisted") if said == STAFF else said


def _tell(response: Response, context: ReferralContext) -> str:
    """Progress only for those with a need to know: staff, and a student's guardians."""
    need = _relationship(response, context) in (STAFF, GUARDIAN)
    return PROGRESS if need else RECEIVED_ONLY


def _as_referral(cells: dict[str, Value], row: RowRef, response: Response) -> Referral:
    """The record that these cells will be read back as, as far as rules look at it."""
    known = {each.name for each in fields(Referral)} - {"row", "received"}
    text = {key: cell for key, cell in cells.items() if key in known and isinstance(cell, str)}
    return Referral(row=row, received=response.submitted, **text)


def _line(response: Response, key: str, context: ReferralContext) -> str:
    return " ".join(fit(response.answers.get(key, ""), context, _LINE).split())
