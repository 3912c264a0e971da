"""What is out of place, and how it goes back: from repairs to the cells that a batch writes to.

`plan_mends` finds the cells in which something of ours stands where it should not, on a look at
every cell of the tab; keeping.py carries what is still to be done through the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from service.workbook.cells import read_text
from service.workbook.edits import AddRow, Edit, row_digest
from service.workbook.look import Raw, RowSeen, TabSeen, WorkbookSeen

from .finding import Covers, Grid, beneath, cell_of, is_ours, plan_fix, what_goes_back
from .journal import TOKEN, Put, Target
from .judging import Fix
from .protocol import Follow, outcome
from .replacement import as_read


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
    marks = marks_of(mends)
    waiting = [follow for follow in follows if (follow.tab, follow.find) in marks]
    turned = outcome([follow for follow in follows if follow not in waiting])
    grids = {tab: _after(seen, seen.tabs[tab], grid, turned) for tab, grid in grids.items()}
    covers: dict[tuple[str, str], Raw] = {(m.tab, m.anchor): m.want for m in mends if not m.column}
    covers |= {(follow.tab, follow.find): follow.replacement or None for follow in waiting}
    marked = _marked(grids, marks, covers)
    known = {(follow.tab, follow.find): follow.replacement for follow in follows}
    wanted = {m: what_goes_back(seen, m, mends, known) for m in mends if is_ours(m.want)}
    plans = {
        m: plan_fix(seen, grids, marked, covers, m, wanted.get(m, m.want), token)
        for m in dict.fromkeys(mends)
    }
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
    # A cell may have been hit twice: what goes back first is then itself out of place. A mark
    # that is on its way back brings the rest of its row with it.
    coming = {(m.tab, m.want) for m, plan in plans.items() if is_ours(m.want) and not plan.unseen}
    still_open = tuple(
        mend
        for mend, plan in plans.items()
        if plan.puts
        or plan.waits
        or ((mend.tab, mend.mark) in coming and plan.unseen)
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
                cells = {column: cell_of(left[0], at) for column, at in tab.columns.items()}
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
    grids: Mapping[str, Grid], marks: Set[tuple[str, str]], covers: Covers
) -> dict[tuple[str, str], list[int]]:
    """The rows in which each mark stands (several when people copied the row), or stands again
    once what has covered it goes."""
    found: dict[tuple[str, str], list[int]] = {}
    for tab, grid in grids.items():
        for position, row in enumerate(grid):
            for text in (text for cell in row for text in beneath(tab, cell, covers)):
                if isinstance(text, str) and (tab, text) in marks:
                    rows = found.setdefault((tab, text), [])
                    rows += [position] if position not in rows else []
    return found


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
    content = row_digest(cell_of(grid[position], index) for index in tab.columns.values())
    row_id = read_text(cell_of(grid[position], tab.columns.get(tab.identity)))
    alone = sum(read_text(cell_of(row, tab.columns.get(tab.identity))) == row_id for row in grid)
    anchor = row_id if alone == 1 and all(put.column != tab.identity for put in puts) else ""
    reach = 0
    for (key, mark), rows in marked.items():
        if key == tab.key and rows == [position] and mark in grid[position]:
            anchor, reach = mark, list(grid[position]).index(mark) + 1
    return Target(tab.key, position, anchor, content, "", puts, reach=reach)
