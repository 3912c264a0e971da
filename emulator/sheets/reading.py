"""Reading values out of a grid: the rows of a ValueRange, trimmed as Google trims them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from emulator.sheets import render
from emulator.sheets.a1 import Rect
from emulator.sheets.calculate import Calculation
from emulator.sheets.grid import COLUMNS, ROWS, Cell, Json, Sheet
from emulator.sheets.ranges import Target, full_name
from emulator.sheets.render import FORMATTED, FORMULA


@dataclass(frozen=True, slots=True)
class Reader:
    """How values are wanted: by rows or columns, shown or bare, dates as text or serials."""

    calculation: Calculation
    major: str = ROWS
    option: str = FORMATTED
    dates_as_text: bool = False

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
        lines: list[list[Any]] = []
        by_rows = self.major != COLUMNS
        first_row, first_column = (rect.top, rect.left) if by_rows else (rect.left, rect.top)
        for row, column, cell in sheet.filled_cells(rect):
            shown = self.show(sheet, row, column, cell)
            if shown == "" and isinstance(shown, str):
                continue
            at, along = (row, column) if by_rows else (column, row)
            at, along = at - first_row, along - first_column
            while len(lines) <= at:
                lines.append([])
            line = lines[at]
            missing = along - len(line)
            if missing:
                line.extend([""] * missing)
            line.append(shown)
        return lines

    def show(self, sheet: Sheet, row: int, column: int, cell: Cell) -> str | float | bool:
        if cell.formula is None:
            if type(cell.value) is str and cell.format is None:
                return cell.value
            if cell.value is None:
                return ""
            if self.option == FORMULA:
                return render.unformatted(cell.value, None, self.calculation.locale, False)
        elif self.option == FORMULA:
            return cell.formula
        value = self.calculation.value(sheet, row, column, cell)
        number_format = self.calculation.number_format(sheet, cell)
        if self.option == FORMATTED:
            return render.formatted(value, number_format, self.calculation.locale)
        return render.unformatted(value, number_format, self.calculation.locale, self.dates_as_text)
