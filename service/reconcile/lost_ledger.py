"""A ledger that does not know what stands in the workbooks: nothing is done on its word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from service.ports import Agreed, Ledger
from service.sheetwrite.writing import BATCH, SOMETHING_KEPT
from service.workbook.look import WorkbookSeen

_MOMENT: Final = re.compile(r"\d{8}T\d{6}")


class LedgerLost(RuntimeError):
    """The workbooks have been worked on, and the ledger knows nothing of it."""


class KeyChanged(LedgerLost):
    """The ledger's hashes were made with another key."""


def refuse_lost_ledger(
    books: Mapping[str, WorkbookSeen], known: Mapping[tuple[str, str], Agreed], ledger: Ledger
) -> None:
    """Without its memory Holdfast would make everything a second time, and with yesterday's it
    would do yesterday's work again: it refuses instead."""
    worked_on = [
        key for key, seen in books.items() if seen.journal is not None and seen.journal.epoch > 0
    ]
    if worked_on and not any(kind == BATCH for kind, _ in known) and not _has_begun(ledger):
        raise LedgerLost(
            "Holdfast has worked on these workbooks before, but its ledger knows nothing of it. "
            "Nothing was changed. Run `python -m service rebuild` to restore the ledger from the "
            "Workspace, or set HOLDFAST_DATABASE_URL to the ledger that was used before."
        )
    if any(is_older(ledger, seen) for seen in books.values()):
        raise LedgerLost(
            "This ledger is older than the workbooks: what was written there last is unknown to "
            "it, as after a copy of it was put back. Nothing was changed. Run `python -m service "
            "rebuild`, or set HOLDFAST_DATABASE_URL to the ledger that was used last."
        )


def _has_begun(ledger: Ledger) -> bool:
    """Whether this ledger knows of any batch by now, if only that one was begun: the very first may
    have been a sync's that died, or that another one took over, before it heard of it."""
    return any(kind == BATCH for kind, _ in ledger.unsettled()) or bool(ledger.agreed_of(BATCH))


def is_older(ledger: Ledger, seen: WorkbookSeen) -> bool:
    """Whether this ledger neither carried out nor began the last batch of writes in a workbook,
    and that batch came after all that it knows of. (An earlier one: somebody has put back an
    earlier version of the workbook.) A ledger that was just rebuilt knows of none."""
    last = seen.journal.nonce if seen.journal is not None else ""
    if not _when(last):
        return False
    # In this order: a sync that ends meanwhile takes what it began for done.
    begun = ledger.unsettled().get((BATCH, seen.file_id), "")
    done = {agreed.key: agreed.object_id for agreed in ledger.agreed_of(BATCH)}
    agreed = done.get(seen.file_id, "").removesuffix(SOMETHING_KEPT)
    if not agreed or last in (agreed, begun):
        return False
    return _when(last) > max(_when(agreed), _when(begun))


def _when(nonce: str) -> str:
    """The moment that a batch carries in its name, "20261005T090000"; "" where it has none."""
    found = _MOMENT.search(nonce)
    return found[0] if found else ""
