"""What Gmail does with a Message-ID that it is given."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from email.message import EmailMessage
from email.policy import SMTP
from secrets import token_hex

from .scratch import NAME, Scratch

TEXT = (
    "Holdfast has tried out how this Gmail numbers its mails. It may not put mails into the bin "
    "itself, so please delete this one.\n"
)


def message_id(scratch: Scratch) -> str:
    """One mail from the school's sender to itself."""
    given, sender = f"<{token_hex(12)}@holdfast>", scratch.mail_from
    message = EmailMessage(policy=SMTP)
    message["From"] = message["To"] = sender
    message["Subject"] = NAME
    message["Message-ID"] = given
    message.set_content(TEXT)
    raw = urlsafe_b64encode(message.as_bytes()).decode()
    messages = scratch.collection("gmail", "users.messages")
    sent = scratch.ask("gmail", messages.send(userId="me", body={"raw": raw}), person=sender)
    request = messages.get(userId="me", id=sent["id"], format="metadata")
    got = scratch.ask("gmail", request, changes=False, person=sender)
    headers = {each["name"].lower(): each["value"] for each in got["payload"]["headers"]}
    return "kept" if headers.get("message-id") == given else "replaced"
