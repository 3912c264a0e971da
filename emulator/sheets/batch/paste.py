"""Requests that carry cells about: copy, cut, paste, insert and delete ranges of cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace

from emulator.sheets import enter, formulas
from emulator.sheets.a1 import Area, Rect
from emulator.sheets.calculate import Calculation
from emulator.sheets.edit import Edit
from emulator.sheets.grid import COLUMNS, EMPTY, ROWS, Cell, ErrorValue, Json, Refusal, Sheet
from emulator.sheets.ranges import Target
from emulator.sheets.structure import follow_formulas

from .kinds import request

Merged = Callable[[Cell, Cell], Cell]


def _only(extra: Json | None, *names: str) -> Json:
    return {name: item for name, item in (extra or {}).items() if name in names}


def _but(extra: Json | None, *names: str) -> Json:
    return {name: item for name, item in (extra or {}).items() if name not in names}


def _values(old: Cell, new: Cell) -> Cell:
    return old._replace(value=new.value, formula=new.formula)


def _formats(old: Cell, new: Cell) -> Cell:
    rule = _but(old.extra, "dataValidation") | _only(new.extra, "dataValidation")
    return old._replace(format=new.format, extra=rule or None)


def _no_borders(old: Cell, new: Cell) -> Cell:
    form = {k: v for k, v in (new.format or {}).items() if k != "borders"}
    own = (old.format or {}).get("borders")
    return new._replace(format=form | ({"borders": own} if own else {}) or None)


def _rules(old: Cell, new: Cell) -> Cell:
    extra = _but(old.extra, "dataValidation") | _only(new.extra, "dataValidation")
    return old._replace(extra=extra or None)


# How each kind of paste joins what is there with what comes.
PASTE: dict[str, Merged] = {
    "PASTE_NORMAL": lambda old, new: new,
    "PASTE_VALUES": _values,
    "PASTE_FORMAT": _formats,
    "PASTE_NO_BORDERS": _no_borders,
    "PASTE_FORMULA": _values,
    "PASTE_DATA_VALIDATION": _rules,
    "PASTE_CONDITIONAL_FORMATTING": lambda old, new: old,
}


def _taken(edit: Edit, sheet: Sheet, rect: Rect, kind: str) -> dict[tuple[int, int], Cell]:
    """The cells of a rectangle by their place in it, as this kind of paste takes them."""
    calculation = Calculation(edit.book, edit.workspace.clock.now())
    found = {}
    for row, column, cell in sheet.all_cells(rect):
        if kind == "PASTE_VALUES" and cell.formula is not None:
            value = calculation.value(sheet, row, column, cell)
            shown = value.text if isinstance(value, ErrorValue) else value
            cell = cell._replace(value=shown, formula=None)
        found[row - rect.top, column - rect.left] = cell
    return found


@request("copyPaste")
def copy_paste(edit: Edit, asked: Json) -> None:
    """Copy a range; a larger destination is filled with repetitions, a smaller one exceeded."""
    source = edit.target(asked.get("source"))
    kind = asked.get("pasteType", "PASTE_NORMAL")
    turned = asked.get("pasteOrientation") == "TRANSPOSE"
    rect = source.rect
    if rect.empty:
        return
    cells = _taken(edit, source.sheet, rect, kind)
    height, width = rect.height, rect.width
    if turned:
        cells = {(column, row): cell for (row, column), cell in cells.items()}
        height, width = width, height
    wanted = edit.target(asked.get("destination")).rect
    rows = wanted.height // height * height if wanted.height % height == 0 else height
    columns = wanted.width // width * width if wanted.width % width == 0 else width
    to = Rect(
        wanted.top, wanted.left, wanted.top + max(rows, height), wanted.left + max(columns, width)
    )
    home = edit.target(asked["destination"]).sheet
    Target(home, Area(to.top, to.left, to.bottom, to.right)).require_inside()
    sheet = edit.book.writable(home.id)
    edit.require_editable(sheet, to)
    join = PASTE[kind]
    for row, column in to.cells():
        place = (row - to.top) % height, (column - to.left) % width
        new = cells.get(place, EMPTY)
        if new.formula is not None:
            from_row, from_column = reversed(place) if turned else place
            down, along = row - rect.top - from_row, column - rect.left - from_column
            new = new._replace(formula=formulas.copied(new.formula, down, along))
        sheet.put(row, column, join(sheet.cell(row, column), new))
    if kind in ("PASTE_NORMAL", "PASTE_FORMAT", "PASTE_NO_BORDERS") and not turned:
        _copy_merges(source.sheet, rect, sheet, to)


def _copy_merges(source: Sheet, rect: Rect, sheet: Sheet, to: Rect) -> None:
    inside = [merge for merge in source.merges if rect.covers(merge)]
    if inside or any(merge.meets(to) for merge in sheet.merges):
        sheet.merges = [merge for merge in sheet.merges if not to.covers(merge)]
    for top in range(to.top, to.bottom, rect.height):
        for left in range(to.left, to.right, rect.width):
            for merge in inside:
                moved = merge.shifted(top - rect.top, left - rect.left)
                if moved not in sheet.merges:
                    sheet.merges.append(moved)


@request("cutPaste")
def cut_paste(edit: Edit, asked: Json) -> None:
    """Move a range; formulas that look at it look at its new place."""
    source = edit.target(asked.get("source"))
    kind = asked.get("pasteType", "PASTE_NORMAL")
    rect, at = source.rect, asked.get("destination", {})
    cells = _taken(edit, source.sheet, rect, kind)
    down, along = at.get("rowIndex", 0) - rect.top, at.get("columnIndex", 0) - rect.left
    to = rect.shifted(down, along)
    home = edit.book.sheet(at.get("sheetId"))
    Target(home, Area(to.top, to.left, to.bottom, to.right)).require_inside()
    old, new = edit.book.writable(source.sheet.id), edit.book.writable(home.id)
    edit.require_editable(old, rect)
    edit.require_editable(new, to)
    for row, column, cell in list(old.all_cells(rect)):
        left_behind = EMPTY if kind == "PASTE_NORMAL" else cell._replace(value=None, formula=None)
        old.put(row, column, left_behind)
    for row, column in to.cells():
        cell = cells.get((row - to.top, column - to.left), EMPTY)
        new.put(row, column, PASTE[kind](new.cell(row, column), cell))
    moved = [merge for merge in old.merges if rect.covers(merge)]
    old.merges = [merge for merge in old.merges if not rect.covers(merge)]
    new.merges += [merge.shifted(down, along) for merge in moved]

    def follow(own: Sheet, text: str) -> str:
        def there(ref: formulas.Reference) -> formulas.Reference:
            if (ref.sheet or own.title).casefold() != old.title.casefold():
                return ref
            seen = ref.area.within(old.row_count, old.column_count)
            if not rect.covers(seen) or ref.area.bottom is None or ref.area.right is None:
                return ref
            area = seen.shifted(down, along)
            return replace(ref, area=Area(area.top, area.left, area.bottom, area.right))

        return formulas.rewrite(text, there)

    if old is new:
        follow_formulas(edit.book, follow)


@request("pasteData")
def paste_data(edit: Edit, asked: Json) -> None:
    """Text with a delimiter, pasted as if typed."""
    if asked.get("html"):
        raise Refusal("The local Workspace pastes delimited text only, not HTML.")
    delimiter = asked.get("delimiter") or "\t"
    if len(delimiter) != 1:
        raise Refusal("delimiter must be a single character.")
    at = asked.get("coordinate", {})
    sheet = edit.book.writable(at.get("sheetId"))
    text = io.StringIO(asked.get("data", ""), newline="")
    rows = list(csv.reader(text, delimiter=delimiter))
    top, left = at.get("rowIndex", 0), at.get("columnIndex", 0)
    width = max((len(row) for row in rows), default=0)
    rect = Rect(top, left, top + len(rows), left + width)
    Target(sheet, Area(top, left, top + 1, left + 1)).require_inside()
    sheet.rows += [None] * max(0, rect.bottom - sheet.row_count)
    sheet.columns += [None] * max(0, rect.right - sheet.column_count)
    edit.book.require_room()
    edit.require_editable(sheet, rect)
    join = PASTE[asked.get("type", "PASTE_NORMAL")]
    for down, row in enumerate(rows):
        for along, value in enumerate(row):
            old = sheet.cell(top + down, left + along)
            new = enter.entered(old, value, enter.USER_ENTERED, edit.hand)
            sheet.put(top + down, left + along, join(old, new))


@request("insertRange")
def insert_range(edit: Edit, asked: Json) -> None:
    """Empty cells, what was there moves down or right; the grid grows where it must."""
    sheet, rect = edit.open(asked.get("range"))
    rows = _dimension(asked) == ROWS
    filled = _beyond(sheet, rect, rows)
    count = rect.height if rows else rect.width
    last = max((row if rows else column for row, column, _ in filled), default=-1)
    lines = sheet.rows if rows else sheet.columns
    lines.extend([None] * max(0, last + count + 1 - len(lines)))
    edit.book.require_room()
    _shift(sheet, filled, count, rows)


@request("deleteRange")
def delete_range(edit: Edit, asked: Json) -> None:
    """Cells are taken out, what was below or to the right of them moves there."""
    sheet, rect = edit.open(asked.get("range"))
    rows = _dimension(asked) == ROWS
    for row, column, _ in list(sheet.all_cells(rect)):
        sheet.put(row, column, EMPTY)
    _shift(sheet, _beyond(sheet, rect, rows), -(rect.height if rows else rect.width), rows)


def _dimension(asked: Json) -> str:
    dimension = asked.get("shiftDimension")
    if dimension not in (ROWS, COLUMNS):
        raise Refusal("No dimension specified.")
    return str(dimension)


def _beyond(sheet: Sheet, rect: Rect, rows: bool) -> list[tuple[int, int, Cell]]:
    far = Rect(rect.top, rect.left, sheet.row_count, rect.right)
    if not rows:
        far = Rect(rect.top, rect.left, rect.bottom, sheet.column_count)
    return list(sheet.all_cells(far))


def _shift(sheet: Sheet, cells: list[tuple[int, int, Cell]], count: int, rows: bool) -> None:
    for row, column, _ in cells:
        sheet.put(row, column, EMPTY)
    for row, column, cell in cells:
        sheet.put(*((row + count, column) if rows else (row, column + count)), cell)
