"""What a cell looks like and which choices it offers, for the editable grid.

Looks and rules are numbered as they are met, so that a cell names its look by a number.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from emulator.errors import ApiError
from emulator.sheets import ranges, render
from emulator.sheets.calculate import Calculation
from emulator.sheets.grid import Json, Refusal, Sheet

ALIGNED = {"LEFT": "l", "CENTER": "c", "RIGHT": "r", "TOP": "t", "MIDDLE": "m", "BOTTOM": "b"}
TEXT_MARKS = (("bold", "b"), ("italic", "i"), ("underline", "u"), ("strikethrough", "x"))


class Numbered:
    """Distinct JSON objects by number, in the order they were met."""

    def __init__(self) -> None:
        self.listed: list[Json] = []
        self._by_made: dict[str, int] = {}
        self._by_source: dict[str, int] = {}
        self._by_id: dict[int, tuple[int, Json]] = {}

    def number(self, source: Json, make: Callable[[Json], Json]) -> int:
        """The number of `make(source)`, which is called once for equal sources."""
        known = self._by_id.get(id(source))
        if known is not None:
            return known[0]
        text = json.dumps(source, sort_keys=True)
        if text not in self._by_source:
            made = make(source)
            key = json.dumps(made, sort_keys=True)
            if key not in self._by_made:
                self._by_made[key] = len(self.listed)
                self.listed.append(made)
            self._by_source[text] = self._by_made[key]
        self._by_id[id(source)] = (self._by_source[text], source)
        return self._by_source[text]

    def forget_objects(self) -> None:
        """Let go of the objects met so far; their numbers stay."""
        self._by_id.clear()


def color(style: Json | None) -> str | None:
    """A ColorStyle or Color as #rrggbb; theme colours are left to the page."""
    rgb = (style or {}).get("rgbColor", style or {})
    if not rgb or "themeColor" in rgb:
        return None
    parts = (round(255 * float(rgb.get(name, 0))) for name in ("red", "green", "blue"))
    return "#" + "".join(f"{part:02x}" for part in parts)


def look(form: Json) -> Json:
    """A CellFormat as the grid draws it: bg, fg, b, i, u, x, wrap, h, v, size."""
    text = form.get("textFormat", {})
    shown: Json = {
        "bg": color(form.get("backgroundColorStyle") or form.get("backgroundColor")),
        "fg": color(text.get("foregroundColorStyle") or text.get("foregroundColor")),
        "wrap": form.get("wrapStrategy") == "WRAP",
        "h": ALIGNED.get(form.get("horizontalAlignment", "")),
        "v": ALIGNED.get(form.get("verticalAlignment", "")),
        "size": text.get("fontSize"),
    }
    shown |= {mark: bool(text.get(name)) for name, mark in TEXT_MARKS}
    return {name: value for name, value in shown.items() if value}


def rule(calculation: Calculation, sheet: Sheet, validation: Json) -> Json:
    """A data validation as choices: {"choices", "strict", "help"}; "tick" for a tick box: what it
    holds when it is ticked, and when not. Other rules only say so."""
    condition = validation.get("condition", {})
    values = [str(one.get("userEnteredValue", "")) for one in condition.get("values", ())]
    shown: Json = {"strict": bool(validation.get("strict"))}
    if validation.get("inputMessage"):
        shown["help"] = validation["inputMessage"]
    if condition.get("type") == "ONE_OF_LIST":
        shown["choices"] = values
    elif condition.get("type") == "ONE_OF_RANGE" and values:
        shown["choices"] = _range_choices(calculation, sheet, values[0])
    elif condition.get("type") == "BOOLEAN":
        shown["tick"] = shown["choices"] = [*values, *["TRUE", "FALSE"][len(values) :]]
    return shown


def _range_choices(calculation: Calculation, sheet: Sheet, name: str) -> list[str]:
    """The distinct texts of the range a rule points at; none if it is gone."""
    name = name.removeprefix("=").replace("$", "")
    if "!" not in name:
        name = f"'{sheet.title.replace(chr(39), chr(39) * 2)}'!{name}"
    try:
        target = ranges.resolve(calculation.book, name)
    except (Refusal, ApiError):
        return []
    found: dict[str, None] = {}
    for row, column, cell in target.sheet.held_cells(target.rect):
        if cell.filled:
            value = calculation.value(target.sheet, row, column, cell)
            number_format = calculation.number_format(target.sheet, cell)
            found.setdefault(render.formatted(value, number_format, calculation.locale))
    return [text for text in found if text]


def bands(sheet: Sheet) -> list[Json]:
    """Banded ranges: their rectangle and colours."""
    shown = []
    for one in sheet.objects.get("bandedRanges", ()):
        rect = ranges.area_of(one.get("range", {})).within(sheet.row_count, sheet.column_count)
        colors = one.get("rowProperties", {})
        first, second, head = (
            color(colors.get(f"{name}ColorStyle") or colors.get(f"{name}Color"))
            for name in ("firstBand", "secondBand", "header")
        )
        place = {"top": rect.top, "bottom": rect.bottom, "left": rect.left, "right": rect.right}
        shown.append(place | {"first": first, "second": second, "head": head})
    return shown
