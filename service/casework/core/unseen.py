"""Cracks of the core: cases that nobody has, colleagues away whom nobody covers, and questions
that have waited for more than a week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from ..crack import Crack, OpenQuestion, unassigned_key
from ..school import School

_A_WEEK: Final = timedelta(days=7)


def unassigned(school: School) -> Iterator[Crack]:
    """Open cases without a case manager, since that was first seen."""
    for case in school.cases:
        if case.code and case.is_open and not case.case_manager:
            since = school.ask.kept(unassigned_key(case.code)) or school.today
            yield Crack("unassigned", since, case.code, case.student)


def uncovered(school: School) -> Iterator[Crack]:
    """Who has open cases, is away today, and has nobody under Cover."""
    today, calendar = school.today, school.calendar
    for email in sorted({case.case_manager for case in school.cases if case.is_open}):
        if email and calendar.is_away(today, email) and not calendar.cover_for(today, email):
            off = calendar.day_off(today, email)
            since = off.first if off is not None else today
            yield Crack("uncovered", since, who=school.name_of(email))


def old_questions(school: School) -> Iterator[Crack]:
    """Questions on Attention that are older than a week."""
    for each in school.of(OpenQuestion):
        if school.today - each.since > _A_WEEK:
            yield Crack("question", each.since + _A_WEEK, whose=each.whose)


def unseen(school: School) -> Iterator[Crack]:
    """All of these."""
    yield from unassigned(school)
    yield from uncovered(school)
    yield from old_questions(school)
