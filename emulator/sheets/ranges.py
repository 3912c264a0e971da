"""From what a request names (A1 text, a GridRange, a DataFilter) to cells of a sheet."""

from __future__ import annotations

from dataclasses import dataclass

from . import metadata
from .a1 import Area, Rect, area_name, parse_area, quoted, rect_name, split_sheet
from .book import Book
from .grid import Json, Refusal, Sheet


@dataclass(frozen=True, slots=True)
class Target:
    """A range of one sheet, as it was asked for."""

    sheet: Sheet
    area: Area

    @property
    def rect(self) -> Rect:
        """The part of it that lies in the grid."""
        return self.area.within(self.sheet.row_count, self.sheet.column_count)

    @property
    def name(self) -> str:
        return f"{quoted(self.sheet.title)}!{area_name(self.area)}"

    def require_start(self) -> Target:
        """Refuse a range that begins outside the grid."""
        if self.area.starts_within(self.sheet.row_count, self.sheet.column_count):
            return self
        raise self.too_far()

    def require_inside(self) -> Target:
        """Refuse a range that begins or ends outside the grid."""
        sheet, area = self.sheet, self.area
        if (area.bottom or 0) > sheet.row_count or (area.right or 0) > sheet.column_count:
            raise self.too_far()
        return self.require_start()

    def too_far(self) -> Refusal:
        return Refusal(
            f"Range ({self.name}) exceeds grid limits. Max rows: {self.sheet.row_count}, "
            f"max columns: {self.sheet.column_count}"
        )


def full_name(sheet: Sheet, rect: Rect) -> str:
    """ "Sheet1!A1:B2"."""
    return f"{quoted(sheet.title)}!{rect_name(rect)}"


def resolve(book: Book, text: str) -> Target:
    """An A1 range, a sheet's title or a named range. Raises Refusal."""
    title, rest = split_sheet(text)
    if title is not None:
        sheet = book.titled(title)
        if sheet is not None:
            area = Area() if not rest else parse_area(rest)
            found = Target(sheet, area) if area else named(book, rest)
            if found:
                return found
        raise Refusal(f"Unable to parse range: {text}")
    area = parse_area(rest)
    if area:
        return Target(book.sheets[0], area)
    sheet = book.titled(rest)
    found = Target(sheet, Area()) if sheet else named(book, rest)
    if found is None:
        raise Refusal(f"Unable to parse range: {text}")
    return found


def named(book: Book, name: str) -> Target | None:
    """The cells of a named range, None if there is none of that name."""
    for one in book.named_ranges:
        if one["name"].casefold() == name.casefold() and "range" in one:
            return from_grid(book, one["range"])
    return None


def area_of(grid: Json) -> Area:
    """The area of a GridRange."""
    return Area(
        grid.get("startRowIndex") or 0,
        grid.get("startColumnIndex") or 0,
        grid.get("endRowIndex"),
        grid.get("endColumnIndex"),
    )


def from_grid(book: Book, grid: Json) -> Target:
    """A GridRange. Raises Refusal for an unknown sheet or a range turned around."""
    area = area_of(grid)
    if area.bottom is not None and area.bottom < area.top:
        raise Refusal(f"endRowIndex[{area.bottom}] must be after startRowIndex[{area.top}]")
    if area.right is not None and area.right < area.left:
        raise Refusal(f"endColumnIndex[{area.right}] must be after startColumnIndex[{area.left}]")
    if min(area.top, area.left) < 0:
        raise Refusal("Range indices cannot be negative.")
    return Target(book.sheet(grid.get("sheetId")), area)


def to_grid(sheet: Sheet, rect: Rect) -> Json:
    """A GridRange with all four bounds; sheet 0 is not named, as at Google."""
    grid: Json = {"sheetId": sheet.id} if sheet.id else {}
    return grid | {
        "startRowIndex": rect.top,
        "endRowIndex": rect.bottom,
        "startColumnIndex": rect.left,
        "endColumnIndex": rect.right,
    }


def filtered(book: Book, data_filter: Json, known: metadata.Known | None = None) -> list[Target]:
    """The ranges a DataFilter selects; none if its metadata is nowhere."""
    if "a1Range" in data_filter:
        return [resolve(book, data_filter["a1Range"])]
    if "gridRange" in data_filter:
        return [from_grid(book, data_filter["gridRange"])]
    if "developerMetadataLookup" not in data_filter:
        raise Refusal("Must specify at least one filter.")
    found = []
    for one in metadata.matching(book, data_filter["developerMetadataLookup"], known):
        if one.sheet is None:
            found += [Target(sheet, Area()) for sheet in book.sheets]
        else:
            rect = one.rect
            found.append(Target(one.sheet, Area(rect.top, rect.left, rect.bottom, rect.right)))
    return found


def metadata_within(book: Book, data_filter: Json) -> list[metadata.Attached]:
    """What a DataFilter finds: by look-up, or everything whose place meets a range."""
    if "developerMetadataLookup" in data_filter:
        return metadata.matching(book, data_filter["developerMetadataLookup"])
    found: list[metadata.Attached] = []
    for target in filtered(book, data_filter):
        for one in metadata.attached(book):
            if one.sheet is None or (one.sheet is target.sheet and one.rect.meets(target.rect)):
                found.append(one)
    return found


def dimension_range(book: Book, line: Json) -> tuple[Sheet, str, int, int]:
    """(sheet, dimension, start, end) of a DimensionRange, its end filled in."""
    sheet = book.sheet(line.get("sheetId"))
    dimension = line.get("dimension")
    if dimension not in ("ROWS", "COLUMNS"):
        raise Refusal("No dimension specified.")
    start = line.get("startIndex") or 0
    end = line.get("endIndex")
    return sheet, dimension, start, len(sheet.lines(dimension)) if end is None else end
