"""What goals say of somebody's time: a plan was written on the day on which its goals begin."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Goal
from ..school import School
from ..work import PAPERWORK, Work


def works(school: School, email: str) -> Iterator[Work]:
    """One plan for each student and day on which goals of theirs begin, however many they are."""
    begun = {
        (goal.start, goal.code)
        for goal in school.of(Goal)
        if goal.start is not None and goal.start <= school.today and goal.goal.strip()
    }
    for day, code in sorted(begun):
        if school.manager_of(code) == email:
            yield Work("plan", PAPERWORK, day, code=code)
