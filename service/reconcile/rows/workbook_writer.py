"""Rows written into the workbooks: which came to stand, what that settles, what stays open.

Caseload first, so that Office says nothing of a case whose row could not be written; Restricted
before Office, whose History tells of both. A line of History is written only where the act that
it tells of has not failed already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from service.casework.records import CASELOAD, OFFICE, RESTRICTED
from service.keys import Keys
from service.ports import Agreed, Ledger, Sheets
from service.sheetwrite.write import write_workbook
from service.workbook import edits
from service.workbook.templates import ON_DEMAND

from ..changes import AppendRow, Change, ChangeCells, CloseQuestion, act_of
from ..observe import Observed
from ..reporting.failures import failures_of
from ..reporting.history import HISTORY
from ..reporting.outcome import Applied, Tell
from .deferred_values import Edited, Links, edit_of
from .portions import AllWritten, portions
from .typed_over import about_to_write

ORDER = (CASELOAD, *ON_DEMAND, RESTRICTED, OFFICE)


@dataclass(slots=True)
class WorkbookWriter:
    """One run's writing. `undone`: acts that failed, see `changes.act_of`; `rows`: keys and ids
    of rows that landed; `withhold`: tokens that must not move on; `cases`: codes of cases that
    have to be looked at again; `untold`: workbooks whose History lacks a line."""

    sheets: Sheets
    ledger: Ledger
    keys: Keys
    observed: Observed
    nonce: str
    zone: ZoneInfo
    applied: Applied
    undone: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    withhold: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    untold: set[str] = field(default_factory=set)
    _held: list[Agreed] = field(default_factory=list)

    def write(self, changes: Iterable[Change], links: Links, sent: set[str], tell: Tell) -> None:
        """Write what `changes` want of rows. `links` to the files that were made and `sent`, the
        mails that have gone, keep the promises that cells make."""
        by_book: dict[str, list[Edited]] = {}
        for change in changes:
            if isinstance(change, ChangeCells | CloseQuestion):
                by_book.setdefault(change.row.workbook, []).append(change)
            elif isinstance(change, AppendRow):
                by_book.setdefault(change.workbook, []).append(change)
        for number, book in enumerate(sorted(by_book, key=ORDER.index)):
            tell("workbooks", number, len(by_book))
            told = [each for each in by_book[book] if not self._tells_what_failed(each)]
            self._write_one(book, told, links, sent | self.rows)
        if OFFICE not in self.untold:
            # Rows of Restricted are told in Office; where that failed they are found next time.
            self.ledger.agree(self._held)

    def _tells_what_failed(self, change: Edited) -> bool:
        return isinstance(change, AppendRow) and not self.undone.isdisjoint(change.tells)

    def _write_one(self, book: str, changes: list[Edited], links: Links, done: set[str]) -> None:
        seen = self.observed.workbooks[book]
        rows = {(tab.key, row.position): row for tab in seen.tabs.values() for row in tab.rows}
        pairs = [(edit_of(change, rows, links, done), change) for change in changes]
        wanted = [(edit, change) for edit, change in pairs if edit is not None]
        only = [edit for edit, _ in wanted]
        known, zone, nonce = self.observed.known, self.zone, f"{self.nonce}.{book}"
        self.ledger.agree(about_to_write(seen, only, known, zone, self.keys))
        added = {id(edit): change.agree for edit, change in wanted if isinstance(change, AppendRow)}

        def on_landed(landed: Sequence[edits.Edit]) -> None:
            # At once: who deletes such a row while we are still writing does not get it again.
            if book != RESTRICTED:
                self.ledger.agree([each for edit in landed for each in added.pop(id(edit), ())])

        written = AllWritten()
        for number, portion in enumerate(portions(seen, only)):
            if written.refused:
                break
            named = nonce if not number else f"{nonce}.{number}"
            inner = self.sheets, self.ledger, seen, portion, named, zone, on_landed
            written.add(write_workbook(*inner, look_first=number > 0))
        self._take_in(written, wanted, [change for edit, change in pairs if edit is None])
        rest = [each for edit in written.landed for each in added.pop(id(edit), ())]
        if book == RESTRICTED:
            self._held += rest
        else:
            self.ledger.agree(rest)

    def _take_in(
        self,
        written: AllWritten,
        wanted: Iterable[tuple[edits.Edit, Edited]],
        only_agreed: Iterable[Edited],
    ) -> None:
        landed = {id(edit) for edit in written.landed}
        agreed: list[Agreed] = []
        for change in only_agreed:
            agreed += change.agree if isinstance(change, ChangeCells | AppendRow) else ()
        for edit, change in wanted:
            if id(edit) not in landed:
                self.applied.not_written += 1
                self._not_landed(change)
                continue
            self.applied.counts[change.kind] += 1
            if isinstance(change, AppendRow):
                self.rows.add(change.row_key)
            elif isinstance(change, ChangeCells):
                self.rows.add(str(change.cells.get("row_id") or change.row.row_id))
                agreed += change.agree
        self.ledger.agree(agreed)
        for part in written.parts:
            self.applied.repairs += part.repairs
            for failure in failures_of(part):
                self.applied.failures[failure.key] = failure

    def _not_landed(self, change: Edited) -> None:
        """It is tried again at the next look, so what called for it must be seen again."""
        self.undone.add(act_of(change))
        if isinstance(change, AppendRow) and change.tab == HISTORY:
            self.untold.add(change.workbook)
        if isinstance(change, AppendRow) and change.tab in ("referrals", "safety_referrals"):
            self.withhold |= {name for name in self.observed.tokens if name.startswith("form:")}
        if change.kind in ("move_row", "cancel_row"):
            self.withhold |= {n for n in self.observed.tokens if n.startswith("calendar:")}
        book = change.workbook if isinstance(change, AppendRow) else change.row.workbook
        if book in ON_DEMAND:
            self.cases.add(book)  # it is read again
        code = change.row.row_id if isinstance(change, ChangeCells) else ""
        if isinstance(change, ChangeCells) and change.row.tab in ("caseload", "goals"):
            self.cases.add(code)
