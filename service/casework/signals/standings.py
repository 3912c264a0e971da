"""How the students of open cases stand in class: what Signals knows, for every other topic."""

from __future__ import annotations

from collections.abc import Iterator

from ..names import plain_id
from ..school import School
from ..standing import Standing
from .known import students_of


def standings(school: School) -> Iterator[Standing]:
    """One for each student of whose courses or days the school's systems say anything."""
    known = students_of(school)
    for case in school.cases:
        one = known.get(plain_id(case.student_id)) if case.is_open and case.student_id else None
        if one is None or not (one.courses or one.others or one.late):
            continue
        missing = one.missing_work if one.courses or one.others else None
        failing, late = ", ".join(one.failing), one.late - one.late_excused
        yield Standing(case.row, case.code, case.student, missing, failing, late)
