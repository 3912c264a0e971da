"""How the students of open cases stand in class: what Signals knows, for every other topic."""

from __future__ import annotations

from collections.abc import Iterator

from ..names import plain_id
from ..school import School
from ..standing import Standing
from .known import students_of


def standings(school: School) -> Iterator[Standing]:
    """One for each student of whose courses the school's systems say anything."""
    known = students_of(school)
    for case in school.cases:
        one = known.get(plain_id(case.student_id)) if case.is_open and case.student_id else None
        if one is not None and (one.courses or one.others):
            failing = ", ".join(one.failing)
            yield Standing(case.row, case.code, case.student, one.missing_work, failing)
