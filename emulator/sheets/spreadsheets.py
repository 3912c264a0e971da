"""spreadsheets: create, get, getByDataFilter; developer metadata; sheets.copyTo."""

from __future__ import annotations

from copy import copy

from emulator.call import Call, method
from emulator.drive.store import SHEET
from emulator.errors import ApiError
from emulator.fields import Mask

from . import metadata, ranges
from .a1 import Rect
from .answers import sheet_properties, view
from .batch.tabs import add_sheet_to, copy_as, title_of_copy
from .book import Book
from .celldata import write_rows
from .edit import Edit
from .formats import settled
from .grid import Json, Refusal, Sheet, given


@method("sheets.spreadsheets.get")
def get(call: Call) -> Json:
    wanted = call.params.get("ranges")
    with call.workspace.sheets.reading(call) as book:
        targets = [ranges.resolve(book, text) for text in wanted] if wanted else None
        grid = bool(call.params.get("includeGridData"))
        return view(call, book, targets, call.mask, grid).spreadsheet()


@method("sheets.spreadsheets.getByDataFilter")
def get_by_data_filter(call: Call) -> Json:
    body = given(call.body)
    filters, found = body.get("dataFilters"), call.workspace.sheets.filtered
    with call.workspace.sheets.reading(call) as book:
        targets = None
        if filters:
            targets = [target for one in filters for target in found(book, one)]
        grid = bool(body.get("includeGridData"))
        return view(call, book, targets, call.mask, grid).spreadsheet()


@method("sheets.spreadsheets.create")
def create(call: Call) -> Json:
    body = given(call.body)
    properties = dict(body.get("properties", {}))
    title = properties.pop("title", "") or "Untitled spreadsheet"
    file = call.workspace.drive.create(call.person, title, SHEET)
    book = call.workspace.sheets.born(file.id, title, call.person).fork()
    try:
        book.properties |= settled(properties)
        if body.get("sheets"):
            book.sheets = []
            _fill(call, book, body["sheets"])
        if body.get("namedRanges"):
            book.named_ranges = [_named(call, book, one) for one in body["namedRanges"]]
        book.require_room()
    except Refusal as refusal:
        call.workspace.sheets.gone(file.id)
        call.workspace.drive.files.pop(file.id)
        raise ApiError(400, str(refusal)) from None
    call.workspace.sheets.spreadsheets[book.id] = book
    return view(call, book, None, call.mask, False).spreadsheet()


def _fill(call: Call, book: Book, sheets: list[Json]) -> None:
    """The sheets that came with a create request: properties, cells, merges."""
    edit = Edit(book, call.workspace, call.workspace.sheets.hand(call, book))
    for place, one in enumerate(sheets):
        properties = {"title": f"Sheet{place + 1}"} | one.get("properties", {})
        if place == 0:
            properties.setdefault("sheetId", 0)
        sheet = add_sheet_to(edit, properties)
        for data in one.get("data", ()):
            rect = Rect(data.get("startRow", 0), data.get("startColumn", 0), *_end(sheet))
            write_rows(edit, sheet, rect, data.get("rowData", []), Mask({"*": Mask()}))
        for merge in one.get("merges", ()):
            sheet.merges.append(ranges.from_grid(book, merge | {"sheetId": sheet.id}).rect)


def _end(sheet: Sheet) -> tuple[int, int]:
    return sheet.row_count, sheet.column_count


def _named(call: Call, book: Book, one: Json) -> Json:
    if not one.get("name"):
        raise Refusal("A named range must have a name.")
    if one.get("namedRangeId") and call.workspace.variant("named_range_ids") == "refused":
        raise Refusal(f"Invalid namedRangeId: {one['namedRangeId']}")
    target = ranges.from_grid(book, one.get("range", {}))
    return {
        "namedRangeId": one.get("namedRangeId") or call.workspace.new_id(10, "0123456789"),
        "name": one["name"],
        "range": ranges.to_grid(target.sheet, target.rect),
    }


@method("sheets.spreadsheets.developerMetadata.get")
def get_metadata(call: Call) -> Json:
    wanted = call.params["metadataId"]
    with call.workspace.sheets.reading(call) as book:
        for one in metadata.attached(book):
            if one.own["metadataId"] == wanted:
                return one.json
    raise ApiError(404, f"No developer metadata with ID {wanted}.")


@method("sheets.spreadsheets.developerMetadata.search")
def search_metadata(call: Call) -> Json:
    filters = given(call.body).get("dataFilters", [])
    found: dict[int, Json] = {}
    with call.workspace.sheets.reading(call) as book:
        for one_filter in filters:
            for one in ranges.metadata_within(book, one_filter):
                entry = {"developerMetadata": one.json, "dataFilters": []}
                kept = found.setdefault(one.own["metadataId"], entry)
                kept["dataFilters"].append(one_filter)
    return {"matchedDeveloperMetadata": [*found.values()]} if found else {}


@method("sheets.spreadsheets.sheets.copyTo")
def copy_to(call: Call) -> Json:
    store = call.workspace.sheets
    with store.reading(call) as book:
        source = book.sheet(call.params["sheetId"])
    target_id = given(call.body).get("destinationSpreadsheetId") or book.id
    target_call = copy(call)
    target_call.params = {**call.params, "spreadsheetId": target_id}

    def change(target: Book) -> Json:
        taken = {sheet.id for sheet in target.sheets}
        sheet = source.fork(target.stamp)
        copy_as(sheet, store.new_number(taken), title_of_copy(target, source.title), None)
        target.sheets.append(sheet)
        return sheet_properties(target, sheet)

    return store.write(target_call, change)
