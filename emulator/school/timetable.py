"""Dates in the sample files are relative, so that the invented school is never out of date.

`@-14` is fourteen days ago, `@+3` in three days, `@+3s` the third school day (Monday to Friday)
from today, `@year` the school year, e.g. "2026-27", `@quarter` its quarter ("2026-27 Q2"),
`@quarter-1` the one before.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta

EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet
_RELATIVE = re.compile(r"@([+-]\d+)(s?)")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)")
_ONE_DAY = timedelta(days=1)


def resolve(text: str, today: date) -> str | float:
    """One sample cell as a person would leave it: a date as a serial day, a time of day as a
    fraction of a day, anything else as text."""
    relative = _RELATIVE.fullmatch(text)
    if relative:
        days = int(relative[1])
        day = school_day(today, days) if relative[2] else today + days * _ONE_DAY
        return float((day - EPOCH).days)
    if text == "@year":
        return _year_words(_year_of(today))
    if text in ("@quarter", "@quarter-1"):
        return _quarter(today, 1 if text.endswith("-1") else 0)
    clock = _CLOCK.fullmatch(text)
    if clock:
        at = time(int(clock[1]), int(clock[2]))
        return (at.hour * 60 + at.minute) / 1440
    return text


def _year_of(day: date) -> int:
    return day.year if day.month >= 8 else day.year - 1


def _year_words(first: int) -> str:
    return f"{first}-{(first + 1) % 100:02d}"


def _quarter(today: date, back: int) -> str:
    """The quarter of a day, or the one before it, as the school's settings have them at first."""
    first = _year_of(today)
    ends = (date(first, 10, 31), date(first + 1, 1, 15), date(first + 1, 3, 31))
    number = first * 4 + sum(today > end for end in ends) - back
    return f"{_year_words(number // 4)} Q{number % 4 + 1}"


def school_day(today: date, count: int) -> date:
    """The `count`-th weekday after (or, if negative, before) `today`."""
    step = _ONE_DAY if count >= 0 else -_ONE_DAY
    day, left = today, abs(count)
    while left:
        day += step
        if day.weekday() < 5:
            left -= 1
    while day.weekday() >= 5:
        day += step
    return day
