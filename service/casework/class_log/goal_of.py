"""Which goal a Measure of the Class log is about."""

from __future__ import annotations

from collections.abc import Iterable

from ..names import fold
from ..records import Goal


def goal_of(measure: str, goals: Iterable[Goal]) -> Goal | None:
    """The one goal whose Measure, or whose own words, say the same; None where none does, or more
    than one."""
    wanted = fold(measure)
    if not wanted:
        return None
    goals = [goal for goal in goals if goal.goal.strip()]
    found = [goal for goal in goals if fold(goal.measure) == wanted]
    found = found or [goal for goal in goals if fold(goal.goal) == wanted]
    return found[0] if len(found) == 1 else None
