"""What Sheets does: named ranges, metadata that is not there, appending, replacing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.ports import BadRequest

from .scratch import CannotTell, Scratch

CORNER = {
    "sheetId": 0,
    "startRowIndex": 0,
    "endRowIndex": 1,
    "startColumnIndex": 0,
    "endColumnIndex": 1,
}
NOWHERE = 987_654_321  # the id of a developer metadata that nobody made
WORD, DAY = "hfprobe", "2026-10-05"


def named_range_ids(scratch: Scratch) -> str:
    """Where ranges take no id of ours, metadata with one must be refused a second time: that is
    then the fence. Where neither holds, nothing can be fenced."""
    named = {"namedRangeId": "hf.probe.1", "name": "HfProbe", "range": CORNER}
    if _accepted(scratch, {"addNamedRange": {"namedRange": named}}, "any", "refused") == "any":
        return "any"
    metadata = {
        "metadataId": NOWHERE - 1,
        "metadataKey": "hfprobe",
        "visibility": "DOCUMENT",
        "location": {"sheetId": 0},
    }
    twice = {"createDeveloperMetadata": {"developerMetadata": metadata}}
    _batch(scratch, twice)
    return _accepted(scratch, twice, "unfenced", "refused")


def missing_named_range(scratch: Scratch) -> str:
    gone = {"deleteNamedRange": {"namedRangeId": "hf.probe.never"}}
    return _accepted(scratch, gone, "tolerated", "refused")


def missing_metadata(scratch: Scratch) -> str:
    asked = {"dataFilters": [{"developerMetadataLookup": {"metadataId": NOWHERE}}]}
    values = scratch.collection("sheets", "spreadsheets.values")
    request = values.batchGetByDataFilter(spreadsheetId=scratch.book, body=asked)
    try:
        scratch.ask("sheets", request, changes=False)
    except BadRequest:
        return "error"
    return "omitted"


def append_below(scratch: Scratch) -> str:
    """Below a column that is formatted further down than it is filled."""
    where = {**CORNER, "endRowIndex": 9, "startColumnIndex": 4, "endColumnIndex": 5}
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    _batch(
        scratch,
        {"repeatCell": {"range": where, "cell": bold, "fields": "userEnteredFormat"}},
        _cell(0, 4, "head"),
        {
            "appendCells": {
                "sheetId": 0,
                "rows": [{"values": [{}, {}, {}, {}, {"userEnteredValue": _text("below")}]}],
                "fields": "userEnteredValue",
            }
        },
    )
    rows = [row[0] if row else "" for row in _read(scratch, "E1:E20")]
    if "below" not in rows:
        raise CannotTell("What was appended is not where it was looked for.")
    return "data" if rows.index("below") == 1 else "formats"


def find_replace(scratch: Scratch) -> str:
    asked = {"find": WORD, "replacement": DAY, "matchEntireCell": True, "sheetId": 0}
    _batch(scratch, _cell(0, 2, WORD), {"findReplace": asked})
    ((found,),) = _read(scratch, "C1")
    if found == WORD:
        raise CannotTell("Nothing was replaced.")
    return "text" if isinstance(found, str) else "typed"


def _accepted(scratch: Scratch, request: Mapping[str, Any], yes: str, no: str) -> str:
    try:
        _batch(scratch, request)
    except BadRequest:
        return no
    return yes


def _batch(scratch: Scratch, *requests: Mapping[str, Any]) -> None:
    sheets = scratch.collection("sheets", "spreadsheets")
    body = {"requests": list(requests)}
    scratch.ask("sheets", sheets.batchUpdate(spreadsheetId=scratch.book, body=body))


def _read(scratch: Scratch, where: str) -> list[list[Any]]:
    request = scratch.collection("sheets", "spreadsheets.values").get(
        spreadsheetId=scratch.book, range=where, valueRenderOption="UNFORMATTED_VALUE"
    )
    found: list[list[Any]] = scratch.ask("sheets", request, changes=False).get("values", [])
    return found


def _cell(row: int, column: int, words: str) -> dict[str, Any]:
    start = {"sheetId": 0, "rowIndex": row, "columnIndex": column}
    rows = [{"values": [{"userEnteredValue": _text(words)}]}]
    return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}


def _text(words: str) -> dict[str, str]:
    return {"stringValue": words}
