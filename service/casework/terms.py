"""A term: a quarter of the school year, as papers that look back on one call it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .school import School

_SETTLING: Final = timedelta(days=14)  # so long a quarter that is over is still the one of interest


@dataclass(frozen=True, slots=True)
class Term:
    """A quarter of a school year, as "2026-27 Q1"; both days included."""

    first: date
    last: date
    label: str


def term_of(day: date, school: School) -> Term:
    """The quarter that was running two weeks before."""
    years = school.settings.school_year
    quarter = years.quarter_of(day - _SETTLING)
    first, last = years.days_of(quarter)
    ends_in = last.year if quarter.number == 4 else years.ends_of(quarter.year)[3].year
    year = str(quarter.year)
    if ends_in > quarter.year:
        year += f"-{ends_in % 100:02}"
    return Term(first, last, f"{year} {quarter.name}")
