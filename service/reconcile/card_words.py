"""What was said on a card by the person to whom it belongs: told apart from what anybody may type
into the cell, by a keyed hash of the value that was chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from service.keys import Keys
from service.ports import Agreed

ON_CARD = "on_card"
Known = Mapping[tuple[str, str], Agreed]


def on_card(known: Known, keys: Keys, row_id: str, column: str, value: str) -> bool:
    """Whether just this value was chosen there on a card, under this key or the one before."""
    agreed = known.get((ON_CARD, f"{row_id}/{column}"))
    return agreed is not None and any(
        agreed.object_id == _mark(each, row_id, column, value) for each in _in_use(keys)
    )


def said_on_card(keys: Keys, row_id: str, column: str, value: str, who: str) -> Agreed:
    """For the ledger: who said it is kept as a hash."""
    marks = {"by": keys.fingerprint("person", who)}
    return Agreed(ON_CARD, f"{row_id}/{column}", _mark(keys, row_id, column, value), marks)


def _mark(keys: Keys, row_id: str, column: str, value: str) -> str:
    return keys.fingerprint("on card", row_id, column, value)


def said_by(
    known: Known,
    keys: Keys,
    row_id: str,
    column: str,
    value: str,
    people: Iterable[str],
) -> str:
    """Which of these people chose this value there on a card; "" = it was typed."""
    if not value or not on_card(known, keys, row_id, column, value):
        return ""
    by = known[ON_CARD, f"{row_id}/{column}"].marks.get("by", "")
    marks = {each.fingerprint("person", who): who for who in people for each in _in_use(keys)}
    return marks.get(by, "")


def _in_use(keys: Keys) -> list[Keys]:
    return [keys, *([keys.earlier] if keys.earlier else [])]
