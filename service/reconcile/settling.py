"""What an earlier run may have left unanswered is judged before anything new is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.ports import Agreed
from service.sheetwrite.write import settle_unjudged
from service.workbook.look import WorkbookSeen

from .observe import Observer
from .reporting.failures import failures_of


@dataclass(slots=True)
class Settled:
    """The workbooks as they stand now; `repairs` of what people had just moved, and what of ours is
    out of place still."""

    books: dict[str, WorkbookSeen] = field(default_factory=dict)
    repairs: int = 0
    unsettled: dict[str, Agreed] = field(default_factory=dict)


def settle_journals(
    observer: Observer,
    books: Mapping[str, WorkbookSeen],
    known: Mapping[tuple[str, str], Agreed],
    nonce: str,
) -> Settled:
    """Where Google refused before all was in place, a workbook is read once more: nothing is
    decided by a picture from before what was put right. One that cannot be read is a gap."""
    settled = Settled()
    for key, seen in books.items():
        judged = known.get(("batch", seen.file_id))
        written = settle_unjudged(
            observer.workspace.sheets,
            observer.ledger,
            seen,
            judged.object_id if judged else "",
            f"{nonce}.{key}.settle",
        )
        settled.repairs += written.repairs
        settled.unsettled |= {failure.key: failure for failure in failures_of(written)}
        now = observer.workbooks([key]) if written.refused else {key: written.seen or seen}
        settled.books.update(now)
    return settled
