"""The straight line through scattered points that one odd point cannot move: Theil-Sen.

Slope = median of all pairwise slopes, intercept = median of (y − slope·t); an even count takes
the midpoint (docs/casework.md, "Progress monitoring"; Vannest 2012). Sums are exact, so that two
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
    # Whole numbers over one denominator: pairs are many, and fractions are slow to sort.
    per_t = math.lcm(*(at.denominator for at, _ in points))
    per_y = math.lcm(*(value.denominator for _, value in points))
    whole = [(int(at * per_t), int(value * per_y)) for at, value in points]
    slopes = sorted(
        (
            (later - value, then - at) if then > at else (value - later, at - then)
            for (at, value), (then, later) in combinations(whole, 2)
            if then != at
        ),
        key=_steepness,
    )
    if not slopes:
        return None
    middle = slopes[(len(slopes) - 1) // 2], slopes[len(slopes) // 2]
    rise = sum((Fraction(up, along) for up, along in middle), Fraction()) / 2
    slope = Fraction(rise * per_t, per_y)
    return slope, median([value - slope * at for at, value in points])


def _steepness(slope: tuple[int, int]) -> float:
    up, along = slope
    try:
        return up / along
    except OverflowError:
        return math.inf if up > 0 else -math.inf
