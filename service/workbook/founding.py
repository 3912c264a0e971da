"""The first day of a workbook's tabs: from the template to the requests that make them.

Everything has an id that follows from the template (sheets, metadata, the fence), so that what
was made can be found again without being remembered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from .edits import NUMBER_FORMATS
from .school_settings import SettingRow
from .templates import METADATA_KEY, Column, Tab, WorkbookTemplate

Json = dict[str, Any]
HEADING_HIGH: Final = 48  # two lines of a heading
ROWS: Final = 500  # to begin with; a sheet grows when rows are added
SPARE_COLUMNS: Final = 4  # room for columns of the staff's own

COLORS: Final[Mapping[str, str]] = {
    "teal": "#0f766e",
    "blue": "#1d4ed8",
    "green": "#15803d",
    "orange": "#c2410c",
    "purple": "#6d28d9",
    "red": "#b91c1c",
    "grey": "#6b7280",
}
_SERVICE_HEADING = ("#e5e7eb", "#4b5563")  # background, text
_SHOWN = "numberFormat,wrapStrategy,verticalAlignment,textFormat"
_BANDS = ("#ffffff", "#f8fafc")


def tab_requests(template: WorkbookTemplate) -> list[Json]:
    """The requests that furnish every tab of a new workbook, but for the rows of Settings."""
    requests: list[Json] = []
    for tab in template.tabs:
        requests.extend(furnish(template, tab))
    return requests


def rgb(color: str) -> Json:
    """ "#0f766e" as Google's Color."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return {"red": round(red, 4), "green": round(green, 4), "blue": round(blue, 4)}


def sheet_properties(template: WorkbookTemplate, tab: Tab, index: int) -> Json:
    """A new tab's properties, as `spreadsheets.create` and addSheet take them."""
    return {
        "properties": {
            "sheetId": template.sheet_id(tab.key),
            "title": tab.heading,
            "index": index,
            "tabColorStyle": {"rgbColor": rgb(COLORS[tab.color])},
            **({"hidden": True} if tab.hidden else {}),
            "gridProperties": {
                "rowCount": ROWS,
                "columnCount": len(tab.columns) + SPARE_COLUMNS,
                "frozenRowCount": 1,
                "frozenColumnCount": tab.freeze_columns,
            },
        }
    }


def furnish(template: WorkbookTemplate, tab: Tab) -> Iterator[Json]:
    """The requests that give an empty tab its headings, identities, drop-downs and look."""
    sheet_id = template.sheet_id(tab.key)
    yield {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0},
            "rows": [{"values": [_heading(tab, column) for column in tab.laid_out]}],
            "fields": "userEnteredValue,userEnteredFormat,note",
        }
    }
    yield {
        "updateDimensionProperties": {
            "range": _span(sheet_id, "ROWS", 0, 1),
            "properties": {"pixelSize": HEADING_HIGH},
            "fields": "pixelSize",
        }
    }
    if tab.row_height:
        yield high_rows(sheet_id, tab.row_height)
    for index, column in enumerate(tab.laid_out):
        yield from furnish_column(template, tab, column, index)
    yield {
        "addBanding": {
            "bandedRange": {
                "range": below(sheet_id, 0, len(tab.columns)),
                "rowProperties": {
                    "firstBandColorStyle": {"rgbColor": rgb(_BANDS[0])},
                    "secondBandColorStyle": {"rgbColor": rgb(_BANDS[1])},
                },
            }
        }
    }
    for first, last in _service_runs(tab.laid_out):
        yield protect(sheet_id, first, last)


