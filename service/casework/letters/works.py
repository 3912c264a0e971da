"""What letters that went say of somebody's time."""

from __future__ import annotations

from collections.abc import Iterator

from ..school import School
from ..work import FAMILIES, Work
from .records import Letter


def gone_key(letter: Letter) -> str:
    """Under which the day is kept on which a letter went, or was put ready to be printed."""
    return f"letter gone:{letter.row.row_id}"


def works(school: School, email: str) -> Iterator[Work]:
    """Each letter whose day is known: those that went before Holdfast kept it have none."""
    for letter in school.of(Letter):
        if letter.is_gone and school.manager_of(letter.code) == email:
            day = school.ask.kept(gone_key(letter))
            if day is not None:
                yield Work("letter", FAMILIES, day, code=letter.code)
