"""Where else a goal is measured than on the Measurements of its student's progress sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .records import BehaviorNote, Goal, Measurement
from .wants import Keep

if TYPE_CHECKING:
    from .register import Register
    from .school import School


Notes = Sequence[BehaviorNote]


@dataclass(frozen=True, slots=True)
class Measuring:
    """One register's way in one school. `points(goal, notes)` are the measurements of a goal that
    come from the records of the school, or from the rows of its student's Behavior tab (`notes`),
    each in the goal's unit. `reads(goal)` is what they are made from besides the progress sheet;
    None where this goal is not measured so. `by_day`: its chart shows the days of the Behavior tab.
    `advice` stands under Recommendation instead of the general rules' ("": theirs); `keeps` are
    days to be remembered of the rows that were read.
    """

    points: Callable[[Goal, Notes], Iterable[Measurement]]
    reads: Callable[[Goal], object]
    by_day: bool = False
    advice: Callable[[Goal, Notes], str] = lambda goal, notes: ""
    keeps: Callable[[Goal, Notes], Iterable[Keep]] = lambda goal, notes: ()


class MeasuredElsewhere:
    """What the registers of a school say about goals."""

    def __init__(self, registers: Iterable[Register], school: School) -> None:
        ways = [each.measures for each in registers if each.measures is not None]
        self._all = [way(school) for way in ways]

    def points(self, goal: Goal, notes: Notes) -> tuple[Measurement, ...]:
        """The measurements of a goal that its Measurements tab does not hold."""
        return tuple(point for each in self._ways(goal) for point in each.points(goal, notes))

    def advice(self, goal: Goal, notes: Notes) -> str:
        told = (each.advice(goal, notes) for each in self._ways(goal))
        return next((words for words in told if words), "")

    def keeps(self, goal: Goal, notes: Notes) -> tuple[Keep, ...]:
        """Days to be remembered of what was read."""
        return tuple(keep for each in self._ways(goal) for keep in each.keeps(goal, notes))

    def reads(self, goals: Iterable[Goal]) -> tuple[object, ...]:
        """What these goals are measured from besides the progress sheet; () where none is."""
        return tuple(
            (goal.row.row_id, each.reads(goal)) for goal in goals for each in self._ways(goal)
        )

    def by_day(self, goals: Iterable[Goal]) -> frozenset[str]:
        """The Row IDs of the goals whose chart shows days."""
        return frozenset(
            goal.row.row_id for goal in goals if any(each.by_day for each in self._ways(goal))
        )

    def _ways(self, goal: Goal) -> list[Measuring]:
        return [each for each in self._all if each.reads(goal) is not None]
