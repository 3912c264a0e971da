"""Progress monitoring: baseline, aim line, the four-point rule and the trend.

Source: docs/casework.md, "Progress monitoring" (NCII/IRIS practice guides, easyCBM, Vannest 2012,
Frontiers in Education 2018). A prediction is never shown as a fact: the words recommend that
people consider something, and say on how many points and weeks that rests.

Which points count. A baseline that staff typed stands, and the aim line begins on the goal's
Start (else the first measurement). Otherwise the baseline is the median of the first three
measurements and the line begins on Start, or on the day of the third. Both rules look at the
measurements after the baseline and after Start. The window of the last four, and the trend, never
reach back over a phase change; a blank Phase goes on with the phase before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from statistics import median
from typing import Final

from .records import Goal, Measurement
from .settings import SchoolSettings
from .trend import exact, theil_sen
from .wants import Say

_BASELINE_POINTS: Final = 3
_WINDOW: Final = 4
_WEEK: Final = 7


class OnTrack(StrEnum):
    """What the four-point rule finds; the word for it is `progress.on_track.<value>`."""

    NO_DATA = "no_data"  # nothing measured
    NO_LINE = "no_line"  # no aim line: baseline, target, due date or direction is missing
    TOO_EARLY = "too_early"  # too few weeks or points, or too few since the phase change
    OFF = "off"  # the last four all on the wrong side: consider a change
    ON = "on"  # mixed: continue
    AHEAD = "ahead"  # the last four all on the right side: consider a higher goal


class Trend(StrEnum):
    """The Theil-Sen slope against the aim line's; the sentence is `progress.trend.<value>`."""

    NONE = "none"
    TOO_EARLY = "too_early"
    ENOUGH = "enough"
    TOO_SLOW = "too_slow"


@dataclass(frozen=True, slots=True)
class AimLine:
    """From `baseline` on `first` to `target` on `last`; flat before and after. Values in the
    goal's unit; exact, so that a point on the line is on it."""

    first: date
    baseline: Fraction
    last: date
    target: Fraction

    def at(self, day: date) -> Fraction:
        """g(t) = b + (G − b)(t − t0)/(T − t0)."""
        inside = min(max(day, self.first), self.last)
        share = Fraction((inside - self.first).days, (self.last - self.first).days)
        return self.baseline + (self.target - self.baseline) * share

    @property
    def per_week(self) -> Fraction:
        """The needed rate: (G − b)/weeks."""
        return (self.target - self.baseline) * _WEEK / (self.last - self.first).days


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """What the measurements of one goal say. Values in the goal's unit, rates per week.

    `aim` holds the aim line's two ends (none without a line). `points` and `weeks` count
    measurements and whole weeks since the baseline. `baseline` is None while it is unknown.
    """

    latest: float | None
    latest_day: date | None
    on_track: OnTrack
    on_track_words: str
    recommendation: str
    baseline: float | None
    aim: tuple[tuple[date, float], ...]
    needed_per_week: float | None
    slope_per_week: float | None
    trend: Trend
    weeks: int
    points: int

    @property
    def is_on_track(self) -> bool | None:
        """True or False once the four-point rule has spoken, else None."""
        if self.on_track in (OnTrack.ON, OnTrack.AHEAD):
            return True
        return False if self.on_track is OnTrack.OFF else None


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The measurements in order of time, and which of them the rules look at."""

    points: tuple[Measurement, ...]
    baseline: Fraction | None
    baseline_day: date | None
    after: tuple[Measurement, ...]  # since the baseline
    in_phase: tuple[Measurement, ...]  # of those, since the last phase change

    @property
    def weeks(self) -> int:
        if not self.after or self.baseline_day is None:
            return 0
        return (self.after[-1].day - self.baseline_day).days // _WEEK


def goal_progress(
    goal: Goal, measurements: Iterable[Measurement], settings: SchoolSettings, say: Say
) -> GoalProgress:
    """Everything that can be said of `goal` from its `measurements` (this goal's only, in any
    order). Never raises: what is missing is named in `on_track` and `recommendation`."""
    seen = _evidence(goal, measurements)
    line = aim_line(goal, seen.baseline, seen.baseline_day)
    on_track = _four_points(goal, seen, line, settings)
    slope = theil_sen(
        [(Fraction(each.day.toordinal()), exact(each.value)) for each in seen.in_phase]
    )
    enough = len(seen.in_phase) >= settings.trend_least_points
    per_week = slope[0] * _WEEK if slope and enough else None
    trend = _trend(goal, len(seen.in_phase), per_week, line, settings)
    latest = seen.points[-1] if seen.points else None
    return GoalProgress(
        latest=latest.value if latest else None,
        latest_day=latest.day if latest else None,
        on_track=on_track,
        on_track_words=say(f"progress.on_track.{on_track}"),
        recommendation=_recommendation(on_track, trend, per_week, line, seen, settings, say),
        baseline=None if seen.baseline is None else float(seen.baseline),
        aim=((line.first, float(line.baseline)), (line.last, float(line.target))) if line else (),
        needed_per_week=float(line.per_week) if line else None,
        slope_per_week=None if per_week is None else float(per_week),
        trend=trend,
        weeks=seen.weeks,
        points=len(seen.after),
    )


def baseline_of(values: Sequence[float]) -> float | None:
    """The median of the first three measurements (the midpoint where there are only two);
    None without any. In the measurements' own unit."""
    return float(median(map(exact, values[:_BASELINE_POINTS]))) if values else None


