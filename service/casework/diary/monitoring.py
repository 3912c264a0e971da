"""Monitored students: a check-in each month, until people decide: exit, stay or return.

Source: docs/casework.md, "Cadences". The number of months is a setting, and our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..check_ins import CHECK_IN, planned_check_in
from ..diary_kinds import CANCELLED
from ..records import CASELOAD, Case, DiaryEntry
from ..school import School
from ..schooldays import NoSchoolDay
from ..wants import WantedRow
from .reviews import monitor_check_ins

MONITOR = "Monitor"


def check_ins(school: School) -> Iterator[WantedRow]:
    """The rows of every monitored case, once for each school year. A month for which people have
    planned a check-in themselves gets none, and no later one in its stead."""
    kept = _months_with_check_in(school)
    for case in school.cases:
        if case.status != MONITOR or not case.code or not case.case_manager:
            continue
        for key, day in zip(_keys(case, school), _days(school), strict=False):
            if key in school.ask.done:
                continue
            if (case.code, day.year, day.month) in kept:
                yield WantedRow(key, CASELOAD, "diary", {})
                continue
            because = school.say("diary.monitored", code=case.code, day=day)
            yield planned_check_in(key, case, day, because)


def already_monitored(school: School) -> Iterator[str]:
    """Those of cases that were monitored before this came."""
    for case in school.cases:
        if case.status == MONITOR and case.code:
            yield from _keys(case, school)


def _keys(case: Case, school: School) -> list[str]:
    year = school.settings.school_year.year_of(school.today)
    months = range(1, school.settings.monitor_months + 1)
    return [f"monitor:{case.code}:{year}:{month}" for month in months]


def _days(school: School) -> tuple[date, ...]:
    try:
        return monitor_check_ins(school.today, school.calendar, school.settings)
    except NoSchoolDay:
        return ()


def _months_with_check_in(school: School) -> set[tuple[str, int, int]]:
    return {
        (entry.code, entry.day.year, entry.day.month)
        for entry in school.of(DiaryEntry)
        if entry.kind == CHECK_IN and entry.day is not None and entry.status != CANCELLED
    }
