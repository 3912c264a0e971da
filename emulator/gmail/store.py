"""The mailboxes: one record per message and mailbox, and delivery between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

from emulator.workspace import HEX

from . import mime

if TYPE_CHECKING:
    from emulator.workspace import Workspace

SYSTEM_LABELS = (
    "INBOX",
    "SENT",
    "DRAFT",
    "TRASH",
    "SPAM",
    "UNREAD",
    "STARRED",
    "IMPORTANT",
    "CHAT",
    "CATEGORY_PERSONAL",
    "CATEGORY_SOCIAL",
    "CATEGORY_PROMOTIONS",
    "CATEGORY_UPDATES",
    "CATEGORY_FORUMS",
)


@dataclass(slots=True)
class Message:
    """One message in one person's mailbox; `history` rises with every change anywhere."""

    id: str
    thread_id: str
    person: str
    message_id: str
    raw: bytes
    labels: list[str]
    received: datetime
    history: int

    @property
    def parsed(self) -> EmailMessage:
        return mime.parse(self.raw)

    def header(self, name: str) -> str:
        """A header's decoded value, "" if it is not there."""
        return mime.header(self.parsed, name)

    @property
    def text(self) -> str:
        return mime.text_of(self.parsed)

    @property
    def has_attachment(self) -> bool:
        return bool(mime.attachments(self.parsed))


class GmailStore:
    """`workspace.gmail`."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._messages: dict[str, Message] = workspace.shelf("gmail")
        self._by_person: dict[str, dict[str, Message]] = {}
        self.history = 1000
        for message in self._messages.values():
            self._by_person.setdefault(message.person, {})[message.id] = message
            self.history = max(self.history, message.history)

    def mailbox(self, person: str) -> list[Message]:
        """A person's messages, newest first."""
        return list(reversed(self._by_person.get(person, {}).values()))

    def message(self, person: str, message_id: str) -> Message | None:
        return self._by_person.get(person, {}).get(message_id)

    def keep(self, message: Message) -> None:
        """Keep a new or changed message."""
        self.history += 1
        message.history = self.history
        self._messages[f"{message.person}\n{message.id}"] = message
        self._by_person.setdefault(message.person, {})[message.id] = message

    def remove(self, message: Message) -> None:
        """Delete for good."""
        self.history += 1
        del self._messages[f"{message.person}\n{message.id}"]
        del self._by_person[message.person][message.id]

    def send(self, person: str, raw: bytes, thread_id: str | None = None) -> Message:
        """Put a message into the sender's SENT and every recipient's INBOX.

        The client's Message-ID is kept or replaced (variant gmail_message_id); a missing one, a
        missing date and a sender who is not the mailbox's owner are mended as Gmail does.
        Recipients do not see Bcc.
        """
        parsed = mime.parse(raw)
        now = self.workspace.clock.now()
        replaced = self.workspace.variant("gmail_message_id") == "replaced"
        if replaced or not mime.header(parsed, "Message-ID"):
            made = f"<CA{self.workspace.new_id(46)}@mail.gmail.com>"
            raw = mime.with_header(mime.without_header(raw, "Message-ID"), "Message-ID", made)
        if not mime.header(parsed, "Date"):
            raw = mime.with_header(raw, "Date", format_datetime(now.astimezone(UTC)))
        if mime.addresses(parsed, "From") != [person]:
            raw = mime.with_header(mime.without_header(raw, "From"), "From", person)
        recipients = mime.addresses(parsed, "To", "Cc", "Bcc")
        labels = ["SENT"] + (["INBOX", "UNREAD"] if person in recipients else [])
        sent = self._deliver(person, raw, labels, now, thread_id)
        for recipient in recipients:
            if recipient != person:
                open_copy = mime.without_header(raw, "Bcc")
                self._deliver(recipient, open_copy, ["UNREAD", "INBOX"], now)
        return sent

    def draft(self, person: str, raw: bytes) -> Message:
        """Put a message into the writer's DRAFT, where nobody else sees it."""
        return self._deliver(person, raw, ["DRAFT"], self.workspace.clock.now())

    def _deliver(
        self,
        person: str,
        raw: bytes,
        labels: list[str],
        now: datetime,
        thread_id: str | None = None,
    ) -> Message:
        message_id = "1" + self.workspace.new_id(15, HEX)
        parsed = mime.parse(raw)
        thread_id = thread_id or self._thread_of(person, parsed) or message_id
        named = mime.header(parsed, "Message-ID")
        message = Message(message_id, thread_id, person, named, raw, labels, now, 0)
        self.keep(message)
        return message

    def _thread_of(self, person: str, parsed: EmailMessage) -> str | None:
        """The thread of the message that this one answers, if it is in the mailbox."""
        answered = (
            mime.header(parsed, "References") + " " + mime.header(parsed, "In-Reply-To")
        ).split()
        if not answered:
            return None
        for message in self.mailbox(person):
            if message.message_id in answered:
                return message.thread_id
        return None
