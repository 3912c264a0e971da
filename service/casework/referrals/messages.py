"""What a referrer is told: received, assigned, closed; and the notes that staff get.

The referrer hears that the message came, that somebody was asked to look into it, and that it is
closed: no name beyond what they wrote, no detail, no plan type (docs/casework.md, "Intake and
triage"). A mail may be read by anyone who shares the mailbox, so no student is named at all, not
even echoed. Subjects hold a referral id or a case code and nothing else.

Every key is the mail's identity for ever: "ack:R-0031" is sent once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..records import Case, Referral
from ..wants import Say, WantedMessage
from .context import PROGRESS, ReferralContext, is_restricted

STAFF, GUARDIAN = "Staff", "Parent or guardian"
STUDENTS = ("The student", "Another student")
IN_RESTRICTED: Final = frozenset({"Safeguarding lead", "Deputy", "Counselor"})  # Coordinator: rings
NOTHING = "–"  # stands for a part of "Referred by" that was not given
_DOT: Final = " · "
_EMAIL = re.compile(r"[a-z0-9_.%+'-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}")
_LOOKED_AT = 500  # characters of what was given as an address


@dataclass(frozen=True, slots=True)
class Referrer:
    """Who wrote, as it stands under Referred by: "Ruth Okafor · ruth@x.example · English"."""

    name: str = ""
    reach: str = ""  # e-mail, phone, or whatever was given
    language: str = ""

    @property
    def written(self) -> str:
        reach, language = (part.replace("·", ",") for part in (self.reach, self.language))
        return _DOT.join(part or NOTHING for part in (self.name, reach, language))

    @property
    def email(self) -> str:
        """The first usable e-mail address, in lower case, or ""."""
        words = re.split(r"[\s,;<>()\[\]\"]+", self.reach[:_LOOKED_AT].lower())
        found = (word.removeprefix("mailto:").strip(".:'") for word in words)
        return next((word for word in found if _EMAIL.fullmatch(word) and ".." not in word), "")


def referrer(referral: Referral) -> Referrer:
    """Who wrote this referral, from its Referred by."""
    parts = referral.referred_by.rsplit(_DOT, 2)
    if len(parts) < 3:
        return Referrer(reach=referral.referred_by)
    name, reach, language = ("" if part == NOTHING else part for part in parts)
    return Referrer(name, reach, language)


def acknowledgement(referral: Referral, context: ReferralContext) -> WantedMessage | None:
    """ "We received your message · R-0031", once, or None without a usable address.

    In this order: whom to call in danger; who reads it and when; what to do meanwhile; what they
    will hear; whom to ring. About safety there is no promise of a time, and a reminder that a
    report the law asks for is the writer's own.
    """
    safety = is_restricted(referral)
    say, crisis = _language(referral, context), context.settings.crisis
    reads = say(
        "messages.ack_read_safety" if safety else "messages.ack_read",
        who=context.settings.who_reads_referrals,
        when=context.settings.when_referrals_are_read,
    )
    return _to_referrer(
        "ack",
        referral,
        context,
        say("messages.crisis", emergency=crisis.emergency_number, crisis=crisis.crisis_line),
        reads,
        say("messages.own_report") if safety else "",
        say(f"messages.meanwhile_{_role(referral)}"),
        say("messages.hear_more" if wants_progress(referral) else "messages.hear_no_more"),
    )


def assigned(referral: Referral, context: ReferralContext) -> WantedMessage | None:
    """Somebody was asked to look into it. Only where Tell referrer is Progress."""
    return _progress("assigned", referral, context)


def closed(referral: Referral, context: ReferralContext) -> WantedMessage | None:
    """The work that followed has come to its end. Only where Tell referrer is Progress."""
    return _progress("closed", referral, context)


def declined(referral: Referral, context: ReferralContext) -> WantedMessage | None:
    """It was read, and no case was opened; never why. Only where Tell referrer is Progress."""
    return _progress("declined", referral, context)


def need_more(referral: Referral, context: ReferralContext) -> WantedMessage | None:
    """Please get in touch. Whatever Tell referrer says, for it is a question to them."""
    return _to_referrer(
        "need_more", referral, context, _language(referral, context)("messages.need_more")
    )


def joined(referral: Referral, case: Case, context: ReferralContext) -> WantedMessage | None:
    """To a case manager: one more referral belongs to a case of theirs."""
    if not case.case_manager:
        return None
    return WantedMessage(
        key=f"joined:{referral.referral_id}",
        to=case.case_manager,
        subject=context.say("messages.joined_subject", code=case.code),
        text=context.say(
            "messages.joined",
            id=referral.referral_id,
            code=case.code,
            link=context.link(case.row),
        ),
        because=context.say("messages.joined_because", id=referral.referral_id, code=case.code),
    )


def opened(referral: Referral, case: Case, context: ReferralContext) -> WantedMessage | None:
    """To a case manager: a new case is theirs. What the referral says stands on its card alone."""
    if not case.case_manager:
        return None
    return WantedMessage(
        key=f"opened:{referral.referral_id}",
        to=case.case_manager,
        subject=context.say("messages.opened_subject", code=case.code),
        text=context.say("messages.opened", code=case.code, link=context.link(case.row)),
        because=context.say("messages.opened_because", code=case.code),
    )


def alert(referral: Referral, to: str, key: str, context: ReferralContext) -> WantedMessage:
    """To who reads safety referrals: one is there. What it says stays in Restricted."""
    crisis, on_card = context.settings.crisis, reads_on_card(to, context)
    return WantedMessage(
        key=key,
        to=to,
        subject=context.say("messages.alert_subject", id=referral.referral_id),
        text=context.say(
            "messages.alert_on_card" if on_card else "messages.alert",
            id=referral.referral_id,
            link=context.link(referral.row),
            emergency=crisis.emergency_number,
        ),
        because=context.say("messages.alert_because", id=referral.referral_id),
    )


def reads_on_card(email: str, context: ReferralContext) -> bool:
    """Whether that is an alternate who is not in the Restricted workbook: a link to it would not
    open for them, and the card shows all."""
    person = context.person(email)
    alternate = email == context.settings.alternate_safeguarding_lead
    return alternate and person is not None and person.role not in IN_RESTRICTED


def wants_progress(referral: Referral) -> bool:
    return referral.tell_referrer.strip().casefold() == PROGRESS.casefold()


def _progress(kind: str, referral: Referral, context: ReferralContext) -> WantedMessage | None:
    if not wants_progress(referral):
        return None
    return _to_referrer(kind, referral, context, _language(referral, context)(f"messages.{kind}"))


def _to_referrer(
    kind: str, referral: Referral, context: ReferralContext, *paragraphs: str
) -> WantedMessage | None:
    email = referrer(referral).email
    if not email:
        return None
    say, settings = _language(referral, context), context.settings
    phone = settings.school_phone
    ring = say("messages.ring", phone=phone) if phone else say("messages.ring_office")
    sign = say("messages.sign", school=settings.school_name, id=referral.referral_id)
    return WantedMessage(
        key=f"{kind}:{referral.referral_id}",
        to=email,
        subject=say(f"messages.{kind}_subject", id=referral.referral_id),
        text="\n\n".join(part for part in (*paragraphs, ring, sign) if part),
        because=context.say(f"messages.{kind}_because", id=referral.referral_id),
        language=referrer(referral).language,
    )


def _language(referral: Referral, context: ReferralContext) -> Say:
    """The referrer's own language where there is a wording for it."""
    return context.speak(referrer(referral).language)


def _role(referral: Referral) -> str:
    """Which guidance for the time being fits."""
    relationship = referral.relationship.strip()
    if relationship.startswith(STAFF):
        return "staff"
    if relationship in (GUARDIAN, "Family"):
        return "family"
    return "student" if relationship in STUDENTS else "others"
