"""Cells that promise something: a link to a file still to be made, a word that a mail has gone or
a case stands.

When a workbook is written the files stand, the mails are sent and the rows before it are written,
or they failed; then the cell is left as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from service.casework.wants import LinkTo, OnceDone, Value
from service.workbook import edits
from service.workbook.look import RowSeen

from ..changes import AppendRow, ChangeCells, CloseQuestion

Edited = ChangeCells | AppendRow | CloseQuestion
Links = Mapping[tuple[str, str], str]  # (kind, key) of a file -> where it opens


def edit_of(
    change: Edited,
    rows: Mapping[tuple[str, int], RowSeen],
    links: Links,
    done: Collection[str],
) -> edits.Edit | None:
    """The change in the writer's terms; None when it only has something to remember. `rows` are
    the rows as read, by (tab, position); `done` the keys of the mails that have gone, and of the
    rows that came to stand."""
    if isinstance(change, AppendRow):
        cells = resolved_values(change.cells, links, done)
        return edits.AddRow(change.tab, change.row_key, cells, change.offers)
    row = rows[change.row.tab, change.row.position]
    if isinstance(change, CloseQuestion):
        return edits.SettleRow(change.row.tab, row)
    cells = resolved_values(change.cells, links, done)
    return edits.SetCells(change.row.tab, row, cells) if cells else None


def resolved_values(
    cells: Mapping[str, Value], links: Links, done: Collection[str]
) -> dict[str, edits.CellValue]:
    """The cells as they can be written now; one whose promise was not kept is left out."""
    kept: dict[str, edits.CellValue] = {}
    for column, value in cells.items():
        match value:
            case LinkTo():
                if words := _said(value, links):
                    kept[column] = words
            case tuple():
                parts = (_said(p, links) if isinstance(p, LinkTo) else p for p in value)
                kept[column] = "\n".join(part for part in parts if part)
            case OnceDone():
                if value.key in done:
                    kept[column] = value.text
            case _:
                kept[column] = value
    return kept


def _said(promise: LinkTo, links: Links) -> str:
    """What the cell says once the file stands; "" before."""
    address = address_of(promise, links)
    return promise.words or address if address else ""


def address_of(promise: LinkTo, links: Links) -> str:
    """Where it opens; "" while there is nothing."""
    made = links.get((promise.kind, promise.key), "")
    return (promise.turns and made) or promise.address or made
