"""Deadlines that have passed and are not done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..crack import Crack
from ..school import School
from .due import due_soon


def past(school: School) -> Iterator[Crack]:
    """From the day after; which kind it is the case card says."""
    for day, _, case in due_soon(school):
        if day < school.today:
            since, manager = day + timedelta(days=1), case.case_manager
            yield Crack("deadline", since, case.code, case.student, manager)
