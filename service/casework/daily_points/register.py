"""Daily points: check-in/check-out on the Behavior tab of progress sheets."""

from __future__ import annotations

from functools import partial

from ..measuring import Measuring
from ..register import Register
from ..school import School
from .measuring import MODULE, measurements, reads, recommendation
from .reminders import begun, reminders, who_filled


def measuring(school: School) -> Measuring:
    """How goals are measured by points in a school."""
    return Measuring(
        points=measurements,
        reads=reads,
        by_day=True,
        advice=partial(recommendation, school),
        keeps=partial(who_filled, school),
    )


DAILY_POINTS = Register(
    name="daily_points",
    module=MODULE,
    rules=(begun, reminders),
    measures=measuring,
)
