"""Checks of earlier school years that are looked at still, and so stay on the tab."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..school import School
from .briefing import LAST
from .records import WeeklyCheck, checks_by_case

# Of each, the newest of a case is looked at by cells, papers and letters.
LOOKED_FOR: tuple[Callable[[WeeklyCheck], bool], ...] = (
    lambda check: True,
    lambda check: bool(check.family_line.strip()),
    lambda check: check.missing_work is not None,
)


def staying(school: School) -> Iterator[str]:
    """Row IDs: the newest of each kind, the newest that were made, and the one that the first of
    this year is compared with."""
    year_of = school.settings.school_year.year_of
    now = year_of(school.today)
    for own in checks_by_case(school).values():
        newest_first = own[::-1]
        found = [next((c for c in newest_first if has(c)), None) for has in LOOKED_FOR]
        done = [check for check in newest_first if check.is_done]
        before = [check for check in done if check.week_of and year_of(check.week_of) < now]
        for check in (*found, *done[:LAST], *before[:1]):
            if check is not None:
                yield check.row.row_id
