"""Referrals about safety: who reads them, how they are told, and what Office may know.

A "yes" to danger, or to an adult at this school being part of the worry, goes to Restricted with
everything; Office then has nothing but the id, when it came, and "held by safeguarding". The
named person is alerted at once; no time is promised, and nothing here replaces a report that the
law asks for (docs/casework.md, "Intake and triage"). Once held, always held: an edit never moves a
referral back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from . import messages
from .desk import Desk, Want, is_restricted
from .records import OFFICE, Problem, Referral, Response, RowRef
from .wants import Value, WantedCells, WantedEvent

DANGER, ADULT_HERE = "Danger now", "An adult here"  # words in the Urgency of a safety referral
ALERT_MINUTES: Final = 15
_TAKEN_BACK: Final = (
    "source", "relationship", "referred_by", "student_as_written", "already_open", "concern",
    "details", "urgency", "suggested", "why", "acknowledged", "response_id",
)  # fmt: skip


def is_safety(response: Response) -> bool:
    """Anything but a plain "no" (or no answer at all) is a yes: a form may have been reworded."""
    return says_yes(response, "danger") or says_yes(response, "adult_here")


def says_yes(response: Response, key: str) -> bool:
    return response.answers.get(key, "").strip().casefold() not in ("", "no")


def worries(response: Response) -> list[str]:
    """What makes it a matter of safety, as Urgency says it."""
    return [DANGER] * says_yes(response, "danger") + [ADULT_HERE] * says_yes(response, "adult_here")


def is_shell(referral: Referral, desk: Desk) -> bool:
    """Whether this Office row only stands for one that safeguarding holds."""
    if is_restricted(referral):
        return False
    return referral.referral_id in desk.held_ids or referral.status == desk.say("intake.held")


def readers(adult_here: bool, desk: Desk) -> tuple[str, ...]:
    """E-mails of those who are asked to read a safety referral, the first to be asked first.

    The lead, then the alternate and the others who see Restricted. When an adult at this school
    is part of the worry the alternate comes first, and the lead only after everybody else. Last
    of all the coordinator, who cannot read it, but can ring somebody.
    """
    leads = _leads(desk)
    others = [desk.settings.alternate_safeguarding_lead, *leads[1:]]
    others += _emails(desk, "Deputy", "Counsellor")
    others = [email for email in others if email not in leads[:1]]
    order = [*others, *leads[:1]] if adult_here else [*leads[:1], *others]
    order += _emails(desk, "Coordinator")
    return tuple(dict.fromkeys(email for email in order if email))


def alert(referral: Referral, desk: Desk) -> Iterator[Want]:
    """The mail and the calendar entry for who reads it. A second person is told where the first
    is away today. The entry stands at the time when the referral came, so it never wanders."""
    adult_here = ADULT_HERE in referral.urgency
    asked = readers(adult_here, desk)
    yield from _who_is_missing(adult_here, asked, desk)
    if not asked:
        return
    key = f"alert:{referral.referral_id}"
    yield messages.alert(referral, asked[0], key, desk)
    if len(asked) > 1 and desk.calendar.is_away(desk.today, asked[0]):
        yield messages.alert(referral, asked[1], f"{key}:2", desk)
    if referral.received is None:
        return
    begin = referral.received.astimezone(desk.zone) + timedelta(minutes=ALERT_MINUTES)
    begin = begin.replace(minute=begin.minute // 15 * 15, second=0, microsecond=0)
    yield WantedEvent(
        follow_up_id=referral.referral_id,
        owner=asked[0],
        day=begin.date(),
        start=begin.time(),
        minutes=ALERT_MINUTES,
        title=desk.say("safeguarding.title", id=referral.referral_id),
        description=desk.say(
            "safeguarding.event", id=referral.referral_id, link=desk.link(referral.row)
        ),
        reminders=(0,),
        because=desk.say("safeguarding.event_because", id=referral.referral_id),
    )


def shell(referral: Referral, desk: Desk) -> Iterator[Want]:
    """An Office row about which nothing may stand there: what Holdfast wrote is taken back, and
    people are asked to take back what they typed."""
    cells: dict[str, Value] = dict.fromkeys(_TAKEN_BACK, "")
    cells["status"] = desk.say("intake.held")
    yield WantedCells(referral.row, cells, desk.say("intake.held_because"))
    if referral.decision:
        about, column = "held", "decision"
    elif referral.student or referral.reason or referral.brief:
        about, column = "now_safety", "student"
    else:
        return
    what = desk.say(f"questions.{about}", id=referral.referral_id)
    why = desk.say(f"questions.{about}_why")
    yield Problem(f"{referral.referral_id}:held", referral.row, column, what, why)


def _who_is_missing(adult_here: bool, asked: tuple[str, ...], desk: Desk) -> Iterator[Want]:
    leads = _leads(desk)
    row = RowRef(OFFICE, "settings", "Safeguarding lead")
    if not leads:
        about = "no_reader"
    elif adult_here and asked[:1] == tuple(leads[:1]):
        about = "no_alternate"
    else:
        return
    what, why = desk.say(f"questions.{about}"), desk.say(f"questions.{about}_why")
    yield Problem(f"safeguarding:{about}", row, "value", what, why)


def _leads(desk: Desk) -> list[str]:
    leads = [desk.settings.safeguarding_lead, *_emails(desk, "Safeguarding lead")]
    return [email for email in dict.fromkeys(leads) if email]


def _emails(desk: Desk, *roles: str) -> list[str]:
    return [person.email for person in desk.with_role(*roles) if person.email]
