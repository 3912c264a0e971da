"""What is asked of a letter."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Problem
from ..school import School
from .homes import Team, case_of, is_a_home, letter_homes, teams
from .paper import KIND, paper_of
from .records import YES, Letter


def questions(school: School) -> Iterator[Problem]:
    """A home that Team does not name; a letter that shall go, and that nobody has read, or whose
    document was thrown away."""
    of_case = teams(school)
    for letter in school.of(Letter):
        if case_of(letter, school) is None or letter.is_gone:
            continue
        if not is_a_home(letter.household, of_case.get(letter.code, ()), school):
            yield _problem(letter, "home", "household", school)
        elif letter.send == YES and not letter.is_checked:
            yield _problem(letter, "unchecked", "checked_by", school)
        elif letter.may_go and _is_thrown_away(letter, of_case.get(letter.code, ()), school):
            yield _problem(letter, "trashed", "document", school)


def _is_thrown_away(letter: Letter, team: Team, school: School) -> bool:
    """Whether what would go to one of its homes is in the trash: then it waits for ever."""
    keys = (
        f"{KIND}:{letter.code}:{paper_of(letter, h)}" for h in letter_homes(letter, team, school)
    )
    return any(map(school.ask.thrown_away, keys))


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
