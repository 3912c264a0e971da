"""Sending a mail once, whatever becomes of the answer.

A mail is drafted, its draft remembered, and the draft sent, which Gmail does only once. Where
nobody knows what came of it, the draft is taken back: then it has not gone, and cannot go any more,
not even by a sync that was held up with the call on its way. Where there is no draft any more, Sent
is searched for the reference in the mail's last line (Gmail gives a mail a Message-ID of its own);
where Sent cannot tell, a person is asked, and meanwhile nothing is sent.
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

    `unsettled` are the intents without an end, each with what a person said of it and its draft: of
    one of them nobody knows yet whether it went. A person's word to send it again counts for one
    try. `read(file id, format)` exports what is enclosed; where it cannot, nothing was begun.
    """
    key = ("message", letter.record_key)

    def note(said: str, draft: str = "") -> None:
        unsettled[key] = f"{said}:{draft}" if draft else said
        ledger.intend(*key, unsettled[key])

    def send() -> str:
        begun = key in unsettled
        if begun:
            said, _, draft = unsettled[key].partition(":")
            told_to = letter.answer == AGAIN and said != AGAIN
            if letter.answer == GONE or not (told_to or _is_unsent(mail, letter.reference, draft)):
                return ""
        pdf = (letter.file_name, read(letter.file_id, PDF)) if letter.file_id else None
        said = letter.answer if begun else ""
        note(said)
        mailed = letter.to, letter.subject, letter.text, pdf
        draft = mail.draft(*mailed)
        if not draft:
            return mail.send(*mailed)
        note(said, draft)
        return mail.send_draft(draft)

    return twice(send)


def _is_unsent(mail: Mail, reference: str, draft: str) -> bool:
    """Whether a mail that was begun may be begun anew: its draft, which another sync may hold
    still, is taken out of everybody's hands, or else the mail is not in Sent."""
    if draft and mail.take_back(draft):
        return True
    if _already_sent(mail, reference):
        return False
    if draft:  # somebody else has sent it or thrown it away, and Sent does not say
        raise Doubtful("A mail that was begun is neither in Drafts nor in Sent.")
    return True


def _already_sent(mail: Mail, reference: str) -> bool:
    try:
        return mail.already_sent(reference)
    except Unreachable:
        raise
    except GatewayError as error:
        raise Doubtful(error.sentence, error.status, error.reason) from error
