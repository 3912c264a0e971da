"""From edits and repairs to the rows that a batch writes to, on the latest look.

`aim` finds the row of each edit again, and lets go of an edit whose row is gone or no longer says
what we had read. `plan_mends` finds the cells in which something of ours is out of place.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any, Final

from .cells import read_text
from .edits import AddRow, Edit, SetCells, SettleRow, digest, raw_of, same
from .judging import OWN, Fix, Relay, as_read, as_typed
from .look import ATTENTION, Raw, RowSeen, TabSeen, WorkbookSeen
from .protocol import TOKEN, Add, Follow, Put, Target

Json = dict[str, Any]
Grid = Sequence[Sequence[Raw]]
Mend = Fix | Relay
# Where a short wait between two writes is worth it: a person's own date, time, number or choice.
_CAREFUL: Final = ("date", "time", "number", "choice")
FROZEN: Final = "frozen"  # why an edit waits: something is out of place in its row
# Gaps on Attention are closed once there are this many, and a fifth of the tab.
GAPS: Final = 5


@dataclass(frozen=True, slots=True)
class LetGo:
    """An edit that is not carried out. `reason` is a key of the wording under writing:."""

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
    turned = {(follow.tab, follow.find): follow.replacement for follow in follows}
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
) -> Aimed:
    """Where each edit goes, as the workbook is seen now. `frozen` names rows (tab, id) in which
    something is still out of place: they are left alone until it is put right."""
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
                else:
                    adds.append(Add(edit.tab, key, cells, number))
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
            content=digest(*(row.cells.get(column) for column in self.tab.columns)),
            student=student,
            puts=tuple(puts),
            edit=number,
        )

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


@dataclass(frozen=True, slots=True)
class Mending:
    """What can be put right now, and what is still to be found. What a person has typed over
    meanwhile, or what is right already, is in neither."""

    targets: tuple[Target, ...] = ()
    open: tuple[Mend, ...] = ()  # in work, or not found


def plan_mends(
    seen: WorkbookSeen,
    grids: Mapping[str, Grid],
    mends: Iterable[Mend],
    token: Callable[[], str],
    follows: Iterable[Follow] = (),
) -> Mending:
    """Rows to write so that what is out of place goes back. A mend stays open until a later look
    shows that it is done. `follows` come first in the same batch: the rows are taken as they
    will be then."""
    turned = {(follow.tab, follow.find): follow.replacement for follow in follows}
    grids = {tab: _after(seen, seen.tabs[tab], grid, turned) for tab, grid in grids.items()}
    plans = {mend: _plan(seen, grids, mend, token) for mend in dict.fromkeys(mends)}
    cells: dict[tuple[str, int], dict[int, Put]] = {}
    for mend, plan in plans.items():
        # Rows that are alike but for the cell that was hit: each gets one of the values back.
        free = [(i, p) for i, p in plan.puts if p.index not in cells.get((mend.tab, i), {})]
        for position, put in free[:1] if isinstance(mend, Fix) else plan.puts:
            cells.setdefault((mend.tab, position), {}).setdefault(put.index, put)
    for mend, plan in plans.items():
        # A row that was copied together with our value has it in both.
        for position, put in plan.puts:
            cells.setdefault((mend.tab, position), {}).setdefault(put.index, put)
    # A cell may have been hit twice: what goes back first is then itself out of place.
    still_open = tuple(
        mend
        for mend, plan in plans.items()
        if plan.puts
        or plan.unseen
        or any(at in cells.get((mend.tab, position), {}) for position, at in plan.places)
    )
    targets = tuple(
        _mend_target(seen.tabs[tab], grids[tab], position, tuple(placed.values()))
        for (tab, position), placed in cells.items()
    )
    return Mending(targets, still_open)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Cells to write for one mend, and where it looked. `unseen`: it cannot be told yet."""

    puts: tuple[tuple[int, Put], ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    unseen: bool = False


def _plan(
    seen: WorkbookSeen, grids: Mapping[str, Grid], mend: Mend, token: Callable[[], str]
) -> _Plan:
    tab, grid = seen.tabs[mend.tab], grids.get(mend.tab, ())
    if isinstance(mend, Relay):
        return _find_relay(seen, tab, grid, mend, token)
    return _find_fix(seen, tab, grid, mend, token)


def _after(
    seen: WorkbookSeen, tab: TabSeen, grid: Grid, turned: Mapping[tuple[str, str], str]
) -> Grid:
    """The grid as it will be once `turned`, (tab, text) -> what it becomes, has been replaced."""
    if not turned:
        return grid
    kinds = {i: seen.template.by_key[tab.key].by_key[c].kind for c, i in tab.columns.items()}
    return [
        [
            as_read(turned[tab.key, cell], kinds.get(i, "any"))
            if isinstance(cell, str) and (tab.key, cell) in turned
            else cell
            for i, cell in enumerate(row)
        ]
        for row in grid
    ]


def _mend_target(tab: TabSeen, grid: Grid, position: int, puts: tuple[Put, ...]) -> Target:
    cells = [_cell(grid[position], index) for index in tab.columns.values()]
    row_id = read_text(_cell(grid[position], tab.columns.get(tab.identity)))
    alone = sum(read_text(_cell(row, tab.columns.get(tab.identity))) == row_id for row in grid)
    anchor = row_id if alone == 1 and all(put.column != tab.identity for put in puts) else ""
    return Target(tab.key, position, anchor, digest(*cells), "", puts)


def _find_fix(
    seen: WorkbookSeen, tab: TabSeen, grid: Grid, fix: Fix, token: Callable[[], str]
) -> _Plan:
    if fix.column not in ("", OWN) and fix.column not in tab.columns:
        return _Plan(unseen=True)  # the column is gone; Undo may bring it back
    rows = [i for i, row in enumerate(grid) if i and _is_row(tab, row, fix)]
    places = [(i, at) for i in rows if (at := _place(tab, grid[i], fix)) is not None]
    waiting = any(str(_cell(grid[i], at)).startswith(TOKEN) for i, at in places)
    wrong = [
        (i, at)
        for i, at in places
        if digest(_cell(grid[i], at)) == fix.expect and not _has_come_right(seen, tab, grid[i], fix)
    ]
    if not wrong and not fix.anchor:
        wrong = _strays(tab, grid, fix)
    puts = tuple((i, _goes_back(seen, tab, grid, i, at, fix.want, token)) for i, at in wrong)
    return _Plan(puts, tuple(places), unseen=not puts and (waiting or not rows))


def _is_row(tab: TabSeen, row: Sequence[Raw], fix: Fix) -> bool:
    if fix.anchor:
        return any(read_text(cell) == fix.anchor for cell in row)
    return all(digest(_cell(row, tab.columns.get(c))) == said for c, said in fix.others.items())


def _has_come_right(seen: WorkbookSeen, tab: TabSeen, row: Sequence[Raw], fix: Fix) -> bool:
    """The row had no id and has one now: what its service cells say is about itself."""
    known = seen.template.by_key[tab.key].by_key.get(fix.column)
    has_id = _cell(row, tab.columns.get(tab.identity)) is not None
    return not fix.anchor and has_id and known is not None and known.service


def _place(tab: TabSeen, row: Sequence[Raw], fix: Fix) -> int | None:
    """Where in the row the cell is, None when it is not to be found there."""
    if fix.column and fix.column != OWN:
        return tab.columns[fix.column]
    bound = set(tab.columns.values())
    for index, cell in enumerate(row):
        if fix.column == OWN and index not in bound and digest(cell) == fix.expect:
            return index
        if not fix.column and read_text(cell) == fix.anchor:
            return index
    return None


def _strays(tab: TabSeen, grid: Grid, fix: Fix) -> list[tuple[int, int]]:
    """Somebody typed into the row meanwhile. It has no id, it holds our value, and most of it is
    as it was: told by that, if it is the only one. (To blank our value, the value is enough.)"""
    found = [
        (i, at)
        for i, row in enumerate(grid)
        if i
        and not _cell(row, tab.columns.get(tab.identity))
        and (at := _place(tab, row, fix)) is not None
        and digest(_cell(row, at)) == fix.expect
        and (fix.want is None or _mostly(tab, row, fix))
    ]
    return found if len(found) == 1 else []


def _mostly(tab: TabSeen, row: Sequence[Raw], fix: Fix) -> bool:
    same_cells = [digest(_cell(row, tab.columns.get(c))) == d for c, d in fix.others.items()]
    return sum(same_cells) * 2 > len(same_cells)


def _goes_back(
    seen: WorkbookSeen,
    tab: TabSeen,
    grid: Grid,
    position: int,
    index: int,
    want: Raw,
    token: Callable[[], str],
) -> Put:
    """One cell on its way back: a token first, where findReplace can then write what is wanted."""
    column = next((c for c, i in tab.columns.items() if i == index), "")
    heading = "" if column else read_text(_cell(grid[0], index))
    known = seen.template.by_key[tab.key].by_key.get(column)
    final = as_typed(want, known.kind if known else "any")
    put = Put(column, index, want, _cell(grid[position], index), heading=heading)
    if not isinstance(want, str | None):
        # In a cell that is formatted as text findReplace would leave the digits as text.
        return put
    return put if final is None else replace(put, new=token(), unique=True, final=final)


def _find_relay(
    seen: WorkbookSeen, tab: TabSeen, grid: Grid, relay: Relay, token: Callable[[], str]
) -> _Plan:
    """Cells of an added row that must change columns."""
    rows = [i for i, row in enumerate(grid) if any(read_text(cell) == relay.anchor for cell in row)]
    if not rows or any(str(cell).startswith(TOKEN) for cell in grid[rows[0]]):
        return _Plan(unseen=True)
    position = rows[0]
    row = grid[position]
    stands = {digest(cell): i for i, cell in enumerate(row) if cell is not None}
    wanted = {tab.columns[c]: d for c, d in relay.cells.items() if c in tab.columns}
    at_home = {index for index, d in wanted.items() if digest(_cell(row, index)) == d}
    ours = set(relay.cells.values())
    change: dict[int, Raw] = {}
    for index, d in wanted.items():
        old = _cell(row, index)
        if index not in at_home and d in stands and (old is None or digest(old) in ours):
            change[index] = row[stands[d]]
    for index, cell in enumerate(row):
        if cell is not None and index not in at_home and digest(cell) in ours:
            change.setdefault(index, None)
    puts = tuple(
        (position, _goes_back(seen, tab, grid, position, index, want, token))
        for index, want in change.items()
    )
    return _Plan(puts)


def _cell(row: Sequence[Raw], index: int | None) -> Raw:
    return row[index] if index is not None and index < len(row) else None


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


def store(item: Mend | Follow) -> str:
    """A thing still to be put right, as text for the journal."""
    if isinstance(item, Follow):
        plain: Json = {"k": "follow", "t": item.tab, "u": item.find, "f": item.replacement}
    elif isinstance(item, Relay):
        plain = {"k": "relay", "t": item.tab, "a": item.anchor, "w": dict(item.cells)}
    else:
        plain = {"k": "fix", "t": item.tab, "a": item.anchor, "c": item.column}
        plain |= {"d": item.expect, "b": item.want, "r": dict(item.others)}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def restore(texts: Iterable[str]) -> Iterator[Mend | Follow]:
    """The reverse of `store`; what people typed into the journal is passed over."""
    for text in texts:
        try:
            plain = json.loads(text)
            if plain["k"] == "follow":
                yield Follow(plain["t"], plain["u"], plain["f"])
            elif plain["k"] == "relay":
                yield Relay(plain["t"], plain["a"], plain["w"])
            else:
                yield Fix(
                    plain["t"],
                    plain["a"],
                    plain["c"],
                    plain["d"],
                    plain["b"],
                    plain["r"],
                )
        except (ValueError, KeyError, TypeError):
            continue
