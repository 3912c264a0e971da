"""What is due for a student, in words for the team before a meeting."""

from __future__ import annotations

from collections.abc import Iterator

from ..briefing import DEADLINE, Told
from ..school import School
from .due import due_soon


def before_a_meeting(school: School, code: str) -> Iterator[Told]:
    """What is past or due within 60 days."""
    for day, deadline, case in due_soon(school):
        if case.code == code:
            key = "deadlines.brief.past" if day < school.today else "deadlines.brief.due"
            yield Told(DEADLINE, school.say(key, kind=deadline.kind, day=day))
