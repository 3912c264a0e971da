"""No student may be told from what all staff read: a cell that names one is asked about."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Problem
from ..school import School
from .deidentified import StudentNames
from .records import LibraryEntry


def names_no_student(school: School) -> Iterator[Problem]:
    """One question for each such cell, to who coordinates. It says where, and never whom."""
    entries = school.of(LibraryEntry)
    if not entries:
        return
    known = StudentNames(
        [
            *((each.name, each.student_id, each.also_known_as) for each in school.roster.students),
            *((each.student, each.student_id, each.also_known_as) for each in school.cases),
        ],
        [person.name for person in school.staff],
    )
    for entry in entries:
        for column, written in entry.texts():
            if known.stand_in(written):
                yield _problem(entry, column, school)


def _problem(entry: LibraryEntry, column: str, school: School) -> Problem:
    where = entry.row.row_id or f"row{entry.row.position}"
    return Problem(
        key=f"library:{where}:{column}",
        row=entry.row,
        column=column,
        what=school.say("library.named.what"),
        why=school.say("library.named.why"),
        whose=school.coordinator,
    )
