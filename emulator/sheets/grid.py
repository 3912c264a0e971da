"""A spreadsheet in memory: sheets, rows, cells (`book` puts the sheets together).

A write works on a fork of the book and the fork replaces the book when all of it went
well, so that nobody ever sees half of a batch and a refusal needs no undoing. Forking is
cheap: sheets and rows are copied only when they are first written to (their `stamp` tells
to which fork they belong), and cells and all JSON inside (formats, rules, ranges) are
never changed in place, only replaced.

Cells are kept sparsely: a row that holds nothing is None, a cell that holds nothing is
not there. What the empty cells of a column have in common (a format, a drop-down) the
column keeps for them, as runs.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from . import runs
from .a1 import Rect

Json = dict[str, Any]
ROWS, COLUMNS = "ROWS", "COLUMNS"
DEFAULT_ROWS, DEFAULT_COLUMNS = 1000, 26
TALL = 24  # from this many rows on, a column keeps what is painted over it as a run


class Refusal(Exception):
    """Google's sentence for a request that cannot be done; whoever calls says which one."""


@contextmanager
def told(prefix: str) -> Iterator[None]:
    """Put where it happened before the sentence of a Refusal."""
    try:
        yield
    except Refusal as refusal:
        raise Refusal(prefix + str(refusal)) from None


def given(body: Any) -> Any:
    """A request body without its nulls: at Google they mean "not set". Lists keep theirs."""
    if isinstance(body, dict):
        return {name: given(item) for name, item in body.items() if item is not None}
    if isinstance(body, list):
        return [given(i) if i and isinstance(i, (dict, list)) else i for i in body]
    return body


class ErrorValue(NamedTuple):
    """What a formula gives that cannot be worked out, e.g. ErrorValue("NAME", "Unknown …")."""

    kind: str
    message: str = ""

    @property
    def text(self) -> str:
        return ERROR_TEXTS.get(self.kind, "#ERROR!")


ERROR_TEXTS = {
    "NAME": "#NAME?",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "NULL_VALUE": "#NULL!",
    "ERROR": "#ERROR!",
}

Value = str | float | bool | ErrorValue | None


class Cell(NamedTuple):
    """One cell as it was entered.

    value    text, number, truth value; None for an empty cell and for a formula
    formula  "=A1+1" or None
    format   userEnteredFormat, or None
    extra    the remaining fields of CellData (note, dataValidation, textFormatRuns, …)
    """

    value: Value = None
    formula: str | None = None
    format: Json | None = None
    extra: Json | None = None

    @property
    def filled(self) -> bool:
        """Whether it holds something to show; the empty text does not count."""
        return self.formula is not None or (self.value is not None and self.value != "")


EMPTY = Cell()


@dataclass(slots=True, eq=False)
class Line:
    """What belongs to a column (or to a row, besides its cells)."""

    properties: Json | None = None  # pixelSize, hiddenByUser, hiddenByFilter
    metadata: tuple[Json, ...] = ()  # developer metadata without its location


@dataclass(slots=True, eq=False)
class Column(Line):
    runs: runs.Runs = ()  # what its cells are like that no row holds


def new_key() -> int:
    return secrets.randbits(40)


@dataclass(slots=True, eq=False)
class Row(Line):
    cells: dict[int, Cell] = field(default_factory=dict)
    stamp: int = 0
    key: int = field(default_factory=new_key)  # says which row it is, wherever it goes


def key_of(row: Row | None) -> int:
    """0 for a row that holds nothing, or that was kept before rows had keys."""
    return getattr(row, "key", 0)


