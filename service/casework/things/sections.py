"""What is due of the random things, in the case manager's day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..cards import CardLine, CardSection
from ..records import StaffMember
from ..school import School
from .due import is_due, things_of


def due_today(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """The lines whose day has come, the oldest first."""
    found = [
        thing
        for case in school.cases
        if case.is_open
        for thing in things_of(case, school)
        if is_due(thing, school)
    ]
    for thing in sorted(found, key=lambda each: each.day or date.max):
        yield CardLine(
            words=thing.line,
            above=thing.case.student,
            below=school.say("things.due", day=thing.day),
            code=thing.case.code,
            icon="event",
        )


SECTIONS = (CardSection("today", "random_things_to_do", "things.due_title", due_today, waits=True),)
