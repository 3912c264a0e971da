"""Where something of ours stands that is out of place, and what goes back there.

A cell is found by its row (a mark of ours, an id, what people have typed beside it) and its column,
or in a column of the staff's own by what it says. Another repair may cover it meanwhile: then it
counts with what it will say once that has gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from service.workbook.cells import read_text
from service.workbook.edits import digest
from service.workbook.look import Raw, RowSeen, TabSeen, WorkbookSeen

from .journal import OURS, TOKEN, Put
from .judging import Fix
from .replacement import as_read, as_typed, holds
from .slots import OWN

Grid = Sequence[Sequence[Raw]]
Covers = Mapping[tuple[str, str], Raw]  # (tab, text of ours) -> what its cell will say after it


@dataclass(frozen=True, slots=True)
class Plan:
    """Cells to write for one mend, and where it looked. `waits`: something else comes first;
    `unseen`: it stands nowhere."""

    puts: tuple[tuple[int, Put], ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    waits: bool = False
    unseen: bool = False


def plan_fix(
    seen: WorkbookSeen,
    grids: Mapping[str, Grid],
    marked: Mapping[tuple[str, str], list[int]],
    covers: Covers,
    mend: Fix,
    want: Raw,
    token: Callable[[], str],
) -> Plan:
    grid = grids.get(mend.tab, ())
    if not mend.column and (mend.tab, mend.anchor) in marked:
        return Plan(waits=True)  # other cells of the row are still to be found by it
    return _find_fix(seen, grid, mend, want, token, marked.get((mend.tab, mend.mark), ()), covers)


def _find_fix(
    seen: WorkbookSeen,
    grid: Grid,
    fix: Fix,
    want: Raw,
    token: Callable[[], str],
    marked: Sequence[int],
    covers: Covers,
) -> Plan:
    tab = seen.tabs[fix.tab]
    if fix.column not in ("", OWN) and fix.column not in tab.columns:
        return Plan(unseen=True)  # the column is gone; Undo may bring it back
    rows = marked or [i for i, row in enumerate(grid) if i and _is_row(tab, row, fix, covers)]
    if fix.anchor and fix.others and not marked:
        rows = _most_alike(tab, grid, fix, rows)
    places = [(i, at) for i in rows if (at := _place(tab, grid[i], fix, covers)) is not None]
    cells = (cell_of(grid[i], at) for i, at in places)
    # A mark that is itself what the cell should hold stays there till the rest of its row is right.
    waiting = any(str(cell).startswith(TOKEN) and cell != fix.want for cell in cells)
    # Without a mark it is the very value: its text stands where it was meant to go.
    same = holds if marked else _is_the_very
    wrong = [
        (i, at)
        for i, at in places
        if same(cell_of(grid[i], at), fix.expect) and not _has_come_right(seen, tab, grid[i], fix)
    ]
    if not wrong and not fix.anchor and not marked and (fix.nameless or not rows):
        wrong = _strays(tab, grid, fix, _blanks_grey(seen, fix))
        if any(_is_the_very(cell_of(grid[i], at), digest(want)) for i, at in places):
            # Its own row is right again: only a copy of that may still hold our value.
            wrong = [(i, at) for i, at in wrong if _same_student(tab, grid[i], fix)]
    puts = tuple((i, _goes_back(seen, tab, grid, i, at, want, token)) for i, at in wrong)
    # Without its mark a row cannot be told from one that only says the same, and is right.
    told = bool(rows) and (bool(marked) or not fix.mark)
    return Plan(puts, tuple(places), waiting, unseen=not puts and not told)


def beneath(tab: str, cell: Raw, covers: Covers) -> Iterator[Raw]:
    """What a cell says, and what it will say once what covers it has gone."""
    passed = set()
    while True:
        yield cell
        if not isinstance(cell, str) or cell in passed or (tab, cell) not in covers:
            return
        passed.add(cell)
        cell = covers[tab, cell]


def is_ours(raw: Raw) -> bool:
    return isinstance(raw, str) and OURS.fullmatch(raw) is not None


def what_goes_back(
    seen: WorkbookSeen, fix: Fix, fixes: Iterable[Fix], known: Mapping[tuple[str, str], str]
) -> Raw:
    """What goes back instead of a mark of ours by which nothing has to be found any more."""
    want, passed = fix.want, set()
    others = {(m.tab, m.mark) for m in fixes if m != fix} | {
        (m.tab, m.anchor) for m in fixes if not m.column
    }
    while isinstance(want, str) and OURS.fullmatch(want) and (fix.tab, want) not in others:
        if want in passed:
            return None
        passed.add(want)
        column = seen.template.by_key[fix.tab].by_key.get(fix.column)
        want = as_read(known.get((fix.tab, want), ""), column.kind if column else "any")
    return want


def _is_row(tab: TabSeen, row: Sequence[Raw], fix: Fix, covers: Covers) -> bool:
    if fix.anchor:
        said = (text for cell in row for text in beneath(tab.key, cell, covers))
        return any(read_text(text) == fix.anchor for text in said)
    told = fix.others.items()
    return bool(told) and all(holds(cell_of(row, tab.columns.get(c)), said) for c, said in told)


def _has_come_right(seen: WorkbookSeen, tab: TabSeen, row: Sequence[Raw], fix: Fix) -> bool:
    """The row had no id and has one now: what its service cells say is about itself."""
    known = seen.template.by_key[tab.key].by_key.get(fix.column)
    told = fix.anchor or fix.mark
    return (
        not told
        and fix.nameless
        and bool(_own_id(tab, row))
        and known is not None
        and known.service
    )


def _own_id(tab: TabSeen, row: Sequence[Raw]) -> str:
    return tab.row_id(RowSeen(0, {tab.identity: cell_of(row, tab.columns.get(tab.identity))}))


def _place(tab: TabSeen, row: Sequence[Raw], fix: Fix, covers: Covers) -> int | None:
    """Where in the row the cell is, None when it is not to be found there. The cell of an anchor
    and one in a column of the staff's own are told by what they say, or will say again once what
    covers it is put right."""
    if fix.column and fix.column != OWN:
        return tab.columns[fix.column]
    bound = set(tab.columns.values()) if fix.column else set()
    wanted = fix.expect if fix.column else digest(fix.anchor)
    cells = [(index, cell) for index, cell in enumerate(row) if index not in bound]
    held = (index for index, cell in cells if holds(cell, wanted))
    covered = (
        index
        for index, cell in cells
        if any(holds(text, wanted) for text in beneath(tab.key, cell, covers))
    )
    return next(held, next(covered, None))


def _blanks_grey(seen: WorkbookSeen, fix: Fix) -> bool:
    """Whether only the value in a service cell goes; in a cell of people's it may be theirs."""
    known = seen.template.by_key[fix.tab].by_key.get(fix.column)
    return fix.want is None and fix.nameless and known is not None and known.service


