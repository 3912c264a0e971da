"""Active cases that still have no plan: no goal, or no action, that one could be made of."""

from __future__ import annotations

from collections.abc import Iterator

from ..case_file import LEFT_OUT
from ..crack import Crack, begun, first_days
from ..records import Action, Goal
from ..school import School
from ..schooldays import NoSchoolDay


def without_plan(school: School) -> Iterator[Crack]:
    """So many school days after the case's first day as Settings say."""
    days = first_days(school)
    goals = {each.code for each in school.of(Goal) if each.goal.strip()}
    actions = {
        each.code
        for each in school.of(Action)
        if each.action.strip() and each.status not in LEFT_OUT and each.consent != "Refused"
    }
    for case in school.cases:
        if case.status != "Active" or not case.code or case.code in goals & actions:
            continue
        first = begun(case, days, school)
        if first is None:
            continue
        try:
            since = school.calendar.add_school_days(first, school.settings.plan_within_school_days)
        except NoSchoolDay:
            continue
        yield Crack("no_plan", since, case.code, case.student, case.case_manager)
