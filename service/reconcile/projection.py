"""The workbooks as they will be once everything wanted so far has been written.

Rules look at what is foreseen, so that one run settles what would else take several: an accepted
referral has its case, the case its First Talk, the First Talk its event. At the end the
difference between what was read and what is foreseen is exactly what must be written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from service.casework.records import RowRef
from service.casework.wants import LinkTo, OnceDone, Value, WantedCells, WantedRow
from service.ports import Agreed
from service.workbook.edits import raw_of, same
from service.workbook.look import Raw, RowSeen, TabSeen, WorkbookSeen

from .changes import AppendRow, Change, ChangeCells, CloseQuestion

# Rows that are still to be appended stand below every row that was read.
BELOW = 1_000_000


@dataclass(slots=True)
class _Wanted:
    """What is wanted of one row: values, the first reason given, what to agree on once done."""

    ref: RowRef
    cells: dict[str, Value]
    because: str
    kind: str
    agree: list[Agreed] = field(default_factory=list)
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tells: tuple[str, ...] = ()


@dataclass(slots=True)
class Projection:
    """Collects wanted cells and rows over the workbooks that were read."""

    read: Mapping[str, WorkbookSeen]
    zone: ZoneInfo
    frozen: frozenset[str] = frozenset()  # "book/tab" that a guard holds
    # What tabs with many rows came to, by register: worked out once for what was read.
    digests: dict[str, Mapping[type[Any], tuple[Any, ...]]] = field(default_factory=dict)
    _set: dict[tuple[str, str, int], _Wanted] = field(default_factory=dict)
    _added: dict[tuple[str, str, str], _Wanted] = field(default_factory=dict)
    _settled: dict[tuple[str, str, int], CloseQuestion] = field(default_factory=dict)
    _merged: dict[tuple[str, str], TabSeen] = field(default_factory=dict)
    _rows_read: dict[tuple[str, str], dict[int, RowSeen]] = field(default_factory=dict)
    _added_at: dict[int, _Wanted] = field(default_factory=dict)
    # Kept in step, for they are asked for each row that is wanted: what each column holds, how many
    # rows are added above each, and where the rows that were read end.
    _held: dict[tuple[str, str], dict[str, Counter[Raw]]] = field(default_factory=dict)
    _above: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)
    _last: dict[tuple[str, str], int] = field(default_factory=dict)

    # ------------------------------------------------ wanting

    def cells(
        self,
        ref: RowRef,
        cells: Mapping[str, Value],
        because: str,
        kind: str = "set_cells",
        agree: Iterable[Agreed] = (),
    ) -> bool:
        """Want these values in a row. False when it already says so (or must be left alone)."""
        if not self._may_write(ref.workbook, ref.tab):
            return False
        standing = self._row(ref)
        if standing is None:
            return False
        tab = self.read[ref.workbook].tabs[ref.tab]
        new = {
            column: value
            for column, value in cells.items()
            if column in tab.columns and not self.same(standing.cells.get(column), value)
        }
        place = (ref.workbook, ref.tab, ref.position)
        if ref.position >= BELOW:
            wanted = self._added_at[ref.position]
        elif new or agree:
            wanted = self._set.setdefault(place, _Wanted(ref, {}, because, kind))
            if kind != "set_cells":
                wanted.kind, wanted.because = kind, because
        else:
            return False
        wanted.ref = ref
        wanted.cells.update(new)
        wanted.agree.extend(agree)
        if new:
            self._merged.pop((ref.workbook, ref.tab), None)
            for column, held in self._held.get((ref.workbook, ref.tab), {}).items():
                if column in new:
                    held[standing.cells.get(column)] -= 1
                    held[as_raw(new[column], self.zone)] += 1
        return bool(new)

    def want_cells(self, want: WantedCells, agree: Iterable[Agreed] = ()) -> bool:
        return self.cells(want.row, want.cells, want.because, agree=agree)

    def row(
        self,
        row_id: str,
        want: WantedRow,
        kind: str = "add_row",
        agree: Iterable[Agreed] = (),
        offers: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        tells: tuple[str, ...] = (),
    ) -> bool:
        """Want a row to be appended. False when it is foreseen already, or its tab is held."""
        place = (want.workbook, want.tab, row_id)
        if place in self._added or not self._may_write(want.workbook, want.tab):
            return False
        ref = RowRef(want.workbook, want.tab, row_id, BELOW + len(self._added))
        wanted = _Wanted(ref, dict(want.cells), want.because, kind, list(agree), offers, tells)
        self._added[place] = self._added_at[ref.position] = wanted
        above = self._above.setdefault((want.workbook, want.tab), {})
        above[ref.position] = len(above)
        self._merged.pop((want.workbook, want.tab), None)
        for column, held in self._held.get((want.workbook, want.tab), {}).items():
            held[as_raw(wanted.cells.get(column), self.zone)] += 1
        return True

    def overwritten(self) -> list[tuple[RowRef, str, Raw]]:
        """Cells that say something now and are wanted to say something else: the row, with the
        id it was read with; the column; what stands there."""
        found: list[tuple[RowRef, str, Raw]] = []
        for (book, key, position), wanted in self._set.items():
            tab = self.read[book].tabs[key]
            row = self._read_row(tab, book, position)
            if row is None:
                continue
            ref = replace(wanted.ref, row_id=tab.row_id(row))
            found += [
                (ref, column, raw)
                for column in wanted.cells
                if (raw := row.cells.get(column)) is not None
            ]
        return found

    def id_to_be(self, ref: RowRef) -> str:
        """The id that a row will have: the one it is given in this run, or the one it has."""
        wanted = self._set.get((ref.workbook, ref.tab, ref.position))
        given = wanted.cells.get(self.read[ref.workbook].tabs[ref.tab].identity) if wanted else ""
        return str(given or ref.row_id)

    def leave(self, ref: RowRef, column: str) -> None:
        """Want no longer anything of this cell."""
        wanted = self._set[ref.workbook, ref.tab, ref.position]
        wanted.cells.pop(column, None)
        self._merged.pop((ref.workbook, ref.tab), None)
        self._held.pop((ref.workbook, ref.tab), None)

    def settle(self, change: CloseQuestion) -> None:
        if self._may_write(change.row.workbook, change.row.tab):
            place = (change.row.workbook, change.row.tab, change.row.position)
            self._settled[place] = change

    # ------------------------------------------------ looking

    def book(self, key: str) -> WorkbookSeen | None:
        """A workbook as it will be."""
        seen = self.read.get(key)
        if seen is None:
            return None
        tabs = {tab: self._tab(seen, tab) for tab in seen.tabs}
        return replace(seen, tabs=MappingProxyType(tabs))

    def stands(self, workbook: str, tab: str, column: str, value: str) -> bool:
        """Whether some row of the tab holds `value` in `column`, or will."""
        seen = self.read.get(workbook)
        if seen is None or tab not in seen.tabs:
            return False
        columns = self._held.setdefault((workbook, tab), {})
        if column not in columns:
            rows = self._tab(seen, tab).rows
            columns[column] = Counter(row.cells.get(column) for row in rows)
        return columns[column][value] > 0

    def is_added(self, workbook: str, tab: str, row_id: str) -> bool:
        """Whether this row is still to be appended."""
        return (workbook, tab, row_id) in self._added

    def where(self, workbook: str, tab: str, row_id: str) -> RowRef | None:
        """Where a row that is still to be appended is expected to stand."""
        wanted = self._added.get((workbook, tab, row_id))
        return self.expected(wanted.ref) if wanted else None

    def same(self, raw: Raw, value: Value) -> bool:
        """Whether a cell that holds `raw` already says `value`. The first release wrote addresses
        instead of words; they lead there as well, and stay."""
        return same(raw, as_raw(value, self.zone)) or (bool(raw) and raw == _addresses(value))

    def changes(self) -> list[Change]:
        """What must be written so that what is foreseen comes true: one change per row."""
        changes: list[Change] = [
            ChangeCells(w.ref, w.cells, w.because, w.kind, tuple(w.agree))
            for w in self._set.values()
            if w.cells or w.agree
        ]
        changes += [
            AppendRow(
                row_id,
                book,
                tab,
                w.cells,
                w.because,
                w.kind,
                tuple(w.agree),
                dict(w.offers),
                w.tells,
            )
            for (book, tab, row_id), w in self._added.items()
        ]
        return [*changes, *self._settled.values()]

    def expected(self, ref: RowRef) -> RowRef:
        """Where a row that is still to be appended will stand, if nobody is quicker: for links,
        which are put right at the next look if somebody was."""
        if ref.position < BELOW:
            return ref
        place = (ref.workbook, ref.tab)
        if place not in self._last:
            tab = self.read[ref.workbook].tabs[ref.tab]
            self._last[place] = max((row.position for row in (*tab.rows, *tab.spent)), default=0)
        return replace(ref, position=self._last[place] + 1 + self._above[place][ref.position])

    # ------------------------------------------------ inside

    def _may_write(self, workbook: str, tab: str) -> bool:
        seen = self.read.get(workbook)
        if seen is None or tab not in seen.tabs or f"{workbook}/{tab}" in self.frozen:
            return False
        return not seen.tabs[tab].gone

    def _row(self, ref: RowRef) -> RowSeen | None:
        tab = self.read[ref.workbook].tabs[ref.tab]
        if ref.position >= BELOW:
            added = self._added_at.get(ref.position)
            blank = RowSeen(ref.position, dict.fromkeys(tab.columns))
            return self._patched(blank, added.cells) if added else None
        standing = self._read_row(tab, ref.workbook, ref.position)
        wanted = self._set.get((ref.workbook, ref.tab, ref.position))
        if standing is None or wanted is None:
            return standing
        return self._patched(standing, wanted.cells)

    def _read_row(self, tab: TabSeen, workbook: str, position: int) -> RowSeen | None:
        place = (workbook, tab.key)
        if place not in self._rows_read:
            self._rows_read[place] = {row.position: row for row in tab.rows}
        return self._rows_read[place].get(position)

    def _tab(self, seen: WorkbookSeen, key: str) -> TabSeen:
        place = (seen.key, key)
        if place not in self._merged:
            self._merged[place] = self._merge(seen, key)
        return self._merged[place]

    def _merge(self, seen: WorkbookSeen, key: str) -> TabSeen:
        tab = seen.tabs[key]
        patches = {
            position: wanted.cells
            for (book, name, position), wanted in self._set.items()
            if (book, name) == (seen.key, key) and wanted.cells
        }
        rows = [
            self._patched(row, patches[row.position]) if row.position in patches else row
            for row in tab.rows
        ]
        blank = dict.fromkeys(tab.columns)
        rows += [
            self._patched(RowSeen(wanted.ref.position, blank), wanted.cells)
            for (book, name, _), wanted in self._added.items()
            if (book, name) == (seen.key, key)
        ]
        return replace(tab, rows=tuple(rows))

    def _patched(self, row: RowSeen, cells: Mapping[str, Value]) -> RowSeen:
        raw = {name: as_raw(value, self.zone) for name, value in cells.items()}
        return RowSeen(row.position, {**row.cells, **raw})


def as_raw(value: Value, zone: ZoneInfo) -> Raw:
    """What a cell will read back as; a link to a file that is still to be made reads as what it
    leads to, which no cell ever says, so that it is always written."""
    match value:
        case LinkTo():
            return value.words if value.address else f"{value.kind}:{value.key}"
        case OnceDone():
            return value.text
        case tuple():
            return "\n".join(str(as_raw(part, zone)) for part in value)
        case _:
            return raw_of(value, zone)


def _addresses(value: Value) -> str:
    """Where the links of a cell lead, one a line; "" where it is not links to files that stand."""
    parts = value if isinstance(value, tuple) else (value,)
    found = [part.address if isinstance(part, LinkTo) else "" for part in parts]
    return "\n".join(found) if all(found) else ""
