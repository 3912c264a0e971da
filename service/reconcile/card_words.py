"""What was said on a card by the person to whom it belongs: told apart from what anybody may type
into the cell, by a keyed hash of the value that was chosen."""

from __future__ import annotations

from collections.abc import Mapping

from service.keys import Keys
from service.ports import Agreed

ON_CARD = "on_card"


def on_card(
    known: Mapping[tuple[str, str], Agreed], keys: Keys, row_id: str, column: str, value: str
) -> bool:
    """Whether just this value was chosen there on a card."""
    agreed = known.get((ON_CARD, f"{row_id}/{column}"))
    return agreed is not None and agreed.object_id == _mark(keys, row_id, column, value)


def said_on_card(keys: Keys, row_id: str, column: str, value: str, who: str) -> Agreed:
    """For the ledger: who said it is kept as a hash."""
    marks = {"by": keys.fingerprint("person", who)}
    return Agreed(ON_CARD, f"{row_id}/{column}", _mark(keys, row_id, column, value), marks)


def _mark(keys: Keys, row_id: str, column: str, value: str) -> str:
    return keys.fingerprint("on card", row_id, column, value)
