"""What happens to ranges when rows or columns are inserted, deleted or moved.

A `Change` maps spans of indices along one dimension of one sheet. Everything that points
into a grid goes through it: named ranges, merges, protections, filters, charts, groups,
and the references inside formulas. A span that is deleted altogether becomes None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .a1 import Area, Rect
from .grid import COLUMNS, ROWS, Json

GRID_RANGE = {"sheetId", "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"}
COORDINATE = {"sheetId", "rowIndex", "columnIndex"}
DIMENSION_RANGE = {"sheetId", "dimension", "startIndex", "endIndex"}
# Below these keys nothing points into a grid.
OPAQUE = {"criteria", "filterSpecs", "sortSpecs", "properties", "columnProperties"}

Span = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Change:
    """`count` lines inserted at `start` (destination None), deleted from `start` (count
    negative), or the `count` lines at `start` moved to before `destination`, which is
    counted before they are taken out."""

    sheet_id: int
    dimension: str
    start: int
    count: int
    destination: int | None = None

    def index(self, index: int) -> int | None:
        """Where one line went."""
        if self.destination is not None:
            return self._moved(index)
        if self.count >= 0:
            return index + self.count if index >= self.start else index
        if index < self.start:
            return index
        return None if index < self.start - self.count else index + self.count

    def _moved(self, index: int) -> int:
        assert self.destination is not None
        end = self.start + self.count
        to = self.destination if self.destination <= self.start else self.destination - self.count
        if self.start <= index < end:
            return to + index - self.start
        if index >= end:
            index -= self.count
        return index + self.count if index >= to else index

    def span(self, start: int, end: int | None) -> Span | None:
        """Where a half-open span went; an open end stays open."""
        if self.destination is not None:
            return self._span_moved(start, end)
        if self.count >= 0:
            new_start = start + self.count if start >= self.start else start
            inside = end is not None and end > self.start
            return new_start, end + self.count if inside and end is not None else end
        gone_end = self.start - self.count
        new_start = start if start <= self.start else max(self.start, start + self.count)
        if end is None:
            return new_start, None
        new_end = end if end <= self.start else max(self.start, end + self.count)
        if end > gone_end or start < self.start:
            return new_start, new_end
        return None if new_end <= new_start else (new_start, new_end)

    def _span_moved(self, start: int, end: int | None) -> Span:
        """A span that is moved as a whole goes along; of any other, what is moved away is
        lost to it and what is moved into it belongs to it."""
        if end is None:
            return start, None
        block_end = self.start + self.count
        if self.start <= start and end <= block_end:
            first = self._moved(start)
            return first, first + end - start
        rest = Change(self.sheet_id, self.dimension, self.start, -self.count).span(start, end)
        assert rest is not None
        assert rest[1] is not None
        to = self._moved(self.start)
        if start <= self.start and block_end <= end and rest[0] <= to <= rest[1]:
            return rest[0], rest[1] + self.count  # moved about inside the span
        return Change(self.sheet_id, self.dimension, to, self.count).span(*rest) or rest

    def rect(self, rect: Rect) -> Rect | None:
        """Where a rectangle of the changed sheet went."""
        if self.dimension == ROWS:
            span = self.span(rect.top, rect.bottom)
            return None if span is None else Rect(span[0], rect.left, span[1] or 0, rect.right)
        span = self.span(rect.left, rect.right)
        return None if span is None else Rect(rect.top, span[0], rect.bottom, span[1] or 0)

    def area(self, area: Area) -> Area | None:
        """Where a reference in a formula went; None = #REF!."""
        if self.dimension == ROWS:
            if area.top == 0 and area.bottom is None:
                return area
            span = self.span(area.top, area.bottom)
            return None if span is None else Area(span[0], area.left, span[1], area.right)
        if area.left == 0 and area.right is None:
            return area
        span = self.span(area.left, area.right)
        return None if span is None else Area(area.top, span[0], area.bottom, span[1])


GONE = object()


def shift_json(value: Any, change: Change) -> Any:
    """The same JSON with every range in it where it went; GONE if what it is about is gone.

    An object whose own `range` is gone is gone; of a list of ranges only that one is.
    """
    if isinstance(value, list):
        kept = [item for item in (shift_json(one, change) for one in value) if item is not GONE]
        return GONE if value and not kept else kept
    if not isinstance(value, dict):
        return value
    keys = value.keys()
    if keys and (value.get("sheetId") or 0) == change.sheet_id:
        if keys <= GRID_RANGE and keys & {"startRowIndex", "startColumnIndex"}:
            return _grid_range(value, change)
        if keys <= COORDINATE and keys & {"rowIndex", "columnIndex"}:
            return _coordinate(value, change)
        if keys <= DIMENSION_RANGE and value.get("dimension") == change.dimension:
            return _dimension_range(value, change)
    return _members(value, change)


def _members(value: Json, change: Change) -> Any:
    shifted: Json = {}
    for key, item in value.items():
        if key in OPAQUE or not isinstance(item, (dict, list)):
            shifted[key] = item
            continue
        # A slicer's column is counted within its own range, and is no coordinate.
        if isinstance(item, dict) and key == "spec":
            new = _members(item, change)
        else:
            new = shift_json(item, change)
        if new is GONE:
            if key in {"range", "ranges"}:
                return GONE
            continue
        shifted[key] = new
    return shifted


def _grid_range(value: Json, change: Change) -> Any:
    start, end = ("startRowIndex", "endRowIndex")
    if change.dimension == COLUMNS:
        start, end = ("startColumnIndex", "endColumnIndex")
    if start not in value and end not in value:
        return value
    span = change.span(value.get(start, 0), value.get(end))
    return GONE if span is None else _with_span(value, start, end, span)


def _dimension_range(value: Json, change: Change) -> Any:
    span = change.span(value.get("startIndex", 0), value.get("endIndex"))
    return GONE if span is None else _with_span(value, "startIndex", "endIndex", span)


def _with_span(value: Json, start: str, end: str, span: Span) -> Json:
    new = {**value, start: span[0]}
    if span[1] is not None:
        new[end] = span[1]
    return new


def _coordinate(value: Json, change: Change) -> Json:
    key = "rowIndex" if change.dimension == ROWS else "columnIndex"
    index = change.index(value.get(key, 0))
    return {**value, key: change.start if index is None else index}


def rehomed(value: Any, old: int, new: int) -> Any:
    """The same JSON with every range of one sheet pointing into another."""
    if isinstance(value, list):
        return [rehomed(item, old, new) for item in value]
    if not isinstance(value, dict):
        return value
    keys = value.keys()
    pointing = any(keys <= shape for shape in (GRID_RANGE, COORDINATE, DIMENSION_RANGE))
    if keys and pointing and (value.get("sheetId") or 0) == old:
        return value | {"sheetId": new}
    return {
        name: item if name in OPAQUE else rehomed(item, old, new) for name, item in value.items()
    }
