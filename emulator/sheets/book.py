"""A spreadsheet as a whole: its sheets, names and metadata; how it forks and how it is saved."""

from __future__ import annotations

import secrets
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from .grid import Json, Refusal, Sheet

CELL_LIMIT = 10_000_000
STRETCH = 64  # so many rows are saved together


@dataclass(eq=False)
class Book:
    """One spreadsheet. `properties` is SpreadsheetProperties without the title, which is
    the file's name in Drive."""

    id: str
    properties: Json
    sheets: list[Sheet]
    named_ranges: list[Json] = field(default_factory=list)
    metadata: tuple[Json, ...] = ()
    stamp: int = 0

    @property
    def locale(self) -> str:
        return str(self.properties.get("locale", "en_US"))

    def pieces(self) -> dict[str, Any]:
        """For saving: the rows of each sheet in stretches, and all else as the head."""
        found: dict[str, Any] = {}
        bare = copy(self)
        bare.sheets = []
        for sheet in self.sheets:
            for start in range(0, sheet.row_count, STRETCH):
                rows = sheet.rows[start : start + STRETCH]
                if any(rows):
                    found[f"{sheet.id} {start}"] = rows
            bare.sheets.append(copy(sheet))
            bare.sheets[-1].rows = []
        counts = [sheet.row_count for sheet in self.sheets]
        return {"": (bare, counts), **found}

    @classmethod
    def whole(cls, pieces: dict[str, Any]) -> Book:
        """The book whose pieces these are."""
        bare, counts = pieces[""]
        book = copy(bare)
        book.sheets = [copy(sheet) for sheet in bare.sheets]
        for sheet, count in zip(book.sheets, counts, strict=True):
            for start in range(0, count, STRETCH):
                plain = [None] * min(STRETCH, count - start)
                sheet.rows += pieces.get(f"{sheet.id} {start}", plain)
        return book

    def fork(self) -> Book:
        new = copy(self)
        new.stamp = secrets.randbits(62)
        new.sheets = list(self.sheets)
        new.named_ranges = list(self.named_ranges)
        new.properties = dict(self.properties)
        return new

    def find_sheet(self, sheet_id: int) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)

    def sheet(self, sheet_id: int | None) -> Sheet:
        """For reading. Raises Refusal for an unknown id; no id means sheet 0, as at Google."""
        sheet = self.find_sheet(sheet_id or 0)
        if sheet is None:
            raise Refusal(f"No grid with id: {sheet_id or 0}")
        return sheet

    def writable(self, sheet_id: int | None) -> Sheet:
        """For writing, in a fork."""
        sheet = self.sheet(sheet_id)
        if sheet.stamp == self.stamp:
            return sheet
        new = sheet.fork(self.stamp)
        self.sheets[self.sheets.index(sheet)] = new
        return new

    def titled(self, title: str) -> Sheet | None:
        """The sheet with this title; titles differ by more than their case."""
        for sheet in self.sheets:
            if sheet.title == title:
                return sheet
        wanted = title.casefold()
        return next((s for s in self.sheets if s.title.casefold() == wanted), None)

    def require_room(self, more: int = 0) -> None:
        """Refuse what would make the book larger than Google allows."""
        now = sum(sheet.row_count * sheet.column_count for sheet in self.sheets)
        if now + more > CELL_LIMIT:
            raise Refusal(
                "This action would increase the number of cells in the workbook above the "
                f"limit of {CELL_LIMIT} cells."
            )
