"""One entry of the library, as a row of its tab says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from ..records import RowRef

ARGUMENT, PRESENTATION, HANDOUT, GUIDE = "Argument", "Presentation", "Handout", "Guide"
# The cells that hold words of people's own.
TEXTS: Final = ("topic", "about", "what_we_argued", "source", "outcome", "audience", "link")


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """`attended` is how many people came; `link` is what somebody typed, a web address or not."""

    row: RowRef
    topic: str = ""
    kind: str = ""
    about: str = ""
    what_we_argued: str = ""
    source: str = ""
    outcome: str = ""
    used_on: date | None = None
    audience: str = ""
    attended: int | None = None
    link: str = ""

    def texts(self) -> Iterator[tuple[str, str]]:
        """(column, what stands there) of every cell of words that is filled."""
        for column in TEXTS:
            written = getattr(self, column)
            if written:
                yield column, written
