"""Which line a student is over, by indicator. Counts against lines: no weights, no score.

Attendance (Ed-Fi, rules of daily attendance; EDFacts FS195): the share of school days attended, the
bound itself included: 95 and below is near the line, 90 (chronic absence) over it, 80 far over. In
the first school days nothing is said. Behavior: referrals to the office and suspensions of the
school year. Course: failing or failed courses. Only push-in passes: failing in every course without
help, and passing in one with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .records import (
    ATTENDANCE,
    BEHAVIOR,
    COURSE,
    FAR,
    LEVELS,
    NEAR,
    NO_HELP,
    ONLY_PUSH_IN,
    OVER,
    KnownStudent,
)
from .thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Finding:
    """One indicator of one student."""

    indicator: str
    level: str


def findings(known: KnownStudent, lines: Thresholds) -> tuple[Finding, ...]:
    """Every line that the student is at or over, the highest first."""
    found = [Finding(indicator, level) for indicator, level in _all(known, lines) if level]
    return tuple(sorted(found, key=lambda each: -rank(each.level)))


def rank(level: str) -> int:
    """0 for none, 3 for far over."""
    return LEVELS.index(level) if level in LEVELS else 0


def _all(known: KnownStudent, lines: Thresholds) -> Iterator[tuple[str, str]]:
    yield ATTENDANCE, attendance_level(known.enrolled, counted_absent(known, lines), lines)
    yield BEHAVIOR, behavior_level(known.referrals, known.suspensions, lines)
    yield COURSE, course_level(known, lines)
    yield ONLY_PUSH_IN, OVER if only_push_in_passes(known, lines) else ""


def counted_absent(known: KnownStudent, lines: Thresholds) -> float:
    """Days absent as the school counts them."""
    return known.absent if lines.excused_count else known.absent - known.excused


def attendance_level(enrolled: float, absent: float, lines: Thresholds) -> str:
    """ "" below the least enrollment, with a number of days that no year has, or above all lines.

    >>> attendance_level(60, 5.5, Thresholds())
    'Near the line'
    """
    if enrolled < lines.attendance_least_school_days_enrolled or absent <= 0:
        return ""
    if enrolled > lines.attendance_most_school_days_in_a_year:
        return ""
    attended = (enrolled - absent) * 100
    for level, share in (
        (FAR, lines.attendance_far_over_at_percent),
        (OVER, lines.attendance_over_it_at_percent),
        (NEAR, lines.attendance_near_the_line_at_percent),
    ):
        if attended <= share * enrolled + 1e-6:
            return level
    return ""


def behavior_level(referrals: int, suspensions: int, lines: Thresholds) -> str:
    """By referrals to the office and by suspensions, whichever is higher."""
    if (
        referrals >= lines.behavior_far_over_from_office_referrals
        or suspensions >= lines.behavior_far_over_from_suspensions
    ):
        return FAR
    if (
        referrals >= lines.behavior_over_it_from_office_referrals
        or suspensions >= lines.behavior_over_it_from_suspensions
    ):
        return OVER
    return ""


def course_level(known: KnownStudent, lines: Thresholds) -> str:
    """By failing and failed courses; near the line where a running one is low."""
    failing = len(known.failing)
    if failing >= lines.course_far_over_from_failing_courses:
        return FAR
    if failing >= lines.course_over_it_from_failing_courses:
        return OVER
    low = any(
        each.percent is not None and each.percent < lines.course_near_the_line_below_percent
        for each in known.courses
        if each.state != "Final"
    )
    return NEAR if low or failing else ""


def only_push_in_passes(known: KnownStudent, lines: Thresholds) -> bool:
    """Every course without help is failing, at least one with help is passing, and there are
    enough courses to say so."""
    told = [each for each in known.courses if each.mark or each.percent is not None]
    alone = [each for each in told if each.help in NO_HELP]
    helped = [each for each in told if each.help not in NO_HELP]
    if len(told) + known.others < lines.only_push_in_passes_least_courses:
        return False
    all_failing = bool(alone) and not known.others and all(each.failing for each in alone)
    return all_failing and any(not each.failing for each in helped)