def high_rows(sheet_id: int, pixels: int) -> Json:
    """Every row below the heading is so high, however long a cell is."""
    return {
        "updateDimensionProperties": {
            "range": {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": 1},
            "properties": {"pixelSize": pixels},
            "fields": "pixelSize",
        }
    }


def furnish_column(
    template: WorkbookTemplate, tab: Tab, column: Column, index: int
) -> Iterator[Json]:
    """What binds an empty column below its heading, and gives it its look and its drop-down."""
    sheet_id = template.sheet_id(tab.key)
    metadata_id = template.metadata_id(tab.key, column.key)
    yield bind_column(sheet_id, index, metadata_id, template.metadata_value(tab.key, column.key))
    yield {
        "repeatCell": {
            "range": below(sheet_id, index, index + 1),
            "cell": {"userEnteredFormat": _format(column)},
            "fields": f"userEnteredFormat({_SHOWN})",
        }
    }
    yield {
        "updateDimensionProperties": {
            "range": _span(sheet_id, "COLUMNS", index, index + 1),
            "properties": {"pixelSize": column.width, "hiddenByUser": column.hidden},
            "fields": "pixelSize,hiddenByUser",
        }
    }
    rule = _drop_down(template, column)
    if rule:
        yield {"setDataValidation": {"range": below(sheet_id, index, index + 1), "rule": rule}}


def heading_requests(template: WorkbookTemplate, tab: Tab, column: Column, index: int) -> Json:
    """The heading of one column."""
    start = {"sheetId": template.sheet_id(tab.key), "rowIndex": 0, "columnIndex": index}
    rows = [{"values": [_heading(tab, column)]}]
    fields = "userEnteredValue,userEnteredFormat,note"
    return {"updateCells": {"start": start, "rows": rows, "fields": fields}}


def protect(sheet_id: int, first: int, last: int) -> Json:
    """A warning before somebody types over what Holdfast fills in."""
    columns = {"sheetId": sheet_id, "startColumnIndex": first, "endColumnIndex": last}
    return {
        "addProtectedRange": {
            "protectedRange": {
                "range": columns,
                "description": "Holdfast fills in the grey columns.",
                "warningOnly": True,
            }
        }
    }


def offer(sheet_id: int, index: int, choices: Sequence[str], strict: bool) -> Json:
    """A drop-down of these choices, all the way down a column."""
    values = [{"userEnteredValue": choice} for choice in choices]
    rule = {
        "condition": {"type": "ONE_OF_LIST", "values": values},
        "strict": strict,
        "showCustomUi": True,
    }
    return {"setDataValidation": {"range": below(sheet_id, index, index + 1), "rule": rule}}


def _heading(tab: Tab, column: Column) -> Json:
    back, front = _SERVICE_HEADING if column.service else (COLORS[tab.color], "#ffffff")
    cell: Json = {
        "userEnteredValue": {"stringValue": column.heading},
        "userEnteredFormat": {
            "backgroundColorStyle": {"rgbColor": rgb(back)},
            "textFormat": {
                "bold": True,
                "foregroundColorStyle": {"rgbColor": rgb(front)},
            },
            "verticalAlignment": "MIDDLE",
            "wrapStrategy": "WRAP",
        },
    }
    # The first heading also says what the tab is for.
    note = "\n\n".join(
        part for part in (tab.note if column is tab.laid_out[0] else "", column.note) if part
    )
    if note:
        cell["note"] = note
    return cell


def _format(column: Column) -> Json:
    # What Holdfast writes for people to read is not cut off either.
    wraps = column.kind == "long text" or (column.service and column.kind in ("text", "staff"))
    shown: Json = {"verticalAlignment": "TOP", "wrapStrategy": "WRAP" if wraps else "CLIP"}
    if column.service:
        shown["textFormat"] = {"foregroundColorStyle": {"rgbColor": rgb("#4b5563")}}
    pattern = NUMBER_FORMATS.get(column.kind)
    if pattern:
        shown["numberFormat"] = dict(pattern)
    return shown


def _drop_down(template: WorkbookTemplate, column: Column) -> Json | None:
    """A list of choices refuses other words; a list of names or colleagues only warns, and so
    does one of which several may be chosen."""
    if column.service:
        return None
    if column.choices:
        condition: Json = {
            "type": "ONE_OF_LIST",
            "values": [{"userEnteredValue": choice} for choice in column.choices],
        }
        strict = column.kind == "choice"
        return {"condition": condition, "strict": strict, "showCustomUi": True}
    source = {"name": template.names, "staff": template.staff}.get(column.kind)
    if source is None:
        return None
    tab = template.by_key[source.tab]
    index = next(i for i, c in enumerate(tab.laid_out) if c.key == source.column)
    letter = chr(65 + index)
    cells = f"='{tab.heading}'!${letter}$2:${letter}"
    return {
        "condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": cells}]},
        "strict": False,
        "showCustomUi": True,
    }


def settings_request(template: WorkbookTemplate, rows: Sequence[SettingRow]) -> Json:
    """The rows that Settings begins with: what the school goes by until it says otherwise."""
    values = [
        {"values": [_plain(row.setting), _plain(row.value), _plain(row.what), _plain(row.source)]}
        for row in rows
    ]
    start = {"sheetId": template.sheet_id("settings"), "rowIndex": 1, "columnIndex": 0}
    return {"updateCells": {"start": start, "rows": values, "fields": "userEnteredValue"}}


def _plain(value: str | float) -> Json:
    if isinstance(value, str):
        return {"userEnteredValue": {"stringValue": value}} if value else {}
    return {"userEnteredValue": {"numberValue": value}}


def bind_column(sheet_id: int, index: int, metadata_id: int, value: str) -> Json:
    return {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataId": metadata_id,
                "metadataKey": METADATA_KEY,
                "metadataValue": value,
                "visibility": "DOCUMENT",
                "location": {"dimensionRange": _span(sheet_id, "COLUMNS", index, index + 1)},
            }
        }
    }


def _service_runs(columns: Sequence[Column]) -> Iterator[tuple[int, int]]:
    start = None
    for index, column in enumerate([*columns, None]):
        service = column is not None and column.service
        if service and start is None:
            start = index
        if not service and start is not None:
            yield start, index
            start = None


def _span(sheet_id: int, dimension: str, start: int, end: int) -> Json:
    return {"sheetId": sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}


def below(sheet_id: int, first: int, last: int) -> Json:
    """These columns, below the heading."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": 1,
        "startColumnIndex": first,
        "endColumnIndex": last,
    }
