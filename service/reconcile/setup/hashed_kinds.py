"""Which kinds of the ledger are remembered by keyed hashes alone: under another key they are
nothing any more, and `rebuild` has them agreed on anew. `service/ports.py` tells every kind.

What was said on a card (`on_card`) is recognised under the key before; without that, it counts as
typed, and is asked for again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.keys import Keys

HASHED = (
    "event", "document", "earlier", "progress_sheet", "share", "disclosure", "case", "whose",
    "asked", "refused", "coded", "failure", "said", "grey", "owed", "workbook_read",
    "asked_of_book", "goal", "filter_view", "hand_on", "form_row", "staff", "own_book",
)  # fmt: skip
# Recognised under the key before; without that, the managers that stand are agreed on.
MANAGERS = ("manager", "managers")


def forgotten(known: Iterable[tuple[str, str]], keys: Keys) -> Iterator[tuple[str, str]]:
    """What of the ledger another key makes nothing of."""
    kinds = HASHED if keys.earlier else (*HASHED, *MANAGERS)
    return (key for key in known if key[0] in kinds)
