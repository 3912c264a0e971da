"""Which meetings are coming: for whom teachers are asked, and of which the brief stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ..answer_rows import BEFORE_A_MEETING, Answer
from ..diary_kinds import PLANNED
from ..records import Case, DiaryEntry
from ..school import School
from ..schooldays import NoSchoolDay

NAME: Final = "Meetings"
KINDS: Final = ("Meeting", "Plan review")
DAYS_BEFORE: Final = 7  # school days
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting that is planned, on `day`; teachers are asked from `asked_from`, the brief stands
    from `brief_from`, the last school day before it."""

    entry: DiaryEntry
    case: Case
    day: date
    asked_from: date
    brief_from: date


def coming(school: School) -> Iterator[Coming]:
    """Every meeting from today on for which it is time to ask, the next first."""
    found = []
    for entry in school.of(DiaryEntry):
        if entry.kind not in KINDS or entry.status != PLANNED or entry.day is None:
            continue
        case = school.case(entry.code)
        if entry.day < school.today or not entry.row.row_id or case is None or not case.is_open:
            continue
        if (days := _days_of(entry.day, school)) is not None and days[0] <= school.today:
            found.append(Coming(entry, case, entry.day, *days))
    yield from sorted(found, key=lambda each: (each.day, each.entry.row.position))


def asked_about(school: School) -> Iterator[Coming]:
    """Those before which teachers are asked today."""
    return (each for each in coming(school) if school.today < each.day)


def with_brief(school: School) -> Iterator[Coming]:
    """Those whose brief stands today."""
    return (each for each in coming(school) if each.brief_from <= school.today)


def _days_of(day: date, school: School) -> tuple[date, date] | None:
    """Seven school days before, and one; None where there is no such day."""
    try:
        last = before = school.calendar.school_day_by(day - _ONE_DAY)
        for _ in range(DAYS_BEFORE - 1):
            before = school.calendar.school_day_by(before - _ONE_DAY)
    except NoSchoolDay:
        return None
    return before, last


def said_before(meeting: Coming, school: School) -> list[Answer]:
    """What teachers said before this meeting, and not before an earlier one: the newest of each."""
    newest: dict[str, Answer] = {}
    for answer in school.of(Answer):
        if answer.code != meeting.case.code or answer.about != BEFORE_A_MEETING:
            continue
        since = school.ask.kept(seen_key(answer))
        if since is None or since >= meeting.asked_from:
            newest[answer.respondent] = answer
    return list(newest.values())


def seen_key(answer: Answer) -> str:
    """Under which it is kept when an answer was first seen: its row has no day of its own."""
    return f"answers:{answer.row.row_id}"
