"""Sending a mail once, whatever becomes of the answer.

Gmail gives a mail a Message-ID of its own, so each carries a reference in its last line. Where
the answer was lost, Sent is searched for that before the mail is sent again; where Sent cannot be
searched, a person is asked, and meanwhile nothing is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from service.casework.wants import WantedMessage
from service.ports import Agreed, GatewayError, Ledger, Mail, Unreachable

from ..changes import AGAIN, GONE, SendMail
from ..context import SchoolContext
from .failures import Doubtful, mail_question, twice

PDF = "application/pdf"


def letters(
    wanted: Iterable[WantedMessage],
    context: SchoolContext,
    pick: Callable[[str], str],
    known: Mapping[tuple[str, str], Agreed],
) -> list[SendMail]:
    """The mails to send, alerts first: safety never waits behind a thank-you. One with something
    enclosed waits until that stands."""
    found = []
    for each in sorted(wanted, key=lambda message: not message.key.startswith("alert:")):
        enclosed = known.get(("document", each.encloses)) if each.encloses else None
        if each.encloses and (enclosed is None or enclosed.marks.get("gone")):
            continue
        if enclosed is not None and not each.enclosed_as:
            link = context.links.file("document", enclosed.object_id)
            each, enclosed = replace(each, text=f"{each.text}\n{link}"), None
        found.append(letter(each, context, pick, enclosed.object_id if enclosed else ""))
    return found


def letter(
    wanted: WantedMessage, context: SchoolContext, pick: Callable[[str], str], file_id: str = ""
) -> SendMail:
    """A mail as it is sent: its reference below its words, in their language."""
    say = context.speak(wanted.language) if wanted.language else context.say
    reference = context.keys.mail_reference(wanted.key)
    picked = pick(mail_question(wanted.key))
    answers = {context.say(f"failures.doubtful_{each}"): each for each in (GONE, AGAIN)}
    return SendMail(
        record_key=wanted.key,
        to=wanted.to,
        subject=wanted.subject,
        text=f"{wanted.text}\n\n{say('messages.reference', reference=reference)}",
        because=wanted.because,
        reference=reference,
        answer=answers.get(picked, ""),
        file_key=wanted.encloses,
        file_id=file_id,
        file_name=wanted.enclosed_as,
    )


def send_once(
    mail: Mail,
    ledger: Ledger,
    letter: SendMail,
    unsettled: dict[tuple[str, str], str],
    read: Callable[[str, str], bytes],
) -> str:
    """Gmail's id; "" for a letter that had gone before. Raises GatewayError, Doubtful among them.

    `unsettled` are the intents without an end: for one of them the answer was lost, so Sent is
    searched before the letter is sent again. A person's word to send it again counts for one try.
    `read(file id, format)` exports what is enclosed; where it cannot, nothing was begun.
    """
    key = ("message", letter.record_key)

    def send() -> str:
        if key in unsettled:
            if letter.answer == GONE:
                return ""
            told_to = letter.answer == AGAIN and unsettled[key] != AGAIN
            if not told_to and _already_sent(mail, letter.reference):
                return ""
        pdf = (letter.file_name, read(letter.file_id, PDF)) if letter.file_id else None
        detail = letter.answer if key in unsettled else ""
        ledger.intend(*key, detail)
        unsettled[key] = detail
        return mail.send(letter.to, letter.subject, letter.text, pdf)

    return twice(send)


def _already_sent(mail: Mail, reference: str) -> bool:
    try:
        return mail.already_sent(reference)
    except Unreachable:
        raise
    except GatewayError as error:
        raise Doubtful(error.sentence, error.status, error.reason) from error
