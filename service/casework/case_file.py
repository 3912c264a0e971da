"""One case's records together, and what its plan is about: goals and actions in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .households import folded
from .progress import GoalProgress
from .records import (
    Accommodation,
    Action,
    Case,
    DiaryEntry,
    Goal,
    Measurement,
    RowRef,
    StaffMember,
    TeamMember,
)
from .wants import Say

LEFT_OUT = ("Dropped", "Declined")


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All that is known of one case: every record here has its code. `progress` is by the row id
    of the goal, and so are its `measurements`; `staff` is the whole school's."""

    case: Case
    goals: tuple[Goal, ...] = ()
    actions: tuple[Action, ...] = ()
    accommodations: tuple[Accommodation, ...] = ()
    team: tuple[TeamMember, ...] = ()
    diary: tuple[DiaryEntry, ...] = ()
    staff: tuple[StaffMember, ...] = ()
    progress: Mapping[str, GoalProgress] = field(default_factory=dict, hash=False)
    measurements: Mapping[str, tuple[Measurement, ...]] = field(default_factory=dict, hash=False)


def plan_goals(file: CaseFile) -> list[Goal]:
    """Sorted by what they say, never by where they stand: sorting a tab changes no plan."""
    goals = [goal for goal in file.goals if goal.goal.strip()]
    return sorted(goals, key=lambda goal: (goal.due or date.max, *in_order(goal.goal, goal.row)))


def plan_actions(file: CaseFile) -> list[Action]:
    actions = [
        action
        for action in file.actions
        if action.action.strip() and action.status not in LEFT_OUT and action.consent != "Refused"
    ]
    return sorted(
        actions,
        key=lambda a: (a.status == "Done", a.due or date.max, *in_order(a.action, a.row)),
    )


def in_order(text: str, row: RowRef) -> tuple[str, str]:
    return folded(text), row.row_id


def day_words(day: date | None, say: Say) -> str:
    """A date that does not break at the end of a line."""
    return say("plan.day", day=day).replace(" ", "\u00a0") if day else ""
