"""What cards show of deadlines: one table of what is due in 60 days, and each case's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ..cards import CardLine, CardSection
from ..records import Case, StaffMember
from ..school import School
from .due import due_of, due_soon, open_deadlines, undated
from .forms import DONE
from .records import Deadline

MOST_NAMES = 12  # students that one line names


def on_case(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """What is open for the case, the next first, then what has no day yet."""
    found = [
        (due_of(each, school), each) for each, case in open_deadlines(school) if case.code == code
    ]
    for due, each in sorted(found, key=lambda of: (of[0].day is None, of[0].day or date.max)):
        may = person.role in DONE.roles and DONE.may(school, person, each)
        yield CardLine(
            each.kind,
            above=_day_words(due.day, school),
            below=due.rule,
            code=each.code,
            row=each.row.row_id,
            action=DONE.name if may else "",
            icon="event_busy" if due.day and due.day < school.today else "event",
        )


def in_sixty_days(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """One line for each day and kind, with whom it is about; then how many have no day."""
    yield from _table(due_soon(school), school)
    count = len(undated(school))
    if count:
        yield CardLine(school.say("deadlines.undated", count=count), icon="edit_calendar")


def by_manager(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """For who coordinates: how many are due and past, by case manager. It names no student."""
    counts: dict[str, list[int]] = {}
    for day, _, case in due_soon(school):
        mine = counts.setdefault(case.case_manager, [0, 0])
        mine[day < school.today] += 1
    for email, (coming, past) in sorted(counts.items(), key=lambda of: (-of[1][1], of[0])):
        words = school.name_of(email) if email else school.say("deadlines.nobody")
        yield CardLine(
            words, below=school.say("deadlines.counts", coming=coming, past=past), icon="event"
        )


def _table(found: Iterable[tuple[date, Deadline, Case]], school: School) -> Iterator[CardLine]:
    groups: dict[tuple[date, str], list[Case]] = {}
    for day, deadline, case in found:
        groups.setdefault((day, deadline.kind), []).append(case)
    for (day, kind), cases in groups.items():
        names = [case.student for case in cases]
        more = len(names) - MOST_NAMES
        below = ", ".join(names[:MOST_NAMES])
        if more > 0:
            below = school.say("deadlines.and_more", names=below, count=more)
        title = school.say("deadlines.event_title", kind=kind, count=len(cases))
        yield CardLine(
            title if len(cases) > 1 else kind,
            above=_day_words(day, school),
            below=below,
            code=cases[0].code if len(cases) == 1 else "",
            icon="event_busy" if day < school.today else "event",
        )


def _day_words(day: date | None, school: School) -> str:
    if day is None:
        return school.say("deadlines.no_day")
    key = "deadlines.was_due" if day < school.today else "deadlines.due"
    return school.say(key, day=day)


SECTIONS = (
    CardSection("case", "deadlines", "deadlines.section", on_case),
    CardSection("today", "deadlines", "deadlines.in_sixty_days", in_sixty_days),
    CardSection("office", "deadlines", "deadlines.in_sixty_days", by_manager),
)
