"""Inserting, deleting and moving rows and columns, with all that points at them."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from . import formulas, runs
from .book import Book
from .grid import ROWS, Cell, Row, Sheet, key_of, new_key
from .shift import GONE, Change, shift_json


def restructure(book: Book, change: Change) -> Sheet:
    """Carry out a change on a fork: the lines, every range and every formula."""
    sheet = book.writable(change.sheet_id)
    if change.dimension == ROWS:
        _change_list(sheet.rows, change)
        for index, column in enumerate(sheet.columns):
            if column is not None and column.runs:
                sheet.writable_column(index).runs = runs.followed(column.runs, change)
    else:
        _change_list(sheet.columns, change)
        _change_columns(sheet, change)
    sheet.merges = [m for m in map(change.rect, sheet.merges) if m and m.width * m.height > 1]
    for one in book.sheets:
        if one.id == sheet.id or any("charts" in key for key in one.objects):
            _follow_objects(book.writable(one.id), change)
    book.named_ranges = [_follow_name(one, change) for one in book.named_ranges]
    follow_formulas(
        book,
        lambda own, text: formulas.shifted(text, own.title, sheet.title, change),
    )
    return sheet


def _change_list(lines: list[Any], change: Change) -> None:
    start, count = change.start, change.count
    if change.destination is not None:
        moved = lines[start : start + count]
        del lines[start : start + count]
        to = change.destination if change.destination <= start else change.destination - count
        lines[to:to] = moved
    elif count >= 0:
        lines[start:start] = [None] * count
    else:
        del lines[start : start - count]


def _change_columns(sheet: Sheet, change: Change) -> None:
    """Re-number the columns of the cells that the change moves."""
    for index, row in enumerate(sheet.rows):
        if row is None or not row.cells or max(row.cells) < _first_moved(change):
            continue
        cells: dict[int, Cell] = {}
        for column, cell in row.cells.items():
            to = change.index(column)
            if to is not None:
                cells[to] = cell
        key = key_of(row) or new_key()
        sheet.rows[index] = Row(row.properties, row.metadata, cells, sheet.stamp, key)


def _first_moved(change: Change) -> int:
    return change.start if change.destination is None else min(change.start, change.destination)


def _follow_objects(sheet: Sheet, change: Change) -> None:
    for key, listed in sheet.objects.items():
        shifted = (shift_json(one, change) for one in listed)
        sheet.objects[key] = [one for one in shifted if one is not GONE]
    if sheet.basic_filter is not None:
        moved = shift_json(sheet.basic_filter, change)
        sheet.basic_filter = None if moved is GONE else moved


def _follow_name(named: dict[str, Any], change: Change) -> dict[str, Any]:
    """A name whose cells are gone stays taken, but is not shown any more."""
    moved = shift_json(named, change)
    if moved is GONE:
        moved = copy(named)
        del moved["range"]
    result: dict[str, Any] = moved
    return result


def follow_formulas(book: Book, rewritten: Callable[[Sheet, str], str]) -> None:
    """Rewrite every formula of a fork that changes under `rewritten(sheet, formula)`."""
    for sheet in list(book.sheets):
        if not sheet.has_formulas:
            continue
        changes = [
            (index, column, cell._replace(formula=new))
            for index, column, cell in sheet.held_cells(sheet.whole)
            if cell.formula is not None and (new := rewritten(sheet, cell.formula)) != cell.formula
        ]
        writable = book.writable(sheet.id) if changes else sheet
        for index, column, cell in changes:
            writable.put(index, column, cell)
