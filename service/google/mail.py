"""Mail: plain text, once, from the school's own address.

Gmail has no key under which a mail goes once. But it sends a draft once: who sends it again, or
sends it after it was taken back, is told that it is not there. So a mail is drafted first, and
which draft it is can be remembered before it goes.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from service.ports import Missing, NotAllowed

from .session import Session

DRAFTS = "drafts"  # called with a scope of its own, so that mail goes where it is not granted

Enclosed = tuple[str, bytes] | None  # a PDF's name and content


class GoogleMail:
    """Fills `ports.Mail`, as one sender."""

    def __init__(self, session: Session, sender: str) -> None:
        self._session = session
        self._sender = sender

    def draft(self, to: str, subject: str, text: str, pdf: Enclosed = None) -> str:
        request = self._drafts.create(
            userId="me", body={"message": self._raw(to, subject, text, pdf)}
        )
        try:
            return str(self._write(DRAFTS, request)["id"])
        except NotAllowed:
            return ""

    def send_draft(self, draft: str) -> str:
        return str(self._write(DRAFTS, self._drafts.send(userId="me", body={"id": draft}))["id"])

    def take_back(self, draft: str) -> bool:
        try:
            self._write(DRAFTS, self._drafts.delete(userId="me", id=draft))
        except Missing:
            return False
        return True

    def send(self, to: str, subject: str, text: str, pdf: Enclosed = None) -> str:
        """Not repeated when the answer was lost: ask `already_sent` first."""
        request = self._messages.send(userId="me", body=self._raw(to, subject, text, pdf))
        return str(self._write("gmail", request)["id"])

    def already_sent(self, reference: str) -> bool:
        """By a text of its own: Gmail puts another Message-ID in place of the one it is given."""
        query = f'in:sent "{reference}"'
        request = self._messages.list(userId="me", q=query, fields="messages/id")
        return bool(self._session.execute("gmail", self._sender, request).get("messages"))

    def drafts_allowed(self) -> None:
        request = self._drafts.list(userId="me", maxResults=1, fields="resultSizeEstimate")
        self._session.execute(DRAFTS, self._sender, request)

    def _raw(self, to: str, subject: str, text: str, pdf: Enclosed) -> dict[str, str]:
        composed = compose(self._sender, to, subject, text, pdf)
        return {"raw": urlsafe_b64encode(composed).decode()}

    def _write(self, api: str, request: Any) -> Any:
        return self._session.execute(api, self._sender, request, changes=True, safe=False)

    @property
    def _messages(self) -> Any:
        return self._session.collection("gmail", "users.messages")

    @property
    def _drafts(self) -> Any:
        return self._session.collection("gmail", "users.drafts")


def compose(sender: str, to: str, subject: str, text: str, pdf: Enclosed = None) -> bytes:
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
