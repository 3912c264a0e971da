"""Dates and times that are slips more often than plans: asked about, and no event meanwhile.

A year is easily typed wrong in January, and 3:30 under Start may be half past three in the
afternoon. What is booked at night, or a year ago, helps nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from ..diary_kinds import PLANNED
from ..records import DiaryEntry
from ..working_hours import WorkingHours, parse_working_hours

LONG_AGO: Final = timedelta(days=180)
FAR_AHEAD: Final = timedelta(days=2 * 366)
_HALF_A_DAY: Final = timedelta(hours=12)


def doubt_of(entry: DiaryEntry, today: date, hours: WorkingHours) -> tuple[str, str]:
    """(column, name of the sentence) of what is to be asked about a Planned entry before it
    becomes an event; ("", "") when nothing is. `hours` are its owner's."""
    if entry.status != PLANNED or entry.day is None:
        return "", ""
    if entry.day < today - LONG_AGO:
        return "date", "planned_long_ago"
    if entry.day > today + FAR_AHEAD:
        return "date", "planned_far_ahead"
    if entry.start is not None and _is_half_a_day_off(entry.day, entry.start, hours):
        return "start", "at_night"
    return "", ""


def afternoon(start: time) -> time:
    """Half a day later: 15:30 for 3:30."""
    return (datetime.combine(date.min, start) + _HALF_A_DAY).time()


def meant(entry: DiaryEntry, column: str, today: date) -> date | time | None:
    """What a doubtful cell most likely means: the time half a day later; the same day of the first
    year in which it is still to come. None for a day that this year does not have."""
    if column == "start":
        return afternoon(entry.start) if entry.start else None
    for year in (today.year, today.year + 1):
        try:
            day = entry.day.replace(year=year) if entry.day else None
        except ValueError:  # 29 February
            return None
        if day is not None and day >= today:
            return day
    return None


def hours_by_owner(staff: Mapping[str, str], usual: str) -> Mapping[str, WorkingHours]:
    """Working hours by e-mail address; "" is the school's own."""
    own = {email: parse_working_hours(written or usual) for email, written in staff.items()}
    return {**own, "": parse_working_hours(usual)}


def _is_half_a_day_off(day: date, start: time, hours: WorkingHours) -> bool:
    spans = hours.spans.get(day.weekday(), ())
    if start >= time(12) or any(begin <= start < end for begin, end in spans):
        return False
    return any(begin <= afternoon(start) < end for begin, end in spans)
