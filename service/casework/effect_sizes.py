"""Is the intervention working? Effect sizes of phase B against phase A, for one student.

Each function takes two phases in order of time, and `improvement` ("increase" or "decrease").
An empty phase, a number that is not finite, or another word for `improvement` is a ValueError
with a sentence. Estimates have no unit; a standard error or interval that the data cannot give
(one point in a phase) is None. Standard errors take measurements to be independent, which
repeated measurements of one student seldom are: read intervals as the least there is.

Sources: docs/casework.md, "Progress monitoring"; NAP: Parker & Vannest 2009, its standard errors:
Sen 1967 and Mee 1990 (unbiased), Hanley & McNeil 1982, its interval: Newcombe 2006, method 5; Tau
and Tau-U: Parker, Vannest, Davis & Sauber 2011; baseline-corrected Tau: Tarlow 2017; log response
ratio: Pustejovsky 2015, 2018; PND: Scruggs, Mastropieri & Casto 1987; PoGO: Patrona et al. 2022.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist, fmean, variance
from typing import Final

from .trend import exact, theil_sen

Numbers = Sequence[float]
Interval = tuple[float, float]
_HALF: Final = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect size. `name` is the measure with its variant, for tools differ."""

    name: str
    estimate: float
    standard_error: float | None = None
    interval: Interval | None = None
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Nap:
    """Non-overlap of all pairs: the chance (0 to 1) that a B point is better than an A point.

    `better_pairs` counts pairs, a tie as a half (Mann-Whitney's U). `se_unbiased` is Sen's,
    `se_hanley` Hanley and McNeil's, `se_null` holds if nothing had changed. `d` and `r_squared`
    are Parker and Vannest's conversions (R² is None where B is worse than chance).
    """

    estimate: float
    better_pairs: float
    se_unbiased: float | None
    se_hanley: float | None
    se_null: float
    interval: Interval
    confidence: float
    d: float
    r_squared: float


@dataclass(frozen=True, slots=True)
class CorrectedTau:
    """Tau with the trend of phase A taken out, always beside the Tau that leaves it in.

    `slope` is phase A's Theil-Sen slope per measurement.
    """

    corrected: Effect
    uncorrected: Effect
    slope: float


def nap(
    phase_a: Numbers, phase_b: Numbers, improvement: str = "increase", confidence: float = 0.95
) -> Nap:
    """Mean of [b better than a] + ½[b = a] over all pairs. Parker & Vannest 2009."""
    a, b = _phases(phase_a, phase_b, improvement)
    m, n = len(a), len(b)
    pairs = [[_better(x, y) for y in b] for x in a]
    wins = sum(map(sum, pairs), Fraction())
    share = wins / (m * n)
    q1 = sum((sum(row, Fraction()) ** 2 for row in pairs), Fraction()) / (m * n * n)
    columns = [sum((row[j] for row in pairs), Fraction()) for j in range(n)]
    q2 = sum((column**2 for column in columns), Fraction()) / (m * m * n)
    q3 = sum((cell**2 for row in pairs for cell in row), Fraction()) / (m * n)
    spread = share * (1 - share) + (n - 1) * (q1 - share**2) + (m - 1) * (q2 - share**2)
    unbiased = None
    if m > 1 and n > 1:
        sen = share - (m + n - 1) * share**2 + n * q1 + m * q2 - 2 * q3
        unbiased = _root(sen / ((m - 1) * (n - 1)))
    estimate = float(share)
    d = math.sqrt(12) * (1 - math.sqrt(2 * (1 - estimate)))
    return Nap(
        estimate=estimate,
        better_pairs=float(wins),
        se_unbiased=unbiased,
        se_hanley=_root(spread / (m * n)) if m > 1 and n > 1 else None,
        se_null=math.sqrt((m + n + 1) / (12 * m * n)),
        interval=_newcombe(estimate, m, n, confidence),
        confidence=confidence,
        d=d,
        r_squared=d * d / (d * d + 4),
    )


def tau(
    phase_a: Numbers, phase_b: Numbers, improvement: str = "increase", confidence: float = 0.95
) -> Effect:
    """2·NAP − 1, from −1 to 1, with twice Sen's standard error. No correction for trend."""
    found = nap(phase_a, phase_b, improvement, confidence)
    error = None if found.se_unbiased is None else 2 * found.se_unbiased
    low, high = found.interval
    estimate = 2 * found.estimate - 1
    return Effect("Tau (A vs. B)", estimate, error, (2 * low - 1, 2 * high - 1), confidence)


def tau_u(phase_a: Numbers, phase_b: Numbers, improvement: str = "increase") -> Effect:
    """(S_AB − S_A)/(m·n): the variant that takes phase A's trend off, over all A-B pairs.

    It can leave −1…1 and its sampling distribution is not known, so it comes without an error.
    """
    a, b = _phases(phase_a, phase_b, improvement)
    across = sum(_sign(y - x) for x in a for y in b)
    within = sum(_sign(later - x) for place, x in enumerate(a) for later in a[place + 1 :])
    return Effect("Tau-U (A vs. B − trend A, over m·n)", (across - within) / (len(a) * len(b)))


