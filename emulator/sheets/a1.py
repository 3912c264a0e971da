"""A1 notation: the one place where it is read and written.

Indices are zero-based and half-open, as in the API's GridRange. An `Area` may be open
(`None` for a missing bound: whole rows, whole columns, a whole sheet); `Rect` is an area
after it was fitted into a grid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MAX_COLUMN = 18_278  # ZZZ

CELL = re.compile(r"^\$?([A-Za-z]{1,3})?\$?([1-9]\d{0,7})?$")
R1C1 = re.compile(r"^[Rr]([1-9]\d{0,7})[Cc]([1-9]\d{0,4})$")
PLAIN_TITLE = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
LOOKS_LIKE_CELL = re.compile(r"^([A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*)$")


@dataclass(frozen=True, slots=True)
class Rect:
    """Rows top..bottom and columns left..right of a grid, half-open."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return max(0, self.bottom - self.top)

    @property
    def width(self) -> int:
        return max(0, self.right - self.left)

    @property
    def empty(self) -> bool:
        return self.bottom <= self.top or self.right <= self.left

    def contains(self, row: int, column: int) -> bool:
        return self.top <= row < self.bottom and self.left <= column < self.right

    def meets(self, other: Rect) -> bool:
        return (
            self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )

    def covers(self, other: Rect) -> bool:
        return (
            self.top <= other.top
            and self.left <= other.left
            and self.bottom >= other.bottom
            and self.right >= other.right
        )

    def common(self, other: Rect) -> Rect:
        """The part that both have; `empty` tells whether there is one."""
        return Rect(
            max(self.top, other.top),
            max(self.left, other.left),
            min(self.bottom, other.bottom),
            min(self.right, other.right),
        )

    def shifted(self, rows: int, columns: int) -> Rect:
        return Rect(self.top + rows, self.left + columns, self.bottom + rows, self.right + columns)

    def cells(self) -> Iterator[tuple[int, int]]:
        for row in range(self.top, self.bottom):
            for column in range(self.left, self.right):
                yield row, column


@dataclass(frozen=True, slots=True)
class Area:
    """A range as it was asked for; `bottom` and `right` are None where it is open."""

    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None

    def within(self, rows: int, columns: int) -> Rect:
        """The part of it that lies in a grid of this size."""
        return Rect(
            min(self.top, rows),
            min(self.left, columns),
            rows if self.bottom is None else min(self.bottom, rows),
            columns if self.right is None else min(self.right, columns),
        )

    def starts_within(self, rows: int, columns: int) -> bool:
        return self.top < rows and self.left < columns

    def is_cell(self) -> bool:
        return self.bottom == self.top + 1 and self.right == self.left + 1


def column_name(index: int) -> str:
    """0 → "A", 25 → "Z", 26 → "AA"."""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(65 + letter) + name
    return name


def column_index(name: str) -> int:
    """ "A" → 0, "AA" → 26; letters only, either case."""
    index = 0
    for letter in name.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell_name(row: int, column: int) -> str:
    return f"{column_name(column)}{row + 1}"


def quoted(title: str) -> str:
    """A sheet's title as Google writes it before the "!": quoted only where it must be."""
    if PLAIN_TITLE.match(title) and not LOOKS_LIKE_CELL.match(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def rect_name(rect: Rect) -> str:
    """ "A1:B2", or "A1" for a single cell."""
    first = cell_name(rect.top, rect.left)
    if rect.height <= 1 and rect.width <= 1:
        return first
    return f"{first}:{cell_name(max(rect.bottom, 1) - 1, max(rect.right, 1) - 1)}"


def area_name(area: Area) -> str:
    """An area as Google writes it, open bounds left out: "A1:B", "3:5", "B2"."""
    first = cell_name(area.top, area.left)
    if area.is_cell():
        return first
    last = "" if area.right is None else column_name(area.right - 1)
    last += "" if area.bottom is None else str(area.bottom)
    return f"{first}:{last}" if last else first


@lru_cache(maxsize=4096)
def parse_area(text: str) -> Area | None:
    """ "A1", "A1:B2", "A:B", "1:2", "A1:B", "D4:A1", "R1C1:R2C2" → Area, else None."""
    first, colon, second = text.partition(":")
    start = _corner(first)
    if start is None:
        return None
    if not colon:
        if start[0] is None or start[1] is None:
            return None
        return Area(start[0], start[1], start[0] + 1, start[1] + 1)
    end = _corner(second)
    if end is None:
        return None
    top, bottom = _span(start[0], end[0])
    left, right = _span(start[1], end[1])
    return Area(top, left, bottom, right)


def _span(first: int | None, last: int | None) -> tuple[int, int | None]:
    if first is None or last is None:
        known = first if first is not None else last
        # A1:1 leaves a column out, A1:C a row: open from the one that is given.
        return (known if first is not None and known is not None else 0), None
    return min(first, last), max(first, last) + 1


def _corner(text: str) -> tuple[int | None, int | None] | None:
    """(row, column) of one corner, either may be missing but not both."""
    text = text.strip()
    by_number = R1C1.match(text)
    if by_number:
        return int(by_number[1]) - 1, int(by_number[2]) - 1
    match = CELL.match(text)
    if not match or not (match[1] or match[2]):
        return None
    column = column_index(match[1]) if match[1] else None
    if column is not None and column >= MAX_COLUMN:
        return None
    return (int(match[2]) - 1 if match[2] else None), column


def split_sheet(text: str) -> tuple[str | None, str]:
    """ "'My sheet'!A1" → ("My sheet", "A1"); without a sheet (None, text).

    A title alone in quotes gives (title, "").
    """
    text = text.strip()
    if text.startswith("'"):
        end = _closing_quote(text)
        if end is not None:
            title = text[1:end].replace("''", "'")
            rest = text[end + 1 :]
            if not rest:
                return title, ""
            if rest.startswith("!"):
                return title, rest[1:]
    title, bang, rest = text.rpartition("!")
    return (title, rest) if bang else (None, text)


def _closing_quote(text: str) -> int | None:
    """Where the quote opened at 0 closes; doubled quotes belong to the title."""
    index = 1
    while index < len(text):
        if text[index] == "'":
            if text[index + 1 : index + 2] == "'":
                index += 2
                continue
            return index
        index += 1
    return None