@dataclass(eq=False)
class Sheet:
    """One grid. Everything but rows and columns is JSON as the API shows it."""

    id: int
    title: str
    rows: list[Row | None]
    columns: list[Column | None]
    properties: Json = field(default_factory=dict)  # hidden, tabColor, rightToLeft, …
    grid: Json = field(default_factory=dict)  # gridProperties without the counts
    merges: list[Rect] = field(default_factory=list)
    metadata: tuple[Json, ...] = ()
    basic_filter: Json | None = None
    # key of the API's Sheet → objects: protectedRanges, bandedRanges, charts, rowGroups, …
    objects: dict[str, list[Json]] = field(default_factory=dict)
    has_formulas: bool = False
    stamp: int = 0

    @property
    def row_count(self) -> int:
        return len(self.rows)

    @property
    def column_count(self) -> int:
        return len(self.columns)

    @property
    def whole(self) -> Rect:
        return Rect(0, 0, len(self.rows), len(self.columns))

    def cell(self, row: int, column: int) -> Cell:
        line = self.rows[row] if 0 <= row < len(self.rows) else None
        cell = None if line is None else line.cells.get(column)
        return self.blank(row, column) if cell is None else cell

    def blank(self, row: int, column: int) -> Cell:
        """What a cell is like that its row does not hold."""
        line = self.columns[column] if 0 <= column < len(self.columns) else None
        return (runs.at(line.runs, row) if line and line.runs else None) or EMPTY

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set a cell of a sheet that was taken for writing."""
        if cell == self.blank(row, column):
            if self.rows[row] is not None:
                self.writable_row(row).cells.pop(column, None)
            return
        if cell.formula is not None:
            self.has_formulas = True
        self.writable_row(row).cells[column] = cell

    def writable_row(self, index: int) -> Row:
        row = self.rows[index]
        if row is None:
            row = Row(stamp=self.stamp)
        elif row.stamp == self.stamp:
            return row
        else:
            key = key_of(row) or new_key()
            row = Row(row.properties, row.metadata, dict(row.cells), self.stamp, key)
        self.rows[index] = row
        return row

    def writable_line(self, dimension: str, index: int) -> Line:
        if dimension == ROWS:
            return self.writable_row(index)
        return self.writable_column(index)

    def writable_column(self, index: int) -> Column:
        old = self.columns[index]
        column = Column(old.properties, old.metadata, old.runs) if old else Column()
        self.columns[index] = column
        return column

    def paint(self, rect: Rect, change: Callable[[Cell], Cell]) -> None:
        """Change all cells of a rectangle alike, those that hold nothing too; `change` must
        not give a blank cell a value. The sheet was taken for writing."""
        if rect.height < TALL:
            for row, column in rect.cells():
                self.put(row, column, change(self.cell(row, column)))
            return
        held = [(row, column, change(cell)) for row, column, cell in self.held_cells(rect)]
        for index in range(rect.left, rect.right):
            line = self.writable_column(index)
            line.runs = runs.painted(line.runs, rect.top, rect.bottom, change, EMPTY)
        for row, index, cell in held:
            self.put(row, index, cell)

    def lines(self, dimension: str) -> list[Any]:
        return self.rows if dimension == ROWS else self.columns

    def all_cells(self, rect: Rect) -> Iterator[tuple[int, int, Cell]]:
        """Every cell in a rectangle that is like anything, by rows: also those that a column
        keeps a format or a drop-down for."""
        painted = [
            (index, column.runs)
            for index, column in enumerate(self.columns[rect.left : rect.right], rect.left)
            if column is not None and column.runs
        ]
        if not painted:
            yield from self.held_cells(rect)
            return
        edges = {edge for _, kept in painted for run in kept for edge in run[:2]} | {rect.top}
        blanks: dict[int, Cell] = {}
        for row in range(rect.top, min(rect.bottom, len(self.rows))):
            if row in edges:
                found = ((index, runs.at(kept, row)) for index, kept in painted)
                blanks = {index: cell for index, cell in found if cell is not None}
            line = self.rows[row]
            cells = blanks | line.cells if line and line.cells else blanks
            for index in sorted(cells):
                if rect.left <= index < rect.right and cells[index] != EMPTY:
                    yield row, index, cells[index]

    def held_cells(self, rect: Rect) -> Iterator[tuple[int, int, Cell]]:
        """The cells in a rectangle that a row holds: all that have a value, and more."""
        left, right = rect.left, rect.right
        for index in range(rect.top, min(rect.bottom, len(self.rows))):
            row = self.rows[index]
            if row is None or not row.cells:
                continue
            cells = row.cells
            if len(cells) < right - left:
                for column in sorted(cells):
                    if left <= column < right:
                        yield index, column, cells[column]
            else:
                for column in range(left, right):
                    if column in cells:
                        yield index, column, cells[column]

    def fork(self, stamp: int) -> Sheet:
        new = copy(self)
        new.stamp = stamp
        new.rows = list(self.rows)
        new.columns = list(self.columns)
        new.merges = list(self.merges)
        new.objects = {key: list(value) for key, value in self.objects.items()}
        return new

    def last_filled_row(self) -> int:
        """How many rows there are up to the last one with a value."""
        for index in range(len(self.rows) - 1, -1, -1):
            row = self.rows[index]
            if row is not None and any(cell.filled for cell in row.cells.values()):
                return index + 1
        return 0

    def last_formatted_row(self) -> int:
        """The same for the last one that is like anything: a value, a format, a drop-down."""
        last = max((b for column in self.columns if column for _, b, _ in column.runs), default=0)
        for index in range(len(self.rows) - 1, last - 1, -1):
            row = self.rows[index]
            if row is not None and any(cell != EMPTY for cell in row.cells.values()):
                return index + 1
        return last


def new_sheet(
    sheet_id: int, title: str, rows: int = DEFAULT_ROWS, columns: int = DEFAULT_COLUMNS
) -> Sheet:
    return Sheet(sheet_id, title, [None] * rows, [None] * columns)
