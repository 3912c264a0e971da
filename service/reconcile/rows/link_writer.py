"""Links behind the words of cells: set where they are missing, or lead elsewhere.

A link is a run of the text's format, so it goes with its cell when people sort or move, and is gone
when the words are written anew. It is told by the words alone: which row they stand in does not
matter. A row may move between looking and setting; so it is looked at again, until all is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from service.ports import Sheets
from service.workbook.look import TabSeen, WorkbookSeen, column_letters

FIELDS: Final = (
    "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(formattedValue,hyperlink,"
    "textFormatRuns(startIndex,format(link))))))"
)
ROUNDS: Final = 3

Leads = Mapping[str, str]  # words -> address


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a cell says, and where links begin in it: (place, address)."""

    sheet_id: int
    row: int
    column: int
    text: str
    runs: tuple[tuple[int, str], ...]


def set_links(sheets: Sheets, seen: WorkbookSeen, leads: Mapping[tuple[str, str], Leads]) -> None:
    """`leads` by (tab, column). One Sheets call where all is right, else three or more; raises
    GatewayError."""
    places = {}
    for (key, column), words in leads.items():
        tab = seen.tabs.get(key)
        if tab is not None and column in tab.columns and words:
            places[tab.sheet_id, tab.columns[column]] = (_span(tab, column), words)
    for _ in range(ROUNDS if places else 0):
        answer = sheets.get(seen.file_id, FIELDS, [span for span, _ in places.values()])
        wrong = []
        for cell in _cells(answer):
            _, words = places.get((cell.sheet_id, cell.column), ("", {}))
            right = _runs(cell.text, words)
            astray = not set(dict(cell.runs).values()).isdisjoint(words.values())
            if right != cell.runs and (right or astray):
                wrong.append(_request(cell, right))
        if not wrong:
            return
        sheets.batch_update(seen.file_id, {"requests": wrong})


def _span(tab: TabSeen, column: str) -> str:
    quoted, letters = tab.title.replace("'", "''"), column_letters(tab.columns[column])
    return f"'{quoted}'!{letters}{tab.head + 2}:{letters}"


def _cells(answer: Mapping[str, Any]) -> Iterator[_Cell]:
    for sheet in answer.get("sheets", ()):
        sheet_id = sheet.get("properties", {}).get("sheetId", 0)
        for data in sheet.get("data", ()):
            column = data.get("startColumn", 0)
            for row, values in enumerate(data.get("rowData", ()), data.get("startRow", 0)):
                for cell in values.get("values", ())[:1]:
                    text = cell.get("formattedValue", "")
                    yield _Cell(sheet_id, row, column, text, _standing(cell))


def _standing(cell: Mapping[str, Any]) -> tuple[tuple[int, str], ...]:
    """Where links begin. Google may keep the link of a whole cell with the cell."""
    runs = [
        (run.get("startIndex", 0), run.get("format", {}).get("link", {}).get("uri", ""))
        for run in cell.get("textFormatRuns", ())
    ]
    found = tuple((start, address) for start, address in runs if address)
    whole = cell.get("hyperlink", "")
    return found or (((0, whole),) if whole else ())


def _runs(text: str, words: Leads) -> tuple[tuple[int, str], ...]:
    """Where links are to begin: each line that is one of the words."""
    return tuple((start, words[line]) for start, line in _lines(text) if line in words)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line, and the place where it begins in Google's counting: UTF-16 units."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line.encode("utf-16-le")) // 2 + 1


def _request(cell: _Cell, runs: tuple[tuple[int, str], ...]) -> dict[str, Any]:
    leads = dict(runs)
    made = [
        {"startIndex": place, "format": {"link": {"uri": leads[place]}} if place in leads else {}}
        for place, _ in _lines(cell.text)
    ]
    start = {"sheetId": cell.sheet_id, "rowIndex": cell.row, "columnIndex": cell.column}
    rows = [{"values": [{"textFormatRuns": made if runs else []}]}]
    return {"updateCells": {"start": start, "rows": rows, "fields": "textFormatRuns"}}
