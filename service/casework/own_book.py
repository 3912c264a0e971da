"""A workbook of which everybody has one of their own: theirs alone, whoever else is in the school.

The engine makes it, shares it with its person, and takes the share back when that person leaves
Staff. It is read when Drive says that it changed, and when a register reads it for something else
(`OwnBook.reads`). What cannot be read in it is one question, which quotes nothing: Attention is
read by others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .school import School


@dataclass(frozen=True, slots=True)
class OwnRows:
    """What stands in the workbook of one person, where it was read in this look."""

    book: str
    email: str
    rows: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class OwnBook:
    """`book` is the workbook's template. `whose(school)` are the e-mail addresses of those who get
    one; `reads(school, e-mail)` what else it is read for: read again when that changes. `because`,
    `unread_what` and `unread_why` are keys of the wording: why one is made, and what is asked where
    `count` cells cannot be read."""

    book: str
    whose: Callable[[School], Iterable[str]]
    reads: Callable[[School, str], Iterable[object]]
    because: str
    unread_what: str
    unread_why: str


def rows_of(school: School, book: str, email: str) -> tuple[Any, ...] | None:
    """What stands in somebody's own workbook; None where it was not read in this look."""
    own = (each for each in school.of(OwnRows) if (each.book, each.email) == (book, email))
    found = next(own, None)
    return found.rows if found else None
