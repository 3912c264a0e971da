"""Documents that colleagues have asked for on cards: who asked is kept as a keyed hash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from service.casework.school import PaperAsked
from service.keys import Keys
from service.ports import Agreed

ASKED = "paper_asked"
Known = Mapping[tuple[str, str], Agreed]


def to_ask(keys: Keys, kind: str, email: str, day: date, code: str = "") -> Agreed:
    """For the ledger; the same paper of the same day is one, however often it is asked for."""
    key = keys.fingerprint(ASKED, kind, email, day.isoformat(), code)
    by = keys.fingerprint("person", email)
    return Agreed(ASKED, key, code, {"kind": kind, "by": by, "day": day.isoformat()})


def papers(known: Known, keys: Keys, kind: str, email: str) -> tuple[PaperAsked, ...]:
    """What this colleague has asked for of one kind, under this key or the one before; the oldest
    first."""
    by = {each.fingerprint("person", email) for each in (keys, keys.earlier) if each}
    found = [
        PaperAsked(agreed.key, date.fromisoformat(agreed.marks["day"]), agreed.object_id)
        for (of, _), agreed in known.items()
        if of == ASKED and agreed.marks["kind"] == kind and agreed.marks["by"] in by
    ]
    return tuple(sorted(found, key=lambda each: (each.day, each.key)))
