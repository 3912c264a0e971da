"""What a student has to do: open Actions whose Who is the student, and lines that begin with
"To-Do:". Nothing else of Random things to do is ever printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..names import fold
from ..records import Action, Case
from ..school import School
from ..thing_lines import open_things, printed

OVER = frozenset({"Done", "Dropped", "Declined"})


@dataclass(frozen=True, slots=True)
class Task:
    """`item` tells it from the student's others: the Row ID of an Action, or the whole line."""

    case: Case
    item: str
    what: str
    due: date | None = None
    action: Action | None = None


def tasks_of(case: Case, school: School) -> Iterator[Task]:
    """The open ones of one student: Actions by their day, then the lines."""
    actions = [each for each in school.of(Action) if each.code == case.code]
    for action in sorted(actions, key=lambda a: (a.due or date.max, a.row.position)):
        is_open = action.status not in OVER and action.consent != "Refused"
        if (
            action.action.strip()
            and action.row.row_id
            and is_open
            and _is_own(action, case, school)
        ):
            yield Task(case, action.row.row_id, action.action.strip(), action.due, action)
    for line in open_things(case.random_things):
        if printed(line):
            yield Task(case, line, printed(line))


def _is_own(action: Action, case: Case, school: School) -> bool:
    """Whether Who is the student: by name, first name, or a word such as "student"."""
    who = fold(action.who)
    words = {fold(word) for word in school.say("week.student_words").split(",")}
    names = {fold(case.student), *map(fold, case.also_known_as)}
    names |= {name.split()[0] for name in names if name}
    return bool(who) and who in words | names
