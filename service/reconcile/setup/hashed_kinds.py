"""Which kinds of the ledger are remembered by keyed hashes alone: under another key they are
nothing any more, and `rebuild` has them agreed on anew. `service/ports.py` tells every kind.

What was said on a card (`on_card`) is recognised under the key before; without that, it counts as
typed, and is asked for again.
"""

HASHED = (
    "event", "document", "progress_sheet", "share", "disclosure", "case", "whose", "asked",
    "refused", "coded", "failure", "said", "grey", "owed", "workbook_read", "asked_of_book",
    "manager", "managers", "goal", "filter_view",
)  # fmt: skip
