"""What is out of place, and how it goes back: from repairs to the cells that a batch writes to.

`plan_mends` finds the cells in which something of ours stands where it should not, on a look at
every cell of the tab; keeping.py carries what is still to be done through the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from service.workbook.cells import read_text
from service.workbook.edits import AddRow, Edit, digest, row_digest
from service.workbook.look import Raw, RowSeen, TabSeen, WorkbookSeen

from .journal import TOKEN, Put, Target
from .judging import Fix
from .protocol import Follow, outcome
from .replacement import as_read, as_typed
from .slots import OWN

Grid = Sequence[Sequence[Raw]]


@dataclass(frozen=True, slots=True)
class Mending:
    """What can be put right now, and what is to be found nowhere. What a person has typed over
    meanwhile, or what is right already, is in neither."""

    targets: tuple[Target, ...] = ()
    open: tuple[Fix, ...] = ()  # in work
    resting: tuple[Fix, ...] = ()  # its row or column is gone; a person's undo may bring it back
    marks: frozenset[tuple[str, str]] = frozenset()  # what must stay until all else is right


def plan_mends(
    seen: WorkbookSeen,
    grids: Mapping[str, Grid],
    mends: Sequence[Fix],
    token: Callable[[], str],
    follows: Iterable[Follow] = (),
) -> Mending:
    """Rows to write so that what is out of place goes back. A mend stays open until a later look
    shows that it is done. `follows` come first in the same batch: the rows are taken as they
    will be then."""
    turned = {(follow.tab, follow.find): follow.replacement for follow in follows}
    marks = marks_of(mends)
    waiting = [follow for follow in follows if (follow.tab, follow.find) in marks]
    turned = outcome([follow for follow in follows if follow not in waiting])
    grids = {tab: _after(seen, seen.tabs[tab], grid, turned) for tab, grid in grids.items()}
    marked = _marked(grids, marks, waiting)
    plans = {mend: _plan(seen, grids, marked, mend, token) for mend in dict.fromkeys(mends)}
    cells: dict[tuple[str, int], dict[int, Put]] = {}
    for mend, plan in plans.items():
        # Rows that are alike but for the cell that was hit: each gets one of the values back.
        free = [(i, p) for i, p in plan.puts if p.index not in cells.get((mend.tab, i), {})]
        for position, put in free[:1]:
            cells.setdefault((mend.tab, position), {}).setdefault(put.index, put)
    for mend, plan in plans.items():
        # A row that was copied together with our value has it in both.
        again = mend.anchor or mend.mark or mend.want is None
        for position, put in plan.puts if again else ():
            cells.setdefault((mend.tab, position), {}).setdefault(put.index, put)
    # A cell may have been hit twice: what goes back first is then itself out of place.
    still_open = tuple(
        mend
        for mend, plan in plans.items()
        if plan.puts
        or plan.waits
        or any(at in cells.get((mend.tab, position), {}) for position, at in plan.places)
    )
    targets = tuple(
        _mend_target(seen.tabs[tab], grids[tab], position, tuple(placed.values()), marked)
        for (tab, position), placed in cells.items()
    )
    resting = tuple(mend for mend, plan in plans.items() if plan.unseen and mend not in still_open)
    return Mending(targets, still_open, resting, marks_of((*still_open, *resting)) & marked.keys())


def homes_of(
    seen: WorkbookSeen,
    grids: Mapping[str, Grid],
    pending: Mapping[int, Edit],
    follows: Iterable[Follow],
) -> dict[int, RowSeen]:
    """By the number of an edit that adds a row: the row that was added for it while columns moved,
    and that is blank again (once `follows` are done) but for what people have typed into it."""
    homes = {}
    follows = tuple(follows)
    turned = outcome(follows)
    for follow in follows:
        for number, edit in pending.items() if not follow.replacement else ():
            if not isinstance(edit, AddRow) or not _is_mark(follow, edit):
                continue
            tab, grid = seen.tabs[edit.tab], grids.get(edit.tab, ())
            found = [i for i, row in enumerate(grid) if follow.find in row]
            left = _after(seen, tab, [grid[i] for i in found], turned)
            if len(found) == 1 and any(raw is not None for raw in left[0]):
                cells = {column: _cell(left[0], at) for column, at in tab.columns.items()}
                if cells.get(tab.identity) is None:
                    homes[number] = RowSeen(found[0], cells)
    return homes


def can_be_aimed(pending: Mapping[int, Edit], waiting: Sequence[Follow]) -> dict[int, Edit]:
    """The edits that need not wait until the row they were to add is blank again."""
    return {
        number: edit
        for number, edit in pending.items()
        if not (isinstance(edit, AddRow) and any(_is_mark(follow, edit) for follow in waiting))
    }


def _is_mark(follow: Follow, edit: AddRow) -> bool:
    ours = follow.tab == edit.tab and follow.find.startswith(TOKEN) and not edit.offers
    return ours and follow.find.endswith(f".{edit.key}")


def marks_of(mends: Iterable[Fix]) -> frozenset[tuple[str, str]]:
    """(tab, text of ours) by which rows that are to be put right are known."""
    return frozenset((mend.tab, mend.mark) for mend in mends if mend.mark)


def _marked(
    grids: Mapping[str, Grid], marks: Set[tuple[str, str]], waiting: Iterable[Follow]
) -> dict[tuple[str, str], list[int]]:
    """The rows in which each mark stands (several when people copied the row), or stands again
    once what has covered it goes."""
    beneath = {(follow.tab, follow.find): follow.replacement for follow in waiting}
    found: dict[tuple[str, str], list[int]] = {}
    for tab, grid in grids.items():
        for position, row in enumerate(grid):
            for cell in row:
                text = cell if isinstance(cell, str) else ""
                while (tab, text) in marks and position not in found.get((tab, text), ()):
                    found.setdefault((tab, text), []).append(position)
                    text = beneath.get((tab, text), "")
    return found


@dataclass(frozen=True, slots=True)
class _Plan:
    """Cells to write for one mend, and where it looked. `waits`: something else comes first;
    `unseen`: it stands nowhere."""

    puts: tuple[tuple[int, Put], ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    waits: bool = False
    unseen: bool = False


def _plan(
    seen: WorkbookSeen,
    grids: Mapping[str, Grid],
    marked: Mapping[tuple[str, str], list[int]],
    mend: Fix,
    token: Callable[[], str],
) -> _Plan:
    tab, grid = seen.tabs[mend.tab], grids.get(mend.tab, ())
    if not mend.column and (mend.tab, mend.anchor) in marked:
        return _Plan(waits=True)  # other cells of the row are still to be found by it
    return _find_fix(seen, tab, grid, mend, token, marked.get((mend.tab, mend.mark), ()))


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


def _mend_target(
    tab: TabSeen,
    grid: Grid,
    position: int,
    puts: tuple[Put, ...],
    marked: Mapping[tuple[str, str], list[int]],
) -> Target:
    content = row_digest(_cell(grid[position], index) for index in tab.columns.values())
    row_id = read_text(_cell(grid[position], tab.columns.get(tab.identity)))
    alone = sum(read_text(_cell(row, tab.columns.get(tab.identity))) == row_id for row in grid)
    anchor = row_id if alone == 1 and all(put.column != tab.identity for put in puts) else ""
    reach = 0
    for (key, mark), rows in marked.items():
        if key == tab.key and rows == [position] and mark in grid[position]:
            anchor, reach = mark, list(grid[position]).index(mark) + 1
    return Target(tab.key, position, anchor, content, "", puts, reach=reach)


def _find_fix(
    seen: WorkbookSeen,
    tab: TabSeen,
    grid: Grid,
    fix: Fix,
    token: Callable[[], str],
    marked: Sequence[int],
) -> _Plan:
    if fix.column not in ("", OWN) and fix.column not in tab.columns:
        return _Plan(unseen=True)  # the column is gone; Undo may bring it back
    rows = marked or [i for i, row in enumerate(grid) if i and _is_row(tab, row, fix)]
    places = [(i, at) for i in rows if (at := _place(tab, grid[i], fix)) is not None]
    waiting = any(str(_cell(grid[i], at)).startswith(TOKEN) for i, at in places)
    wrong = [
        (i, at)
        for i, at in places
        if digest(_cell(grid[i], at)) == fix.expect and not _has_come_right(seen, tab, grid[i], fix)
    ]
    if not wrong and not fix.anchor and not marked and (fix.nameless or not rows):
        wrong = _strays(tab, grid, fix, _blanks_grey(seen, fix))
    puts = tuple((i, _goes_back(seen, tab, grid, i, at, fix.want, token)) for i, at in wrong)
    return _Plan(puts, tuple(places), waiting, unseen=not puts and not rows)


def _is_row(tab: TabSeen, row: Sequence[Raw], fix: Fix) -> bool:
    if fix.anchor:
        return any(read_text(cell) == fix.anchor for cell in row)
    told = fix.others.items()
    return bool(told) and all(digest(_cell(row, tab.columns.get(c))) == said for c, said in told)


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
    return tab.row_id(RowSeen(0, {tab.identity: _cell(row, tab.columns.get(tab.identity))}))


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
        and not (fix.nameless and _own_id(tab, row))
        and (at := _place(tab, row, fix)) is not None
        and digest(_cell(row, at)) == fix.expect
        and (value_is_enough or _mostly(tab, row, fix))
    ]
    return found if len(found) == 1 else []


def _mostly(tab: TabSeen, row: Sequence[Raw], fix: Fix) -> bool:
    told = [(c, d) for c, d in fix.others.items() if fix.nameless or d != digest(None)]
    same_cells = [digest(_cell(row, tab.columns.get(c))) == d for c, d in told]
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
    old = _cell(grid[position], index)
    put = Put(column, index, want, old, heading=heading, plain=want is None)
    if not isinstance(want, str | None):
        # In a cell that is formatted as text findReplace would leave the digits as text.
        return put
    return put if final is None else replace(put, new=token(), unique=True, final=final)


def _cell(row: Sequence[Raw], index: int | None) -> Raw:
    return row[index] if index is not None and index < len(row) else None
