"""One tab of a spreadsheet as compact JSON for the editable grid.

A cell is 0 when it is empty and looks like its column; a plain text when it is text, looks
like its column and is edited as it is shown; else an object:

    t  what it shows          r  what is edited, where that is something else
    s  number of its look     v  number of its rule; both only where the column's differ
    k  "n" number, "b" truth value, "e" error     n  its note     l  the address it links to

Rows that hold no formula are kept as JSON text as long as nobody writes into them, so that
a look at 3,000 rows costs little when one of them changed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from emulator.sheets import patterns, render, typed
from emulator.sheets.answers import line_properties
from emulator.sheets.book import Book
from emulator.sheets.calculate import Calculation
from emulator.sheets.enter import Hand, may_edit
from emulator.sheets.grid import COLUMNS, Cell, ErrorValue, Json, Row, Sheet, Value, key_of
from emulator.sheets.ranges import area_of

from . import charts, look
from .links import local

MOST_KEPT = 12  # tabs whose rows are kept
# How a text begins that could be read as a number, a date, a formula or a truth value.
MAY_BE_MORE = re.compile(
    r"\s*([^\w\s]|\d|$|true|false|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|mon|tue|wed|thu|fri|sat|sun)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Kept:
    """The rows of one tab as they were last drawn."""

    looks: look.Numbered = field(default_factory=look.Numbered)
    rules: list[Json] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)
    rows: dict[int, tuple[Row, str]] = field(default_factory=dict)


KEPT: dict[tuple[str, int], Kept] = {}


def draw(calculation: Calculation, sheet: Sheet, hand: Hand, head: Json) -> str:
    """The JSON of a tab; `head` holds what the page says about the whole book."""
    drawing = Drawing(calculation, sheet, hand, _kept(calculation.book, sheet))
    rows = drawing.rows()
    drawing.kept.looks.forget_objects()
    facts = head | drawing.facts()
    return json.dumps(facts, ensure_ascii=False)[:-1] + ', "cells": [' + ",".join(rows) + "]}"


def _kept(book: Book, sheet: Sheet) -> Kept:
    key = (book.id, sheet.id)
    kept = KEPT.pop(key, None) or Kept()
    KEPT[key] = kept
    while len(KEPT) > MOST_KEPT:
        KEPT.pop(next(iter(KEPT)))
    return kept


@dataclass(slots=True)
class Drawing:
    """One tab being drawn for one person."""

    calculation: Calculation
    sheet: Sheet
    hand: Hand
    kept: Kept
    rules: look.Numbered = field(default_factory=look.Numbered)

    def facts(self) -> Json:
        """Everything but the cells."""
        sheet = self.sheet
        rows = {
            index: row.properties for index, row in enumerate(sheet.rows) if row and row.properties
        }
        return {
            "gid": sheet.id,
            "rows": sheet.row_count,
            "columns": sheet.column_count,
            "frozenRows": sheet.grid.get("frozenRowCount", 0),
            "frozenColumns": sheet.grid.get("frozenColumnCount", 0),
            "widths": [self._width(index) for index in range(sheet.column_count)],
            "heights": {i: p["pixelSize"] for i, p in rows.items() if "pixelSize" in p},
            "hiddenRows": [i for i, p in rows.items() if _hidden(p)],
            "defaults": self.kept.columns,
            "looks": self.kept.looks.listed,
            "rules": self.rules.listed,
            "bands": look.bands(sheet),
            "protected": [self._protected(one) for one in sheet.objects.get("protectedRanges", ())],
            "merges": [[m.top, m.left, m.bottom, m.right] for m in sheet.merges],
            "keys": self._keys(),
            "charts": charts.charts(self.calculation, sheet),
        }

    def _keys(self) -> list[int]:
        """By which a row is known wherever it goes, 0 where there is none, none at the end."""
        keys = [key_of(row) for row in self.sheet.rows]
        while keys and not keys[-1]:
            keys.pop()
        return keys

    def _width(self, column: int) -> int:
        """In pixels; 0 = hidden."""
        properties = line_properties(self.sheet, COLUMNS, column)
        return 0 if _hidden(properties) else int(properties["pixelSize"])

    def _protected(self, one: Json) -> Json:
        area = area_of(one.get("range", {})).within(self.sheet.row_count, self.sheet.column_count)
        return {
            "top": area.top,
            "bottom": area.bottom,
            "left": area.left,
            "right": area.right,
            "why": one.get("description", ""),
            "open": may_edit(self.hand, one),
        }

    def rows(self) -> list[str]:
        """One JSON list per row, without the empty ones at the end."""
        self._settle_columns()
        known, shown = self.kept.rows, {}
        lines: list[str] = []
        last = 0
        for index, row in enumerate(self.sheet.rows):
            if row is None or not row.cells:
                lines.append("[]")
                continue
            before = known.get(id(row))
            text = before[1] if before and before[0] is row else self._row(index, row)
            if not self.sheet.has_formulas or not _has_formula(row):
                shown[id(row)] = (row, text)
            lines.append(text)
            last = index + 1 if text != "[]" else last
        self.kept.rows = shown
        return lines[:last]

    def _settle_columns(self) -> None:
        """What most cells of a column look like: as in the first row below the headings.

        Rows drawn under other defaults, or under other choices, are drawn again.
        """
        sheet = self.sheet
        model = min(max(1, sheet.grid.get("frozenRowCount", 0)), max(0, sheet.row_count - 1))
        cells = [sheet.cell(model, column) for column in range(sheet.column_count)]
        columns = [(self._look(cell), self._rule(cell)) for cell in cells]
        for row in sheet.rows:
            for cell in row.cells.values() if row else ():
                if cell.extra and "dataValidation" in cell.extra:
                    self._rule(cell)
        if (columns, self.rules.listed) != (self.kept.columns, self.kept.rules):
            self.kept.rows = {}
        self.kept.columns, self.kept.rules = columns, list(self.rules.listed)

    def _look(self, cell: Cell) -> int:
        return self.kept.looks.number(cell.format, look.look) if cell.format else -1

    def _rule(self, cell: Cell) -> int:
        validation = (cell.extra or {}).get("dataValidation")
        if not validation:
            return -1
        return self.rules.number(
            validation, lambda one: look.rule(self.calculation, self.sheet, one)
        )

    def _row(self, index: int, row: Row) -> str:
        cells: list[Any] = []
        for column in sorted(row.cells):
            if column < self.sheet.column_count:
                shown = self._cell(index, column, row.cells[column])
                if shown != 0:
                    cells += [0] * (column - len(cells))
                    cells.append(shown)
        return json.dumps(cells, ensure_ascii=False)

    def _cell(self, row: int, column: int, cell: Cell) -> Any:
        shown: Json = {}
        style, rule = self._look(cell), self._rule(cell)
        if (style, rule) != self.kept.columns[column]:
            shown |= {"s": style, "v": rule}
        if cell.extra and cell.extra.get("note"):
            shown["n"] = cell.extra["note"]
        if not cell.filled:
            return shown or 0
        value = self.calculation.value(self.sheet, row, column, cell)
        number_format = self.calculation.number_format(self.sheet, cell)
        text = render.formatted(value, number_format, self.calculation.locale)
        edited = editable(cell, text, number_format, self.hand)
        if edited != text:
            shown["r"] = edited
        if kind := _kind(value):
            shown["k"] = kind
        if address := self._link(cell):
            shown["l"] = local(address)
        if lines := _by_line(cell):
            shown["m"] = [each and local(each) for each in lines]
        return {"t": text, **shown} if shown else text

    def _link(self, cell: Cell) -> str | None:
        """Where the cell as a whole, or the first part of it that is a link, leads."""
        if cell.formula is not None:
            return self.calculation.link(cell.formula, self.sheet)
        own: Json = (cell.format or {}).get("textFormat", {}).get("link", {})
        runs = (cell.extra or {}).get("textFormatRuns", ())
        parts = [own, *(run.get("format", {}).get("link", {}) for run in runs)]
        chips = (cell.extra or {}).get("chipRuns", ())
        parts += [run.get("chip", {}).get("richLinkProperties", {}) for run in chips]
        found = next((part["uri"] for part in parts if part.get("uri")), None)
        if found is None and isinstance(cell.value, str) and cell.value.startswith("http"):
            return typed.link_of(cell.value)
        return found


def _by_line(cell: Cell) -> list[str]:
    """Where each line of a cell leads ("" = nowhere), where they lead to several places."""
    runs = (cell.extra or {}).get("textFormatRuns", ())
    begins = {
        run.get("startIndex", 0): run.get("format", {}).get("link", {}).get("uri", "")
        for run in runs
    }
    if not isinstance(cell.value, str) or len({each for each in begins.values() if each}) < 2:
        return []
    found, start = [], 0
    for line in cell.value.split("\n"):
        found.append(begins.get(start, ""))
        start += len(line.encode("utf-16-le")) // 2 + 1
    return found


def editable(cell: Cell, shown: str, number_format: Json | None, hand: Hand) -> str:
    """The text that, typed again, gives the same cell; what an editor begins with."""
    if cell.formula is not None:
        return cell.formula
    value = cell.value
    if isinstance(value, str):
        if (cell.format or {}).get("numberFormat", {}).get("type") == "TEXT":
            return value
        plainly = not MAY_BE_MORE.match(value) or _reads_as(value, value, hand)
        return value if plainly else "'" + value
    if value is None or isinstance(value, bool):
        return shown
    plain = render.formatted(value, None, hand.locale)
    if typed.parse(plain, hand.locale, hand.today).value != value:
        plain = repr(value).replace(".", hand.locale.decimal)  # shown with 15 digits only
    pattern = render.pattern_of(number_format, hand.locale)
    if not (pattern and patterns.is_date(pattern)):
        return shown if shown.endswith("%") and _reads_as(shown, value, hand) else plain
    tries = [shown, *(render.formatted(value, {"type": t}, hand.locale) for t in DATE_TYPES)]
    return next((text for text in tries if _reads_as(text, value, hand)), plain)


DATE_TYPES = ("DATE", "TIME", "DATE_TIME")


def _reads_as(text: str, value: Value, hand: Hand) -> bool:
    read = typed.parse(text, hand.locale, hand.today)
    if isinstance(value, float | int) and isinstance(read.value, float | int):
        return abs(read.value - value) < 1e-9
    return read.formula is None and read.value == value and type(read.value) is type(value)


def _kind(value: Value) -> str | None:
    if isinstance(value, ErrorValue):
        return "e"
    if isinstance(value, bool):
        return "b"
    return "n" if isinstance(value, int | float) else None


def _hidden(properties: Json) -> bool:
    return bool(properties.get("hiddenByUser") or properties.get("hiddenByFilter"))


def _has_formula(row: Row) -> bool:
    return any(cell.formula is not None for cell in row.cells.values())


def texts(calculation: Calculation, sheet: Sheet, hand: Hand, index: int) -> list[str]:
    """What an editor would show in each cell of a row, without the empty ones at the end."""
    row = sheet.rows[index] if 0 <= index < len(sheet.rows) else None
    line: list[str] = []
    for column, cell in sorted(row.cells.items()) if row else ():
        if cell.filled:
            value = calculation.value(sheet, index, column, cell)
            number_format = calculation.number_format(sheet, cell)
            text = render.formatted(value, number_format, calculation.locale)
            line += [""] * (column - len(line))
            line.append(editable(cell, text, number_format, hand))
    return line
