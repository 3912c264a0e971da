"""How a goal is going, in plain words for a family."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..records import Goal
from ..wants import Say

DECREASE = "Decrease"


def is_reached(goal: Goal) -> bool:
    if goal.latest is None or goal.target is None:
        return False
    return goal.latest <= goal.target if _falls(goal) else goal.latest >= goal.target


def is_closer(goal: Goal) -> bool:
    """Whether it has moved from where it began towards its target."""
    if goal.latest is None or goal.baseline is None:
        return False
    return goal.latest < goal.baseline if _falls(goal) else goal.latest > goal.baseline


def progress_line(goal: Goal, mask: Callable[[str], str], say: Say) -> str:
    """ "Reads aloud: It began at 20 and is now at 35; we aim for 60. It is on the way." """
    parts = [_numbers(goal, say)]
    if goal.latest is not None and goal.target is not None and goal.baseline is not None:
        key = "reached" if is_reached(goal) else "closer" if is_closer(goal) else "same"
        parts.append(say(f"letter.progress_report.{key}"))
    return f"{mask(goal.goal).strip().rstrip('.')}: {' '.join(parts)}"


def good_lines(goals: list[Goal], mask: Callable[[str], str], say: Say) -> Iterator[str]:
    """What is reached, and what is on the way."""
    for goal in goals:
        if not (is_reached(goal) or is_closer(goal)):
            continue
        known = goal.baseline is not None and goal.target is not None
        if is_reached(goal) or known:
            yield say(
                f"letter.good_news.{'reached' if is_reached(goal) else 'closer'}",
                goal=mask(goal.goal).strip().rstrip("."),
                baseline=_number(goal.baseline, goal),
                latest=_number(goal.latest, goal),
                target=_number(goal.target, goal),
            )


def _numbers(goal: Goal, say: Say) -> str:
    if goal.latest is None:
        return say("letter.progress_report.not_yet")
    key = "now"
    if goal.baseline is not None and goal.target is not None:
        key = "from_to_by" if goal.due else "from_to"
    return say(
        f"letter.progress_report.{key}",
        baseline=_number(goal.baseline, goal),
        latest=_number(goal.latest, goal),
        target=_number(goal.target, goal),
        due=goal.due,
    )


def _number(value: float | None, goal: Goal) -> str:
    return "" if value is None else f"{value:g} {goal.unit}".strip()


def _falls(goal: Goal) -> bool:
    return goal.direction == DECREASE
