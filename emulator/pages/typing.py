"""What a person types into the grid, written as that person through the Sheets API.

Cell by cell, as in Google Sheets: a change goes into the cells that were typed into and leaves
the rest of the row as others have it by now. Between the look and the key press rows may have
moved, so every line says which row was meant:

    key     by which the page knows a row that holds something; it is found wherever it went
    empty   for a row that held nothing: if somebody filled it meanwhile, the line goes into the
            next row that is free, so that two new entries never mix
    above   {"key", "by"}: the last row with a key above a row without one, and how far above

Where somebody else changed the very same cell, what was typed last stands, and the page is told
what stood there. A line whose row is gone is written nowhere; the page keeps its text.
"""

from __future__ import annotations

from typing import Any

from emulator import discovery
from emulator.call import HANDLERS, Call
from emulator.errors import ApiError
from emulator.sheets.a1 import cell_name, quoted
from emulator.sheets.enter import USER_ENTERED
from emulator.sheets.grid import Json
from emulator.workspace import Workspace

from .row_meant import ODD, Line, Page, number

MOVED = "This row has changed or moved since you looked, so nothing was done. Please look again."


def write(workspace: Workspace, person: str, book_id: str, sent: Json) -> Json:
    """Write {"gid", "lines": [{"row", "key", "empty", "above", "was", "cells"}]}; `was` and
    `cells` are texts by column: what the person saw there, and what they typed.

    Answers {"lines": [{"row", "key", "now", "over", "aside"}]} in the same order: where each line
    stands, what its cells show by now, what somebody else had put there since the person looked,
    and whether it went past a row that was filled meanwhile; None for a line whose row is gone.
    Raises whatever the Sheets API refuses; then nothing was written.
    """
    call = acting(workspace, person, book_id, "values.batchUpdate")
    page = opened(workspace, call, number(sent.get("gid")))
    lines = [Line.read(one) for one in listed(sent.get("lines"))]
    data: list[Json] = []
    rows: list[int | None] = []
    found: list[Json] = []
    for line in lines:
        row = page.where(line, taken=rows)
        rows.append(row)
        if row is None:
            found.append({})
            continue
        found.append({"over": page.changed(row, line), "aside": page.is_aside(row, line)})
        for column, text in line.cells.items():
            place = f"{quoted(page.sheet.title)}!{cell_name(row, column)}"
            data.append({"range": place, "values": [[text]]})
    if data:
        call.body = {"valueInputOption": USER_ENTERED, "data": data}
        HANDLERS[call.method_id](call)
        page = opened(workspace, call, page.sheet.id)
    return {
        "lines": [
            None if row is None else page.answer(row, line.cells) | more
            for row, line, more in zip(rows, lines, found, strict=True)
        ]
    }


def change(workspace: Workspace, person: str, book_id: str, sent: Json) -> Json:
    """Carry out {"requests": [batchUpdate requests], "gid", "seen": [{"row", "was"}]}.

    Raises ApiError(409) if one of the rows that were seen is no longer where it was.
    """
    call = acting(workspace, person, book_id, "batchUpdate")
    book = workspace.sheets.open(book_id, person, "writer")
    sheet = book.find_sheet(number(sent.get("gid")))
    if sheet is not None and sent.get("seen"):
        page = Page(workspace.sheets.calculation(book), sheet, workspace.sheets.hand(call, book))
        for seen in sent["seen"]:
            if page.row(number(seen["row"])) != list(seen["was"]):
                raise ApiError(409, MOVED)
    route = discovery.routes()[call.method_id]
    call.body = discovery.check_body(route, {"requests": sent.get("requests")})
    answer = HANDLERS[call.method_id](call)
    return answer if isinstance(answer, dict) else {}


def acting(workspace: Workspace, person: str, book_id: str, name: str) -> Call:
    """A call to the Sheets API as this person, not yet filled in."""
    method_id = f"sheets.spreadsheets.{name}"
    return Call(workspace, person, {"spreadsheetId": book_id}, method_id=method_id)


def opened(workspace: Workspace, call: Call, gid: int) -> Page:
    """A tab as it stands. Raises ApiError(409) when it is gone."""
    book = workspace.sheets.open(call.params["spreadsheetId"], call.person, "writer")
    sheet = book.find_sheet(gid)
    if sheet is None:
        raise ApiError(409, "This tab is gone, so nothing was written.")
    return Page(workspace.sheets.calculation(book), sheet, workspace.sheets.hand(call, book))


def listed(value: Any) -> list[Json]:
    """A list of objects that a page sent. Raises ApiError(400)."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ApiError(400, ODD)
    return value
