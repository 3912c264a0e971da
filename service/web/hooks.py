""" "Look again": what triggers say. When one last spoke is kept, so that a card can tell whether
the triggers are alive."""

from __future__ import annotations

from datetime import datetime

from service.ports import Ledger

LAST_LOOK = "hook:last"


def note_look(ledger: Ledger, now: datetime) -> None:
    ledger.set_tokens({LAST_LOOK: now.isoformat()})


def last_look(ledger: Ledger) -> datetime | None:
    """When a trigger last said "look again"; None = never."""
    said = ledger.token(LAST_LOOK)
    return datetime.fromisoformat(said) if said else None
