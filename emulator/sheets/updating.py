"""spreadsheets.values: update and append, alone, in batches and by data filter."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from emulator.call import Call, method
from emulator.errors import bad_request

from . import enter, ranges
from .a1 import Area, Rect, column_name
from .appending import last_table
from .book import Book
from .enter import RAW, USER_ENTERED, Hand
from .grid import COLUMNS, ROWS, Json, Refusal, Sheet, given, told
from .ranges import Target, full_name
from .reading import Reader
from .shift import Change
from .structure import restructure
from .values import reader


@dataclass(slots=True)
class Written:
    """What one update wrote: the range it was given and the cells it changed."""

    sheet: Sheet
    rect: Rect
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    cells: int = 0

    def json(self, book: Book, read: Reader | None) -> Json:
        """An UpdateValuesResponse; counts of nothing are left out."""
        counts = {
            "updatedRows": len(self.rows),
            "updatedColumns": len(self.columns),
            "updatedCells": self.cells,
        }
        answer: Json = {
            "spreadsheetId": book.id,
            "updatedRange": full_name(self.sheet, self.rect),
        } | {name: count for name, count in counts.items() if count}
        if read is not None:
            rect = self.rect
            area = Area(rect.top, rect.left, rect.bottom, rect.right)
            answer["updatedData"] = read.value_range(Target(self.sheet, area))
        return answer


def write_values(
    book: Book, hand: Hand, target: Target, data: Json, option: str, asked: str
) -> Written:
    """Write a ValueRange into a sheet of a fork. The grid does not grow: values that reach
    beyond the range, or beyond the grid from a single cell, are refused in terms of the
    range as it was `asked` for."""
    target.require_inside()
    rows = _by_rows(data)
    width = max((len(row) for row in rows), default=0)
    area, bounds = target.area, target.rect
    if area.is_cell():
        bounds = Rect(area.top, area.left, target.sheet.row_count, target.sheet.column_count)
    _require_fit(bounds, rows, asked)
    rect = Rect(area.top, area.left, area.top + max(len(rows), 1), area.left + max(width, 1))
    sheet = book.writable(target.sheet.id)
    enter.require_editable(hand, book, sheet, rect)
    written = Written(sheet, rect)
    for down, row in enumerate(rows):
        for along, value in enumerate(row):
            if value is None:
                continue
            _require_scalar(value, down, along)
            at = area.top + down, area.left + along
            sheet.put(*at, enter.entered(sheet.cell(*at), value, option, hand))
            written.rows.add(at[0])
            written.columns.add(at[1])
            written.cells += 1
    return written


def _by_rows(data: Json) -> list[list[Any]]:
    lines = data.get("values") or []
    if data.get("majorDimension") != COLUMNS:
        return [list(line or ()) for line in lines]
    height = max((len(line) for line in lines), default=0)
    return [[line[row] if row < len(line) else None for line in lines] for row in range(height)]


def _require_fit(bounds: Rect, rows: list[list[Any]], asked: str) -> None:
    """Refuse values that reach beyond the range they were sent for."""
    for down, row in enumerate(rows):
        where = ""
        if down >= bounds.height:
            where = f"row [{bounds.top + down + 1}]"
        elif len(row) > bounds.width:
            where = f"column [{column_name(bounds.left + bounds.width)}]"
        if where:
            raise Refusal(f"Requested writing within range [{asked}], but tried writing to {where}")


def _require_scalar(value: Any, row: int, column: int) -> None:
    if isinstance(value, (dict, list)):
        kind = "struct_value" if isinstance(value, dict) else "list_value"
        raise Refusal(f"Invalid values[{row}][{column}]: {kind} {{\n{_proto(value, '  ')}}}\n")


def _proto(value: Any, indent: str) -> str:
    """A JSON list or object as protocol buffers print it, which is how Google quotes it."""
    if isinstance(value, list):
        return "".join(f"{indent}values {{\n{_proto_value(v, indent)}{indent}}}\n" for v in value)
    return "".join(
        f"{indent}fields {{\n{indent}  key: {json.dumps(name)}\n{indent}  value {{\n"
        f"{_proto_value(item, indent + '  ')}{indent}  }}\n{indent}}}\n"
        for name, item in value.items()
    )


def _proto_value(value: Any, indent: str) -> str:
    inner = indent + "  "
    if isinstance(value, (dict, list)):
        kind = "struct_value" if isinstance(value, dict) else "list_value"
        return f"{inner}{kind} {{\n{_proto(value, inner + '  ')}{inner}}}\n"
    if isinstance(value, bool):
        return f"{inner}bool_value: {str(value).lower()}\n"
    if isinstance(value, str):
        return f"{inner}string_value: {json.dumps(value)}\n"
    return (
        f"{inner}null_value: NULL_VALUE\n" if value is None else f"{inner}number_value: {value}\n"
    )


def grow(book: Book, sheet: Sheet, rect: Rect) -> None:
    """Make the grid large enough for a rectangle."""
    sheet.rows += [None] * (rect.bottom - sheet.row_count)
    sheet.columns += [None] * (rect.right - sheet.column_count)
    book.require_room()


@method("sheets.spreadsheets.values.update")
def update(call: Call) -> Json:
    option = input_option(call.params.get("valueInputOption"))
    data = given(call.body)

    def change(book: Book) -> tuple[Book, Written]:
        target = ranges.resolve(book, call.params["range"])
        _require_same_range(book, target, data)
        hand = call.workspace.sheets.hand(call, book)
        return book, write_values(book, hand, target, data, option, call.params["range"])

    book, written = call.workspace.sheets.write(call, change)
    return written.json(book, _response_reader(call, book, call.params))


@method("sheets.spreadsheets.values.batchUpdate")
def batch_update(call: Call) -> Json:
    body = given(call.body)

    def targets(book: Book, data: Json) -> list[Target]:
        if "range" not in data:
            raise Refusal("Must specify a range.")
        return [ranges.resolve(book, data["range"])]

    return _update_all(call, body, targets, lambda data, answer: answer)


@method("sheets.spreadsheets.values.batchUpdateByDataFilter")
def batch_update_by_data_filter(call: Call) -> Json:
    body = given(call.body)

    def targets(book: Book, data: Json) -> list[Target]:
        return call.workspace.sheets.filtered(book, data.get("dataFilter", {}))

    def answer(data: Json, one: Json) -> Json:
        one.pop("spreadsheetId")
        return one | {"dataFilter": data.get("dataFilter", {})}

    return _update_all(call, body, targets, answer)


def _update_all(
    call: Call,
    body: Json,
    targets: Callable[[Book, Json], list[Target]],
    answer: Callable[[Json, Json], Json],
) -> Json:
    option = input_option(body.get("valueInputOption"))
    done: list[tuple[Json, Written]] = []

    def change(book: Book) -> Book:
        hand = call.workspace.sheets.hand(call, book)
        for place, data in enumerate(body.get("data", ())):
            with told(f"Invalid data[{place}]: "):
                for target in targets(book, data):
                    asked = data.get("range") or full_name(target.sheet, target.rect)
                    done.append((data, write_values(book, hand, target, data, option, asked)))
        return book

    book = call.workspace.sheets.write(call, change)
    read = _response_reader(call, book, body)
    return {
        "spreadsheetId": book.id,
        **_totals([written for _, written in done]),
        "responses": [answer(data, written.json(book, read)) for data, written in done],
    }


def _totals(written: list[Written]) -> Json:
    """Distinct rows and columns over all updates, not their sum."""
    counts = {
        "totalUpdatedRows": len({(w.sheet.id, row) for w in written for row in w.rows}),
        "totalUpdatedColumns": len({(w.sheet.id, c) for w in written for c in w.columns}),
        "totalUpdatedCells": sum(w.cells for w in written),
        "totalUpdatedSheets": len({w.sheet.id for w in written if w.cells}),
    }
    return {name: count for name, count in counts.items() if count}


@method("sheets.spreadsheets.values.append")
def append(call: Call) -> Json:
    option = input_option(call.params.get("valueInputOption"))
    inserting = call.params.get("insertDataOption") == "INSERT_ROWS"
    data = given(call.body)

    def change(book: Book) -> tuple[Book, Written, str]:
        target = ranges.resolve(book, call.params["range"]).require_start()
        table = last_table(target.sheet, target.rect)
        row, column = target.area.top, target.area.left
        if table is not None:
            row, column = table.bottom, table.left
        rows = max(len(_by_rows(data)), 1)
        if inserting and table is not None and row < target.sheet.row_count:
            restructure(book, Change(target.sheet.id, ROWS, row, rows))
        sheet = book.writable(target.sheet.id)
        width = max((len(line) for line in _by_rows(data)), default=1)
        grow(book, sheet, Rect(row, column, row + rows, column + width))
        place = Target(sheet, Area(row, column, row + 1, column + 1))
        hand = call.workspace.sheets.hand(call, book)
        written = write_values(book, hand, place, data, option, call.params["range"])
        return book, written, "" if table is None else full_name(sheet, table)

    book, written, table_name = call.workspace.sheets.write(call, change)
    answer: Json = {"spreadsheetId": book.id}
    if table_name:
        answer["tableRange"] = table_name
    return answer | {"updates": written.json(book, _response_reader(call, book, call.params))}


def input_option(option: Any) -> str:
    """RAW or USER_ENTERED; it has no default."""
    if option in (RAW, USER_ENTERED):
        return str(option)
    text = "'valueInputOption' is required but not specified"
    raise bad_request([("valueInputOption", text)], text)


def _require_same_range(book: Book, target: Target, data: Json) -> None:
    """A range in the body must be the one in the address."""
    if data.get("range") and ranges.resolve(book, data["range"]).name != target.name:
        other = ranges.resolve(book, data["range"])
        raise Refusal(f"Request range[{target.name}] does not match value's range[{other.name}]")


def _response_reader(call: Call, book: Book, options: Json) -> Reader | None:
    wanted = options.get("includeValuesInResponse")
    return reader(call, book, options, of_response=True) if wanted else None
