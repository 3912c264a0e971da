"""Days, times and numbers that `findReplace` has left as text are written once more, by type.

Whether it does is said nowhere. The text says what is meant, and is read so; but it sorts among
the words. So where a batch put one in by content, the journal's copy of the row shows how it
stands, and what stands as text is written by position, as any other cell is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from service.workbook.edits import digest, row_digest
from service.workbook.look import RowSeen, TabSeen, WorkbookSeen

from .journal import Put, Target
from .protocol import Follow
from .replacement import left_as_text

_KINDS: Final = ("date", "time", "number")


def to_be_seen(follows: Iterable[Follow]) -> list[Target]:
    """The rows in which these put a day, time or number, as far as that is known: nothing is
    written there, they are only copied."""
    rows = {(each.tab, each.position) for each in follows if each.kind and each.position >= 0}
    return [Target(tab, position, "", "", "", ()) for tab, position in sorted(rows)]


def nothing_moved(before: WorkbookSeen, now: WorkbookSeen) -> bool:
    """Whether rows and columns stand where they stood: what reads well as it is need not be
    written over in the very moment in which people rearrange a tab."""
    return all(
        tab.columns == now.tabs[key].columns and _places(tab) <= _places(now.tabs[key])
        for key, tab in before.tabs.items()
    )


def _places(tab: TabSeen) -> set[tuple[int, str]]:
    return {(row.position, row_id) for row in tab.rows if (row_id := tab.row_id(row))}


def days_as_text(seen: WorkbookSeen) -> list[Target]:
    """Cells of people's own in which a day, time or number stands as the text that `findReplace`
    put in: each is written once more, by its type."""
    targets = []
    for tab in seen.tabs.values():
        columns = seen.template.by_key[tab.key].columns
        if any(column.key not in tab.columns for column in columns):
            continue  # a tab of which a column is gone is left as it is
        own = {c.key: c.kind for c in columns if not c.service and c.key in tab.columns}
        kinds = {column: kind for column, kind in own.items() if kind in _KINDS}
        for row in tab.rows:
            puts = [
                Put(column, tab.columns[column], value, row.cells[column])
                for column, kind in kinds.items()
                if type(row.cells[column]) is str
                and (value := left_as_text(row.cells[column], kind)) is not None
            ]
            if puts:
                targets.append(_target(tab, row, tuple(puts)))
    return targets


def _target(tab: TabSeen, row: RowSeen, puts: tuple[Put, ...]) -> Target:
    row_id = tab.row_id(row)
    alone = [tab.row_id(each) for each in tab.rows].count(row_id) == 1
    content = row_digest(row.cells.get(column) for column in tab.columns)
    if not row_id or not alone:
        return Target(tab.key, row.position, "", content, "", puts)
    student = digest(row.cells.get("student")) if "student" in tab.columns else ""
    return Target(tab.key, row.position, row_id, content, student, puts)
