"""Requests about the spreadsheet itself and its sheets."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from emulator.sheets import formulas
from emulator.sheets.a1 import quoted
from emulator.sheets.answers import sheet_properties
from emulator.sheets.book import Book
from emulator.sheets.edit import Edit, updated
from emulator.sheets.formats import settled
from emulator.sheets.grid import (
    COLUMNS,
    DEFAULT_COLUMNS,
    DEFAULT_ROWS,
    ROWS,
    Json,
    Refusal,
    Sheet,
    new_sheet,
)
from emulator.sheets.shift import Change, rehomed
from emulator.sheets.structure import follow_formulas, restructure

from .kinds import request

OWN = ("hidden", "tabColor", "tabColorStyle", "rightToLeft")
COUNTS = (("rowCount", ROWS), ("columnCount", COLUMNS))


def require_title(book: Book, title: Any, sheet: Sheet | None = None) -> str:
    """A title no other sheet has."""
    if not title:
        raise Refusal("The sheet name cannot be empty.")
    if len(title) > 100:
        raise Refusal("The sheet name cannot be longer than 100 characters.")
    for other in book.sheets:
        if other is not sheet and other.title.casefold() == title.casefold():
            raise Refusal(
                f'A sheet with the name "{title}" already exists. Please enter another name.'
            )
    return str(title)


def free_title(book: Book) -> str:
    taken = {sheet.title.casefold() for sheet in book.sheets}
    number = len(book.sheets) + 1
    while f"sheet{number}" in taken:
        number += 1
    return f"Sheet{number}"


def title_of_copy(book: Book, title: str) -> str:
    """ "Copy of Week", "Copy of Week 1", …"""
    taken = {sheet.title.casefold() for sheet in book.sheets}
    name, number = f"Copy of {title}", 0
    while name.casefold() in taken:
        number += 1
        name = f"Copy of {title} {number}"
    return name


def require_id(book: Book, sheet_id: int) -> int:
    if book.find_sheet(sheet_id) is not None:
        raise Refusal(f"A sheet with the ID {sheet_id} already exists.")
    if sheet_id < 0:
        raise Refusal(f"Sheet ID {sheet_id} is negative.")
    return sheet_id


def add_sheet_to(edit: Edit, properties: Json) -> Sheet:
    """A new sheet of the fork, made as SheetProperties say, placed by their index."""
    book = edit.book
    title = properties.get("title")
    title = free_title(book) if title is None else require_title(book, title)
    sheet_id = properties.get("sheetId")
    if sheet_id is None:
        sheet_id = edit.number({sheet.id for sheet in book.sheets})
    grid = dict(properties.get("gridProperties", {}))
    rows = grid.pop("rowCount", 0) or DEFAULT_ROWS
    columns = grid.pop("columnCount", 0) or DEFAULT_COLUMNS
    if min(rows, columns) < 0:
        raise Refusal("A sheet needs at least one row and one column.")
    book.require_room(rows * columns)
    sheet = new_sheet(require_id(book, sheet_id), title, rows, columns)
    sheet.stamp = book.stamp
    sheet.grid = grid
    own = settled({name: properties[name] for name in OWN if name in properties})
    sheet.properties = own
    index = properties.get("index")
    book.sheets.insert(len(book.sheets) if index is None else index, sheet)
    _require_thawed(sheet)
    return sheet


@request("addSheet")
def add_sheet(edit: Edit, asked: Json) -> Json:
    sheet = add_sheet_to(edit, asked.get("properties", {}))
    return {"properties": sheet_properties(edit.book, sheet)}


@request("deleteSheet")
def delete_sheet(edit: Edit, asked: Json) -> None:
    book, sheet_id = edit.book, asked.get("sheetId") or 0
    sheet = book.find_sheet(sheet_id)
    if sheet is None:
        raise Refusal(f"No sheet with id: {sheet_id}")
    rest = [one for one in book.sheets if one is not sheet]
    if not rest:
        raise Refusal("You can't remove all the sheets in a document.")
    if all(one.properties.get("hidden") for one in rest):
        raise Refusal("You can't remove all the visible sheets in a document.")
    edit.require_editable(sheet, sheet.whole)
    book.sheets = rest
    book.named_ranges = [
        {k: v for k, v in one.items() if k != "range"}
        if (one.get("range", {}).get("sheetId") or 0) == sheet_id
        else one
        for one in book.named_ranges
    ]
    gone = sheet.title.casefold()

    def lost(own: Sheet, text: str) -> str:
        if gone not in text.casefold().replace("''", "'"):
            return text
        return formulas.rewrite(
            text, lambda ref: None if (ref.sheet or own.title).casefold() == gone else ref
        )

    follow_formulas(book, lost)


@request("duplicateSheet")
def duplicate_sheet(edit: Edit, asked: Json) -> Json:
    """A copy of a sheet: cells, formats and objects, but no metadata and no protections."""
    book = edit.book
    source = book.sheet(asked.get("sourceSheetId"))
    name = asked.get("newSheetName")
    title = require_title(book, name) if name else title_of_copy(book, source.title)
    new_id = asked.get("newSheetId")
    if new_id is None:
        new_id = edit.number({sheet.id for sheet in book.sheets})
    sheet = source.fork(book.stamp)
    copy_as(sheet, require_id(book, new_id), title, edit)
    index = asked.get("insertSheetIndex") or 0
    if index > len(book.sheets):
        raise Refusal(f"insertSheetIndex[{index}] is after the last sheet[{len(book.sheets)}]")
    book.sheets.insert(index, sheet)
    return {"properties": sheet_properties(book, sheet)}


# The objects of a sheet that a copy of it has too, and the id that each copy gets anew.
COPIED = {
    "conditionalFormats": "",
    "bandedRanges": "bandedRangeId",
    "filterViews": "filterViewId",
    "charts": "chartId",
    "rowGroups": "",
    "columnGroups": "",
}


def copy_as(sheet: Sheet, sheet_id: int, title: str, edit: Edit | None) -> None:
    """Turn a fork of a sheet into another sheet."""
    old, sheet.id, sheet.title = sheet.id, sheet_id, title
    sheet.metadata = ()
    sheet.properties = {k: v for k, v in sheet.properties.items() if k != "hidden"}
    kept: dict[str, list[Json]] = {}
    for key, own_id in COPIED.items():
        listed = rehomed(sheet.objects.get(key, []), old, sheet_id)
        if own_id and edit:
            listed = [one | {own_id: edit.number(set())} for one in listed]
        kept[key] = listed
    sheet.objects = kept
    if sheet.basic_filter:
        sheet.basic_filter = rehomed(sheet.basic_filter, old, sheet_id)
    for dimension in (ROWS, COLUMNS):
        for index, line in enumerate(sheet.lines(dimension)):
            if line is not None and line.metadata:
                sheet.writable_line(dimension, index).metadata = ()


@request("updateSheetProperties")
def update_sheet_properties(edit: Edit, asked: Json) -> None:
    new = settled(asked.get("properties", {}))
    mask = edit.mask(asked.get("fields"), "SheetProperties")
    book = edit.book
    if book.find_sheet(new.get("sheetId") or 0) is None:
        raise Refusal(f"No sheet with id: {new.get('sheetId') or 0}")
    sheet = book.writable(new.get("sheetId"))
    if mask.selects("title"):
        _retitle(book, sheet, require_title(book, new.get("title"), sheet))
    now = {"gridProperties": {**sheet.grid, **_counts(sheet)}} | sheet.properties
    after = updated(mask, now, new)
    grid = after.get("gridProperties", {})
    for name, dimension in COUNTS:
        _resize(edit, sheet, dimension, grid.pop(name, 0))
    sheet.grid = grid
    sheet.properties = {name: after[name] for name in OWN if name in after}
    _require_thawed(sheet)
    if mask.selects("hidden") and all(one.properties.get("hidden") for one in book.sheets):
        raise Refusal("You can't hide all the sheets in a document.")
    if mask.selects("index") and "index" in new:
        _move(book, sheet, new["index"])


def _counts(sheet: Sheet) -> Json:
    return {"rowCount": sheet.row_count, "columnCount": sheet.column_count}


def _require_thawed(sheet: Sheet) -> None:
    for name, count, what in (
        ("frozenRowCount", sheet.row_count, "rows"),
        ("frozenColumnCount", sheet.column_count, "columns"),
    ):
        if 0 < count <= sheet.grid.get(name, 0):
            raise Refusal(f"You can't freeze all visible {what} on the sheet.")


def _retitle(book: Book, sheet: Sheet, title: str) -> None:
    old, sheet.title = sheet.title, title
    if old != title:
        follow_formulas(book, lambda own, text: formulas.renamed(text, old, quoted(title)))


def _resize(edit: Edit, sheet: Sheet, dimension: str, count: int) -> None:
    """Add lines at the end, or cut them off with all they hold."""
    lines = sheet.lines(dimension)
    if count < 1:
        name = "rows" if dimension == ROWS else "columns"
        raise Refusal(f"You can't delete all the {name} on the sheet.")
    if count > len(lines):
        added, across = count - len(lines), sheet.lines(COLUMNS if dimension == ROWS else ROWS)
        edit.book.require_room(added * len(across))
        lines.extend([None] * added)
    elif count < len(lines):
        restructure(edit.book, Change(sheet.id, dimension, count, count - len(lines)))


def _move(book: Book, sheet: Sheet, index: int) -> None:
    """Put a sheet before the one that stands at `index` now; its own place or the next
    change nothing."""
    now = book.sheets.index(sheet)
    if index < 0 or index > len(book.sheets):
        raise Refusal(f"index[{index}] must be between 0 and {len(book.sheets)}")
    if index in (now, now + 1):
        return
    book.sheets.insert(index, sheet)
    del book.sheets[now if index > now else now + 1]


@request("updateSpreadsheetProperties")
def update_spreadsheet_properties(edit: Edit, asked: Json) -> None:
    new = settled(asked.get("properties", {}))
    mask = edit.mask(asked.get("fields"), "SpreadsheetProperties")
    if mask.selects("title"):
        if not new.get("title"):
            raise Refusal("The spreadsheet title cannot be empty.")
        edit.title = new["title"]
    if mask.selects("timeZone") and new.get("timeZone") not in available_timezones():
        raise Refusal(f"Invalid time zone: {new.get('timeZone', '')}")
    after = updated(mask, edit.book.properties, new)
    after.pop("title", None)
    # a spreadsheet always has these, and the default format cannot be changed
    fixed = {"defaultFormat": edit.book.properties["defaultFormat"]}
    edit.book.properties = edit.book.properties | after | fixed
