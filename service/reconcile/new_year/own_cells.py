"""What people have in rows beside the columns that Holdfast knows: such rows stay where they are,
for an archive does not hold it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from service.ports import Sheets
from service.workbook.look import TabSeen, WorkbookSeen

FIELDS: Final = "sheets(data(startRow,startColumn,rowData(values(userEnteredValue,note))))"


def rows_with_own(sheets: Sheets, seen: WorkbookSeen, tab: str, rows: Sequence[int]) -> set[int]:
    """Of the rows at these places (0-based), those with a note, a formula, or something in a column
    that people have added. One Sheets call; raises GatewayError."""
    if not rows:
        return set()
    standing = seen.tabs[tab]
    quoted = standing.title.replace("'", "''")
    span = f"'{quoted}'!A{min(rows) + 1}:ZZ{max(rows) + 1}"
    return set(_own(sheets.get(seen.file_id, FIELDS, [span]), standing)) & set(rows)


def _own(answer: Mapping[str, Any], tab: TabSeen) -> Iterator[int]:
    known = set(tab.columns.values())
    for sheet in answer.get("sheets", ()):
        for data in sheet.get("data", ()):
            left = data.get("startColumn", 0)
            for place, row in enumerate(data.get("rowData", ()), data.get("startRow", 0)):
                cells = enumerate(row.get("values", ()), left)
                if any(_is_own(cell, column in known) for column, cell in cells):
                    yield place


def _is_own(cell: Mapping[str, Any], is_known: bool) -> bool:
    entered = cell.get("userEnteredValue") or {}
    return bool(cell.get("note")) or "formulaValue" in entered or (bool(entered) and not is_known)
