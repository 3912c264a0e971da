"""Sorting, basic filters, duplicates: requests that look at what rows hold."""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

from emulator.sheets import formulas, render
from emulator.sheets.a1 import Rect
from emulator.sheets.calculate import Calculation
from emulator.sheets.edit import Edit
from emulator.sheets.functions import criterion, rank
from emulator.sheets.grid import (
    EMPTY,
    Cell,
    ErrorValue,
    Json,
    Refusal,
    Sheet,
    Value,
    key_of,
    new_key,
)
from emulator.sheets.ranges import to_grid

from .kinds import request


@request("sortRange")
def sort_range(edit: Edit, asked: Json) -> None:
    sheet, rect = edit.open(asked.get("range"))
    sort_rows(edit, sheet, rect, asked.get("sortSpecs", []))


def sort_rows(edit: Edit, sheet: Sheet, rect: Rect, specs: list[Json]) -> None:
    """Sort the rows of a rectangle: numbers, texts, truth values, errors; blanks last
    whatever the order. Cells move and take the row's key with them; heights
    and metadata keep their place."""
    columns = []
    for spec in specs or [{"dimensionIndex": rect.left}]:
        column = spec.get("dimensionIndex", 0)
        if not rect.left <= column < rect.right:
            raise Refusal(
                f"sortSpec.dimensionIndex[{column}] is outside the range's columns"
                f"[{rect.left}-{rect.right}]"
            )
        columns.append((column, spec.get("sortOrder") == "DESCENDING"))
    calculation = Calculation(edit.book, edit.workspace.clock.now())

    def key(row: int, column: int) -> Value:
        return calculation.value(sheet, row, column, sheet.cell(row, column))

    def compare(first: int, second: int) -> int:
        for column, descending in columns:
            order = _order(key(first, column), key(second, column), descending)
            if order:
                return order
        return 0

    before = list(range(rect.top, rect.bottom))
    after = sorted(before, key=cmp_to_key(compare))
    _rearrange(sheet, rect, after)


def _order(first: Value, second: Value, descending: bool) -> int:
    blank = [value is None or value == "" for value in (first, second)]
    if any(blank):
        return blank[0] - blank[1]
    one, two = _sort_key(first), _sort_key(second)
    order = (one > two) - (one < two)
    return -order if descending else order


def _sort_key(value: Value) -> tuple[int, Any]:
    return (3, value.kind) if isinstance(value, ErrorValue) else rank(value)


def _rearrange(sheet: Sheet, rect: Rect, order: list[int]) -> None:
    """Put the cells of row `order[n]` into the n-th row of the rectangle."""
    held: dict[int, dict[int, Cell]] = {}
    for row, column, cell in sheet.all_cells(rect):
        held.setdefault(row, {})[column] = cell
    keys = {row: key_of(sheet.rows[row]) for row in order}
    for to, origin in enumerate(order, rect.top):
        if to == origin:
            continue
        for column in held.get(to, {}).keys() | held.get(origin, {}).keys():
            cell = held.get(origin, {}).get(column, EMPTY)
            if cell.formula is not None:
                cell = cell._replace(formula=formulas.copied(cell.formula, to - origin, 0))
            sheet.put(to, column, cell)
        if sheet.rows[to] is not None:
            sheet.writable_row(to).key = keys[origin] or new_key()


# Filters


@request("setBasicFilter")
def set_basic_filter(edit: Edit, asked: Json) -> None:
    """One filter a sheet. Rows it hides keep their data."""
    wanted = asked.get("filter", {})
    target = edit.target(wanted.get("range", {}))
    sheet, rect = edit.book.writable(target.sheet.id), target.rect
    kept = {name: item for name, item in wanted.items() if name != "range"}
    sheet.basic_filter = {"range": to_grid(sheet, rect)} | kept
    body = Rect(min(rect.top + 1, rect.bottom), rect.left, rect.bottom, rect.right)
    if wanted.get("sortSpecs"):
        sort_rows(edit, sheet, body, wanted["sortSpecs"])
    _hide(edit, sheet, body, _tests(wanted))


@request("clearBasicFilter")
def clear_basic_filter(edit: Edit, asked: Json) -> None:
    sheet = edit.book.writable(asked.get("sheetId"))
    sheet.basic_filter = None
    _hide(edit, sheet, sheet.whole, {})


def _tests(wanted: Json) -> dict[int, Json]:
    """Criteria by column, from either of the two ways of writing them."""
    found = {int(column): item for column, item in wanted.get("criteria", {}).items()}
    for spec in wanted.get("filterSpecs", ()):
        found[spec.get("columnIndex", 0)] = spec.get("filterCriteria", {})
    return found


def _hide(edit: Edit, sheet: Sheet, rect: Rect, tests: dict[int, Json]) -> None:
    calculation = Calculation(edit.book, edit.workspace.clock.now())
    for row in range(rect.top, rect.bottom):
        line = sheet.rows[row]
        hidden = bool(tests) and not all(
            _passes(calculation, sheet, row, column, test) for column, test in tests.items()
        )
        was = bool(line and (line.properties or {}).get("hiddenByFilter"))
        if hidden != was:
            kept = dict((line.properties if line else None) or {})
            kept.pop("hiddenByFilter", None)
            added = {"hiddenByFilter": True} if hidden else {}
            sheet.writable_row(row).properties = (kept | added) or None


def _passes(calculation: Calculation, sheet: Sheet, row: int, column: int, test: Json) -> bool:
    cell = sheet.cell(row, column)
    value = calculation.value(sheet, row, column, cell)
    form = calculation.number_format(sheet, cell)
    shown = render.formatted(value, form, calculation.locale)
    if shown in test.get("hiddenValues", ()):
        return False
    condition = test.get("condition")
    if not condition:
        return True
    values = [one.get("userEnteredValue", "") for one in condition.get("values", ())]
    check = CONDITIONS.get(condition.get("type", ""))
    return check is None or check(
        value, shown.casefold(), [one.casefold() for one in values] or [""]
    )


CONDITIONS: dict[str, Callable[[Value, str, list[str]], bool]] = {
    "BLANK": lambda value, shown, given: not shown,
    "NOT_BLANK": lambda value, shown, given: bool(shown),
    "TEXT_CONTAINS": lambda value, shown, given: given[0] in shown,
    "TEXT_NOT_CONTAINS": lambda value, shown, given: given[0] not in shown,
    "TEXT_STARTS_WITH": lambda value, shown, given: shown.startswith(given[0]),
    "TEXT_ENDS_WITH": lambda value, shown, given: shown.endswith(given[0]),
    "TEXT_EQ": lambda value, shown, given: shown == given[0],
    "TEXT_NOT_EQ": lambda value, shown, given: shown != given[0],
    "NUMBER_EQ": lambda value, shown, given: criterion("=" + given[0])(value),
    "NUMBER_NOT_EQ": lambda value, shown, given: criterion("<>" + given[0])(value),
    "NUMBER_GREATER": lambda value, shown, given: criterion(">" + given[0])(value),
    "NUMBER_GREATER_THAN_EQ": lambda value, shown, given: criterion(">=" + given[0])(value),
    "NUMBER_LESS": lambda value, shown, given: criterion("<" + given[0])(value),
    "NUMBER_LESS_THAN_EQ": lambda value, shown, given: criterion("<=" + given[0])(value),
}
