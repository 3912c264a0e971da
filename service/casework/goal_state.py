"""How a goal stands, in three words, for papers that count goals and tell of none."""

from __future__ import annotations

from datetime import date
from typing import Final

from .records import Goal

MET, ON_THE_WAY, NOT_MEASURED = "met", "on_the_way", "not_measured"
STATES: Final = (MET, ON_THE_WAY, NOT_MEASURED)


def state_of(goal: Goal) -> str:
    """One of STATES, by its latest figure and its target."""
    latest, target = goal.latest, goal.target
    if latest is None or target is None:
        return NOT_MEASURED
    met = latest <= target if goal.direction == "Decrease" else latest >= target
    return MET if met else ON_THE_WAY


def ran_in(goal: Goal, first: date, last: date) -> bool:
    """Whether it was worked towards on some of these days, both included."""
    begun = goal.start is None or goal.start <= last
    return bool(goal.goal.strip()) and begun and (goal.due is None or goal.due >= first)
