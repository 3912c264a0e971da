"""Goals: what a student works towards, and how it is measured."""

from __future__ import annotations

from ..records import CASELOAD, PROGRESS, BehaviorNote, Goal, Measurement
from ..register import Register
from .works import works

GOALS = Register(
    name="goals",
    tabs=((CASELOAD, "goals"), (PROGRESS, "measurements"), (PROGRESS, "behaviour")),
    records={"goals": Goal, "measurements": Measurement, "behaviour": BehaviorNote},
    works=works,
)
