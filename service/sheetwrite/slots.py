"""The journal read back: what a batch was about, what stood where it wrote, where columns were."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from service.workbook.cells import read_text
from service.workbook.look import Raw
from service.workbook.templates import JOURNAL, METADATA_KEY, WorkbookTemplate

from .journal import COPY, SLOTS
from .protocol import Batch

Json = dict[str, Any]
OWN: Final = "?"  # stands for a column of the staff's own
_ERRORS: Final = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One row of the journal: what it is about, whose batch it is, and the copied cells."""

    about: Json = field(hash=False)
    nonce: str
    cells: tuple[Raw, ...]

    def cell(self, index: int | None) -> Raw:
        return self.cells[index] if index is not None and 0 <= index < len(self.cells) else None


def slots_of_answer(template: WorkbookTemplate, answer: Mapping[str, Any]) -> list[Slot]:
    """The journal's slots as the answer to the batch brings them back."""
    found = []
    sheet_id = template.sheet_id(JOURNAL)
    for sheet in answer.get("updatedSpreadsheet", {}).get("sheets", ()):
        if sheet.get("properties", {}).get("sheetId") != sheet_id:
            continue
        for data in sheet.get("data", ()):
            for row in data.get("rowData", ()):
                cells = [_value(cell) for cell in row.get("values", ())]
                found.append([None] * int(data.get("startColumn", 0)) + cells)
    return _slots(found)


def slots_of_sheet(grid: Sequence[Sequence[Raw]]) -> list[Slot]:
    """The journal's slots as they stand in the sheet."""
    return _slots(grid[SLOTS:])


def columns_of_answer(
    template: WorkbookTemplate, batch: Batch, answer: Mapping[str, Any]
) -> dict[tuple[str, str], int] | None:
    """Where the bound columns were when the batch was carried out; None if it does not say."""
    replies = answer.get("replies", ())
    reply = replies[batch.columns_at] if batch.columns_at < len(replies) else {}
    found = reply.get("updateDeveloperMetadata", {}).get("developerMetadata")
    if not found:
        return None
    names = {template.metadata_value(t.key, c.key): (t.key, c.key) for t in template.tabs
             for c in t.columns}  # fmt: skip
    places = {}
    for each in found:
        where = each.get("location", {}).get("dimensionRange", {})
        name = names.get(each.get("metadataValue", ""))
        if each.get("metadataKey") == METADATA_KEY and name:
            places[name] = int(where.get("startIndex", 0))
    return places


class Layout:
    """Where the columns of one tab were when the batch was carried out."""

    def __init__(self, tab: str, slot: Slot, columns: Mapping[tuple[str, str], int] | None) -> None:
        self.tab = tab
        self.looked: dict[str, int] = slot.about["x"]
        self._copied = slot
        self._width = max(self.looked.values(), default=0) + 1  # of the copied rows
        self._now = (
            _by_headings(self.looked, slot.about["h"], slot)
            if columns is None
            else {column: at for (key, column), at in columns.items() if key == tab}
        )

    def column_is(self, column: str, index: int, heading: str = "") -> bool:
        """Whether `column` (or the staff's own under `heading`) stood at `index`."""
        if column:
            return self._now.get(column) == index
        return self.at(index) == OWN and read_text(self._copied.cell(index)) == heading

    def index(self, column: str) -> int | None:
        return self._now.get(column)

    def at(self, index: int) -> str:
        """Which bound column stood at `index`, or OWN."""
        return next((column for column, at in self._now.items() if at == index), OWN)

    def cells(self, slot: Slot) -> dict[str, Raw]:
        """What the row said, column by column; those of which nothing is known are left out."""
        known = {c: self._now[c] for c in self.looked if c in self._now}
        return {c: slot.cell(at) for c, at in known.items() if at < self._width}

    def pushed_out(self) -> frozenset[str]:
        """Columns that a column put in before them has moved beyond what was copied."""
        return frozenset(c for c in self.looked if self._now.get(c, 0) >= self._width)


def _by_headings(
    looked: Mapping[str, int], headings: Mapping[str, str], copied: Slot
) -> dict[str, int]:
    """Where the columns were, told by the copied headings alone. A heading that is no longer
    there was renamed; its column is where it was if every other one is, else it is not known."""
    found: dict[str, int] = {}
    for column, index in looked.items():
        said = headings.get(column, "")
        if read_text(copied.cell(index)) == said:
            found[column] = index
            continue
        places = [i for i, cell in enumerate(copied.cells) if said and read_text(cell) == said]
        if len(places) == 1:
            found[column] = places[0]
    nothing_moved = all(looked[column] == index for column, index in found.items())
    if nothing_moved:
        found |= {column: index for column, index in looked.items() if column not in found}
    return found


def _slots(rows: Iterable[Sequence[Raw]]) -> list[Slot]:
    slots = []
    for row in rows:
        text, nonce = (row[1] if len(row) > 1 else None), (row[2] if len(row) > 2 else None)
        if not isinstance(text, str) or not nonce:
            continue
        try:
            about = json.loads(text)
        except ValueError:
            continue  # somebody typed into the journal
        if isinstance(about, dict) and "k" in about:
            slots.append(Slot(about, str(nonce), tuple(row[COPY:])))
    return slots


def _value(cell: Mapping[str, Any]) -> Raw:
    for kind, each in (cell.get("userEnteredValue") or {}).items():
        if kind == "errorValue":
            return _ERRORS.get(each.get("type", ""), "#ERROR!")
        return None if each == "" else each
    return None
