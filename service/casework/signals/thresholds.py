"""The lines, as the school has set them. Where each comes from stands beside it on Settings
(sheets_templates/settings/signals.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from ..settings import NO


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Called as the rows of Settings, in snake case."""

    new_suggestions_a_week: int = 15
    look_again_after_days: int = 45
    attendance_near_the_line_at_percent: float = 95
    attendance_over_it_at_percent: float = 90
    attendance_far_over_at_percent: float = 80
    attendance_least_school_days_enrolled: int = 20
    attendance_excused_absences_count: str = "yes"
    attendance_periods_in_a_school_day: int = 7
    attendance_most_school_days_in_a_year: int = 185
    behavior_over_it_from_office_referrals: int = 2
    behavior_far_over_from_office_referrals: int = 6
    behavior_over_it_from_suspensions: int = 1
    behavior_far_over_from_suspensions: int = 2
    course_near_the_line_below_percent: float = 69
    course_failing_below_percent: float = 60
    course_failing_marks: str = "F, U, NC, NP, WF"
    course_over_it_from_failing_courses: int = 1
    course_far_over_from_failing_courses: int = 2
    only_push_in_passes_least_courses: int = 3

    @property
    def excused_count(self) -> bool:
        return self.attendance_excused_absences_count.strip().casefold() not in NO

    @property
    def failing_marks(self) -> frozenset[str]:
        return frozenset(each.strip().upper() for each in self.course_failing_marks.split(","))


def thresholds_of(more: Mapping[str, Any]) -> Thresholds:
    """From `SchoolSettings.more`; what is not there has the default."""
    known = {each.name for each in fields(Thresholds)}
    return Thresholds(**{key: value for key, value in more.items() if key in known})
