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

from ..names import fold
from ..records import OFFICE, Problem, Referral, Response, RowRef
from ..wants import Value, WantedCells, WantedEvent
from . import messages
from .context import ReferralContext, Want, is_restricted

DANGER, ADULT_HERE = "Danger now", "An adult here"  # words in the Urgency of a safety referral
SAID_LATER: Final = " (said later)"  # behind "An adult here": the referral came without it
_DOT: Final = " · "
NOT_READ: Final = " (not read)"  # behind one of these: the form had no answer that can be read
ALERT_MINUTES: Final = 15
_TAKEN_BACK: Final = (
    "source", "relationship", "referred_by", "student_as_written", "already_open", "concern",
    "details", "urgency", "suggested", "why", "acknowledged", "response_id",
)  # fmt: skip


def is_safety(response: Response) -> bool:
    """Anything but a plain "no" is a yes. Both questions must be answered on the forms, so that
    no answer at all means that somebody deleted or remade the question: nobody can say what it
    would have been, and safeguarding looks."""
    return says_yes(response, "danger") or says_yes(response, "adult_here")


def says_yes(response: Response, key: str) -> bool:
    return _said(response, key) != "no"


def worries(response: Response) -> list[str]:
    """What makes it a matter of safety, as Urgency says it."""
    return [
        words if _said(response, key) else f"{words}{NOT_READ}"
        for key, words in (("danger", DANGER), ("adult_here", ADULT_HERE))
        if says_yes(response, key)
    ]


def _said(response: Response, key: str) -> str:
    return response.answers.get(key, "").strip().casefold()


def is_shell(referral: Referral, context: ReferralContext) -> bool:
    """Whether this Office row only stands for one that safeguarding holds."""
    if is_restricted(referral):
        return False
    ever_held = context.say("intake.ever_held").split(" | ")
    return referral.referral_id in context.held_ids or referral.status in ever_held


def is_about_adult(referral: Referral) -> bool:
    """Whether an adult at this school is part of the worry; once said, always."""
    return ADULT_HERE in referral.urgency


def as_it_turned_out(referral: Referral, context: ReferralContext) -> str:
    """Urgency, with what somebody who reads it wrote under Our urgency: that an adult at this
    school is part of it. It stays when they take their own words back."""
    said = fold(referral.our_urgency)
    words = context.say("intake.adult_here_words").split(" | ")
    if is_about_adult(referral) or not any(fold(word) in said for word in words):
        return referral.urgency
    return _DOT.join(filter(None, (referral.urgency, f"{ADULT_HERE}{SAID_LATER}")))


def kept_worries(urgency: str, before: Referral) -> str:
    """Urgency after the sender changed an answer: that an adult here is part of it stays, and
    that it was not said at first."""
    parts = urgency.split(_DOT)
    now = [part for part in parts if part.startswith(ADULT_HERE)]
    had = [part for part in before.urgency.split(_DOT) if part.startswith(ADULT_HERE)]
    if had and (not now or had[0].endswith(SAID_LATER)):
        now, parts = had, [part for part in parts if part not in now]
    elif now and not had:
        now, parts = [f"{ADULT_HERE}{SAID_LATER}"], [part for part in parts if part not in now]
    else:
        return urgency
    return _DOT.join(filter(None, (*parts, *now)))


def readers(adult_here: bool, context: ReferralContext) -> tuple[str, ...]:
    """E-mails of those who are asked to read a safety referral, the first to be asked first.

    The lead, then the alternate and the others who see Restricted. When an adult at this school
    is part of the worry the alternate comes first, and the lead only after everybody else. Last
    of all the coordinator, who cannot read it, but can ring somebody.
    """
    leads = _leads(context)
    others = [context.settings.alternate_safeguarding_lead, *leads[1:]]
    others += _emails(context, "Deputy", "Counselor")
    others = [email for email in others if email not in leads[:1]]
    order = [*others, *leads[:1]] if adult_here else [*leads[:1], *others]
    order += _emails(context, "Coordinator")
    return tuple(dict.fromkeys(email for email in order if email))


def alert(referral: Referral, context: ReferralContext) -> Iterator[Want]:
    """The mail and the calendar entry for who reads it. A second person is told where the first
    is away today. The entry stands at the time when the referral came, so it never wanders."""
    adult_here = is_about_adult(referral)
    asked = readers(adult_here, context)
    yield from _who_is_missing(adult_here, asked, context)
    if not asked:
        return
    key = f"alert:{referral.referral_id}"
    if referral.urgency.endswith(SAID_LATER):
        key += ":adult"  # whoever was told before is not the one to tell now
    yield messages.alert(referral, asked[0], key, context)
    if len(asked) > 1 and context.calendar.is_away(context.today, asked[0]):
        yield messages.alert(referral, asked[1], f"{key}:2", context)
    if referral.received is None:
        return
    on_card = messages.reads_on_card(asked[0], context)
    begin = referral.received.astimezone(context.zone) + timedelta(minutes=ALERT_MINUTES)
    begin = begin.replace(minute=begin.minute // 15 * 15, second=0, microsecond=0)
    yield WantedEvent(
        follow_up_id=referral.referral_id,
        owner=asked[0],
        day=begin.date(),
        start=begin.time(),
        minutes=ALERT_MINUTES,
        title=context.say("safeguarding.title", id=referral.referral_id),
        description=context.say(
            "safeguarding.event_on_card" if on_card else "safeguarding.event",
            id=referral.referral_id,
            link=context.link(referral.row),
        ),
        reminders=(0,),
        because=context.say("safeguarding.event_because", id=referral.referral_id),
    )


def shell(referral: Referral, context: ReferralContext) -> Iterator[Want]:
    """An Office row about which nothing may stand there: what Holdfast wrote is taken back, and
    people are asked to take back what they typed."""
    cells: dict[str, Value] = dict.fromkeys(_TAKEN_BACK, "")
    cells["status"] = context.say("intake.held")
    yield WantedCells(referral.row, cells, context.say("intake.held_because"))
    if referral.decision:
        about, column = "held", "decision"
    elif referral.student or referral.reason or referral.brief:
        about, column = "now_safety", "student"
    else:
        return
    what = context.say(f"questions.{about}", id=referral.referral_id)
    why = context.say(f"questions.{about}_why")
    yield Problem(f"{referral.referral_id}:held", referral.row, column, what, why)


def _who_is_missing(
    adult_here: bool, asked: tuple[str, ...], context: ReferralContext
) -> Iterator[Want]:
    leads = _leads(context)
    row = RowRef(OFFICE, "settings", "Safeguarding lead")
    if not leads:
        about = "no_reader"
    elif adult_here and asked[:1] == tuple(leads[:1]):
        about = "no_alternate"
    else:
        return
    what, why = context.say(f"questions.{about}"), context.say(f"questions.{about}_why")
    yield Problem(f"safeguarding:{about}", row, "value", what, why)


def _leads(context: ReferralContext) -> list[str]:
    leads = [context.settings.safeguarding_lead, *_emails(context, "Safeguarding lead")]
    return [email for email in dict.fromkeys(leads) if email]


def _emails(context: ReferralContext, *roles: str) -> list[str]:
    return [person.email for person in context.with_role(*roles) if person.email]
