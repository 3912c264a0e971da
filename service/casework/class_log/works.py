"""What the Class log says of somebody's time."""

from __future__ import annotations

from collections.abc import Iterator

from ..school import School
from ..work import TEACHING, Work
from .records import LogEntry


def works(school: School, email: str) -> Iterator[Work]:
    """Each lesson once, however many students have a row in it: the most minutes that one of its
    rows says. Rows about a whole class say of no person whose they are."""
    lessons: dict[tuple[object, ...], Work] = {}
    for entry in school.of(LogEntry):
        day = entry.day
        if day is None or day > school.today or not entry.minutes:
            continue
        if school.manager_of(entry.code) != email:
            continue
        known = lessons.get((day, entry.of_class))
        if known is None or (known.minutes or 0) < entry.minutes:
            lessons[day, entry.of_class] = Work("lesson", TEACHING, day, entry.minutes, entry.code)
    yield from lessons.values()
