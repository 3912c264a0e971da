"""What weekly checks say of somebody's time."""

from __future__ import annotations

from collections.abc import Iterator

from ..school import School
from ..work import STUDENTS, Work
from .records import WeeklyCheck


def works(school: School, email: str) -> Iterator[Work]:
    """Each check that somebody has made."""
    for check in school.of(WeeklyCheck):
        day = check.day
        if day is None or day > school.today or not check.is_done:
            continue
        if school.manager_of(check.code) == email:
            yield Work("weekly_check", STUDENTS, day, code=check.code)
