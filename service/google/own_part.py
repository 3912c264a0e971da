"""What of an event is Holdfast's: its block of the description, and title and reminders for as
long as nobody has put their own in their place.

Guests, rooms, colors and everything that people write around the block are theirs. Which lines are
the block is known by a hash of them, kept on the event itself; Calendar makes HTML of a
description that somebody edits there, so lines are compared as they read.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from service.ports import EventWrite

_BREAK: Final = re.compile(r"(\n|<br\s*/?>)", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{1,2000}>")
_CUT: Final = 16  # characters of a hash


def mark_of(write: EventWrite) -> str:
    """What is kept on the event to know Holdfast's part again."""
    lines = _lines(write.description)
    parts = (str(len(lines)), _hash(*lines), _hash(write.title), _minutes(write.reminders))
    return ".".join(parts)


def adjusted(write: EventWrite, event: Mapping[str, Any], mark: str) -> dict[str, Any]:
    """Of description, title and reminders, what a patch may send for `event` as it stands. Where
    there is no `mark` (an event of an earlier release), title and reminders are Holdfast's."""
    count, block, title, minutes = (mark.split(".") + [""] * 4)[:4]
    body: dict[str, Any] = {}
    standing = str(event.get("description", ""))
    if write.description:
        body["description"] = _replaced(standing, write.description, count, block)
    if write.title and title in ("", _hash(str(event.get("summary", "")))):
        body["summary"] = write.title
    overrides = event.get("reminders", {}).get("overrides", ())
    now = _minutes([override.get("minutes", 0) for override in overrides])
    if write.reminders and (not mark or minutes == now):
        overrides = [{"method": "popup", "minutes": each} for each in write.reminders]
        body["reminders"] = {"useDefault": False, "overrides": overrides}
    return body


def holds_block(description: str, block: str) -> bool:
    """Whether these lines stand in a description."""
    return not block or _place(_lines(description), _lines(block)) is not None


def _replaced(standing: str, block: str, count: str, digest: str) -> str:
    """The description with the new block where the old one was; below what people wrote, where
    they have changed the old one."""
    pieces = _BREAK.split(standing)
    texts, breaks = pieces[::2], pieces[1::2]
    read = [_read(text) for text in texts]
    length = int(count) if count.isdecimal() else 0
    first, last = _found(read, length, digest, _lines(block))
    if first is None:
        return f"{standing}\n\n{block}" if standing.strip() else block
    before = "".join(f"{t}{b}" for t, b in zip(texts[:first], breaks[:first], strict=True))
    after = "".join(f"{b}{t}" for t, b in zip(texts[last:], breaks[last - 1 :], strict=False))
    return f"{before}{block}{after}"


def _found(
    read: Sequence[str], length: int, digest: str, block: Sequence[str]
) -> tuple[int | None, int]:
    """Where the old block stands: by its hash; without one, what reads as the new one does."""
    for first in range(len(read) - length + 1 if length else 0):
        if _hash(*read[first : first + length]) == digest:
            return first, first + length
    alike = [place for place, text in enumerate(read) if text and text in block]
    if alike:
        return alike[0], alike[-1] + 1
    return None, 0


def _place(lines: Sequence[str], block: Sequence[str]) -> int | None:
    ends = range(len(lines) - len(block) + 1)
    return next((n for n in ends if list(lines[n : n + len(block)]) == list(block)), None)


def _lines(text: str) -> list[str]:
    return [_read(piece) for piece in _BREAK.split(text)[::2]]


def _read(piece: str) -> str:
    return html.unescape(_TAG.sub("", piece)).replace("\u00a0", " ").strip()


def _minutes(minutes: Sequence[int]) -> str:
    return "-".join(str(each) for each in sorted(minutes))


def _hash(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:_CUT]
