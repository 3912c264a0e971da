"""Daily points: check-in/check-out on the Behavior tab of progress sheets."""

from __future__ import annotations

from ..measuring import Measuring
from ..register import Register
from .measuring import MODULE, measurements, reads, recommendation
from .reminders import begun, reminders, who_filled

DAILY_POINTS = Register(
    name="daily_points",
    module=MODULE,
    rules=(begun, reminders),
    measures=Measuring(measurements, reads, by_day=True, advice=recommendation, keeps=who_filled),
)
