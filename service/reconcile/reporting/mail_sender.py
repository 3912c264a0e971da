"""Sending a mail once, whatever becomes of the answer."""

from __future__ import annotations

from service.ports import Ledger, Mail

from ..changes import SendMail
from .failures import twice


def send_once(
    mail: Mail,
    ledger: Ledger,
    letter: SendMail,
    message_id: str,
    unsettled: dict[tuple[str, str], str],
) -> str:
    """Gmail's id; "" for a letter that had gone before. Raises GatewayError.

    `unsettled` are the intents without an end: for one of them the answer was lost, so Gmail is
    asked before the letter is sent again.
    """
    key = ("message", letter.record_key)

    def send() -> str:
        if key in unsettled and mail.already_sent(message_id):
            return ""
        ledger.intend(*key)
        unsettled[key] = ""
        return mail.send(message_id, letter.to, letter.subject, letter.text)

    return twice(send)
