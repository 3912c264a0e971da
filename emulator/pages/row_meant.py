"""Which row of a tab a person meant who looked at it a moment ago (`typing.py`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from emulator.errors import ApiError
from emulator.sheets.calculate import Calculation
from emulator.sheets.enter import Hand
from emulator.sheets.grid import Json, Sheet, key_of

from .grid import texts

ODD = "The page sent something that the local Workspace does not understand."
BLANK = ("", "FALSE")  # a tick box that nobody ticked says nothing about its row


def number(value: Any) -> int:
    """A whole number that a page sent. Raises ApiError(400)."""
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ApiError(400, ODD) from None


def by_column(value: Any) -> dict[int, str]:
    """Texts by column as a page sent them. Raises ApiError(400)."""
    if not isinstance(value, dict):
        raise ApiError(400, ODD)
    return {number(column): str(text) for column, text in value.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """What was typed into one row, and what the person saw there; columns and rows from 0.

    key    by which the page knows the row; 0 if it had none
    empty  the row held nothing when the person looked
    above  (key, by how many rows above) of the last row above that had a key; key 0 = none
    """

    row: int
    key: int
    empty: bool
    above: tuple[int, int]
    was: dict[int, str]
    cells: dict[int, str]

    @classmethod
    def read(cls, sent: Json) -> Line:
        """A line as a page sent it. Raises ApiError(400)."""
        above = sent.get("above") or {}
        if not isinstance(above, dict):
            raise ApiError(400, ODD)
        return cls(
            number(sent.get("row")),
            number(sent.get("key") or 0),
            bool(sent.get("empty")),
            (number(above.get("key") or 0), number(above.get("by") or 0)),
            by_column(sent.get("was") or {}),
            by_column(sent.get("cells")),
        )


class Page:
    """A tab as it stands, row by row as an editor shows it."""

    def __init__(self, calculation: Calculation, sheet: Sheet, hand: Hand) -> None:
        self.calculation, self.sheet, self.hand = calculation, sheet, hand
        self.places = {key_of(row): at for at, row in enumerate(sheet.rows) if key_of(row)}

    def row(self, index: int) -> list[str]:
        return texts(self.calculation, self.sheet, self.hand, index)

    def where(self, line: Line, taken: Collection[int | None]) -> int | None:
        """Where the row of this line stands now, None if it is gone; `taken` are the rows of
        other lines that were typed at the same time."""
        if line.empty:
            places = range(max(self._expected(line), 0), self.sheet.row_count)
            return next((p for p in places if p not in taken and self._is_free(p)), None)
        if line.key:
            return self.places.get(line.key)
        at = self._expected(line)
        return at if self.changed(at, line) == {} else None

    def is_aside(self, row: int, line: Line) -> bool:
        """Whether a line goes past the row that it was meant for, because that was filled."""
        return line.empty and row != self._expected(line)

    def _expected(self, line: Line) -> int:
        """By its key; without one as far below the row above as it was, if that is free too:
        rows that hold nothing stay where they are when others are sorted."""
        if line.key in self.places:
            return self.places[line.key]
        key, by = line.above
        followed = self.places[key] + by if key in self.places else line.row
        return followed if not line.empty or self._is_free(followed) else line.row

    def _is_free(self, index: int) -> bool:
        return 0 <= index < self.sheet.row_count and set(self.row(index)) <= set(BLANK)

    def changed(self, row: int, line: Line) -> dict[int, str]:
        """What somebody else put into the cells of this line since the person looked."""
        now = self.row(row)
        found = {column: _at(now, column) for column in line.cells}
        return {
            column: text
            for column, text in found.items()
            if text and text not in (line.was.get(column, text), line.cells[column])
        }

    def answer(self, row: int, columns: Collection[int]) -> Json:
        """Where a line stands by now, for the page."""
        now = self.row(row)
        shown = {column: _at(now, column) for column in columns}
        return {"row": row, "key": key_of(self.sheet.rows[row]), "now": shown}


def _at(line: list[str], column: int) -> str:
    return line[column] if column < len(line) else ""