def _strays(tab: TabSeen, grid: Grid, fix: Fix, value_is_enough: bool) -> list[tuple[int, int]]:
    """Somebody typed into the row meanwhile. It has no id, it holds our value, and most of it is
    as it was: told by that, if it is the only one."""
    found = [
        (i, at)
        for i, row in enumerate(grid)
        if i
        # Nor has a row lost its id in which that is on its way back.
        and not (fix.nameless and cell_of(row, tab.columns.get(tab.identity)) is not None)
        and (at := _place(tab, row, fix, {})) is not None
        and _is_the_very(cell_of(row, at), fix.expect)
        and (value_is_enough or _mostly(tab, row, fix))
    ]
    return found if len(found) == 1 else []


def _most_alike(tab: TabSeen, grid: Grid, fix: Fix, found: Sequence[int]) -> list[int]:
    """Of rows that share an id, and one that has lost it, holds our value and says all that was
    said beside: those that say most of it."""
    lost = [
        i
        for i, row in enumerate(grid)
        if i
        and not _own_id(tab, row)
        and (at := _place(tab, row, fix, {})) is not None
        and _is_the_very(cell_of(row, at), fix.expect)
        and _alike(tab, row, fix) == len(fix.others)
    ]
    found = [*found, *(lost if len(lost) == 1 else ())]
    most = max((_alike(tab, grid[i], fix) for i in found), default=0)
    return [i for i in found if _alike(tab, grid[i], fix) == most]


def _alike(tab: TabSeen, row: Sequence[Raw], fix: Fix) -> int:
    return sum(holds(cell_of(row, tab.columns.get(c)), d) for c, d in fix.others.items())


def _is_the_very(cell: Raw, said: str) -> bool:
    return digest(cell) == said


def _mostly(tab: TabSeen, row: Sequence[Raw], fix: Fix) -> bool:
    told = [(c, d) for c, d in fix.others.items() if fix.nameless or d != digest(None)]
    same_cells = [holds(cell_of(row, tab.columns.get(c)), d) for c, d in told]
    return sum(same_cells) * 2 > len(same_cells)


def _same_student(tab: TabSeen, row: Sequence[Raw], fix: Fix) -> bool:
    said = fix.others.get("student", "")
    return bool(said) and holds(cell_of(row, tab.columns.get("student")), said)


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
    heading = "" if column else read_text(cell_of(grid[0], index))
    known = seen.template.by_key[tab.key].by_key.get(column)
    final = as_typed(want, known.kind if known else "any")
    old = cell_of(grid[position], index)
    put = Put(column, index, want, old, heading=heading, plain=want is None)
    if not isinstance(want, str | None):
        # In a cell that is formatted as text findReplace would leave the digits as text.
        return put
    return put if final is None else replace(put, new=token(), unique=True, final=final)


def cell_of(row: Sequence[Raw], index: int | None) -> Raw:
    return row[index] if index is not None and index < len(row) else None
