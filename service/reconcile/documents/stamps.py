"""What a file says of itself, in keyed hashes: who changed it last and when, and its name."""

from __future__ import annotations

from service.keys import Keys
from service.ports import FileSeen


def stamp(file: FileSeen, keys: Keys) -> str:
    """When a file was last changed, and by whom (hashed): what tells our own change from any
    other, even one in the same moment."""
    when = file.modified.isoformat() if file.modified else ""
    return f"{when}/{hand(file.modified_by, keys)}"


def hand(email: str, keys: Keys) -> str:
    """Whose writing it is, in a stamp."""
    return keys.fingerprint("modified by", email)[:10]


def called(file: FileSeen, keys: Keys) -> str:
    """Whether anybody has renamed it."""
    return keys.fingerprint("called", file.name)[:10]
