"""When plans are looked at again: IEP, re-evaluation, 504, monitored students.

Source: docs/casework.md, "Cadences": an evaluation within 60 days of consent (34 CFR
300.301(c)); the first IEP meeting within 30 days of eligibility (300.323(c)), a review every 12
months, re-evaluation every 3 years; 504 periodically (104.35(d)), where a year is our own;
monitored students have a monthly check-in for four months, which is our own too, then exit, stay
or return. Each number is a setting. A law's own limit is a latest day, so a due date that falls
on a day off moves to the school day *before* it; a check-in moves to the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from ..records import Case
from ..schooldays import SchoolCalendar
from ..settings import SchoolSettings


class PlanKind(StrEnum):
    IEP = "iep"
    SECTION_504 = "504"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A case whose Review due is near or past; `days` until then, negative when it is past."""

    code: str
    due: date
    days: int


def plan_kind(plan_type: str) -> PlanKind:
    """What the text under Plan type means: "IEP", "504 plan", anything else."""
    if re.search(r"\biep\b", plan_type, re.IGNORECASE):
        return PlanKind.IEP
    return PlanKind.SECTION_504 if re.search(r"\b504\b", plan_type) else PlanKind.OTHER


def evaluation_by(consent: date, calendar: SchoolCalendar, settings: SchoolSettings) -> date:
    """The last school day within 60 (calendar) days of the family's consent for the first
    evaluation to be done; a state may set its own number. Raises NoSchoolDay."""
    return calendar.school_day_by(consent + timedelta(days=settings.evaluation_within_days))


def first_iep_by(eligible: date, calendar: SchoolCalendar, settings: SchoolSettings) -> date:
    """The last school day within 30 (calendar) days of the decision on eligibility for the first
    IEP *meeting*. Raises NoSchoolDay."""
    return calendar.school_day_by(eligible + timedelta(days=settings.iep_first_within_days))


def review_by(
    plan_type: str, last: date, calendar: SchoolCalendar, settings: SchoolSettings
) -> date | None:
    """The last school day for the next review after the one on `last`; None for a plan that no
    law gives a cadence. Raises NoSchoolDay."""
    match plan_kind(plan_type):
        case PlanKind.IEP:
            months = settings.iep_review_months
        case PlanKind.SECTION_504:
            months = settings.plan_504_review_months
        case _:
            return None
    return calendar.school_day_by(last + relativedelta(months=months))


def reevaluation_by(last: date, calendar: SchoolCalendar, settings: SchoolSettings) -> date:
    """The last school day for the next evaluation after the one on `last`. Raises NoSchoolDay."""
    return calendar.school_day_by(last + relativedelta(months=settings.reevaluation_months))


def monitor_check_ins(
    since: date, calendar: SchoolCalendar, settings: SchoolSettings
) -> tuple[date, ...]:
    """The monthly check-ins of a student monitored since `since`, each on a school day. After
    the last one people decide: exit, stay or return. Raises NoSchoolDay."""
    months = range(1, settings.monitor_months + 1)
    return tuple(calendar.next_school_day(since + relativedelta(months=month)) for month in months)


def reviews_due(cases: Iterable[Case], today: date, within_days: int) -> tuple[ReviewDue, ...]:
    """Open cases whose Review due is past or comes within so many days; the longest past first."""
    found = [
        ReviewDue(case.code, case.review_due, (case.review_due - today).days)
        for case in cases
        if case.is_open
        and case.code
        and case.review_due
        and (case.review_due - today).days <= within_days
    ]
    return tuple(sorted(found, key=lambda each: (each.due, each.code)))
