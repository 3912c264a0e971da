"""The straight line through scattered points that one odd point cannot move: Theil-Sen.

Slope = median of all pairwise slopes, intercept = median of (y − slope·t); an even count takes
the midpoint (CASEWORK.md, "Progress monitoring"; Vannest 2012). Sums are exact, so that two
measurements typed alike are alike, and a point on a line is on it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from statistics import median


def exact(value: float) -> Fraction:
    """The decimal a person typed (0.1 is one tenth). Raises ValueError for inf and nan."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a measurement")
    return Fraction(repr(float(value)))


def theil_sen(points: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction] | None:
    """(slope, intercept) of points (t, y), in y per t and y; None when all t are the same."""
    slopes = [
        (later - value) / (then - at)
        for (at, value), (then, later) in combinations(points, 2)
        if then != at
    ]
    if not slopes:
        return None
    slope = median(slopes)
    return slope, median([value - slope * at for at, value in points])
