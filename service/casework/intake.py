"""How a form response becomes a referral (docs/casework.md, "Intake and triage").

`receive` is the only entry point. It is pure and safe to call again with the same response: rows
and messages carry keys derived from the response, cells are what should stand there. What an
undecided referral needs from then on is `triage.attend`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from typing import Final

from .desk import PROGRESS, RECEIVED_ONLY, Desk, Want, Wanted, gather, is_restricted
from .messages import GUARDIAN, STAFF, Referrer
from .records import OFFICE, RESTRICTED, Referral, Response, RowRef
from .safeguarding import is_safety, worries
from .triage import follow, how_things_stand
from .wants import Value, WantedCells, WantedRow

REFERRALS, SAFETY_REFERRALS = "referrals", "safety_referrals"  # tabs of Office and of Restricted
_CELL: Final = 45_000  # UTF-16 units; Sheets refuses a cell of more than 50,000 characters
_PART: Final = 8_000
_LINE: Final = 500
_DETAILS: Final = ("grade", "strengths", "tried", "they_know", "more")


def receive(response: Response, referral_id: str, desk: Desk) -> Wanted:
    """What one response calls for.

    `referral_id` is for a new referral; for a response that has a row already (it is in
    `desk.by_response`) the row's own id counts. A new one yields its WantedRow (for safety two:
    all of it in Restricted, a bare one in Office), its acknowledgement, and for safety the alert.
    A known one yields the WantedCells that its answers now give: service columns only, so nothing
    a person typed is touched; one that has become a matter of safety moves to Restricted. A row
    that was made once and deleted by a person is not made again.
    """
    key = f"{response.form}:{response.response_id}"
    known = desk.by_response.get(response.response_id)
    if known is not None:
        return gather(_edited(response, known, key, desk))
    if f"referral:{key}" in desk.done or f"safety:{key}" in desk.done:
        return Wanted()
    return gather(_new(response, referral_id, key, desk))


def fit(text: str, desk: Desk, longest: int = _CELL) -> str:
    """Text as a cell can hold it: no control characters, at most `longest` UTF-16 units, and a
    word on what was cut. All else stays as it was typed, formulas and markup included: cells are
    written as text."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    kept = "".join(each for each in whole if each in "\n\t" or ord(each) >= 32)
    units = kept.encode("utf-16-le")
    if len(units) <= 2 * longest:
        return kept
    return units[: 2 * longest].decode("utf-16-le", "ignore") + desk.say("intake.cut")


def _new(response: Response, referral_id: str, key: str, desk: Desk) -> Iterator[Want]:
    safety = is_safety(response)
    workbook, tab = (RESTRICTED, SAFETY_REFERRALS) if safety else (OFFICE, REFERRALS)
    match = desk.match(response.answers.get("student_name", ""), _line(response, "grade", desk))
    cells = _from_answers(response, desk) | {
        "referral_id": referral_id,
        "received": response.submitted.astimezone(desk.zone),
        "source": desk.say(f"intake.source_{response.form}"),
        "student": desk.called(match.student) if match.student else "",
        "tell_referrer": RECEIVED_ONLY if safety else _tell(response, desk),
        "status": desk.say("intake.new"),
        "response_id": response.response_id,
    }
    referral = _as_referral(cells, RowRef(workbook, tab, referral_id), response)
    cells |= how_things_stand(referral, match.student, desk)
    if safety:
        yield WantedRow(f"safety:{key}", workbook, tab, cells, desk.say("intake.safety_because"))
        bare = {"referral_id": cells["referral_id"], "received": cells["received"]}
        bare["status"] = desk.say("intake.held")
        because = desk.say("intake.held_because")
        yield WantedRow(f"held:{key}", OFFICE, REFERRALS, bare, because)
    else:
        because = desk.say(f"intake.received_because_{response.form}")
        yield WantedRow(f"referral:{key}", workbook, tab, cells, because)
    yield from follow(referral, desk)


def _edited(response: Response, known: Referral, key: str, desk: Desk) -> Iterator[Want]:
    if not is_safety(response) or is_restricted(known):
        because = desk.say("intake.changed_because")
        yield WantedCells(known.row, _from_answers(response, desk), because)
        if is_restricted(known) and f"referral:{key}" not in desk.done:
            # Restricted may have been written when Office could not be.
            for want in _new(response, known.referral_id, key, desk):
                if isinstance(want, WantedRow):
                    yield want
        return
    # It came as an ordinary referral: all of it moves, and its own row becomes the bare one
    # (safeguarding.shell), which therefore is not made a second time.
    for want in _new(response, known.referral_id, key, desk):
        if not (isinstance(want, WantedRow) and want.workbook == OFFICE):
            yield want


def _from_answers(response: Response, desk: Desk) -> dict[str, Value]:
    """The service cells that follow from the answers alone."""
    parts = {key: fit(response.answers.get(key, ""), desk, _PART) for key in _DETAILS}
    details = [desk.say(f"intake.{key}", text=text) for key, text in parts.items() if text]
    if response.last_submitted - response.submitted > timedelta(seconds=1):
        when = response.last_submitted.astimezone(desk.zone)
        details.append(desk.say("intake.changed", when=when))
    urgency = [_line(response, "urgency", desk), *worries(response)]
    return {
        "relationship": _relationship(response, desk),
        "referred_by": _who(response, desk).written,
        "student_as_written": _line(response, "student_name", desk),
        "concern": fit(response.answers.get("concern", ""), desk),
        "details": "\n".join(details),
        "urgency": " · ".join(filter(None, urgency)),
    }


def _who(response: Response, desk: Desk) -> Referrer:
    """Who wrote; a verified address comes first, so that it is the one that is answered."""
    person = desk.person(response.respondent) if response.respondent else None
    name = person.name if person else _line(response, "referrer_name", desk)
    reach = _line(response, "reach", desk)
    if response.respondent and reach.casefold() == response.respondent:
        reach = ""
    reach = ", ".join(filter(None, [response.respondent, reach]))
    return Referrer(name, reach, _line(response, "language", desk))


def _relationship(response: Response, desk: Desk) -> str:
    said = _line(response, "relationship", desk)
    if response.respondent and desk.person(response.respondent):
        return said or STAFF
    return desk.say("intake.staff_unlisted") if said == STAFF else said


def _tell(response: Response, desk: Desk) -> str:
    """Progress only for those with a need to know: staff, and a student's guardians."""
    need = _relationship(response, desk) in (STAFF, GUARDIAN)
    return PROGRESS if need else RECEIVED_ONLY


def _as_referral(cells: dict[str, Value], row: RowRef, response: Response) -> Referral:
    """The record that these cells will be read back as, as far as rules look at it."""
    known = {each.name for each in fields(Referral)} - {"row", "received"}
    text = {key: cell for key, cell in cells.items() if key in known and isinstance(cell, str)}
    return Referral(row=row, received=response.submitted, **text)


def _line(response: Response, key: str, desk: Desk) -> str:
    return " ".join(fit(response.answers.get(key, ""), desk, _LINE).split())
