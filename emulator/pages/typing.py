"""What a person types into the grid, written as that person through the Sheets API.

Between the look and the key press rows may have moved. So every line comes with what its row
held when the person looked, and is written where that row is now:

    still at its place                          there
    elsewhere, and only once                    there
    at its place, but other cells changed       there, if the identity of the row stands
    anything else                               nowhere: the person is told, and keeps the text
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from emulator import discovery
from emulator.call import HANDLERS, Call
from emulator.errors import ApiError
from emulator.sheets.a1 import cell_name, quoted
from emulator.sheets.calculate import Calculation
from emulator.sheets.enter import USER_ENTERED, Hand
from emulator.sheets.grid import Json, Sheet
from emulator.workspace import Workspace

from .grid import texts

IDENTITY = ("Row ID", "Referral ID", "Case code")
MOVED = (
    "This row has changed or moved since you looked, so nothing was written. "
    "Please look again; what you typed is kept below."
)
ODD = "The page sent something that the local Workspace does not understand."


def write(workspace: Workspace, person: str, book_id: str, sent: Json) -> Json:
    """Write {"gid", "lines": [{"row", "was": [text …], "cells": {column: text}}]}.

    Answers {"rows": [where each line was written]}. Raises ApiError(409) if a row cannot be
    found again, and whatever the Sheets API refuses; then nothing was written.
    """
    call = acting(workspace, person, book_id, "values.batchUpdate")
    book = workspace.sheets.open(book_id, person, "writer")
    sheet = book.find_sheet(number(sent.get("gid")))
    if sheet is None:
        raise ApiError(409, "This tab is gone, so nothing was written.")
    page = Page(workspace.sheets.calculation(book), sheet, workspace.sheets.hand(call, book))
    data: list[Json] = []
    rows: list[int] = []
    for line in sent.get("lines") or ():
        row = page.now_at(number(line.get("row")), list(line.get("was") or ()), line["cells"])
        rows.append(row)
        for column, text in line["cells"].items():
            place = cell_name(row, number(column))
            data.append({"range": f"{quoted(sheet.title)}!{place}", "values": [[str(text)]]})
    call.body = {"valueInputOption": USER_ENTERED, "data": data}
    HANDLERS[call.method_id](call)
    return {"rows": rows}


def change(workspace: Workspace, person: str, book_id: str, sent: Json) -> Json:
    """Carry out {"requests": [batchUpdate requests], "gid", "seen": [{"row", "was"}]}.

    Raises ApiError(409) if one of the rows that were seen is no longer where it was.
    """
    call = acting(workspace, person, book_id, "batchUpdate")
    book = workspace.sheets.open(book_id, person, "writer")
    sheet = book.find_sheet(number(sent.get("gid")))
    if sheet is not None:
        page = Page(workspace.sheets.calculation(book), sheet, workspace.sheets.hand(call, book))
        for seen in sent.get("seen") or ():
            if page.row(number(seen["row"])) != list(seen["was"]):
                raise ApiError(409, MOVED.partition("Please")[0] + "Please look again.")
    route = discovery.routes()[call.method_id]
    call.body = discovery.check_body(route, {"requests": sent.get("requests")})
    answer = HANDLERS[call.method_id](call)
    return answer if isinstance(answer, dict) else {}


def acting(workspace: Workspace, person: str, book_id: str, name: str) -> Call:
    """A call to the Sheets API as this person, not yet filled in."""
    method_id = f"sheets.spreadsheets.{name}"
    return Call(workspace, person, {"spreadsheetId": book_id}, method_id=method_id)


def number(value: Any) -> int:
    """A whole number that a page sent. Raises ApiError(400)."""
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ApiError(400, ODD) from None


class Page:
    """A tab as it stands, row by row as an editor shows it."""

    def __init__(self, calculation: Calculation, sheet: Sheet, hand: Hand) -> None:
        self.calculation, self.sheet, self.hand = calculation, sheet, hand

    def row(self, index: int) -> list[str]:
        return texts(self.calculation, self.sheet, self.hand, index)

    def now_at(self, asked: int, was: list[str], cells: dict[str, Any]) -> int:
        """Where the row that a person looked at stands now. Raises ApiError(409)."""
        here = self.row(asked)
        if here == was:
            return asked
        twins = [i for i in self._like(was) if self.row(i) == was]
        if len(twins) == 1:
            return twins[0]
        columns = {number(column) for column in cells} | self._identity()
        same = all(_at(here, column) == _at(was, column) for column in columns)
        if not twins and same and any(here) and any(was):
            return asked
        raise ApiError(409, MOVED)

    def _like(self, was: list[str]) -> Iterator[int]:
        """The rows that may hold these texts: judged by the longest of them."""
        probe = max(range(len(was)), key=lambda column: len(was[column]), default=0)
        for index, row in enumerate(self.sheet.rows):
            cell = row.cells.get(probe) if row and was else None
            if cell is None or not cell.filled:
                continue
            if cell.formula or not isinstance(cell.value, str) or cell.value in was[probe]:
                yield index

    def _identity(self) -> set[int]:
        """The columns that say which row this is: by heading, else the first one."""
        heads = self.row(0)
        return {heads.index(name) for name in IDENTITY if name in heads} or {0}


def _at(line: list[str], column: int) -> str:
    return line[column] if column < len(line) else ""
