"""Where `values.append` writes: below the last table that its range touches.

A table is a block of cells with values that no blank row or column cuts through; it is
told by its surrounding rectangle.
"""

from __future__ import annotations

from .a1 import Rect
from .grid import Sheet


def last_table(sheet: Sheet, rect: Rect) -> Rect | None:
    """The table of the last value in a range, by rows; None for a blank range, even one that
    lies inside a table."""
    for row in range(min(rect.bottom, sheet.row_count) - 1, rect.top - 1, -1):
        columns = [c for c in _values(sheet, row) if rect.left <= c < rect.right]
        if columns:
            return table_around(sheet, row, max(columns))
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
