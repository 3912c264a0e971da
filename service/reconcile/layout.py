"""How a workbook is laid out: looked at in the one run in which it grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from service.ports import Sheets
from service.workbook.growing import SheetPlace
from service.workbook.look import WorkbookSeen, question, read_look
from service.workbook.templates import WorkbookTemplate


@dataclass(frozen=True, slots=True)
class Layout:
    """What is looked at before a workbook grows: the workbook by its whole template, and its
    sheets by id."""

    seen: WorkbookSeen
    places: Mapping[int, SheetPlace] = field(hash=False)


def look_at_layout(sheets: Sheets, file_id: str, template: WorkbookTemplate) -> Layout:
    """Two Sheets calls, in the one run in which a workbook grows. Raises GatewayError."""
    seen = read_look(template, file_id, sheets.look(file_id, question(template)))
    ranges = [_first_row(tab.title) for tab in seen.tabs.values() if tab.title]
    fields = (
        "sheets(properties(sheetId,title,index,gridProperties(columnCount)),"
        "data(startColumn,rowData(values(dataValidation(condition)))))"
    )
    answer = sheets.get(file_id, fields, ranges)
    return Layout(seen, {place.sheet_id: place for place in map(_place, answer.get("sheets", ()))})


def _first_row(title: str) -> str:
    """The row below the headings, as A1 notation."""
    quoted = title.replace("'", "''")
    return f"'{quoted}'!A2:ZZ2"


def _place(sheet: Mapping[str, Any]) -> SheetPlace:
    properties = sheet.get("properties", {})
    offers: dict[int, tuple[str, ...]] = {}
    for data in sheet.get("data", ()):
        start = data.get("startColumn", 0)
        for row in data.get("rowData", ())[:1]:
            for number, cell in enumerate(row.get("values", ())):
                condition = cell.get("dataValidation", {}).get("condition", {})
                if condition.get("type") == "ONE_OF_LIST":
                    offers[start + number] = tuple(
                        str(each.get("userEnteredValue", "")) for each in condition["values"]
                    )
    return SheetPlace(
        properties.get("sheetId", 0),
        properties.get("title", ""),
        properties.get("index", 0),
        properties.get("gridProperties", {}).get("columnCount", 0),
        offers,
    )
