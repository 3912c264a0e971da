"""One batch being carried out: the fork it works on, who works, and fresh ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from emulator import discovery, fields
from emulator.fields import Mask
from emulator.workspace import Workspace

from . import enter
from .a1 import Rect
from .book import Book
from .enter import Hand
from .formats import with_twins
from .grid import Json, Refusal, Sheet
from .metadata import Tally
from .ranges import Target, from_grid

NO_FIELDS = "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"


@dataclass(slots=True)
class Edit:
    """The fork of a book, the workspace it lives in, and the person who edits.

    title   the new title, once a request gave one: it belongs to the file in Drive
    tally   the metadata that is there, counted, while requests do nothing but add to it
    """

    book: Book
    workspace: Workspace
    hand: Hand
    title: str | None = None
    tally: Tally | None = None

    def target(self, grid: Json | None) -> Target:
        """A GridRange that starts inside its grid; one may end outside."""
        if grid is None:
            raise Refusal("No range specified.")
        return from_grid(self.book, grid).require_start()

    def open(self, grid: Json | None) -> tuple[Sheet, Rect]:
        """A sheet for writing and the part of it that a GridRange names, if this person may
        write there."""
        target = self.target(grid)
        rect = target.rect
        sheet = self.book.writable(target.sheet.id)
        self.require_editable(sheet, rect)
        return sheet, rect

    def require_editable(self, sheet: Sheet, rect: Rect) -> None:
        enter.require_editable(self.hand, self.book, sheet, rect)

    def number(self, taken: set[int]) -> int:
        return self.workspace.sheets.new_number(taken)

    def mask(self, text: str | None, schema: str) -> Mask:
        """An update mask, held against the schema of what it selects from."""
        if not text:
            raise Refusal(NO_FIELDS)
        try:
            mask = fields.parse(text)
        except fields.MaskSyntaxError:
            raise Refusal(f"Invalid field: {text}") from None
        schemas = discovery.document("sheets", "v4")["schemas"]
        bad = fields.unknown_paths(mask, schemas, schemas[schema])
        if bad:
            raise Refusal(f"Invalid field: {bad[0]}")
        return with_twins(mask)


def updated(mask: Mask, old: Json, new: Json) -> Json:
    """`old` with the masked members taken from `new`; what `new` lacks goes."""
    result: dict[str, Any] = dict(old)
    fields.update(mask, result, new)
    return result
