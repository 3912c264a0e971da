"""What weeks of points say: fade, go on, was the plan run, change.

Fading after six weeks or more at goal; removing support too quickly is the commonest error
(check-in/check-out guides; the pages are named in docs/modules/daily_points.md). Whether the plan
was run is looked at first: where fewer than 80 % of the cards were filled, nothing is known about
the plan. Four weeks not met, and 80 % of the cards, are the house's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from ..records import BehaviorNote
from ..schooldays import SchoolCalendar
from .points import DayPoints, WeekPoints, days_of, monday_of, weeks_of

WEEKS_TO_FADE: Final = 6
WEEKS_TO_CHANGE: Final = 4
RUN_FROM: Final = Fraction(4, 5)
_WEEK: Final = timedelta(days=7)


class Finding(StrEnum):
    """The sentence is `daily_points.advice.<value>`."""

    NOTHING = "nothing"  # no week is over yet
    FADE = "fade"
    GO_ON = "go_on"
    NOT_RUN = "not_run"  # first: was the plan run?
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Advice:
    """`weeks` is how many were looked at, `met` how many of them reached the goal; `filled` is the
    share of their cards that were filled (0 to 1)."""

    finding: Finding
    weeks: int = 0
    met: int = 0
    filled: Fraction = Fraction()


def advise(
    notes: Sequence[BehaviorNote], goal: float, calendar: SchoolCalendar, today: date
) -> Advice:
    """What the weeks that are over say. A week of which no day counts is no week; what cards of it
    were due counts all the same, where it lies between others."""
    days = [day for day in days_of(notes) if day.day < monday_of(today)]
    weeks = weeks_of(days)
    if not weeks:
        return Advice(Finding.NOTHING)
    met = sum(week.met(goal) for week in weeks[-WEEKS_TO_FADE:])
    if len(weeks) >= WEEKS_TO_FADE and met == WEEKS_TO_FADE:
        share = filled(days, weeks[-WEEKS_TO_FADE:], calendar)
        finding = Finding.FADE if share >= RUN_FROM else Finding.NOT_RUN
        return Advice(finding, WEEKS_TO_FADE, met, share)
    last = weeks[-WEEKS_TO_CHANGE:]
    share = filled(days, last, calendar)
    if len(last) == WEEKS_TO_CHANGE and not any(week.met(goal) for week in last):
        finding = Finding.CHANGE if share >= RUN_FROM else Finding.NOT_RUN
        return Advice(finding, WEEKS_TO_CHANGE, 0, share)
    return Advice(Finding.GO_ON, len(last), sum(week.met(goal) for week in last), share)


def filled(
    days: Sequence[DayPoints], weeks: Sequence[WeekPoints], calendar: SchoolCalendar
) -> Fraction:
    """The share of the cards of these weeks that were filled: periods with points or Absent, of
    those that were due on their school days. At most 1."""
    first, last = weeks[0].monday, weeks[-1].monday + _WEEK
    inside = [day for day in days if first <= day.day < last]
    school_days = calendar.school_days_between(first, last - timedelta(days=1))
    due = max(day.periods for day in inside) * max(school_days, 1)
    return min(Fraction(sum(day.filled for day in inside), due), Fraction(1))
