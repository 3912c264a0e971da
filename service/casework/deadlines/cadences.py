"""By kind of deadline: how long after Last it is due, in which country, and by which rule.

Sources, each also said in the row (wording `deadlines.rule`): 34 CFR 300.301(c)(1), 300.303(b)(2),
300.320(a)(3), (b) and (c), 300.324(b)(1) and 104.35(d) (periodically; a year is Holdfast's own);
20 U.S.C. 6312(e)(3) (families of English learners hear within 30 days of the beginning of the
year, else within two weeks of the placement); at least two years of watching once a student has
left an English learner program; a board's deadline for access to exams, asked for seven weeks
before. What a family consented to, and a release, are looked at again after a year, which is
Holdfast's own, and so is a year for a plan of the school's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from dateutil.relativedelta import relativedelta

from ..settings import SchoolSettings
from .records import (
    CONSENT,
    EL_MONITORING,
    EL_NOTICE,
    EVALUATION,
    EXAM_ACCESS,
    IEP,
    ILP,
    MAJORITY,
    PLAN_504,
    PROGRESS_REPORT,
    RE_EVALUATION,
    RELEASE,
    TRANSITION,
)

UNITED_STATES: Final = "US"
FROM_YEAR_S_BEGIN, FROM_PLACEMENT = 30, 14  # days, for the notice to families of English learners
EXAM_ACCESS_BEFORE = 49  # days before the board's deadline
MAJORITY_TOLD_AT = 17  # years: one before the age of majority


@dataclass(frozen=True, slots=True)
class Cadence:
    """`setting` names the number of months (or days) on Settings that goes before ours; `again`:
    once it is done, the next is due."""

    rule: str
    months: int = 0
    days: int = 0
    setting: str = ""
    us_only: bool = False
    again: bool = False


CADENCES: Final[Mapping[str, Cadence]] = MappingProxyType(
    {
        ILP: Cadence("ilp", months=12, again=True),
        IEP: Cadence("iep", months=12, setting="iep_review_months", us_only=True, again=True),
        RE_EVALUATION: Cadence(
            "re_evaluation", months=36, setting="reevaluation_months", us_only=True, again=True
        ),
        PLAN_504: Cadence(
            "plan_504", months=12, setting="plan_504_review_months", us_only=True, again=True
        ),
        EVALUATION: Cadence("evaluation", days=60, setting="evaluation_within_days", us_only=True),
        TRANSITION: Cadence("transition", months=12, us_only=True, again=True),
        MAJORITY: Cadence("majority", months=12 * MAJORITY_TOLD_AT, us_only=True),
        EL_NOTICE: Cadence("el_notice", days=FROM_PLACEMENT, us_only=True, again=True),
        EL_MONITORING: Cadence("el_monitoring", months=24, us_only=True),
        EXAM_ACCESS: Cadence("exam_access", days=-EXAM_ACCESS_BEFORE),
        PROGRESS_REPORT: Cadence("progress_report", again=True),
        CONSENT: Cadence("consent", months=12, again=True),
        RELEASE: Cadence("release", months=12, again=True),
    }
)


def cadence_of(kind: str, country: str) -> Cadence | None:
    """The cadence of a kind; None for what has none, or none in this country."""
    cadence = CADENCES.get(kind)
    if cadence is None or (cadence.us_only and country != UNITED_STATES):
        return None
    return cadence


def last_day(kind: str, last: date, settings: SchoolSettings) -> date | None:
    """The very last day for what counts from `last`; None for a kind that has no cadence here."""
    cadence = cadence_of(kind, settings.country)
    if cadence is None:
        return None
    if kind == PROGRESS_REPORT:
        return _end_of_quarter_after(last, settings)
    if kind == EL_NOTICE and last == year_begins(last, settings):
        return last + timedelta(days=FROM_YEAR_S_BEGIN)
    months, days = cadence.months, cadence.days
    if cadence.setting:
        number = int(getattr(settings, cadence.setting))
        months, days = (number, 0) if months else (0, number)
    return last + relativedelta(months=months, days=days)


def span_of(kind: str, settings: SchoolSettings) -> int:
    """The months (or days) of a kind, as they stand on Settings."""
    cadence = CADENCES[kind]
    ours = abs(cadence.months or cadence.days)
    return int(getattr(settings, cadence.setting)) if cadence.setting else ours


def year_begins(day: date, settings: SchoolSettings, ahead: int = 0) -> date:
    """The first day of the school year in which `day` lies, or of one `ahead` of it."""
    year = settings.school_year
    month, of_month = year.begins
    return date(year.year_of(day) + ahead, month, min(of_month, 28 if month == 2 else of_month))


def _end_of_quarter_after(last: date, settings: SchoolSettings) -> date:
    year = settings.school_year
    first = year.year_of(last)
    ends = (end for each in (first, first + 1) for end in year.ends_of(each))
    return next(end for end in ends if end > last)
