"""One scale for one goal: 40%, 45 and 9/20 mean the same, or are asked about.

A number keeps what was typed beside it (`Percent`, `OutOf`) until it is held against its goal:
"8/10" is 8 where the goal counts to at most ten, 80 where it counts in percent, and 0.8 where it
goes from 0.4 to 0.9. A number that may be on either of two scales is nobody's to guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .records import Goal

_PERCENT: Final = re.compile(r"%|\bper ?cent|\bprozent|\bpor ?ciento|\bporcentaje", re.IGNORECASE)
_LONGEST: Final = 80  # characters of a unit that are looked at


class Percent(float):
    """A number that was typed, or is shown, with a percent sign: 40 for "40%"."""

    __slots__ = ()


class OutOf(float):
    """A score such as 8/10: the 8, and `of` 10."""

    of: float

    def __new__(cls, score: float, of: float) -> OutOf:
        made = super().__new__(cls, score)
        made.of = of
        return made


class Scale:
    """The scale of a goal: of its Baseline, Target and Unit, else of its `points`."""

    def __init__(self, goal: Goal, points: Iterable[float] = ()) -> None:
        ends = [end for end in (goal.baseline, goal.target) if end is not None]
        told = ends or list(points)
        unit = goal.unit[:_LONGEST]
        self.in_percent = bool(_PERCENT.search(unit)) or any(isinstance(e, Percent) for e in told)
        self._unit = unit.strip()
        self._of = {each.of for each in told if isinstance(each, OutOf)}
        self._most = max(map(abs, map(float, ends)), default=None)
        self._is_share = self._most is not None and 0 < self._most <= 1

    def read(self, value: float) -> float | None:
        """`value` on this scale; None where only a person can say."""
        if self.in_percent:
            return self._percent(value)
        if isinstance(value, Percent):
            if self._is_share:
                return float(value) / 100
            return None if self._unit else float(value)
        if isinstance(value, OutOf):
            return self._score(value)
        return float(value)

    def _percent(self, value: float) -> float | None:
        if isinstance(value, OutOf):
            return 100 * float(value) / value.of
        # 0.4 typed without the sign may be 40 percent, or less than half a percent.
        unsure = not isinstance(value, Percent) and 0 < abs(value) <= 1
        return None if unsure else float(value)

    def _score(self, value: OutOf) -> float | None:
        if self._is_share and not self._of:
            return float(value) / value.of
        fits = self._most is None or self._most <= value.of
        return float(value) if fits and self._of <= {value.of} else None
