"""Which quarter is asked about: in its last three weeks, in the north and in the south."""

from __future__ import annotations

from datetime import date, timedelta

from ..school import School
from ..school_year import Quarter

NAME = "Answers"
LAST_WEEKS = timedelta(weeks=3)
# Who is late can still answer; nobody is asked again.
LATE = timedelta(weeks=2)


def ends_on(quarter: Quarter, school: School) -> date:
    return school.settings.school_year.ends_of(quarter.year)[quarter.number - 1]


def asked_now(school: School) -> Quarter | None:
    """The quarter whose last three weeks these are."""
    return _asked(school, timedelta())


def can_be_answered(school: School) -> Quarter | None:
    """The same, and for two weeks more."""
    return _asked(school, LATE)


def _asked(school: School, late: timedelta) -> Quarter | None:
    """Nothing of a quarter that was over before the module came."""
    since = school.counts_from(NAME)
    year = school.settings.school_year.year_of(school.today)
    for quarter in (Quarter(y, n) for y in (year, year - 1) for n in (4, 3, 2, 1)):
        end = ends_on(quarter, school)
        if end - LAST_WEEKS < school.today <= end + late and not (since and end < since):
            return quarter
    return None


def is_of_these_days(quarter: Quarter, school: School) -> bool:
    """Whether it runs, or has just ended: what was said is news."""
    year = school.settings.school_year
    return quarter in (year.quarter_of(school.today), year.quarter_of(school.today - LATE))
