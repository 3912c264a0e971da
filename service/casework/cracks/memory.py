"""What is remembered so that it can be said how long: when a case was first seen open without a
word in its Diary, and when without a case manager."""

from __future__ import annotations

from collections.abc import Iterator

from ..crack import begun, begun_key, first_days, unassigned_key
from ..school import School
from ..wants import Keep


def first_seen(school: School) -> Iterator[Keep]:
    """Once for each open case of which nothing else says it."""
    days, kept = first_days(school), school.ask.kept
    for case in school.cases:
        if not case.code or not case.is_open:
            continue
        if begun(case, days, school) is None:
            yield Keep(begun_key(case.code), school.today)
        if not case.case_manager and kept(unassigned_key(case.code)) is None:
            yield Keep(unassigned_key(case.code), school.today)
