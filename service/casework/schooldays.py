"""School days: which days count, and how a date moves off a day that does not.

Follow-ups fall on school days only; when a date falls on a day off it moves to the next school
day, and the arithmetic is shown (docs/casework.md, "First Talk, plan, follow-ups").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .records import DayOff
from .wants import Say

SATURDAY_AND_SUNDAY = frozenset({5, 6})
_HORIZON = 730  # days looked ahead before we say that something is wrong with the calendar
_LONGEST_BREAK = 120  # days; a due date is not pulled forward over more than a summer
_ONE_DAY = timedelta(days=1)


class NoSchoolDay(ValueError):
    """Two years without a single school day: School days (or the weekend) must be mistaken."""


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The rows of Office > School days. `weekend` holds weekday numbers, Monday = 0.

    A person is an e-mail address in lower case. `who=""` asks about the school as a whole; with
    a person, the days on which that person is away do not count either.
    """

    days_off: tuple[DayOff, ...] = ()
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY

    def day_off(self, day: date, who: str = "") -> DayOff | None:
        """The row of School days that rules `day` out; the whole school's before the person's."""
        return min(self._ruling_out(day, who), key=lambda off: off.who != "", default=None)

    def is_school_day(self, day: date, who: str = "") -> bool:
        """Neither weekend nor a day off for the school, nor (if given) for `who`."""
        return day.weekday() not in self.weekend and self.day_off(day, who) is None

    def is_away(self, day: date, who: str) -> bool:
        """Whether `who` is away on a day on which the school itself is open."""
        return self.is_school_day(day) and not self.is_school_day(day, who)

    def cover_for(self, day: date, who: str) -> str:
        """Who stands in for `who` on `day` (as typed under Cover), or ""."""
        rows = (off for off in self._ruling_out(day, who) if off.who)
        return next((off.cover for off in rows if off.cover), "")

    def next_school_day(self, day: date, who: str = "") -> date:
        """`day` itself if it is a school day, else the first one after it.

        Raises NoSchoolDay when there is none within two years.
        """
        for ahead in range(_HORIZON):
            candidate = day + ahead * _ONE_DAY
            if self.is_school_day(candidate, who):
                return candidate
        raise NoSchoolDay(f"no school day within two years of {day.isoformat()}")

    def school_day_by(self, day: date) -> date:
        """`day` itself if it is a school day, else the last one before it: a law's own limit is a
        latest day. Raises NoSchoolDay where none lies in the 120 days before; nothing is pulled
        forward over more than a summer."""
        for back in range(_LONGEST_BREAK):
            candidate = day - back * _ONE_DAY
            if self.is_school_day(candidate):
                return candidate
        raise NoSchoolDay(f"no school day in the {_LONGEST_BREAK} days before {day.isoformat()}")

    def add_school_days(self, day: date, count: int, who: str = "") -> date:
        """The `count`-th school day after `day` (`count` ≥ 0; 0 = `day` moved to a school day).

        "Within 5 school days" of Monday the 5th ends on Monday the 12th. Raises NoSchoolDay.
        """
        if count == 0:
            return self.next_school_day(day, who)
        for _ in range(count):
            day = self.next_school_day(day + _ONE_DAY, who)
        return day

    def school_days_between(self, first: date, last: date) -> int:
        """How many school days there are from `first` to `last`, both included."""
        days = range((last - first).days + 1)
        return sum(self.is_school_day(first + ahead * _ONE_DAY) for ahead in days)

    def moved(self, day: date, say: Say, who: str = "") -> tuple[date, str]:
        """The school day that `day` moves to, and the arithmetic ("" when it need not move):
        "Wed 14 Oct is a day off → Thu 15 Oct". Raises NoSchoolDay."""
        to = self.next_school_day(day, who)
        return to, "" if to == day else say(f"schooldays.{self._reason(day, who)}", day=day, to=to)

    def _ruling_out(self, day: date, who: str) -> Iterable[DayOff]:
        return (
            off
            for off in self.days_off
            if off.first <= day <= off.last and (off.who == "" or off.who == who)
        )

    def _reason(self, day: date, who: str) -> str:
        off = self.day_off(day, who)
        if off is None:
            return "weekend"
        return "away" if off.who else "day_off"
