"""Days that rules want remembered under a text (`Keep`); the ledger has it as a keyed hash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from service.keys import Keys
from service.ports import Agreed

KEPT = "kept"
Known = Mapping[tuple[str, str], Agreed]


def kept(known: Known, keys: Keys, text: str) -> date | None:
    """The day that is remembered under this text, under this key or the one before."""
    for each in (keys, keys.earlier):
        agreed = known.get((KEPT, each.fingerprint(KEPT, text))) if each else None
        if agreed is not None:
            return date.fromisoformat(agreed.marks["day"])
    return None


def to_keep(keys: Keys, text: str, day: date) -> Agreed:
    """For the ledger."""
    return Agreed(KEPT, keys.fingerprint(KEPT, text), "", {"day": day.isoformat()})
