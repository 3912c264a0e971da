"""What deadlines that were kept say of somebody's time."""

from __future__ import annotations

from collections.abc import Iterator

from ..school import School
from ..work import PAPERWORK, Work
from .records import Deadline


def works(school: School, email: str) -> Iterator[Work]:
    """Each paper that was done, on its day."""
    for deadline in school.of(Deadline):
        done = deadline.done_on
        if done is not None and done <= school.today and school.manager_of(deadline.code) == email:
            yield Work("deadline", PAPERWORK, done, code=deadline.code)