def aim_line(goal: Goal, baseline: Fraction | None, baseline_day: date | None) -> AimLine | None:
    """The aim line, or None while baseline, target, a later due date or direction is missing."""
    first = goal.start or baseline_day
    if baseline is None or first is None or goal.target is None or goal.due is None:
        return None
    if goal.due <= first or goal.direction not in ("Increase", "Decrease"):
        return None
    return AimLine(first, baseline, goal.due, exact(goal.target))


def goals_on_track(progress: Iterable[GoalProgress], say: Say) -> str:
    """The Caseload cell: "2 of 3" goals on track, of those that can be judged; "" without any."""
    judged = [each.is_on_track for each in progress if each.is_on_track is not None]
    return say("progress.goals_on_track", on=sum(judged), of=len(judged)) if judged else ""


def _evidence(goal: Goal, measurements: Iterable[Measurement]) -> _Evidence:
    points = tuple(sorted(measurements, key=lambda each: (each.day, each.row.position)))
    if goal.baseline is not None:
        day = goal.start or (points[0].day if points else None)
        baseline = exact(goal.baseline)
        rest = tuple(each for each in points if day is not None and each.day > day)
    elif len(points) >= _BASELINE_POINTS:
        day = max(points[_BASELINE_POINTS - 1].day, goal.start or date.min)
        baseline = median(exact(each.value) for each in points[:_BASELINE_POINTS])
        rest = tuple(each for each in points[_BASELINE_POINTS:] if each.day > day)
    else:
        return _Evidence(points, None, None, (), ())
    return _Evidence(points, baseline, day, rest, _since_phase_change(points, rest))


def _since_phase_change(
    points: Sequence[Measurement], rest: tuple[Measurement, ...]
) -> tuple[Measurement, ...]:
    phase, begins = "", 0
    for place, each in enumerate(points):
        named = " ".join(each.phase.split()).casefold()
        if named and named != phase:
            begins, phase = place, named
    return rest[max(0, begins - (len(points) - len(rest))) :]


def _four_points(
    goal: Goal, seen: _Evidence, line: AimLine | None, settings: SchoolSettings
) -> OnTrack:
    """At least 6 weeks and 6 points after baseline; then the last four of this phase, all below
    the line, all above, or neither. A point exactly on the line makes it neither."""
    if not seen.points:
        return OnTrack.NO_DATA
    if line is None:
        waiting = goal.baseline is None and len(seen.points) < _BASELINE_POINTS
        complete = goal.target is not None and goal.due is not None and goal.direction
        return OnTrack.TOO_EARLY if waiting and complete else OnTrack.NO_LINE
    if (
        seen.weeks < settings.four_point_least_weeks
        or len(seen.after) < settings.four_point_least_points
        or len(seen.in_phase) < _WINDOW
    ):
        return OnTrack.TOO_EARLY
    way = 1 if goal.direction == "Increase" else -1
    ahead = [way * (exact(each.value) - line.at(each.day)) for each in seen.in_phase[-_WINDOW:]]
    if all(each < 0 for each in ahead):
        return OnTrack.OFF
    return OnTrack.AHEAD if all(each > 0 for each in ahead) else OnTrack.ON


def _trend(
    goal: Goal,
    points: int,
    per_week: Fraction | None,
    line: AimLine | None,
    settings: SchoolSettings,
) -> Trend:
    if per_week is None or line is None:
        return Trend.NONE
    if points < settings.trend_sure_points:
        return Trend.TOO_EARLY
    way = 1 if goal.direction == "Increase" else -1
    return Trend.ENOUGH if way * (per_week - line.per_week) >= 0 else Trend.TOO_SLOW


def _recommendation(
    on_track: OnTrack,
    trend: Trend,
    per_week: Fraction | None,
    line: AimLine | None,
    seen: _Evidence,
    settings: SchoolSettings,
    say: Say,
) -> str:
    said = say(
        f"progress.recommendation.{on_track}",
        weeks=seen.weeks,
        points=len(seen.after),
        least_weeks=settings.four_point_least_weeks,
        least_points=settings.four_point_least_points,
    )
    if trend is Trend.NONE or per_week is None or line is None:
        return said
    more = say(f"progress.trend.{trend}", slope=float(per_week), needed=float(line.per_week))
    return f"{said} {more}"
