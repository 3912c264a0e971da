"""Where `values.append` writes: below the last table that its range touches.

A table is a block of cells with values that no blank row or column cuts through; it is
told by its surrounding rectangle.
"""

from __future__ import annotations

from emulator.sheets.a1 import Rect
from emulator.sheets.grid import Sheet


def last_table(sheet: Sheet, rect: Rect) -> Rect | None:
    """The last table that meets a range: that of the last value in it, by rows."""
    for row in range(min(rect.bottom, sheet.row_count) - 1, rect.top - 1, -1):
        columns = [c for c in _values(sheet, row) if rect.left <= c < rect.right]
        if columns:
            return table_around(sheet, row, max(columns))
    # a blank cell may still lie inside a table
    if not rect.empty:
        table = _table_over(sheet, rect)
        if table is not None:
            return table
    return None


def _table_over(sheet: Sheet, rect: Rect) -> Rect | None:
    """The table whose rectangle covers the blank first cell of a range, if it reaches
    around it: it has values both above or below and to a side of that cell."""
    above = [r for r in (rect.top - 1, rect.top, rect.top + 1) if 0 <= r < sheet.row_count]
    for row in above:
        for column in _values(sheet, row):
            if abs(column - rect.left) <= 1:
                table = table_around(sheet, row, column)
                inside = table.contains(rect.top, rect.left)
                if inside and any(table.left <= c < table.right for c in _values(sheet, rect.top)):
                    return table
    return None


def table_around(sheet: Sheet, row: int, column: int) -> Rect:
    """The rectangle of the table that a cell with a value belongs to."""
    top, left, bottom, right = row, column, row + 1, column + 1
    while True:
        before = (top, left, bottom, right)
        while top > 0 and _touches(sheet, top - 1, left - 1, right + 1):
            top -= 1
        while bottom < sheet.row_count and _touches(sheet, bottom, left - 1, right + 1):
            bottom += 1
        beside = _columns(sheet, max(0, top - 1), bottom + 1)
        while left - 1 in beside:
            left -= 1
        while right in beside:
            right += 1
        if before == (top, left, bottom, right):
            return Rect(top, left, bottom, right)


def _values(sheet: Sheet, row: int) -> list[int]:
    line = sheet.rows[row] if 0 <= row < sheet.row_count else None
    return [] if line is None else [c for c, cell in line.cells.items() if cell.filled]


def _touches(sheet: Sheet, row: int, left: int, right: int) -> bool:
    line = sheet.rows[row]
    if line is None:
        return False
    return any(left <= c < right and cell.filled for c, cell in line.cells.items())


def _columns(sheet: Sheet, top: int, bottom: int) -> set[int]:
    return {c for row in range(top, min(bottom, sheet.row_count)) for c in _values(sheet, row)}
