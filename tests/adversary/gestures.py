"""What a hand does in a sheet, as requests of one batchUpdate."""

from __future__ import annotations

from typing import Any


def put(sheet_id: int, row: int, column: int, value: Any) -> dict[str, Any]:
    cell: dict[str, Any] = {}
    if isinstance(value, int | float):
        cell = {"userEnteredValue": {"numberValue": value}}
    elif value is not None:
        cell = {"userEnteredValue": {"stringValue": value}}
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column},
            "rows": [{"values": [cell]}],
            "fields": "userEnteredValue",
        }
    }


def span(sheet_id: int, dimension: str, at: int) -> dict[str, Any]:
    return {"sheetId": sheet_id, "dimension": dimension, "startIndex": at, "endIndex": at + 1}


def inserting(sheet_id: int, dimension: str, at: int) -> dict[str, Any]:
    return {"insertDimension": {"range": span(sheet_id, dimension, at)}}


def deleting(sheet_id: int, dimension: str, at: int) -> dict[str, Any]:
    return {"deleteDimension": {"range": span(sheet_id, dimension, at)}}


def moving(sheet_id: int, dimension: str, at: int, to: int) -> dict[str, Any]:
    return {"moveDimension": {"source": span(sheet_id, dimension, at), "destinationIndex": to}}


def pasting(sheet_id: int, row: int, to: int, width: int) -> dict[str, Any]:
    def line(at: int) -> dict[str, Any]:
        return {
            "sheetId": sheet_id,
            "startRowIndex": at,
            "endRowIndex": at + 1,
            "startColumnIndex": 0,
            "endColumnIndex": width,
        }

    return {
        "copyPaste": {"source": line(row), "destination": line(to), "pasteType": "PASTE_NORMAL"}
    }


def sorting(sheet_id: int, column: int, height: int, upwards: bool) -> dict[str, Any]:
    order = "ASCENDING" if upwards else "DESCENDING"
    cells = {"sheetId": sheet_id, "startRowIndex": 1, "endRowIndex": max(height, 2)}
    return {
        "sortRange": {
            "range": cells,
            "sortSpecs": [{"dimensionIndex": column, "sortOrder": order}],
        }
    }
