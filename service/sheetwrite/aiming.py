"""From edits to the rows and cells that a batch writes to, on the latest look.

`aim` finds the row of each edit again, and lets go of an edit whose row is gone or no longer says
what we had read. `tidy_requests` makes room on Attention.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from types import MappingProxyType
from typing import Any, Final

from service.workbook.cells import read_text
from service.workbook.edits import (
    AddRow,
    Edit,
    SetCells,
    SettleRow,
    digest,
    raw_of,
    row_digest,
    same,
)
from service.workbook.look import ATTENTION, Raw, RowSeen, TabSeen, WorkbookSeen

from .journal import Add, Put, Target
from .protocol import Follow, outcome
from .replacement import as_read, as_typed

Json = dict[str, Any]
# Where a short wait between two writes is worth it: a person's own date, time, number or choice.
_CAREFUL: Final = ("date", "time", "number", "choice")
FROZEN: Final = "frozen"  # why an edit waits: something is out of place in its row
# Gaps on Attention are closed once there are this many, and a fifth of the tab.
GAPS: Final = 5


@dataclass(frozen=True, slots=True)
class LetGo:
    """An edit that is not carried out; for `reason` see sheet_writing.NotWritten."""

    edit: int
    reason: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Aimed:
    targets: tuple[Target, ...] = ()
    adds: tuple[Add, ...] = ()
    let_go: tuple[LetGo, ...] = ()
    there_already: tuple[int, ...] = ()


def foreseen(seen: WorkbookSeen, follows: Sequence[Follow]) -> WorkbookSeen:
    """The workbook as it will be once `follows`, which come first in a batch, are done."""
    if not follows:
        return seen
    turned = outcome(follows)
    tabs = {
        key: replace(tab, rows=tuple(_turned(seen, tab, row, turned) for row in tab.rows))
        for key, tab in seen.tabs.items()
    }
    return replace(seen, tabs=tabs)


def _turned(
    seen: WorkbookSeen, tab: TabSeen, row: RowSeen, turned: Mapping[tuple[str, str], str]
) -> RowSeen:
    changed = {
        column: as_read(turned[tab.key, cell], seen.template.by_key[tab.key].by_key[column].kind)
        for column, cell in row.cells.items()
        if isinstance(cell, str) and (tab.key, cell) in turned
    }
    return RowSeen(row.position, {**row.cells, **changed}) if changed else row


def aim(
    seen: WorkbookSeen,
    edits: Mapping[int, Edit],
    token: Callable[[], str],
    zone: tzinfo | None = None,
    frozen: frozenset[tuple[str, str]] = frozenset(),
    homes: Mapping[int, RowSeen] = MappingProxyType({}),
) -> Aimed:
    """Where each edit goes, as the workbook is seen now. `frozen` names rows (tab, id) in which
    something is still out of place: they are left alone until it is put right. `homes`: by the
    number of an edit that adds a row, the row that it had and that people have typed into."""
    targets: list[Target] = []
    adds: list[Add] = []
    let_go: list[LetGo] = []
    there: list[int] = []
    desks = {tab: _TabDesk(seen, seen.tabs[tab]) for tab in {e.tab for e in edits.values()}}
    for edit in edits.values():
        if isinstance(edit, SetCells):
            desks[edit.tab].expect_id(edit)
    for number, edit in edits.items():
        desk = desks[edit.tab]
        if desk.tab.gone or not desk.tab.columns:
            let_go.append(LetGo(number, "column_gone", (*desk.tab.gone, "")[0]))
            continue
        try:
            if isinstance(edit, AddRow):
                cells = {column: raw_of(value, zone) for column, value in edit.cells.items()}
                key = read_text(cells.get(desk.tab.identity)) or edit.key
                if key in desk.ids:
                    there.append(number)
                elif number in homes:
                    targets.append(desk.at_home(number, cells, homes[number]))
                else:
                    adds.append(Add(edit.tab, key, cells, number, edit.offers))
                continue
            target = desk.target(number, edit, token, zone, frozen)
        except _Refused as refused:
            let_go.append(LetGo(number, refused.reason, refused.column))
            continue
        except ValueError:
            let_go.append(LetGo(number, "not_a_number"))
            continue
        if target.puts:
            targets.append(target)
        else:
            there.append(number)
    return Aimed(tuple(targets), tuple(adds), tuple(let_go), tuple(there))


class _Refused(Exception):
    def __init__(self, reason: str, column: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = column


class _TabDesk:
    """One tab, prepared for finding rows again."""

    def __init__(self, seen: WorkbookSeen, tab: TabSeen) -> None:
        self.tab = tab
        self.template = seen.template.by_key[tab.key]
        self.ids = Counter(row_id for row in tab.rows if (row_id := tab.row_id(row)))
        self._by_id = {tab.row_id(row): row for row in tab.rows}
        self._by_position = {row.position: row for row in tab.rows}
        self._by_content: dict[str, RowSeen] | None = None

    def expect_id(self, edit: SetCells) -> None:
        """A row that gets its id back in this very batch need not be added."""
        row_id = edit.cells.get(self.tab.identity)
        if isinstance(row_id, str) and row_id not in self.ids:
            self.ids[row_id] = 1

    def target(
        self,
        number: int,
        edit: SetCells | SettleRow,
        token: Callable[[], str],
        zone: tzinfo | None,
        frozen: frozenset[tuple[str, str]],
    ) -> Target:
        row_id = self.tab.row_id(edit.row)
        if row_id and (self.tab.key, row_id) in frozen:
            raise _Refused(FROZEN)
        cells = self._cells(edit, zone)
        sure = bool(row_id) and self.ids[row_id] <= 1 and self.tab.identity not in cells
        row = self._now(edit.row, row_id if sure else "")
        student = ""
        if sure and "student" in self.tab.columns:
            student = digest(row.cells.get("student"))
            if not same(row.cells.get("student"), edit.row.cells.get("student")):
                raise _Refused("changed", "student")
        puts = []
        for column, new in cells.items():
            old = row.cells.get(column)
            if same(old, new):
                continue
            if not same(old, edit.row.cells.get(column)):
                raise _Refused("changed", column)
            puts.append(self._put(column, new, old, token))
        return Target(
            tab=self.tab.key,
            position=row.position,
            anchor=row_id if sure else "",
            content=row_digest(row.cells.get(column) for column in self.tab.columns),
            student=student,
            puts=tuple(puts),
            edit=number,
        )

    def at_home(self, number: int, cells: Mapping[str, Raw], row: RowSeen) -> Target:
        """What was meant for `row`, beside what people have typed into it. Its cells are blank,
        and formatted as other columns are: a date brings its own format, a token would not."""
        puts = [
            Put(column, self.tab.columns[column], new, None, unique=column == self.tab.identity)
            for column, new in cells.items()
            if new is not None and column in self.tab.columns and row.cells.get(column) is None
        ]
        content = row_digest(row.cells.get(column) for column in self.tab.columns)
        return Target(self.tab.key, row.position, "", content, "", tuple(puts), number)

    def _cells(self, edit: SetCells | SettleRow, zone: tzinfo | None) -> dict[str, Raw]:
        if isinstance(edit, SettleRow):
            # The id stays until the row is seen to be blank; then it goes by its content.
            return {
                column: None
                for column, raw in edit.row.cells.items()
                if raw is not None and column != self.tab.identity
            }
        unknown = [column for column in edit.cells if column not in self.tab.columns]
        if unknown:
            raise _Refused("column_gone", unknown[0])
        return {column: raw_of(value, zone) for column, value in edit.cells.items()}

    def _now(self, row: RowSeen, row_id: str) -> RowSeen:
        """The row as it is seen now: by its id, else by everything it says."""
        if row_id:
            found = self._by_id.get(row_id)
        else:
            found = self._by_position.get(row.position)
            if found is None or digest(*found.cells.values()) != digest(*row.cells.values()):
                if self._by_content is None:
                    self._by_content = {digest(*r.cells.values()): r for r in self.tab.rows}
                found = self._by_content.get(digest(*row.cells.values()))
        if found is None:
            raise _Refused("row_gone")
        return found

    def _put(self, column: str, new: Raw, old: Raw, token: Callable[[], str]) -> Put:
        known = self.template.by_key[column]
        index = self.tab.columns[column]
        if column == self.tab.identity and known.service:
            return Put(column, index, new, old, unique=new is not None)
        final = None
        if not known.service and new is not None and known.kind in _CAREFUL:
            final = as_typed(new, known.kind)
        if final is None:
            return Put(column, index, new, old)
        return Put(column, index, token(), old, unique=True, final=final)


def tidy_requests(seen: WorkbookSeen) -> tuple[list[Follow], list[Json]]:
    """What makes room on Attention: the ids of settled rows go (by content), and once there are
    many gaps, rows move up. Whole rows move, so a Pick stays with its question."""
    tab = seen.tabs.get(ATTENTION)
    if tab is None or not tab.spent or tab.gone:
        return [], []
    follows = [Follow(ATTENTION, tab.row_id(row), "") for row in tab.spent]
    last = max(row.position for row in (*tab.rows, *tab.spent))
    gaps = last - len(tab.rows)
    if gaps < GAPS or gaps * 5 < last:
        return follows, []
    sort = {
        "range": {"sheetId": tab.sheet_id, "startRowIndex": 1},
        "sortSpecs": [{"dimensionIndex": tab.columns["since"], "sortOrder": "ASCENDING"}],
    }
    return follows, [{"sortRange": sort}]
