"""Two phases of one student held against each other.

NAP: Parker & Vannest 2009. PoGO (percent of goal obtained): Patrona, Ferron, Olszewski, Kelley &
Goldstein 2022. Fewer than three points in a phase say nothing in numbers; that is the house's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from ..effect_sizes import nap, pogo
from .series import Phase

LEAST_POINTS: Final = 3


@dataclass(frozen=True, slots=True)
class Growth:
    """`better` of `pairs` pairs of a point before and a point after are better after, a tie as a
    half (so `nap` is their share). `pogo` in percent of the way to the goal; None without one."""

    before: Phase
    after: Phase
    mean_before: float
    mean_after: float
    nap: float
    better: float
    pairs: int
    pogo: float | None = None


def compared(
    of: Sequence[Phase], improvement: str = "increase", goal: float | None = None
) -> Growth | None:
    """The last phase against the one before it; None where there is none, or one of all phases has
    fewer than three points: then there is a picture and no number."""
    if len(of) < 2 or any(len(phase.values) < LEAST_POINTS for phase in of):
        return None
    before, after = of[-2], of[-1]
    found = nap(before.values, after.values, improvement)
    reached = None if goal is None else pogo(before.values, after.values, goal)
    return Growth(
        before=before,
        after=after,
        mean_before=fmean(before.values),
        mean_after=fmean(after.values),
        nap=found.estimate,
        better=found.better_pairs,
        pairs=len(before.values) * len(after.values),
        pogo=reached,
    )
