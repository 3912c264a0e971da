"""A message's bytes: headers read and edited without touching the rest, parts as Gmail shows them.

Pure functions. Headers are edited on the bytes, so that a body is kept as it was sent.
"""

from __future__ import annotations

import base64
import html
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from functools import lru_cache
from typing import Any

ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+$")
SNIPPET = 200


@lru_cache(maxsize=4096)
def parse(raw: bytes) -> EmailMessage:
    """The message, to be read only; broken input parses too, with defects."""
    return message_from_bytes(raw, policy=policy.default)


def header(message: EmailMessage, name: str) -> str:
    """A header's decoded value, "" if it is not there."""
    try:
        return str(message.get(name, "")).strip()
    except (ValueError, IndexError, AttributeError):
        # The standard parser stumbles over some malformed headers.
        return ""


def addresses(message: EmailMessage, *names: str) -> list[str]:
    """The addresses in these headers, lower case, without repetition, in their order."""
    values = [str(value) for name in names for value in message.get_all(name, [])]
    found = [address.strip().lower() for _, address in getaddresses(values) if address]
    return list(dict.fromkeys(found))


def without_header(raw: bytes, name: str) -> bytes:
    """The message without a header, folded lines included."""
    head, separator, body = _split(raw)
    pattern = rb"(?im)^" + re.escape(name.encode()) + rb"[ \t]*:.*(?:\r?\n[ \t].*)*(?:\r?\n|\Z)"
    return re.sub(pattern, b"", head) + separator + body


def with_header(raw: bytes, name: str, value: str) -> bytes:
    """The message with a header put in front."""
    return f"{name}: {value}\r\n".encode() + raw


def _split(raw: bytes) -> tuple[bytes, bytes, bytes]:
    match = re.search(rb"\r?\n(\r?\n)", raw)
    if not match:
        return raw, b"", b""
    cut = match.start(1)
    return raw[:cut], raw[cut : match.end(1)], raw[match.end(1) :]


def encode(content: bytes) -> str:
    """base64url as Gmail writes it, with padding."""
    return base64.urlsafe_b64encode(content).decode()


def decode(text: str) -> bytes:
    """base64url or base64, padded or not. Raises ValueError."""
    text = re.sub(r"\s", "", text).replace("+", "-").replace("/", "_").rstrip("=")
    if not re.match(r"[A-Za-z0-9_-]*$", text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def text_of(message: EmailMessage) -> str:
    """The plain text, or the HTML without its tags."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, KeyError, ValueError):
        payload = body.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    if body.get_content_type() == "text/html":
        text = html.unescape(
            re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", " ", text, flags=re.S | re.I)
        )
    return text


def html_of(message: EmailMessage) -> str | None:
    """The HTML body as it was sent, None if there is none."""
    body = message.get_body(preferencelist=("html",))
    return str(body.get_content()) if body is not None else None


def snippet(message: EmailMessage) -> str:
    """The beginning of the text on one line, escaped for HTML as Gmail does."""
    line = " ".join(text_of(message).split())
    return html.escape(line[:SNIPPET], quote=True).replace("&#x27;", "&#39;")


def attachments(message: EmailMessage) -> list[tuple[str, EmailMessage]]:
    """`(part id, part)` for every part with a file name."""
    return [(part_id, part) for part_id, part in _walk(message, "") if part.get_filename()]


def _walk(part: EmailMessage, part_id: str) -> list[tuple[str, EmailMessage]]:
    found = [(part_id, part)]
    for number, child in enumerate(_children(part)):
        below = f"{part_id}.{number}" if part_id else str(number)
        found += _walk(child, below)
    return found


def _children(part: EmailMessage) -> list[EmailMessage]:
    return list(part.iter_parts()) if part.is_multipart() else []  # type: ignore[arg-type]


def payload(message: EmailMessage, message_id: str) -> dict[str, Any]:
    """The `payload` of a message in format "full"."""
    return _part(message, "", message_id)


def headers(message: EmailMessage, only: list[str] | None = None) -> list[dict[str, str]]:
    """Name and decoded value of the headers, in their order; `only` ignores case."""
    wanted = {name.lower() for name in only} if only else None
    return [
        {"name": name, "value": _value(message, name, value)}
        for name, value in message.raw_items()
        if wanted is None or name.lower() in wanted
    ]


def _value(message: EmailMessage, name: str, value: Any) -> str:
    try:
        return str(policy.default.header_fetch_parse(name, str(value))).strip()
    except (ValueError, IndexError, AttributeError):
        return str(value).strip()


def _part(part: EmailMessage, part_id: str, message_id: str) -> dict[str, Any]:
    filename = part.get_filename() or ""
    shown: dict[str, Any] = {
        "partId": part_id,
        "mimeType": part.get_content_type(),
        "filename": filename,
        "headers": headers(part),
    }
    if part.is_multipart():
        shown["body"] = {"size": 0}
        shown["parts"] = [
            _part(child, f"{part_id}.{number}" if part_id else str(number), message_id)
            for number, child in enumerate(_children(part))
        ]
        return shown
    content = content_of(part)
    if filename:
        shown["body"] = {"attachmentId": f"{message_id}-{part_id or '0'}", "size": len(content)}
    else:
        shown["body"] = {"size": len(content)} | ({"data": encode(content)} if content else {})
    return shown


def content_of(part: EmailMessage) -> bytes:
    """A part's bytes, its transfer encoding undone."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
