"""Opaque ids and keyed fingerprints: what Holdfast stores instead of what people wrote.

Everything here is an HMAC-SHA256 under the school's own `HOLDFAST_KEY`, so that an id gives
nothing away, cannot be guessed, and comes out the same every time: that is what makes a repeated
insert meet its own event. Each use has its own label, so that no id of one sort is ever equal
to one of another. Values are encoded with their type and length: ("ab", "c") is not ("a", "bc"),
1 is not "1".
"""

from __future__ import annotations

import base64
import hmac
import math
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum

EVENT_ID_CHARS = 26  # 128 bits; Calendar takes 5 to 1024 of [a-v0-9]
FINGERPRINT_CHARS = 32  # 128 bits, in hexadecimal: there are many, and it is quick
ROW_ID_CHARS = 13  # 64 bits
REFERENCE_CHARS = 16  # 80 bits, short enough to be read out
SCHOOL_ID_CHARS = 16  # 80 bits


class Keys:
    """Derivations under one secret. Two `Keys` with the same secret agree for ever."""

    __slots__ = ("_secret", "earlier", "key_id")

    def __init__(self, secret: bytes, *earlier: bytes | None) -> None:
        """`earlier` are the secrets before, the last rotation's first: rows still carry its ids,
        and the access record knows people by all of them."""
        if not secret:
            raise ValueError("Keys need a secret that is not empty.")
        self._secret = secret
        before = [each for each in earlier if each]
        self.earlier: Keys | None = Keys(*before) if before else None
        self.key_id = self._opaque("key id", (), 8)

    def event_id(self, workbook_id: str, follow_up_id: str, generation: int) -> str:
        """The id of a follow-up's calendar event: 26 characters of [a-v0-9]."""
        return self._opaque("event", (workbook_id, follow_up_id, generation), EVENT_ID_CHARS)

    def row_id(self, *parts: object) -> str:
        """The id of the row that `parts` called for: "hf-" and 13 characters of [a-v0-9]."""
        return "hf-" + self._opaque("row", parts, ROW_ID_CHARS)

    def school_id(self, folder_id: str = "") -> str:
        """What a school is called on its files; `folder_id` where it was given a folder, so that
        schools with one key are told apart."""
        return self._opaque("school", (folder_id,), SCHOOL_ID_CHARS)

    def fingerprint(self, *values: object) -> str:
        """A keyed hash of values: text, numbers, dates, None, dataclasses, sequences, mappings.

        2 and 2.0 are the same number (Sheets does not tell them apart); fields of a dataclass
        that do not take part in comparison are left out; the order of a mapping does not count.
        Raises TypeError for anything else, so that nothing is hashed by its address in memory.
        """
        encoded = encode(("fingerprint", values))
        return hmac.digest(self._secret, encoded, "sha256").hex()[:FINGERPRINT_CHARS]

    def mail_reference(self, *parts: object) -> str:
        """What stands in the last line of the mail that `parts` called for, and nowhere else:
        "HF-" and 16 characters of [A-V0-9]. By it the mail is found again."""
        return "HF-" + self._opaque("message", parts, REFERENCE_CHARS).upper()

    def __repr__(self) -> str:
        return f"Keys({self.key_id})"

    def _opaque(self, label: str, parts: Iterable[object], length: int) -> str:
        digest = hmac.digest(self._secret, encode((label, tuple(parts))), "sha256")
        return base64.b32hexencode(digest).decode("ascii").lower()[:length]


def encode(value: object) -> bytes:
    """One unambiguous byte string per value: a type tag, a length, the content."""
    tag, content = _tagged(value)
    return b"%s%d:%s" % (tag, len(content), content)


def _tagged(value: object) -> tuple[bytes, bytes]:
    match value:
        case None:
            return b"n", b""
        case Enum():
            return _tagged(value.value)
        case str():
            return b"s", value.encode("utf-8", "surrogatepass")
        case bytes():
            return b"y", value
        case bool() | int() | float() | Decimal() | datetime() | date() | time() | timedelta():
            return _plain(value)
        case Mapping():
            pairs = sorted((encode(key), encode(item)) for key, item in value.items())
            return b"m", b"".join(key + item for key, item in pairs)
        case AbstractSet():
            return b"e", b"".join(sorted(encode(item) for item in value))
        case list() | tuple():
            return b"l", b"".join(encode(item) for item in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            named = {f.name: getattr(value, f.name) for f in fields(value) if f.compare}
            return b"r", encode(type(value).__name__) + encode(named)
    raise TypeError(f"A {type(value).__name__} has no fingerprint.")


def _plain(
    value: float | Decimal | date | time | timedelta,
) -> tuple[bytes, bytes]:
    match value:
        case bool():
            return b"b", b"1" if value else b"0"
        case int():
            return b"i", b"%d" % value
        case float() | Decimal():
            whole = math.isfinite(value) and value == int(value)
            return (b"i", b"%d" % int(value)) if whole else (b"f", repr(float(value)).encode())
        case datetime():
            moment = value.astimezone(UTC) if value.tzinfo else value
            return b"t", moment.isoformat().encode()
        case date():
            return b"d", value.isoformat().encode()
        case time():
            return b"h", value.isoformat().encode()
        case timedelta():
            return b"p", b"%d" % (value // timedelta(microseconds=1))
