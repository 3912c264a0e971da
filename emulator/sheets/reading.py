"""Reading values out of a grid: the rows of a ValueRange, trimmed as Google trims them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import render
from .a1 import Rect
from .calculate import Calculation
from .grid import COLUMNS, ROWS, Cell, Json, Row, Sheet
from .ranges import Target, full_name
from .render import FORMATTED, FORMULA

LARGE = 10**15  # larger numbers are shown in another way


@dataclass(frozen=True, slots=True)
class Reader:
    """How values are wanted: by rows or columns, shown or bare, dates as text or serials."""

    calculation: Calculation
    major: str = ROWS
    option: str = FORMATTED
    dates_as_text: bool = False
    rows_by_sheet: dict[int, list[tuple[int, dict[int, Cell]]]] = field(default_factory=dict)

    def value_range(self, target: Target) -> Json:
        """A ValueRange of the part of the target that lies in the grid."""
        rect = target.require_start().rect
        answer: Json = {"range": full_name(target.sheet, rect), "majorDimension": self.major}
        values = self.values(target.sheet, rect)
        if values:
            answer["values"] = values
        return answer

    def values(self, sheet: Sheet, rect: Rect) -> list[list[Any]]:
        """Lines of values; trailing blanks are left out, leading ones are empty texts."""
        if self.major == COLUMNS:
            columns = [self.column(sheet, at, rect) for at in range(rect.left, rect.right)]
            return _trimmed(columns)
        lines: list[list[Any]] = []
        for index in range(rect.top, rect.bottom):
            row = sheet.rows[index]
            line = self.line(sheet, index, row, rect) if row is not None else []
            if line:
                lines.extend([] for _ in range(index - rect.top - len(lines)))
                lines.append(line)
        return lines

    def column(self, sheet: Sheet, column: int, rect: Rect) -> list[Any]:
        """One column's values down to its last."""
        held = [
            (index - rect.top, cells[column])
            for index, cells in self.written_rows(sheet)
            if column in cells and rect.top <= index < rect.bottom
        ]
        line: list[Any] = [""] * (held[-1][0] + 1 if held else 0)
        for index, cell in held:
            if type(cell.value) is str and cell.formula is None and cell.format is None:
                line[index] = cell.value
            else:
                line[index] = self.show(sheet, rect.top + index, column, cell)
        return _trimmed(line)

    def written_rows(self, sheet: Sheet) -> list[tuple[int, dict[int, Cell]]]:
        """(index, cells) of the rows that hold any: most rows of a sheet are blank, and who asks
        for one column asks for the others too."""
        if sheet.id not in self.rows_by_sheet:
            self.rows_by_sheet[sheet.id] = [
                (index, row.cells) for index, row in enumerate(sheet.rows) if row and row.cells
            ]
        return self.rows_by_sheet[sheet.id]

    def line(self, sheet: Sheet, index: int, row: Row, rect: Rect) -> list[Any]:
        """One row's values up to its last."""
        line: list[Any] = []
        cells, blanks = row.cells, 0
        for column in range(rect.left, rect.right) if cells else ():
            cell = cells.get(column)
            shown: Any = ""
            if cell is not None:
                shown = cell.value
                if type(shown) is not str or cell.formula is not None or cell.format is not None:
                    shown = self.show(sheet, index, column, cell)
            if shown == "" and type(shown) is str:
                blanks += 1
                continue
            if blanks:
                line.extend([""] * blanks)
                blanks = 0
            line.append(shown)
        return line

    def show(self, sheet: Sheet, row: int, column: int, cell: Cell) -> str | float | bool:
        if cell.formula is None:
            if cell.value is None:
                return ""
            if type(cell.value) is int and cell.format is None and -LARGE < cell.value < LARGE:
                return str(cell.value) if self.option == FORMATTED else cell.value
            if self.option == FORMULA:
                return render.unformatted(cell.value, None, self.calculation.locale, False)
        elif self.option == FORMULA:
            return cell.formula
        value = self.calculation.value(sheet, row, column, cell)
        number_format = self.calculation.number_format(sheet, cell)
        if self.option == FORMATTED:
            return render.formatted(value, number_format, self.calculation.locale)
        return render.unformatted(value, number_format, self.calculation.locale, self.dates_as_text)


def _trimmed(line: list[Any]) -> list[Any]:
    """The same without blanks, or blank lines, at the end."""
    end = len(line)
    while end and (line[end - 1] == "" or line[end - 1] == []):
        end -= 1
    return line[:end]
