"""For the browser pages: a person's mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from emulator.workspace import Workspace

from . import mime
from .store import Message


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as a page shows it; `html` is None for a plain message, and not cleaned."""

    id: str
    message_id: str
    sender: str
    to: str
    cc: str
    subject: str
    received: datetime
    unread: bool
    labels: tuple[str, ...]
    snippet: str
    text: str
    html: str | None


def letters(workspace: Workspace, person: str, label: str | None = "INBOX") -> list[Letter]:
    """A person's messages with that label (None = all but trash), newest first."""
    return [
        _letter(message)
        for message in workspace.gmail.mailbox(person)
        if (label in message.labels if label else "TRASH" not in message.labels)
    ]


def letter(workspace: Workspace, person: str, message_id: str) -> Letter | None:
    """One message of a person, None if it is not in their mailbox."""
    message = workspace.gmail.message(person, message_id)
    return _letter(message) if message else None


def mark_read(workspace: Workspace, person: str, message_id: str) -> None:
    """Take UNREAD from a message; nothing happens if it is not there."""
    message = workspace.gmail.message(person, message_id)
    if message and "UNREAD" in message.labels:
        message.labels = [name for name in message.labels if name != "UNREAD"]
        workspace.gmail.keep(message)


def _letter(message: Message) -> Letter:
    parsed = message.parsed
    return Letter(
        message.id,
        message.message_id,
        message.header("From"),
        message.header("To"),
        message.header("Cc"),
        message.header("Subject"),
        message.received,
        "UNREAD" in message.labels,
        tuple(message.labels),
        mime.snippet(parsed),
        mime.text_of(parsed),
        mime.html_of(parsed),
    )
