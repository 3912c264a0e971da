"""Native charts as figures to draw: their place, titles, and the values of their sources."""

from __future__ import annotations

from typing import Any

from emulator.sheets import render
from emulator.sheets.calculate import Calculation
from emulator.sheets.grid import Json, Refusal, Sheet, Value
from emulator.sheets.ranges import from_grid

from .look import color

SIZE = {"width": 600, "height": 371}  # what Google takes where nothing is said


def charts(calculation: Calculation, sheet: Sheet) -> list[Json]:
    """The charts that lie on a sheet."""
    return [
        figure(calculation, one)
        for one in sheet.objects.get("charts", ())
        if "overlayPosition" in one.get("position", {})
    ]


def figure(calculation: Calculation, chart: Json) -> Json:
    """One chart: {"title", "row", "column", "dx", "dy", "width", "height", "x", "y",
    "labels", "points", "series": [{"name", "color", "values"}]}; a gap is None."""
    spec, place = chart.get("spec", {}), chart["position"]["overlayPosition"]
    basic = spec.get("basicChart", {})
    heads = int(basic.get("headerCount") or 0)
    anchor = place.get("anchorCell", {})
    titles = {axis.get("position"): axis.get("title", "") for axis in basic.get("axis", ())}
    domain = [c for one in basic.get("domains", ()) for c in _column(calculation, one["domain"])]
    points = domain[heads:]
    return {
        "id": chart.get("chartId"),
        "title": spec.get("title", ""),
        "row": anchor.get("rowIndex", 0),
        "column": anchor.get("columnIndex", 0),
        "dx": place.get("offsetXPixels", 0),
        "dy": place.get("offsetYPixels", 0),
        "width": place.get("widthPixels", SIZE["width"]),
        "height": place.get("heightPixels", SIZE["height"]),
        "kind": basic.get("chartType", ""),
        "x": titles.get("BOTTOM_AXIS", ""),
        "y": titles.get("LEFT_AXIS", ""),
        "labels": [text for _, text in points],
        "points": [_number(value) for value, _ in points],
        "series": [_series(calculation, one, heads) for one in basic.get("series", ())],
    }


def _series(calculation: Calculation, one: Json, heads: int) -> Json:
    column = _column(calculation, one.get("series", {}))
    return {
        "name": " ".join(text for _, text in column[:heads]),
        "color": color(one.get("colorStyle") or one.get("color")),
        "values": [_number(value) for value, _ in column[heads:]],
    }


def _column(calculation: Calculation, data: Json) -> list[tuple[Value, str]]:
    """The cells of a ChartData with their texts; nothing if its range is gone."""
    found: list[tuple[Value, str]] = []
    for source in data.get("sourceRange", {}).get("sources", ()):
        try:
            target = from_grid(calculation.book, source)
        except Refusal:
            continue
        for row, column in target.rect.cells():
            cell = target.sheet.cell(row, column)
            value = calculation.value(target.sheet, row, column, cell)
            number_format = calculation.number_format(target.sheet, cell)
            found.append((value, render.formatted(value, number_format, calculation.locale)))
    return found


def _number(value: Any) -> float | None:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return value if plain else None
