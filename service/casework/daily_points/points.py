"""From the rows of a Behavior tab to days and weeks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from ..names import fold
from ..records import BehaviorNote
from ..trend import exact

_HALF: Final = Fraction(1, 2)
_ENOUGH: Final = Fraction(4, 5)  # of the counted days of a whole week
_WHOLE_WEEK: Final = 5
# What says under Absent that the student was there after all.
_THERE: Final = frozenset({"no", "false", "0", "-", "–"})


@dataclass(frozen=True, slots=True)
class DayPoints:
    """One day. `score` and `of` are sums over the periods in which the student was there and
    something was given; `periods` are those of a day, `given` those that have points, `filled`
    those that have points or say Absent."""

    day: date
    score: Fraction
    of: Fraction
    given: int
    filled: int
    periods: int

    @property
    def percent(self) -> Fraction | None:
        """Σ score ÷ Σ of; None where there was nothing to reach."""
        return 100 * self.score / self.of if self.of else None

    @property
    def counts(self) -> bool:
        """Whether points were given in half of the day's periods or more (the house's own rule)."""
        return self.percent is not None and self.given >= _HALF * self.periods

    def met(self, goal: float) -> bool:
        """29 of 36 is 81 percent, and met at 80; 28 of 36 is 78, and not."""
        return self.percent is not None and self.percent >= exact(goal)


@dataclass(frozen=True, slots=True)
class WeekPoints:
    """The counted days of one week, which begins on `monday`; there is at least one."""

    monday: date
    days: tuple[DayPoints, ...]

    def met(self, goal: float) -> bool:
        """Four of five counted days at goal; all where fewer count (the house's own rule)."""
        met = sum(day.met(goal) for day in self.days)
        whole = len(self.days) >= _WHOLE_WEEK
        return met >= _ENOUGH * len(self.days) if whole else met == len(self.days)


def is_absent(note: BehaviorNote) -> bool:
    return bool(note.absent) and fold(note.absent) not in _THERE and note.absent not in _THERE


def is_given(note: BehaviorNote) -> bool:
    """Whether a row holds points: a score between 0 and what could be reached."""
    return (
        not is_absent(note)
        and note.score is not None
        and note.of is not None
        and note.of > 0
        and 0 <= note.score <= note.of
    )


def days_of(notes: Iterable[BehaviorNote]) -> list[DayPoints]:
    """Every day on which something was filled in, in order. A day has as many periods as the
    fullest day has, for nobody types in the timetable."""
    by_day: dict[date, list[BehaviorNote]] = {}
    for note in notes:
        if is_given(note) or is_absent(note):
            by_day.setdefault(note.day, []).append(note)
    periods = periods_of(notes for notes in by_day.values())
    return [_day(day, by_day[day], periods) for day in sorted(by_day)]


def periods_of(days: Iterable[Sequence[BehaviorNote]]) -> int:
    """How many periods a day has: as many as the fullest."""
    return max((len({_period(note) for note in day}) for day in days), default=0)


def weeks_of(days: Iterable[DayPoints]) -> list[WeekPoints]:
    """The weeks with a day that counts, in order."""
    by_week: dict[date, list[DayPoints]] = {}
    for day in days:
        if day.counts:
            by_week.setdefault(monday_of(day.day), []).append(day)
    return [WeekPoints(monday, tuple(by_week[monday])) for monday in sorted(by_week)]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def lowest_class(notes: Iterable[BehaviorNote]) -> tuple[str, Fraction] | None:
    """The class with the lowest mean, and that in percent; None where fewer than two classes gave
    points, or all have the same."""
    sums: dict[str, tuple[str, Fraction, Fraction]] = {}
    for note in notes:
        if is_given(note) and note.klass:
            called, score, of = sums.get(fold(note.klass), (note.klass, Fraction(), Fraction()))
            score, of = score + exact(note.score or 0), of + exact(note.of or 0)
            sums[fold(note.klass)] = (called, score, of)
    means = [(100 * score / of, called) for called, score, of in sums.values()]
    if len({mean for mean, _ in means}) < 2:
        return None
    mean, called = min(means)
    return called, mean


def _day(day: date, notes: Sequence[BehaviorNote], periods: int) -> DayPoints:
    given = [note for note in notes if is_given(note)]
    return DayPoints(
        day=day,
        score=sum((exact(note.score or 0) for note in given), Fraction()),
        of=sum((exact(note.of or 0) for note in given), Fraction()),
        given=len({_period(note) for note in given}),
        filled=len({_period(note) for note in notes}),
        periods=periods,
    )


def _period(note: BehaviorNote) -> str:
    """Which period a row is about: as it says, else its class."""
    return fold(note.period) or note.period or fold(note.klass)
