"""What done rows of the Diary say of somebody's time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..diary_kinds import DONE, DiaryKind
from ..records import DiaryEntry
from ..school import School
from ..work import COLLEAGUES, FAMILIES, MEETINGS, PROVIDERS, STUDENTS, Work

_OTHERS: Final = {"teacher_contact": COLLEAGUES, "outside_provider": PROVIDERS}


def works(school: School, email: str) -> Iterator[Work]:
    """Each row that is done, with its Minutes; where it says none, those of its kind. It is work
    of the person on whose calendar it stood."""
    for entry in school.of(DiaryEntry):
        kind = school.ask.kinds.get(entry.kind)
        whose = entry.owner or school.manager_of(entry.code)
        if kind is None or entry.day is None or entry.status != DONE or whose != email:
            continue
        minutes = kind.minutes if entry.minutes is None else entry.minutes
        yield Work(kind.about, kind_of_time(kind), entry.day, minutes, entry.code)


def kind_of_time(kind: DiaryKind) -> str:
    """Time with students, with families, with others, or else of a meeting."""
    if kind.student_contact:
        return STUDENTS
    if kind.family_contact:
        return FAMILIES
    return _OTHERS.get(kind.about, MEETINGS)
