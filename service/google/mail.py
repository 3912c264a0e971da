"""Mail: plain text, once, from the school's own address."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from .session import Session


class GoogleMail:
    """Fills `ports.Mail`, as one sender."""

    def __init__(self, session: Session, sender: str) -> None:
        self._session = session
        self._sender = sender

    def send(self, to: str, subject: str, text: str, pdf: tuple[str, bytes] | None = None) -> str:
        """Not repeated when the answer was lost: ask `already_sent` first."""
        raw = urlsafe_b64encode(compose(self._sender, to, subject, text, pdf)).decode()
        request = self._messages.send(userId="me", body={"raw": raw})
        answer = self._session.execute("gmail", self._sender, request, changes=True, safe=False)
        return str(answer["id"])

    def already_sent(self, reference: str) -> bool:
        """By a text of its own: Gmail puts another Message-ID in place of the one it is given."""
        query = f'in:sent "{reference}"'
        request = self._messages.list(userId="me", q=query, fields="messages/id")
        return bool(self._session.execute("gmail", self._sender, request).get("messages"))

    @property
    def _messages(self) -> Any:
        return self._session.collection("gmail", "users.messages")


def compose(
    sender: str, to: str, subject: str, text: str, pdf: tuple[str, bytes] | None = None
) -> bytes:
    """An RFC 5322 message. A line break in an address or subject is a ValueError, not a header."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Auto-Submitted"] = "auto-generated"  # out-of-office replies stay away (RFC 3834)
    message.set_content(text)
    if pdf is not None:
        name, content = pdf
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()
