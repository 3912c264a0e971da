"""To-Do is back: what was done is ticked, and what is open stands on the card, day after day."""

from __future__ import annotations

from collections.abc import Iterator

from ..cards import CardChecklist, CardLine, CardSection, RowChange, Tick, printed_key
from ..records import StaffMember
from ..school import School
from ..thing_lines import ticked
from ..wants import Value
from .own_tasks import Task, tasks_of

NAME = "to_do_is_back"


def ticks(school: School, code: str) -> Iterator[Tick]:
    """What stands on paper and is open."""
    for task, day in _printed(school, code):
        yield Tick(code, task.item, task.what, _nth_day(day, school) if day > 1 else "")


def changes(
    school: School, person: StaffMember, code: str, items: frozenset[str]
) -> Iterator[RowChange]:
    """Actions become Done; the lines get the card's tick, all in their one cell."""
    case = school.case(code)
    if case is None:
        return
    cell = case.random_things
    for task in tasks_of(case, school):
        if task.item not in items:
            continue
        if task.action is not None:
            done: dict[str, Value] = {"status": "Done", "done_on": school.today}
            yield "actions", task.action.row.row_id, done
        else:
            cell = ticked(cell, task.item, school.today, school.say) or cell
    if cell != case.random_things:
        yield "caseload", code, {"random_things_to_do": cell}


def still_open(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """On Today: what was printed on an earlier day and is open still."""
    for case in school.cases:
        for task, day in _printed(school, case.code):
            if day > 1 and case.is_open:
                yield CardLine(
                    words=task.what,
                    above=case.student,
                    below=_nth_day(day, school),
                    code=case.code,
                    action=NAME,
                    icon="hourglass_bottom",
                )


def _printed(school: School, code: str) -> Iterator[tuple[Task, int]]:
    """The open tasks of a case that were printed, each with the school day that it is open: 1 on
    the day of the paper."""
    case = school.case(code)
    for task in tasks_of(case, school) if case else ():
        since = school.ask.kept(printed_key(code, task.item))
        if since is not None and since <= school.today:
            days = school.calendar.school_days_between(since, school.today)
            yield task, max(days, 1)


def _nth_day(day: int, school: School) -> str:
    key = {2: "second", 3: "third"}.get(day, "nth" if day <= 20 else "day")
    return school.say(f"week.open.{key}", count=day)


CHECKLIST = CardChecklist(NAME, frozenset({"Case manager", "Coordinator"}), ticks, changes)
OPEN = CardSection("today", "week", "week.open.title", still_open)
