"""Requests that write cells, one by one or all alike; merges, borders and cell rules."""

from __future__ import annotations

from emulator.fields import Mask
from emulator.sheets import formulas
from emulator.sheets.a1 import Area, Rect
from emulator.sheets.celldata import apply_cell, write_rows
from emulator.sheets.edit import Edit
from emulator.sheets.formats import settled
from emulator.sheets.grid import Cell, Json, Refusal, Sheet
from emulator.sheets.ranges import Target

from .kinds import request


@request("updateCells")
def update_cells(edit: Edit, asked: Json) -> None:
    """With a `range`, cells that the rows leave out are cleared of the masked fields; with
    a `start`, only what is given is written."""
    mask = edit.mask(asked.get("fields"), "CellData")
    rows = asked.get("rows", [])
    if "range" in asked:
        sheet, rect = edit.open(asked["range"])
        write_rows(edit, sheet, rect, rows, mask, clear_rest=True)
        return
    start = asked.get("start")
    if start is None:
        raise Refusal("Must specify one of range or start.")
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    width = max((len((row or {}).get("values") or []) for row in rows), default=0)
    area = Area(top, left, top + max(len(rows), 1), left + max(width, 1))
    target = Target(edit.book.sheet(start.get("sheetId")), area).require_inside()
    sheet = edit.book.writable(target.sheet.id)
    edit.require_editable(sheet, target.rect)
    write_rows(edit, sheet, target.rect, rows, mask)


@request("repeatCell")
def repeat_cell(edit: Edit, asked: Json) -> None:
    mask = edit.mask(asked.get("fields"), "CellData")
    sheet, rect = edit.open(asked.get("range"))
    data = settled(asked.get("cell", {}))
    if not (mask.selects("userEnteredValue") and data.get("userEnteredValue")):
        sheet.paint(rect, lambda cell: apply_cell(cell, data, mask))
        return
    written = data["userEnteredValue"].get("formulaValue")
    for row, column in rect.cells():
        cell = apply_cell(sheet.cell(row, column), data, mask)
        if written is not None and cell.formula == written:
            moved = formulas.copied(written, row - rect.top, column - rect.left)
            cell = cell._replace(formula=moved)
        sheet.put(row, column, cell)


@request("appendCells")
def append_cells(edit: Edit, asked: Json) -> None:
    """Rows below the last one with a value (or a format: variant append_below); the grid grows
    where it must."""
    mask = edit.mask(asked.get("fields"), "CellData")
    sheet = edit.book.writable(asked.get("sheetId"))
    rows = asked.get("rows", [])
    formats_count = edit.workspace.variant("append_below") == "formats"
    top = sheet.last_formatted_row() if formats_count else sheet.last_filled_row()
    width = max((len((row or {}).get("values") or []) for row in rows), default=0)
    rect = Rect(top, 0, top + len(rows), width)
    added_rows = max(0, rect.bottom - sheet.row_count)
    added_columns = max(0, rect.right - sheet.column_count)
    edit.book.require_room(added_rows * sheet.column_count + added_columns * sheet.row_count)
    sheet.rows += [None] * added_rows
    sheet.columns += [None] * added_columns
    edit.require_editable(sheet, rect)
    write_rows(edit, sheet, rect, rows, mask)


@request("setDataValidation")
def set_data_validation(edit: Edit, asked: Json) -> None:
    """A rule for every cell of a range, or none when it is left out."""
    sheet, rect = edit.open(asked.get("range"))
    rule = asked.get("rule")
    if rule is not None and "condition" not in rule:
        raise Refusal("rule.condition is required.")
    mask, data = Mask(dataValidation=Mask()), {"dataValidation": settled(rule)} if rule else {}
    sheet.paint(rect, lambda cell: apply_cell(cell, data, mask))


# Merges


@request("mergeCells")
def merge_cells(edit: Edit, asked: Json) -> None:
    """Merge a range whole, by columns or by rows; older merges inside it give way. Only the
    first cell of a merge keeps its value."""
    sheet, rect = edit.open(asked.get("range"))
    kind = asked.get("mergeType", "MERGE_ALL")
    _dissolve(sheet, rect)
    for merge in _parts(rect, kind):
        if merge.width * merge.height < 2:
            continue
        sheet.merges.append(merge)
        for row, column, cell in list(sheet.held_cells(merge)):
            if (row, column) != (merge.top, merge.left) and cell.filled:
                sheet.put(row, column, cell._replace(value=None, formula=None))


def _parts(rect: Rect, kind: str) -> list[Rect]:
    if kind == "MERGE_ROWS":
        return [Rect(row, rect.left, row + 1, rect.right) for row in range(rect.top, rect.bottom)]
    if kind == "MERGE_COLUMNS":
        return [Rect(rect.top, c, rect.bottom, c + 1) for c in range(rect.left, rect.right)]
    return [rect]


@request("unmergeCells")
def unmerge_cells(edit: Edit, asked: Json) -> None:
    sheet, rect = edit.open(asked.get("range"))
    _dissolve(sheet, rect)


def _dissolve(sheet: Sheet, rect: Rect) -> None:
    if any(merge.meets(rect) and not rect.covers(merge) for merge in sheet.merges):
        raise Refusal("You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = [merge for merge in sheet.merges if not merge.meets(rect)]


# Borders


@request("updateBorders")
def update_borders(edit: Edit, asked: Json) -> None:
    """The outer and inner borders of a range; those not given stay."""
    sheet, rect = edit.open(asked.get("range"))
    lines = {name: settled(asked[name]) for name in asked if name != "range"}
    for row, column in rect.cells():
        sides = {
            "top": lines.get("top" if row == rect.top else "innerHorizontal"),
            "bottom": lines.get("bottom" if row == rect.bottom - 1 else "innerHorizontal"),
            "left": lines.get("left" if column == rect.left else "innerVertical"),
            "right": lines.get("right" if column == rect.right - 1 else "innerVertical"),
        }
        given = {side: line for side, line in sides.items() if line is not None}
        if given:
            cell = sheet.cell(row, column)
            sheet.put(row, column, _bordered(cell, given))


def _bordered(cell: Cell, sides: Json) -> Cell:
    borders = {**(cell.format or {}).get("borders", {}), **sides}
    borders = {side: line for side, line in borders.items() if line.get("style", "NONE") != "NONE"}
    form = {k: v for k, v in (cell.format or {}).items() if k != "borders"}
    if borders:
        form["borders"] = borders
    return cell._replace(format=form or None)
