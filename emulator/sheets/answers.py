"""A spreadsheet as JSON: the Spreadsheet resource, as much of it as was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from emulator.call import Call
from emulator.fields import Mask, apply

from . import formats, render
from .a1 import Rect
from .book import Book
from .calculate import Calculation
from .enter import Hand, may_edit
from .grid import COLUMNS, ROWS, Cell, ErrorValue, Json, Line, Sheet, Value
from .metadata import Attached
from .ranges import Target, to_grid

PIXELS = {ROWS: 21, COLUMNS: 100}
# The order in which Google lists what a sheet holds, behind properties, data and merges.
OBJECTS = (
    "conditionalFormats",
    "filterViews",
    "protectedRanges",
    "charts",
    "bandedRanges",
    "rowGroups",
    "columnGroups",
    "slicers",
    "tables",
)


WORKED_OUT = {"effectiveValue", "formattedValue", "effectiveFormat"}
MEMBERS = WORKED_OUT | {"userEnteredValue", "userEnteredFormat", "hyperlink"}


@dataclass(frozen=True, slots=True)
class View:
    """One look at a book: by whom, where it lives, and what was asked for.

    targets   the ranges asked for; None = all of every sheet
    mask      the fields mask, None = everything
    grid      whether cells are wanted where the mask does not say
    """

    calculation: Calculation
    title: str
    url: str
    hand: Hand
    owner: str
    targets: list[Target] | None = None
    mask: Mask | None = None
    grid: bool = False
    looks: dict[tuple[int, int, str], Json] = field(default_factory=dict)

    @property
    def book(self) -> Book:
        return self.calculation.book

    def wants(self, *path: str) -> bool:
        return self.mask is None or self.mask.selects(*path)

    def spreadsheet(self) -> Json:
        """The Spreadsheet resource."""
        book = self.book
        answer: Json = {
            "spreadsheetId": book.id,
            "properties": {"title": self.title} | book.properties,
            "sheets": [],
        }
        if self.wants("sheets"):
            answer["sheets"] = [self.sheet(one) for one in book.sheets if self.shows(one)]
        names = [one for one in book.named_ranges if "range" in one]
        if names:
            answer["namedRanges"] = names
        answer["spreadsheetUrl"] = self.url
        if book.metadata:
            answer["developerMetadata"] = [Attached(own).json for own in book.metadata]
        return answer

    def shows(self, sheet: Sheet) -> bool:
        return self.targets is None or any(t.sheet.id == sheet.id for t in self.targets)

    def sheet(self, sheet: Sheet) -> Json:
        """One Sheet."""
        answer: Json = {"properties": sheet_properties(self.book, sheet)}
        if self.grid if self.mask is None else self._mask_wants_cells():
            answer["data"] = self.data(sheet)
        if sheet.merges:
            answer["merges"] = [to_grid(sheet, merge) for merge in sheet.merges]
        for key in OBJECTS:
            if sheet.objects.get(key):
                answer[key] = [self.seen(key, one) for one in sheet.objects[key]]
        if sheet.basic_filter is not None:
            answer["basicFilter"] = sheet.basic_filter
        if sheet.metadata:
            answer["developerMetadata"] = [Attached(own, sheet).json for own in sheet.metadata]
        return answer

    def _mask_wants_cells(self) -> bool:
        """A mask that names cells gets them; one that takes sheets whole asks the flag."""
        assert self.mask is not None
        sheets = self.mask.below("sheets")
        if not sheets or "*" in sheets:
            return sheets is not None and self.grid
        return "data" in sheets

    def seen(self, key: str, one: Json) -> Json:
        """A protected range shows whether the one who looks may edit, and who else may."""
        if key != "protectedRanges":
            return one
        shown = {k: v for k, v in one.items() if k != "requestingUserCanEdit"}
        if may_edit(self.hand, one):
            shown["requestingUserCanEdit"] = True
        listed = one.get("editors", {})
        users = list(dict.fromkeys([self.owner, *listed.get("users", ())]))
        return shown | {"editors": {**listed, "users": users}}

    # Cells

    def data(self, sheet: Sheet) -> list[Json]:
        if self.targets is None:
            return [self.grid_data(sheet, sheet.whole)]
        mine = [target for target in self.targets if target.sheet.id == sheet.id]
        return [self.grid_data(sheet, target.require_start().rect) for target in mine]

    def grid_data(self, sheet: Sheet, rect: Rect) -> Json:
        """One GridData; indices of 0 are left out."""
        answer: Json = {}
        if rect.top:
            answer["startRow"] = rect.top
        if rect.left:
            answer["startColumn"] = rect.left
        if self.wants("sheets", "data", "rowData"):
            rows = self.row_data(sheet, rect)
            if rows:
                answer["rowData"] = rows
        for key, dimension, start, end in (
            ("rowMetadata", ROWS, rect.top, rect.bottom),
            ("columnMetadata", COLUMNS, rect.left, rect.right),
        ):
            if self.wants("sheets", "data", key):
                lines = range(start, end)
                answer[key] = [line_properties(sheet, dimension, index) for index in lines]
        return answer

    def row_data(self, sheet: Sheet, rect: Rect) -> list[Json]:
        """The rows, masked here because blanks at the end are cut after masking."""
        rows: list[list[Json]] = []
        mask = self.mask
        for name in ("sheets", "data", "rowData", "values"):
            mask = mask.below(name) if mask else mask
        wanted = {name for name in MEMBERS if not mask or mask.below(name) is not None}
        for row, column, cell in sheet.all_cells(rect):
            shown = self.cell(sheet, row, column, cell, wanted)
            if mask:
                shown = apply(mask, shown)
            if not shown:
                continue
            rows += [[] for _ in range(row - rect.top + 1 - len(rows))]
            line = rows[row - rect.top]
            line += [{} for _ in range(column - rect.left - len(line))]
            line.append(shown)
        return [{"values": line} if line else {} for line in rows]

    def cell(self, sheet: Sheet, row: int, column: int, cell: Cell, wanted: set[str]) -> Json:
        """CellData, as far as it is wanted."""
        calculation = self.calculation
        shown: Json = dict(cell.extra) if cell.extra else {}
        if cell.filled and "userEnteredValue" in wanted:
            shown["userEnteredValue"] = extended(cell.value, cell.formula)
        if cell.format and "userEnteredFormat" in wanted:
            shown["userEnteredFormat"] = cell.format
        if wanted & WORKED_OUT and (cell.filled or cell.format):
            value = calculation.value(sheet, row, column, cell)
            number_format = calculation.number_format(sheet, cell)
            if cell.filled and "effectiveValue" in wanted:
                shown["effectiveValue"] = extended(value)
            if cell.filled and "formattedValue" in wanted:
                text = render.formatted(value, number_format, calculation.locale)
                shown["formattedValue"] = text
            if "effectiveFormat" in wanted:
                side = value if cell.filled else None
                shown["effectiveFormat"] = self.effective(cell.format, number_format, side)
        if "hyperlink" in wanted and (cell.format or cell.formula):
            link = (cell.format or {}).get("textFormat", {}).get("link", {}).get("uri")
            if link is None and cell.formula is not None:
                link = calculation.link(cell.formula, sheet)
            if link:
                shown["hyperlink"] = link
        return shown

    def effective(self, own: Json | None, number_format: Json | None, value: Value) -> Json:
        """The effectiveFormat; worked out once for all cells that look alike."""
        side = formats.alignment(value) if value is not None else ""
        key = (id(own), id(number_format), side)
        if key not in self.looks:
            default = self.book.properties["defaultFormat"]
            self.looks[key] = formats.effective(default, own, number_format, side)
        return self.looks[key]


def extended(value: Value, formula: str | None = None) -> Json:
    """ExtendedValue."""
    if formula is not None:
        return {"formulaValue": formula}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, ErrorValue):
        error = {"type": value.kind}
        return {"errorValue": error | ({"message": value.message} if value.message else {})}
    if isinstance(value, str):
        return {"stringValue": value}
    return {} if value is None else {"numberValue": render.whole(value)}


def sheet_properties(book: Book, sheet: Sheet) -> Json:
    """SheetProperties; what is not set is left out."""
    grid: dict[str, Any] = {"rowCount": sheet.row_count, "columnCount": sheet.column_count}
    grid |= {name: value for name, value in sheet.grid.items() if value}
    return {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": book.sheets.index(sheet),
        "sheetType": "GRID",
        "gridProperties": grid,
    } | {name: value for name, value in sheet.properties.items() if value or value == {}}


def line_properties(sheet: Sheet, dimension: str, index: int) -> Json:
    """DimensionProperties of one row or column."""
    line: Line | None = sheet.lines(dimension)[index]
    shown: Json = {"pixelSize": PIXELS[dimension]}
    if line is None:
        return shown
    if line.properties:
        shown |= {name: value for name, value in line.properties.items() if value}
    if line.metadata:
        shown["developerMetadata"] = [
            Attached(own, sheet, dimension, index).json for own in line.metadata
        ]
    return shown


def view(
    call: Call, book: Book, targets: list[Target] | None, mask: Mask | None, grid: bool
) -> View:
    """How this person sees a book."""
    store = call.workspace.sheets
    return View(
        calculation=store.calculation(book),
        title=store.title(book),
        url=f"https://docs.google.com/spreadsheets/d/{book.id}/edit",
        hand=store.hand(call, book),
        owner=call.workspace.drive.files[book.id].owner,
        targets=targets,
        mask=mask,
        grid=grid,
    )
