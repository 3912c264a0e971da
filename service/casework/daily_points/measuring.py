"""A goal that is measured by daily points: its measurements, and what stands under
Recommendation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..names import fold
from ..records import BehaviorNote, Goal, Measurement
from ..scales import Percent, Scale
from ..school import School
from .advice import Finding, advise
from .points import days_of, lowest_class

# As staff write it under Measure, in the languages Holdfast speaks; compared by `fold`.
MEASURE: Final = frozenset({"daily points", "puntos diarios", "puntos del dia"})
MOST_EACH: Final = 2  # points for one expectation in one period
MODULE: Final = "Daily points"
_TEAM_DECIDES: Final = ("IEP", "504")


def is_points_goal(goal: Goal) -> bool:
    """Kind Behavior, Measure `Daily points`; its expectations are the lines of Goal."""
    return goal.kind == "Behavior" and fold(goal.measure) in MEASURE


def expectations(goal: Goal) -> tuple[str, ...]:
    """The lines of Goal, for each of which 0, 1 or 2 points are given."""
    return tuple(line.strip() for line in goal.goal.splitlines() if line.strip())


def points_goal(school: School) -> float:
    """From how many percent on a day counts as met."""
    return float(school.settings.more.get("points_goal_percent", 80))


def measurements(goal: Goal, notes: Sequence[BehaviorNote]) -> Iterator[Measurement]:
    """One for each day that counts: the day's percent, on the goal's scale."""
    rows = {note.day: note.row for note in reversed(notes)}
    scale = Scale(goal)
    for day in days_of(notes):
        if day.counts and day.percent is not None:
            percent = Percent(round(float(day.percent), 1))
            fits = scale.read(percent) is not None
            value = percent if fits else float(percent)
            yield Measurement(rows[day.day], day.day, goal.goal, value)


def recommendation(school: School, goal: Goal, notes: Sequence[BehaviorNote]) -> str:
    """What the weeks say; then, while it is not time to fade, where to prompt first."""
    say, advice = school.say, advise(notes, points_goal(school), school.calendar, school.today)
    if advice.finding is Finding.NOTHING:
        return say("daily_points.advice.nothing")
    parts = [
        say(
            f"daily_points.advice.{advice.finding}",
            weeks=advice.weeks,
            met=advice.met,
            percent=f"{points_goal(school):g}",
            filled=f"{float(100 * advice.filled):.0f}",
        )
    ]
    case = school.case(goal.code)
    proposes = advice.finding in (Finding.FADE, Finding.CHANGE)
    if proposes and case is not None and any(w in case.plan_type.upper() for w in _TEAM_DECIDES):
        parts.append(say("daily_points.advice.team_decides"))
    lowest = lowest_class(notes)
    if lowest is not None and advice.finding is not Finding.FADE:
        name, mean = lowest
        words = {"class": name[:60], "mean": f"{float(mean):.0f}"}
        parts.append(say("daily_points.advice.prompt_first", **words))
    return " ".join(parts)


def reads(goal: Goal) -> object:
    return ("daily points",) if is_points_goal(goal) else None
