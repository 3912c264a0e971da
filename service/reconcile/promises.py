"""Cells that promise something: a link to a file still to be made, a word that a mail has gone.

When a workbook is written the files stand and the mails are sent, or they failed; then the cell
is left as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from service.casework.wants import LinkTo, OnceSent, Value
from service.workbook import edits
from service.workbook.look import RowSeen

from .changes import AddRow, SetCells, SettleRow

Edited = SetCells | AddRow | SettleRow
Links = Mapping[tuple[str, str], str]  # (kind, key) of a file -> where it opens


def edit_of(
    change: Edited,
    rows: Mapping[tuple[str, int], RowSeen],
    links: Links,
    sent: Collection[str],
) -> edits.Edit | None:
    """The change in the writer's terms; None when it only has something to remember. `rows` are
    the rows as read, by (tab, position); `sent` the keys of the mails that have gone."""
    if isinstance(change, AddRow):
        cells = kept_promises(change.cells, links, sent)
        return edits.AddRow(change.tab, change.row_key, cells, change.offers)
    row = rows[change.row.tab, change.row.position]
    if isinstance(change, SettleRow):
        return edits.SettleRow(change.row.tab, row)
    cells = kept_promises(change.cells, links, sent)
    return edits.SetCells(change.row.tab, row, cells) if cells else None


def kept_promises(
    cells: Mapping[str, Value], links: Links, sent: Collection[str]
) -> dict[str, edits.CellValue]:
    """The cells as they can be written now; one whose promise was not kept is left out."""
    done: dict[str, edits.CellValue] = {}
    for column, value in cells.items():
        match value:
            case LinkTo():
                if link := links.get((value.kind, value.key), ""):
                    done[column] = link
            case tuple():
                parts = (
                    links.get((part.kind, part.key), "") if isinstance(part, LinkTo) else part
                    for part in value
                )
                done[column] = "\n".join(part for part in parts if part)
            case OnceSent():
                if value.key in sent:
                    done[column] = value.text
            case _:
                done[column] = value
    return done
