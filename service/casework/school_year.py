"""The school year and its quarters, in the north and in the south.

A school says on Settings on which day its year begins and on which its four quarters end, as day
and month. A year is called by the calendar year in which it begins: 2026 for 2026-27 in Virginia,
and for 2026 in Sydney. What lies between the end of the fourth quarter and the beginning of the
next year still belongs to the year that ended. There is no norm for these days.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from .days import DAY_ZERO, MONTHS

MonthDay = tuple[int, int]  # (month, day)

_RECENT: Final = (20_000, 80_000)  # serial numbers of days that a person would type: 1954 to 2119
_LEAP: Final = 2024


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a school year; `year` is the calendar year in which that began."""

    year: int
    number: int  # 1 to 4

    @property
    def name(self) -> str:
        return f"Q{self.number}"


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """When a school's year begins and when its four quarters end, each as (month, day)."""

    begins: MonthDay
    ends: tuple[MonthDay, MonthDay, MonthDay, MonthDay]

    @property
    def is_in_order(self) -> bool:
        """Whether the quarters end one after the other, before the next year begins."""
        into = [(_day_number(end) - _day_number(self.begins)) % 366 for end in self.ends]
        return into[0] > 0 and all(one < other for one, other in pairwise(into))

    def year_of(self, day: date) -> int:
        """The school year to which `day` belongs, by the calendar year in which it began."""
        return day.year if (day.month, day.day) >= self.begins else day.year - 1

    def ends_of(self, year: int) -> tuple[date, ...]:
        """The last day of each quarter of the school year that began in `year`."""
        return tuple(_date(year if end >= self.begins else year + 1, end) for end in self.ends)

    def quarter_of(self, day: date) -> Quarter:
        """The quarter `day` falls in; the fourth goes on until the next year begins."""
        year = self.year_of(day)
        return Quarter(year, 1 + sum(day > end for end in self.ends_of(year)[:3]))

    def days_of(self, quarter: Quarter) -> tuple[date, date]:
        """Its first day and its last; the fourth goes on until the next year begins."""
        ends = self.ends_of(quarter.year)
        begins = _date(quarter.year, self.begins)
        first = ends[quarter.number - 2] + timedelta(days=1) if quarter.number > 1 else begins
        next_year = _date(quarter.year + 1, self.begins)
        last = ends[quarter.number - 1] if quarter.number < 4 else next_year - timedelta(days=1)
        return first, last

    def over(self, day: date) -> int:
        """How many quarters of the running school year have ended before `day`."""
        return sum(day > end for end in self.ends_of(self.year_of(day)))


def month_day(written: str) -> MonthDay | None:
    """Day and month as people write them: "31 Oct", "October 31", "31 de octubre", "31.10.",
    "2026-10-31", or the number that Sheets makes of a date. None for what cannot be read, and for
    "3/4", which may be either."""
    text = written.strip().casefold()
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        serial = int(float(text))
        day = DAY_ZERO + timedelta(days=serial)
        return (day.month, day.day) if _RECENT[0] <= serial <= _RECENT[1] else None
    if match := re.fullmatch(r"\d{4}-(\d{1,2})-(\d{1,2})", text):
        return _checked(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.?", text):
        return _checked(int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})", text):
        one, other = int(match[1]), int(match[2])
        if one <= 12 and other <= 12 and one != other:
            return None
        return _checked(other, one) if one > 12 else _checked(one, other)
    words, numbers = re.findall(r"[^\W\d_]{3,}", text), re.findall(r"\d+", text)
    month = MONTHS.get(words[0][:3]) if words else None
    if month is None or len(words) != 1 or len(numbers) != 1:
        return None
    return _checked(month, int(numbers[0]))


def _checked(month: int, day: int) -> MonthDay | None:
    fits = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(_LEAP, month)[1]
    return (month, day) if fits else None


def _day_number(end: MonthDay) -> int:
    return date(_LEAP, *end).timetuple().tm_yday


def _date(year: int, end: MonthDay) -> date:
    """29 February is the 28th where there is none."""
    month, day = end
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
