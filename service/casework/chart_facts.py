"""What the picture of a goal shows: its measurements, baseline, aim line and phases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from .progress import GoalProgress
from .records import Goal, Measurement
from .wants import Say

MOST_PHASES = 4  # the latest, in picture and legend
PHASE_LETTERS = 30  # of a phase in the legend
MOST_POINTS = 80  # more would be a smear at the size of a stamp; the latest count


@dataclass(frozen=True, slots=True)
class ChartLegend:
    """What a picture's strokes are called, and the phases with the days on which they begin; ""
    and () for what it does not show."""

    measured: str
    aim: str = ""
    baseline: str = ""
    phases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """What a goal's picture shows. `points` are (day, value), by day; `aim` the two ends of the
    aim line, or nothing; `phases` (first day, name) of each phase change. Values in the goal's
    unit. `first_label` and `last_label` name the two ends of the time it shows. `legend` names
    what is drawn; being words only, it is left out when versions are compared."""

    points: tuple[tuple[date, float], ...]
    baseline: float | None = None
    aim: tuple[tuple[date, float], ...] = ()
    phases: tuple[tuple[date, str], ...] = ()
    first_label: str = ""
    last_label: str = ""
    alt: str = ""  # the picture in words, for those who do not see it
    legend: ChartLegend | None = field(default=None, compare=False)


def chart_facts(
    goal: Goal,
    progress: GoalProgress | None,
    measurements: Iterable[Measurement],
    mask: Callable[[str], str],
    say: Say,
) -> ChartFacts | None:
    """The facts for one goal's picture; None without a measurement."""
    seen = sorted(measurements, key=lambda each: (each.day, each.value))[-MOST_POINTS:]
    if progress is None or not seen:
        return None
    points = tuple((each.day, each.value) for each in seen)
    days = [day for day, _ in (*points, *progress.aim)]
    with_target = goal.target is not None
    alt = say(
        "plan.chart_alt" if with_target else "plan.chart_alt_no_target",
        count=len(points),
        first=points[0][1],
        first_day=points[0][0],
        last=points[-1][1],
        last_day=points[-1][0],
        target=goal.target,
        unit=mask(goal.unit.strip()),
    )
    phases = tuple((day, mask(name)) for day, name in _phase_changes(seen))
    legend = ChartLegend(
        measured=say("plan.legend.measured"),
        aim=say("plan.legend.aim") if progress.aim else "",
        baseline="" if progress.baseline is None else say("plan.legend.baseline"),
        phases=tuple(
            say("plan.legend.phase", name=_short(name), day=day)
            for day, name in phases[-MOST_PHASES:]
        ),
    )
    return ChartFacts(
        points=points,
        baseline=progress.baseline,
        aim=progress.aim,
        phases=phases,
        first_label=say("plan.chart_day", day=min(days)),
        last_label=say("plan.chart_day", day=max(days)),
        alt=" ".join(alt.split()).replace(" .", "."),
        legend=legend,
    )


def _short(name: str) -> str:
    return name if len(name) <= PHASE_LETTERS else name[: PHASE_LETTERS - 1].rstrip() + "…"


def _phase_changes(seen: list[Measurement]) -> list[tuple[date, str]]:
    """Where a phase begins after another; a blank Phase goes on with the phase before it."""
    changes: list[tuple[date, str]] = []
    phase = ""
    for place, each in enumerate(seen):
        named = " ".join(each.phase.split())
        if named and named.casefold() != phase:
            phase = named.casefold()
            if place:
                changes.append((each.day, named))
    return changes
