"""A workbook gets tabs and columns that it never had, through the same fence and journal as every
write: a batch that was built on an older look is refused as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from service.ports import Agreed, BadRequest, Ledger, Sheets
from service.workbook.look import WorkbookSeen

from .protocol import build
from .writing import BATCH, SOMETHING_KEPT


def grow(
    sheets: Sheets,
    ledger: Ledger,
    seen: WorkbookSeen,
    requests: Sequence[dict[str, Any]],
    nonce: str,
) -> bool:
    """Carry out `requests`, which were built on `seen`. False when Google refused them because
    somebody was quicker: then nothing has changed, and the next look builds them anew. Raises
    GatewayError; a batch whose answer was lost is judged at the next look."""
    journal = seen.journal
    if journal is None:
        return False
    batch = build(seen, journal.epoch, nonce, kept=journal.kept, last=requests)
    ledger.intend(BATCH, seen.file_id, detail=nonce)
    try:
        sheets.batch_update(seen.file_id, batch.body)
    except BadRequest:
        return False
    ledger.agree([Agreed(BATCH, seen.file_id, nonce + (SOMETHING_KEPT if journal.kept else ""))])
    ledger.settle(BATCH, seen.file_id)
    return True
