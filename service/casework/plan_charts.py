"""What the picture of a goal shows, from its progress."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from .plan_content import ChartFacts
from .records import Goal
from .wants import Say

MOST_POINTS = 80  # more would be a smear at the size of a stamp; the latest count


class GoalProgressFacts(Protocol):
    """What a plan reads of a goal's progress (see `progress.GoalProgress`)."""

    @property
    def latest(self) -> float | None: ...

    @property
    def latest_day(self) -> date | None: ...

    @property
    def on_track(self) -> bool | None: ...

    @property
    def baseline(self) -> float | None: ...

    @property
    def points(self) -> tuple[tuple[date, float], ...]: ...

    @property
    def phases(self) -> tuple[tuple[date, str], ...]: ...


def chart_facts(
    goal: Goal, progress: GoalProgressFacts | None, mask: Callable[[str], str], say: Say
) -> ChartFacts | None:
    """The facts for one goal's picture; None without a measurement."""
    if progress is None or not progress.points:
        return None
    points = tuple(sorted(progress.points))[-MOST_POINTS:]
    baseline = progress.baseline if progress.baseline is not None else goal.baseline
    complete = baseline is not None and goal.target is not None and goal.start and goal.due
    aim_from = (goal.start, baseline) if complete else None
    aim_to = (goal.due, goal.target) if complete else None
    unit = mask(goal.unit.strip())
    alt = say(
        "plan.chart_alt" if goal.target is not None else "plan.chart_alt_no_target",
        count=len(points),
        first=points[0][1],
        first_day=points[0][0],
        last=points[-1][1],
        last_day=points[-1][0],
        target=goal.target,
        unit=unit,
    )
    return ChartFacts(
        points=points,
        baseline=baseline,
        aim_from=aim_from,  # type: ignore[arg-type]
        aim_to=aim_to,  # type: ignore[arg-type]
        phases=tuple((day, mask(name)) for day, name in progress.phases),
        unit=unit,
        alt=" ".join(alt.split()),
    )
