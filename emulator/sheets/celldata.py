"""Writing CellData: what updateCells, repeatCell and appendCells do to cells."""

from __future__ import annotations

from typing import Any

from emulator.fields import Mask

from . import enter, typed
from .a1 import Rect
from .edit import Edit, updated
from .formats import settled
from .grid import EMPTY, Cell, Json, Refusal, Sheet, Value

VALUE = "userEnteredValue"
READ_ONLY = ("effectiveValue", "effectiveFormat", "formattedValue", "hyperlink")


def apply_cell(old: Cell, data: Json, mask: Mask) -> Cell:
    """The cell after the masked members of a CellData, settled, were written into it."""
    cell = old
    if mask.selects(VALUE):
        cell = _with_value(old, data.get(VALUE))
        if len(mask) == 1 and "*" not in mask:
            return cell
    before: Json = dict(cell.extra or {})
    if cell.format:
        before["userEnteredFormat"] = cell.format
    after = updated(mask, before, {k: v for k, v in data.items() if k not in READ_ONLY})
    after.pop(VALUE, None)
    link = (cell.format or {}).get("textFormat", {}).get("link")
    form = after.pop("userEnteredFormat", None) or None
    if link and cell is not old and "*" not in mask and not mask.selects("userEnteredFormat"):
        form = cell.format
    extra = {k: v for k, v in after.items() if v not in ("", [], {}, None)}
    return Cell(cell.value, cell.formula, form, extra or None)


def _with_value(old: Cell, value: Json | None) -> Cell:
    """An ExtendedValue; none, or an empty one, empties the cell."""
    if not value:
        return enter.replaced(old, None, None, None, None)
    (kind, content), *more = value.items()
    if more:
        raise Refusal("More than one value was set in userEnteredValue.")
    if kind == "formulaValue":
        text = str(content)
        if text.startswith("=") and len(text) > 1:
            return enter.replaced(old, None, text, None, None)
        return enter.replaced(old, text or None, None, None, None)
    if kind == "errorValue":
        raise Refusal("userEnteredValue cannot be an error.")
    if kind == "stringValue" and len(content) > typed.LONGEST:
        raise Refusal(enter.TOO_LONG.format(typed.LONGEST))
    plain: Value = content
    if isinstance(content, float) and content.is_integer() and abs(content) < 1e15:
        plain = int(content)
    link = typed.link_of(content) if isinstance(content, str) else None
    return enter.replaced(old, None if plain == "" else plain, None, None, link)


def write_rows(
    edit: Edit, sheet: Sheet, rect: Rect, rows: list[Any], mask: Mask, clear_rest: bool = False
) -> None:
    """Write RowData from the upper left corner of a rectangle of a writable sheet.

    With `clear_rest`, cells of the rectangle that the rows leave out lose what the mask
    names. Raises Refusal for rows or cells beyond the rectangle.
    """
    only_value = [*mask] == [VALUE]
    for down, row in enumerate(rows):
        cells = (row or {}).get("values") or []
        if rect.top + down >= rect.bottom:
            raise Refusal(
                f"Attempting to write row: {rect.top + down}, beyond the last requested row of: "
                f"{rect.bottom - 1}"
            )
        if rect.left + len(cells) > rect.right:
            raise Refusal(
                f"Attempting to write column: {rect.right}, beyond the last requested column of: "
                f"{rect.right - 1}"
            )
        for along, data in enumerate(cells):
            at = rect.top + down, rect.left + along
            old = sheet.cell(*at)
            if only_value and (data or old is not EMPTY):
                sheet.put(*at, _with_value(old, data.get(VALUE) if data else None))
            elif data or old is not EMPTY:
                sheet.put(*at, apply_cell(old, settled(data or {}), mask))
    if not clear_rest:
        return
    for row_index, column, cell in list(sheet.all_cells(rect)):
        given = row_index - rect.top
        line = (rows[given] or {}).get("values") or [] if given < len(rows) else []
        if column - rect.left >= len(line):
            sheet.put(row_index, column, apply_cell(cell, {}, mask))
