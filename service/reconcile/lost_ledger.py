"""A ledger that does not know what stands in the workbooks: nothing is done on its word."""

from __future__ import annotations

from collections.abc import Mapping

from service.ports import Agreed
from service.workbook.look import WorkbookSeen


class LedgerLost(RuntimeError):
    """The workbooks have been worked on, and the ledger knows nothing of it."""


class KeyChanged(LedgerLost):
    """The ledger's hashes were made with another key."""


def refuse_lost_ledger(
    books: Mapping[str, WorkbookSeen], known: Mapping[tuple[str, str], Agreed]
) -> None:
    """Without its memory Holdfast would make everything a second time: it refuses instead."""
    worked_on = [
        key for key, seen in books.items() if seen.journal is not None and seen.journal.epoch > 0
    ]
    forgotten = not any(kind == "batch" for kind, _ in known)
    if worked_on and forgotten:
        raise LedgerLost(
            "Holdfast has worked on these workbooks before, but its ledger knows nothing of it. "
            "Nothing was changed. Run `python -m service rebuild` to restore the ledger from the "
            "Workspace, or set HOLDFAST_DATABASE_URL to the ledger that was used before."
        )
