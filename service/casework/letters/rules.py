"""What is asked of a letter."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Problem
from ..school import School
from .homes import case_of, is_a_home, teams
from .records import YES, Letter


def questions(school: School) -> Iterator[Problem]:
    """A home that Team does not name, and a letter that shall go and that nobody has read."""
    of_case = teams(school)
    for letter in school.of(Letter):
        if case_of(letter, school) is None or letter.is_gone:
            continue
        if not is_a_home(letter.household, of_case.get(letter.code, ()), school):
            yield _problem(letter, "home", "household", school)
        elif letter.send == YES and not letter.is_checked:
            yield _problem(letter, "unchecked", "checked_by", school)


def _problem(letter: Letter, key: str, column: str, school: School) -> Problem:
    return Problem(
        key=f"letters:{letter.row.row_id}:{key}",
        row=letter.row,
        column=column,
        what=school.say(f"letters.{key}.what"),
        why=school.say(f"letters.{key}.why", kind=letter.kind),
        student=letter.student,
        code=letter.code,
        whose=school.manager_of(letter.code),
    )