def baseline_corrected_tau(
    phase_a: Numbers, phase_b: Numbers, improvement: str = "increase", confidence: float = 0.95
) -> CorrectedTau:
    """Theil-Sen on phase A, then Tau of what is left (Tarlow 2017): no pre-test of the trend, and
    Tau over pairs instead of Kendall's tau-b. Its error is Tau's own, too small by what the slope
    itself is unsure of. Measurements count 1, 2, 3 ...; A with one point has slope 0."""
    a, b = _phases(phase_a, phase_b, "increase")
    found = theil_sen([(Fraction(place), value) for place, value in enumerate(a)])
    slope = found[0] if found else Fraction()
    flat = [value - slope * place for place, value in enumerate([*a, *b])]
    left_a, left_b = flat[: len(a)], flat[len(a) :]
    if improvement == "decrease":
        left_a, left_b = [-value for value in left_a], [-value for value in left_b]
    plain = tau(phase_a, phase_b, improvement, confidence)
    rest = _tau_of(left_a, left_b, confidence)
    return CorrectedTau(rest, plain, float(slope))


def pnd(phase_a: Numbers, phase_b: Numbers, improvement: str = "increase") -> Effect:
    """The share of B points beyond the best A point, 0 to 1. One odd A point decides it."""
    a, b = _phases(phase_a, phase_b, improvement)
    return Effect("PND", sum(value > max(a) for value in b) / len(b))


def pogo(phase_a: Numbers, phase_b: Numbers, goal: float) -> float | None:
    """Percent of goal obtained: 100 (M_B − M_A) / (goal − M_A), whichever way is wanted; 0 is phase
    A's mean, 100 the goal. None where phase A stands at its goal already."""
    a, b = _phases(phase_a, phase_b, "increase")
    mean_a, mean_b = sum(a, Fraction()) / len(a), sum(b, Fraction()) / len(b)
    way = exact(goal) - mean_a
    return float(100 * (mean_b - mean_a) / way) if way else None


def log_response_ratio(
    phase_a: Numbers,
    phase_b: Numbers,
    *,
    bias_correct: bool = True,
    least_step: float | None = None,
    confidence: float = 0.95,
) -> Effect:
    """ln M_B − ln M_A, each with V/(2nM²) added where `bias_correct`; positive = B is higher,
    whichever way is wanted. For counts, rates and percentages, where 0 means none at all.

    `least_step` is the smallest amount one session could tell from nothing (1 for a count, 1/30
    for a rate over 30 minutes, 100/180 for a percentage of 180 intervals). With it, a phase of
    nothing but zeros is taken to have half of that over its sessions (Pustejovsky 2018); without
    it, such a phase is a ValueError, as are negative values.
    """
    a, b = _phases(phase_a, phase_b, "increase")
    terms = [_log_mean([float(value) for value in phase], least_step) for phase in (a, b)]
    (log_a, share_a), (log_b, share_b) = terms
    estimate = log_b - log_a
    name = "Log response ratio"
    if share_a is None or share_b is None:
        return Effect(f"{name}, uncorrected", estimate, confidence=confidence)
    if bias_correct:
        estimate += (share_b - share_a) / 2
        name += ", bias-corrected"
    error = math.sqrt(share_a + share_b)
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * error
    return Effect(name, estimate, error, (estimate - reach, estimate + reach), confidence)


def _phases(
    phase_a: Numbers, phase_b: Numbers, improvement: str
) -> tuple[list[Fraction], list[Fraction]]:
    """Both phases as exact decimals, turned so that more is better."""
    if improvement not in ("increase", "decrease"):
        raise ValueError(f"improvement is increase or decrease, not {improvement!r}")
    if not phase_a or not phase_b:
        raise ValueError("each phase needs at least one measurement")
    sign = 1 if improvement == "increase" else -1
    return [sign * exact(value) for value in phase_a], [sign * exact(value) for value in phase_b]


def _tau_of(a: Sequence[Fraction], b: Sequence[Fraction], confidence: float) -> Effect:
    # Only the order matters to Tau, so ranks stand in for fractions no float could hold.
    rank = {value: place for place, value in enumerate(sorted({*a, *b}))}
    effect = tau([rank[value] for value in a], [rank[value] for value in b], "increase", confidence)
    name = "Tau, baseline-corrected (no pre-test, over pairs)"
    return Effect(name, effect.estimate, effect.standard_error, effect.interval, confidence)


def _better(a: Fraction, b: Fraction) -> Fraction:
    return _HALF if a == b else Fraction(b > a)


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _root(square: Fraction | float) -> float:
    return math.sqrt(max(float(square), 0.0))


def _log_mean(values: list[float], least_step: float | None) -> tuple[float, float | None]:
    """ln M and V/(nM²); the latter None for a single value."""
    n, mean = len(values), fmean(values)
    if min(values) < 0:
        raise ValueError("a log response ratio needs amounts that are never below zero")
    if least_step is not None:
        mean = max(mean, least_step / (2 * n))
    if mean == 0:
        raise ValueError("a phase of nothing but zeros needs least_step")
    if n == 1:
        return math.log(mean), None
    spread = variance(values)
    if least_step is not None:
        spread = max(spread, least_step**2 / n**3)
    return math.log(mean), spread / (n * mean * mean)


def _newcombe(estimate: float, m: int, n: int, confidence: float) -> Interval:
    """Where the score equation of Newcombe's method 5 holds, on either side of the estimate."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    h = (m + n) / 2 - 1

    def excess(theta: float) -> float:
        shape = 1 + h * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        return (estimate - theta) ** 2 - z * z * theta * (1 - theta) / (m * n) * shape

    def bisect(inside: float, outside: float) -> float:
        for _ in range(100):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if excess(middle) <= 0 else (inside, middle)
        return outside

    return bisect(estimate, 0.0), bisect(estimate, 1.0)
