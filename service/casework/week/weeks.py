"""Weeks of school: when one begins, and whether a check is due in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ..school import School

EVERY = "weekly_check_every_weeks"
_WEEK = timedelta(days=7)


def week_of(day: date, school: School) -> date:
    """The day on which the week of `day` begins: the first after the weekend, Monday for most."""
    weekend = school.calendar.weekend
    begins = next((d for d in range(7) if d not in weekend and (d - 1) % 7 in weekend), 0)
    return day - timedelta(days=(day.weekday() - begins) % 7)


def school_days(week: date, school: School, who: str = "") -> Iterator[date]:
    """The school days of the week that begins on `week`; those of one person where given."""
    days = (week + timedelta(days=ahead) for ahead in range(7))
    return (day for day in days if school.calendar.is_school_day(day, who))


def week_to_check(school: School) -> tuple[date, date] | None:
    """This week's beginning and its first school day; the coming week's once the last school day is
    over, so that all stands on its first morning. None in a week without school."""
    week = week_of(school.today, school)
    days = list(school_days(week, school))
    if days and school.today > days[-1]:
        week += _WEEK
        days = list(school_days(week, school))
    return (week, days[0]) if days else None


def is_due(last: date | None, week: date, school: School) -> bool:
    """Whether a student whose last check was in the week of `last` is to be checked in `week`."""
    if last is None:
        return True
    every = int(school.settings.more.get(EVERY, 3))
    return week_of(last, school) + every * _WEEK <= week
