"""How many acknowledgements go out: so many a day to one address, and so many in all.

Anybody can write anybody's address into the outside form. Forty thank-yous would be our doing, and
would use up what Gmail lets an account send in a day. What is held back is never sent later; the
row says so, and the coordinator is told once a day. Safety referrals count by themselves, and the
alert to who reads them is never held back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..records import Referral
from ..wants import WantedMessage
from .context import ReferralContext, is_restricted
from .messages import referrer

ADDRESS, DAY = "address", "day"  # why one is held back
_WITHOUT_DOTS: Final = ("gmail.com", "googlemail.com")  # to whom dots in an address say nothing


@dataclass(frozen=True, slots=True)
class _Pool:
    """What went out today: to each mailbox, and in all."""

    to: Counter[str]
    sent: list[str]


def key_of(referral: Referral) -> str:
    """The key of a referral's acknowledgement."""
    return f"ack:{referral.referral_id}"


def held_back(unanswered: list[Referral], context: ReferralContext) -> dict[str, str]:
    """Referral id -> ADDRESS or DAY for each of `unanswered` that gets no acknowledgement. Who came
    first is answered first; a colleague who signed in to write is not counted by address."""
    settings = context.settings
    pools = {True: _Pool(Counter(), []), False: _Pool(Counter(), [])}
    by_key = {key_of(each): each for each in context.referrals if each.response_id}
    # What is done and has no time yet goes out in this very run.
    for key in (*context.sent, *(by_key.keys() - context.sent.keys())):
        if not key.startswith("ack:") or (key in by_key and key not in context.done):
            continue
        if context.sent.get(key, context.now).astimezone(context.zone).date() == context.today:
            sent = by_key.get(key)
            pool = pools[sent is not None and is_restricted(sent)]
            pool.sent.append(key)
            if sent is not None:
                pool.to[_mailbox(referrer(sent).email)] += 1
    held = {}
    for referral in sorted(unanswered, key=_in_order):
        key, email = key_of(referral), referrer(referral).email
        if key in context.done or not email:
            continue
        pool, mailbox = pools[is_restricted(referral)], _mailbox(email)
        to_one = settings.acknowledgements_a_day_to_one_address
        if not _signed_in(referral, email, context) and pool.to[mailbox] >= to_one:
            held[referral.referral_id] = ADDRESS
        elif len(pool.sent) >= settings.acknowledgements_in_a_day:
            held[referral.referral_id] = DAY
        else:
            pool.sent.append(key)
            pool.to[mailbox] += 1
    return held


def told(context: ReferralContext) -> Iterator[WantedMessage]:
    """To the coordinator, once a day: some acknowledgements were held back."""
    say = context.say
    for number, person in enumerate(context.with_role("Coordinator"), 1):
        if person.email:
            yield WantedMessage(
                key=f"acks_held:{context.today.isoformat()}:{number}",
                to=person.email,
                subject=say("messages.acks_held_subject"),
                text=say(
                    "messages.acks_held",
                    one=context.settings.acknowledgements_a_day_to_one_address,
                    day=context.settings.acknowledgements_in_a_day,
                ),
                because=say("messages.acks_held_because"),
            )


def _in_order(referral: Referral) -> tuple[bool, float, str]:
    received = referral.received
    return received is None, received.timestamp() if received else 0.0, referral.referral_id


def _signed_in(referral: Referral, email: str, context: ReferralContext) -> bool:
    inside = referral.source == context.say("intake.source_inside")
    return inside and context.person(email) is not None


def _mailbox(email: str) -> str:
    """Where an address leads: "ann+school@x.example" is ann's."""
    local, _, domain = email.partition("@")
    local = local.partition("+")[0] or local
    return f"{local.replace('.', '') if domain in _WITHOUT_DOTS else local}@{domain}"
