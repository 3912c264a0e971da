"""Rows that stand in their archive leave the working tabs: the one place where rows go.

A row goes only if all of this is so: it was over a month ago or earlier, in a school year before
this one; its topic does not look at it any more (`Register.stays`), and it is known whose it is; it
has a Row ID, as no other row of its tab; it said the same before the tab was protected
and after; it stands in the archive as it stands here; and people have nothing of their own in it.

The tab is protected in a batch of its own, looked at again, and the last of the batches that take
rows out lifts the protection. Each goes through the workbook's fence: one that was built on an
older look is refused as a whole. Killed anywhere, nothing is lost: who holds the school's lease
next lifts what stands protected (`protections`), and the rest leaves when it is asked for again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from service.casework.register import Register
from service.casework.school_year import SchoolYear
from service.ports import GatewayError, Unreachable
from service.workbook.edits import same
from service.workbook.look import RowSeen, WorkbookSeen, is_given
from service.workbook.shown import look_at

from ..guards import row_counts
from ..importing.standing import TabWork
from ..importing.writing import DataWriter, Overtaken
from ..lease import Lease, SchoolBusy
from ..sync import Run
from .archive import compared
from .closed_rows import ClosedRow, closed_rows
from .own_cells import rows_with_own
from .protections import PROTECTED, lift, settled_look

ROUNDS: Final = 5  # how often it begins anew where somebody else was writing
RECENT: Final = timedelta(days=31)  # what is younger may be undone, or told of, still


def may_leave(
    books: Mapping[str, WorkbookSeen],
    registers: Iterable[Register],
    school_year: SchoolYear,
    today: date,
    staying: Collection[str] = (),
) -> tuple[ClosedRow, ...]:
    """The rows that leave once they stand in their archive, of tabs whose register lets them;
    `staying` are the Row IDs of those that are looked at still."""
    leaving = [r for r in registers if r.leaves]
    about = {t.key for seen in books.values() for t in seen.template.tabs if t.about_student}
    found = []
    for each in closed_rows(books, leaving, school_year, today):
        if each.day > today - RECENT or not any(each.key in r.leaves for r in leaving):
            continue
        if each.row.text("row_id") in staying:
            continue
        if each.key in about and each.row.text("student") and not each.row.text("case_code"):
            continue  # somebody is asked whose it is
        found.append(each)
    return tuple(found)


@dataclass
class Leaving:
    """`closed(books)` are the rows that may leave; `archive(year)` is that year's archive as it
    stands at that moment, None where there is none. `says` is what people read at a tab that is
    protected."""

    run: Run
    lease: Lease
    closed: Callable[[Mapping[str, WorkbookSeen]], tuple[ClosedRow, ...]]
    archive: Callable[[int], WorkbookSeen | None]
    says: str
    left: Counter[str] = field(default_factory=Counter)  # by tab of the archive

    def leave(self, book: str) -> None:
        """Raises SchoolBusy, Overtaken where somebody was writing all the time, GatewayError."""
        file_id, template = self.run.found().workbooks[book], self.run.templates()[book]
        sheets, ledger = self.run.workspace.sheets, self.run.ledger
        for turn in range(1, ROUNDS + 1):
            nonce = f"{self.run.nonce}.{book}.leave{turn}"
            self.lease.keep()
            try:
                seen = settled_look(sheets, ledger, template, file_id, f"{nonce}.settle")
                self._once(book, seen, nonce)
                return
            except (Overtaken, GatewayError, SchoolBusy) as error:
                lift(sheets, ledger, template, file_id, f"{nonce}.lift")
                if turn == ROUNDS or not isinstance(error, Overtaken | Unreachable):
                    raise

    def _once(self, book: str, seen: WorkbookSeen, nonce: str) -> None:
        before = _by_tab(self.closed({book: seen}))
        if not before:
            return
        sheets, ledger = self.run.workspace.sheets, self.run.ledger
        ledger.intend(PROTECTED, seen.file_id, nonce)
        shutting = DataWriter(sheets, ledger, seen, nonce)
        shutting.protect(list(before), self.says)
        again = look_at(seen.template, seen.file_id, sheets.look)
        if again.journal is None or again.journal.nonce != shutting.last:
            raise Overtaken
        going = {tab: self._going(again, tab, rows) for tab, rows in self._still(again, before)}
        self.lease.keep()
        self._agree_on_sizes(book, again, going)
        taking = DataWriter(sheets, ledger, again, f"{nonce}.out", self._tell)
        for tab, rows in going.items():
            if rows:
                places = tuple(sorted(each.row.position for each in rows))
                taking.take_out(TabWork(tab, (), places))
                self.left.update(each.tab for each in rows)
        if still := [tab for tab in before if not going.get(tab)]:
            taking.free(still)
        ledger.settle(PROTECTED, seen.file_id)

    def _still(
        self, again: WorkbookSeen, before: Mapping[str, Sequence[ClosedRow]]
    ) -> list[tuple[str, list[ClosedRow]]]:
        """Of the rows that were to leave, those that say the same now that nobody can write."""
        now = _by_tab(self.closed({again.key: again}))
        found = []
        for tab, rows in before.items():
            said = {each.row.text("row_id"): each.row for each in rows}
            alike = [
                each
                for each in now.get(tab, ())
                if (old := said.get(each.row.text("row_id"))) and _say_the_same(old, each.row)
            ]
            found.append((tab, alike))
        return found

    def _going(
        self, seen: WorkbookSeen, tab: str, rows: Sequence[ClosedRow]
    ) -> tuple[ClosedRow, ...]:
        ids = Counter(row.text("row_id") for row in seen.tabs[tab].rows)
        named = [each for each in rows if is_given(_id(each)) and ids[_id(each)] == 1]
        kept: list[ClosedRow] = []
        for year in sorted({each.year for each in named}):
            of_year = [each for each in named if each.year == year]
            archive = self.archive(year)
            if archive is not None:
                kept += compared(archive, of_year[0].tab, of_year).alike
        places = [each.row.position for each in kept]
        own = rows_with_own(self.run.workspace.sheets, seen, tab, places)
        return tuple(each for each in kept if each.row.position not in own)

    def _agree_on_sizes(
        self, book: str, seen: WorkbookSeen, going: Mapping[str, Sequence[ClosedRow]]
    ) -> None:
        """The guard against an emptied tab knows of it beforehand."""
        known = {each.key for each in self.run.ledger.agreed_of("tab")}
        sizes = [
            (f"{book}/{tab}", len(seen.standing(tab)) - len(rows))
            for tab, rows in going.items()
            if rows
        ]
        self.run.ledger.agree(row_counts(each for each in sizes if each[0] in known))

    def _tell(self, what: str, done: int, of: int) -> None:
        self.lease.keep()
        self.run.tell(what, done, of)


def _by_tab(rows: Iterable[ClosedRow]) -> dict[str, list[ClosedRow]]:
    found: dict[str, list[ClosedRow]] = {}
    for each in rows:
        found.setdefault(each.key, []).append(each)
    return found


def _id(each: ClosedRow) -> str:
    return each.row.text("row_id")


def _say_the_same(one: RowSeen, other: RowSeen) -> bool:
    keys = {*one.cells, *other.cells}
    return all(same(one.cells.get(key), other.cells.get(key)) for key in keys)
