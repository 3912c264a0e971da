"""Writing a workbook: hand over edits, get back what landed.

In the good case this is one call. When the fence refuses, an answer is lost, or something went
astray because people rearranged the tab in that very second, it looks again, puts right what is
out of place, aims what is left anew, and gives up after a bounded number of rounds with a reason
for each edit that is not in the sheet. Nothing is lost by stopping anywhere: what is still to be
done stands in the workbook's own journal.

An unanswered batch needs no step of its own to be made harmless: it and the next batch take down
the same fence, so Google carries out at most one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import tzinfo

from service.ports import Ledger, Sheets
from service.workbook.edits import Edit
from service.workbook.look import WorkbookSeen

from .keeping import orphans, restore, standing
from .retyping import days_as_text
from .writing import BATCH, SOMETHING_KEPT, Writing
from .written import NotWritten, Written

__all__ = ["NotWritten", "Written", "settle_journal", "settle_unjudged", "write_workbook"]


def write_workbook(
    sheets: Sheets,
    ledger: Ledger,
    seen: WorkbookSeen,
    edits: Iterable[Edit],
    nonce: str,
    zone: tzinfo | None = None,
    on_landed: Callable[[Sequence[Edit]], None] | None = None,
    look_first: bool = False,
) -> Written:
    """Carry out `edits`, which were decided on `seen`. `nonce` must never have been used before;
    `zone` is the school's, in which moments are shown. `on_landed` hears of edits as soon as they
    are known to stand in the sheet, before any further call. `look_first`: something has been
    written since `seen`. Raises nothing that Google answers."""
    pending = dict(enumerate(edits))
    if not pending:
        return Written(seen=seen)
    writing = Writing(sheets, ledger, seen, nonce, zone, pending, on_landed)
    writing.unjudged = ledger.unsettled().get((BATCH, seen.file_id), "")
    writing.must_look = writing.must_look or look_first or bool(writing.unjudged)
    return writing.run()


def settle_journal(
    sheets: Sheets, ledger: Ledger, seen: WorkbookSeen, nonce: str, zone: tzinfo | None = None
) -> Written:
    """At the start of a run: judge a batch whose answer never came (a crash, a lost answer), and
    put right what it left. Costs nothing when there is nothing of the kind; `Written.seen` is
    the workbook to go on with."""
    agreed = ledger.agreed().get((BATCH, seen.file_id))
    return settle_unjudged(sheets, ledger, seen, agreed.object_id if agreed else "", nonce, zone)


def settle_unjudged(
    sheets: Sheets,
    ledger: Ledger,
    seen: WorkbookSeen,
    judged: str,
    nonce: str,
    zone: tzinfo | None = None,
) -> Written:
    """As `settle_journal`, for who has the ledger's answer already: `judged` is the object_id
    agreed for ("batch", file id), "" if none."""
    journal = seen.journal
    if journal is None:
        return Written(seen=seen)
    known = journal.nonce == judged.removesuffix(SOMETHING_KEPT)
    if known and not judged.endswith(SOMETHING_KEPT):
        # All is well: what the journal kept for the worst case is done.
        journal = replace(journal, kept=())
        seen = replace(seen, journal=journal)
    kept = tuple(restore(journal.kept))
    ownerless, asked = orphans(seen, kept)
    unjudged = "" if known else journal.nonce
    astray = ownerless or standing(seen, kept) or days_as_text(seen)
    if not unjudged and not astray:
        return Written(seen=seen, unsure=asked)
    writing = Writing(sheets, ledger, seen, nonce, zone, {})
    writing.unjudged = unjudged
    writing.open = journal.nonce if known else ""
    writing.must_look = True
    writing.look_last = True
    return writing.run()
