"""Developer metadata: what is attached to a spreadsheet, a sheet, a row or a column.

Rows and columns carry theirs themselves, so it follows when they are inserted before,
moved or deleted. A sort exchanges what rows hold, not the rows: metadata stays behind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .a1 import Rect
from .book import Book
from .grid import COLUMNS, ROWS, Json, Sheet

OWN = ("metadataId", "metadataKey", "metadataValue", "visibility")


@dataclass(frozen=True, slots=True)
class Attached:
    """One piece of metadata and where it is: on the spreadsheet (no sheet), on a sheet (no
    dimension), or on line `index` of a dimension."""

    own: Json
    sheet: Sheet | None = None
    dimension: str | None = None
    index: int = 0

    @property
    def kind(self) -> str:
        if self.sheet is None:
            return "SPREADSHEET"
        return "SHEET" if self.dimension is None else self.dimension[:-1]

    @property
    def location(self) -> Json:
        if self.sheet is None:
            return {"locationType": self.kind, "spreadsheet": True}
        if self.dimension is None:
            return {"locationType": self.kind, "sheetId": self.sheet.id}
        line = {
            "dimension": self.dimension,
            "startIndex": self.index,
            "endIndex": self.index + 1,
        }
        line |= {"sheetId": self.sheet.id} if self.sheet.id else {}
        return {"locationType": self.kind, "dimensionRange": line}

    @property
    def json(self) -> Json:
        """As DeveloperMetadata."""
        return self.own | {"location": self.location}

    @property
    def rect(self) -> Rect:
        """The cells it stands for."""
        assert self.sheet is not None
        whole = self.sheet.whole
        if self.dimension == ROWS:
            return Rect(self.index, 0, self.index + 1, whole.right)
        if self.dimension == COLUMNS:
            return Rect(0, self.index, whole.bottom, self.index + 1)
        return whole


def attached(book: Book) -> Iterator[Attached]:
    """All metadata of a book: its own, then sheet by sheet, columns before rows."""
    for own in book.metadata:
        yield Attached(own)
    for sheet in book.sheets:
        for own in sheet.metadata:
            yield Attached(own, sheet)
        for dimension in (COLUMNS, ROWS):
            lines = sheet.lines(dimension)
            for index in [at for at, line in enumerate(lines) if line and line.metadata]:
                for own in lines[index].metadata:
                    yield Attached(own, sheet, dimension, index)


class Known:
    """All metadata of a book, for who looks up many: by what it is called, once for all."""

    def __init__(self, book: Book) -> None:
        self.everything = list(attached(book))
        self._named: dict[str, dict[object, list[Attached]]] = {}

    def called(self, name: str, wanted: object) -> list[Attached]:
        """Those whose member `name` (one of OWN) is this, in their order."""
        if name not in self._named:
            self._named[name] = defaultdict(list)
            for one in self.everything:
                self._named[name][one.own.get(name)].append(one)
        return self._named[name].get(wanted, [])


class Tally:
    """The metadata of a book, counted: the ids that are taken, and how many characters of keys and
    values are on each sheet (by its id) and on the spreadsheet itself (None)."""

    def __init__(self, book: Book) -> None:
        self.ids: set[int] = set()
        self.sizes: dict[int | None, int] = defaultdict(int)
        for one in attached(book):
            self.add(one)

    def add(self, one: Attached) -> int:
        """One more; the size of where it is now."""
        where = None if one.sheet is None else one.sheet.id
        self.ids.add(one.own["metadataId"])
        self.sizes[where] += len(one.own["metadataKey"]) + len(one.own.get("metadataValue", ""))
        return self.sizes[where]


def matching(book: Book, lookup: Json, known: Known | None = None) -> list[Attached]:
    """What a DeveloperMetadataLookup finds; everything it names must agree."""
    first, *others = [name for name in OWN if name in lookup] or [""]
    found: Iterable[Attached] = attached(book) if known is None else known.everything
    if first and known is not None:
        found = known.called(first, lookup[first])
    elif first:
        others = [first, *others]
    for name in others:
        found = [one for one in found if one.own.get(name) == lookup[name]]
    return [one for one in found if _is_there(one, lookup)]


def _is_there(one: Attached, lookup: Json) -> bool:
    kind = lookup.get("locationType")
    if kind and kind != one.kind:
        return False
    location = lookup.get("metadataLocation")
    if not location:
        return True
    if lookup.get("locationMatchingStrategy") == "INTERSECTING_LOCATION":
        return _intersects(one, location)
    return _place(one.location) == _place(location)


def _place(location: Json) -> tuple[object, ...]:
    line = location.get("dimensionRange")
    if line:
        sheet = line.get("sheetId") or 0
        return "LINE", sheet, line.get("dimension"), line.get("startIndex"), line.get("endIndex")
    if location.get("spreadsheet"):
        return ("SPREADSHEET",)
    return "SHEET", location.get("sheetId") or 0


def _intersects(one: Attached, location: Json) -> bool:
    if location.get("spreadsheet"):
        return True
    line = location.get("dimensionRange")
    if one.sheet is None:
        return True
    if one.sheet.id != ((line or location).get("sheetId") or 0):
        return False
    if not line or one.dimension is None or line.get("dimension") != one.dimension:
        return True
    end = line.get("endIndex")
    return line.get("startIndex", 0) <= one.index and (end is None or one.index < end)
