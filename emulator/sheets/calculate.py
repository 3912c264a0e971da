"""Works out formulas: arithmetic, comparison, text, references and a few dozen functions.

`Calculation` reads one book, remembers what it worked out and lasts as long as one answer.
A function that is not known gives #NAME?, as a misspelled one does at Google.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from . import formulas, functions, patterns
from .a1 import Rect
from .book import Book
from .formulas import FormulaError, Reference, Tree
from .functions import FUNCTIONS, Fault
from .grid import Cell, ErrorValue, Json, Sheet, Value
from .locales import Locale, local_now, locale

PENDING = ErrorValue("REF", "Circular dependency detected.")
DEEPEST = 120
DEEPEST_FORMAT = 8
# Which arguments of a function pass their number format on to its result.
CARRIERS = dict.fromkeys(("SUM", "MIN", "MAX", "MEDIAN", "AVERAGE"), slice(0, 1)) | {
    "IF": slice(1, 3),
    "IFERROR": slice(0, 2),
}


class Grid(list[list[Value]]):
    """The values of a range, by rows."""


class Calculation:
    """The values of a book at one moment (`now`, aware)."""

    def __init__(self, book: Book, now: datetime) -> None:
        self.book = book
        self.now = local_now(now, str(book.properties.get("timeZone", "Etc/GMT")))
        self.locale: Locale = locale(book.locale)
        self.known: dict[tuple[int, int, int], Value] = {}
        self.depth = 0

    def value(self, sheet: Sheet, row: int, column: int, cell: Cell) -> Value:
        """The effective value of a cell."""
        if cell.formula is None:
            return cell.value
        key = (sheet.id, row, column)
        if key not in self.known:
            self.known[key] = PENDING
            self.known[key] = self.work_out(sheet, cell.formula)
        return self.known[key]

    def work_out(self, sheet: Sheet, formula: str) -> Value:
        if self.depth > DEEPEST:
            return ErrorValue("REF", "Circular dependency detected.")
        self.depth += 1
        try:
            result = self.evaluate(formulas.parse(formula), sheet)
            if isinstance(result, Grid):
                result = result[0][0] if result and result[0] else None
            return 0 if result is None else result
        except FormulaError:
            return ErrorValue("ERROR", "Formula parse error.")
        except Fault as fault:
            return fault.value
        finally:
            self.depth -= 1

    def evaluate(self, tree: Tree, sheet: Sheet) -> Any:
        kind = tree[0]
        if kind == "value":
            return tree[1]
        if kind == "ref":
            return self.read(tree[1], sheet)
        if kind == "op":
            left = functions.single(self.evaluate(tree[2], sheet))
            right = functions.single(self.evaluate(tree[3], sheet))
            return functions.operate(tree[1], left, right)
        if kind == "minus":
            return -functions.number(functions.single(self.evaluate(tree[1], sheet)))
        if kind == "percent":
            return functions.number(functions.single(self.evaluate(tree[1], sheet))) / 100
        if kind == "call":
            return self.call(tree[1], tree[2], sheet)
        if kind == "name":
            return self.named(tree[1])
        if kind == "missing":
            return None
        raise Fault("REF", "Reference does not exist")

    def call(self, name: str, arguments: tuple[Tree, ...], sheet: Sheet) -> Any:
        if name == "IF":
            test = functions.truth(functions.single(self.evaluate(arguments[0], sheet)))
            if test or len(arguments) > 2:
                return self.evaluate(arguments[1 if test else 2], sheet)
            return False
        if name in ("IFERROR", "IFNA"):
            return self.guarded(name, arguments, sheet)
        if name in ("ISERROR", "ISERR", "ISNA"):
            value = self.caught(arguments[0], sheet)
            missing = isinstance(value, ErrorValue) and value.kind == "N_A"
            return (
                missing
                if name == "ISNA"
                else (isinstance(value, ErrorValue) and not (name == "ISERR" and missing))
            )
        if name == "IFS":
            return self.first_true(arguments, sheet)
        if name == "TODAY":
            return int(functions.serial(self.now))
        if name == "NOW":
            return functions.serial(self.now)
        if name == "TEXT":
            value, pattern = (functions.single(self.evaluate(a, sheet)) for a in arguments[:2])
            if isinstance(value, str):
                return patterns.show_text(value, str(pattern))
            return patterns.show(functions.number(value), str(pattern), self.locale)
        function = FUNCTIONS.get(name)
        if function is None:
            raise Fault("NAME", f"Unknown function: '{name}'.")
        try:
            return function(*[self.evaluate(one, sheet) for one in arguments])
        except (TypeError, IndexError):
            raise Fault("N_A", f"Wrong number of arguments to {name}.") from None
        except (OverflowError, ValueError):
            raise Fault("NUM", f"Function {name} cannot give a number for this.") from None

    def first_true(self, arguments: tuple[Tree, ...], sheet: Sheet) -> Any:
        for test, value in zip(arguments[::2], arguments[1::2], strict=False):
            if functions.truth(functions.single(self.evaluate(test, sheet))):
                return self.evaluate(value, sheet)
        raise Fault("N_A", "No match.")

    def guarded(self, name: str, arguments: tuple[Tree, ...], sheet: Sheet) -> Any:
        value = self.caught(arguments[0], sheet)
        if isinstance(value, ErrorValue) and (name == "IFERROR" or value.kind == "N_A"):
            return self.evaluate(arguments[1], sheet) if len(arguments) > 1 else ""
        return value

    def caught(self, tree: Tree, sheet: Sheet) -> Any:
        try:
            value = self.evaluate(tree, sheet)
            return functions.first(value)
        except Fault as fault:
            return fault.value

    def named(self, name: str) -> Any:
        for one in self.book.named_ranges:
            if one["name"].casefold() == name.casefold() and "range" in one:
                grid = one["range"]
                sheet = self.book.find_sheet(grid.get("sheetId") or 0)
                if sheet is not None:
                    rect = Rect(
                        grid.get("startRowIndex", 0),
                        grid.get("startColumnIndex", 0),
                        min(grid.get("endRowIndex", sheet.row_count), sheet.row_count),
                        min(grid.get("endColumnIndex", sheet.column_count), sheet.column_count),
                    )
                    return self.grid(sheet, rect)
        raise Fault("NAME", f"Unknown range name: '{name}'.")

    def read(self, ref: Reference, own: Sheet) -> Any:
        sheet = own if ref.sheet is None else self.book.titled(ref.sheet)
        if sheet is None:
            raise Fault("REF", f"Unresolved sheet name '{ref.sheet}'.")
        rect = ref.area.within(sheet.row_count, sheet.column_count)
        if not ref.ranged:
            if rect.empty:
                raise Fault("REF", "Reference does not exist")
            cell = sheet.cell(rect.top, rect.left)
            return self.value(sheet, rect.top, rect.left, cell)
        return self.grid(sheet, rect)

    def grid(self, sheet: Sheet, rect: Rect) -> Grid:
        rows: list[list[Value]] = [[None] * rect.width for _ in range(rect.height)]
        for row, column, cell in sheet.held_cells(rect):
            rows[row - rect.top][column - rect.left] = self.value(sheet, row, column, cell)
        return Grid(rows)

    def link(self, formula: str, sheet: Sheet) -> str | None:
        """The address of a formula that is a HYPERLINK(…)."""
        try:
            tree = formulas.parse(formula)
            if tree[:2] != ("call", "HYPERLINK"):
                return None
            return functions.text(functions.single(self.evaluate(tree[2][0], sheet)))
        except (FormulaError, Fault, IndexError):
            return None

    def number_format(self, sheet: Sheet, cell: Cell, depth: int = 0) -> Json | None:
        """The number format that shows a cell: its own, or one that its formula brings."""
        own = (cell.format or {}).get("numberFormat")
        if own or cell.formula is None or depth > DEEPEST_FORMAT:
            return own
        try:
            return self.inherited(formulas.parse(cell.formula), sheet, depth + 1)
        except FormulaError:
            return None

    def inherited(self, tree: Tree, sheet: Sheet, depth: int) -> Json | None:
        """TODAY() shows a date, and so does a date plus one; a date minus a date does not."""
        kind, name = tree[0], tree[1] if len(tree) > 1 else None
        if kind == "ref":
            source = sheet if tree[1].sheet is None else self.book.titled(tree[1].sheet)
            if source is None:
                return None
            cell = source.cell(tree[1].area.top, tree[1].area.left)
            return self.number_format(source, cell, depth)
        if kind == "op" and name in ("+", "-"):
            left, right = (self.inherited(part, sheet, depth) for part in tree[2:])
            return None if name == "-" and left and right else left or right
        if kind != "call":
            return None
        if name in ("TODAY", "DATE"):
            return {"type": "DATE", "pattern": self.locale.date_pattern}
        if name == "NOW":
            return {"type": "DATE_TIME", "pattern": f"{self.locale.date_pattern} h:mm:ss"}
        carriers = tree[2][CARRIERS[name]] if name in CARRIERS else ()
        found = (self.inherited(part, sheet, depth) for part in carriers)
        return next((one for one in found if one), None)
