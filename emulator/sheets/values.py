"""spreadsheets.values: reading and clearing, alone, in batches and by data filter."""

from __future__ import annotations

from emulator.call import Call, method

from . import enter, metadata, ranges
from .book import Book
from .enter import Hand
from .grid import COLUMNS, ROWS, Json, given, told
from .ranges import Target, full_name
from .reading import Reader


def reader(call: Call, book: Book, options: Json, of_response: bool = False) -> Reader:
    """How a call wants values; `of_response` for those inside the answer to an update."""
    names = ("majorDimension", "valueRenderOption", "dateTimeRenderOption")
    if of_response:
        names = ("", "responseValueRenderOption", "responseDateTimeRenderOption")
    major, option, dates = (options.get(name) for name in names)
    return Reader(
        call.workspace.sheets.calculation(book),
        COLUMNS if major == COLUMNS else ROWS,
        option or "FORMATTED_VALUE",
        dates == "FORMATTED_STRING",
    )


@method("sheets.spreadsheets.values.get")
def get(call: Call) -> Json:
    with call.workspace.sheets.reading(call) as book:
        target = ranges.resolve(book, call.params["range"])
        return reader(call, book, call.params).value_range(target)


@method("sheets.spreadsheets.values.batchGet")
def batch_get(call: Call) -> Json:
    with call.workspace.sheets.reading(call) as book:
        read = reader(call, book, call.params)
        wanted = [ranges.resolve(book, text) for text in call.params.get("ranges", ())]
        found = [read.value_range(target) for target in wanted]
        return {"spreadsheetId": book.id} | ({"valueRanges": found} if found else {})


@method("sheets.spreadsheets.values.batchGetByDataFilter")
def batch_get_by_data_filter(call: Call) -> Json:
    body = given(call.body)
    with call.workspace.sheets.reading(call) as book:
        read = reader(call, book, body)
        known = metadata.Known(book)
        found: dict[tuple[int, object], Json] = {}
        for place, data_filter in enumerate(body.get("dataFilters", ())):
            with told(f"Invalid dataFilter[{place}]: "):
                for target in call.workspace.sheets.filtered(book, data_filter, known):
                    key = (target.sheet.id, target.area)
                    if key not in found:
                        value_range = read.value_range(target)
                        found[key] = {"valueRange": value_range, "dataFilters": []}
                    found[key]["dataFilters"].append(data_filter)
    answer: Json = {"spreadsheetId": book.id}
    return answer | ({"valueRanges": [*found.values()]} if found else {})


def clear_values(book: Book, hand: Hand, target: Target) -> str:
    """Empty the cells of a range; formats, notes and rules stay."""
    rect = target.require_start().rect
    sheet = book.writable(target.sheet.id)
    enter.require_editable(hand, book, sheet, rect)
    for row, column, cell in list(sheet.held_cells(rect)):
        if cell.filled or cell.value is not None:
            sheet.put(row, column, enter.replaced(cell, None, None, None, None))
    return full_name(sheet, rect)


@method("sheets.spreadsheets.values.clear")
def clear(call: Call) -> Json:
    def change(book: Book) -> str:
        target = ranges.resolve(book, call.params["range"])
        return clear_values(book, call.workspace.sheets.hand(call, book), target)

    cleared = call.workspace.sheets.write(call, change)
    return {"spreadsheetId": call.params["spreadsheetId"], "clearedRange": cleared}


@method("sheets.spreadsheets.values.batchClear")
def batch_clear(call: Call) -> Json:
    wanted = given(call.body).get("ranges", [])

    def change(book: Book) -> list[str]:
        hand = call.workspace.sheets.hand(call, book)
        cleared = []
        for place, text in enumerate(wanted):
            with told(f"Invalid range[{place}]: "):
                cleared.append(clear_values(book, hand, ranges.resolve(book, text)))
        return cleared

    return _cleared(call, call.workspace.sheets.write(call, change))


@method("sheets.spreadsheets.values.batchClearByDataFilter")
def batch_clear_by_data_filter(call: Call) -> Json:
    filters, found = given(call.body).get("dataFilters", []), call.workspace.sheets.filtered

    def change(book: Book) -> list[str]:
        hand = call.workspace.sheets.hand(call, book)
        targets = [target for one in filters for target in found(book, one)]
        return [clear_values(book, hand, target) for target in targets]

    return _cleared(call, call.workspace.sheets.write(call, change))


def _cleared(call: Call, names: list[str]) -> Json:
    answer: Json = {"spreadsheetId": call.params["spreadsheetId"]}
    return answer | ({"clearedRanges": names} if names else {})
