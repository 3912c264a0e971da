"""A row of Accommodations: of which school year it is, and whether it counts today."""

from __future__ import annotations

import re
from datetime import date

from .records import Accommodation
from .school_year import SchoolYear


def school_year_of(written: str) -> int | None:
    """The year in which a school year as written begins: "2026-27", "2026/2027", "26-27" or
    "2026"; None when it does not say."""
    match = re.match(r"\s*(?:SY\s*)?(\d{4}|\d{2})(?!\d)", written, re.IGNORECASE)
    if match is None:
        return None
    return int(match[1]) if len(match[1]) == 4 else 2000 + int(match[1])


def in_force(row: Accommodation, today: date, school_year: SchoolYear) -> bool:
    """Whether it counts today: it has not ended, and its school year (if it names one and gives
    no Until) has not passed."""
    if not row.accommodation.strip() or (row.until is not None and row.until < today):
        return False
    year = school_year_of(row.school_year)
    return year is None or row.until is not None or year >= school_year.year_of(today)
