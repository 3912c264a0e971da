"""When a line is due: the day that stands in it, as it is understood or as somebody has said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..records import Case
from ..school import School
from ..schooldays import NoSchoolDay
from ..thing_lines import open_things
from .dates_in_text import days_in, order_of

NO_DAY = date.max  # somebody has said that it is none


@dataclass(frozen=True, slots=True)
class Thing:
    """One open line of a case. `day` None = it has none, or nobody has said which; `readings` are
    two where that is asked; `relative`: it counts from the day on which it was first seen."""

    case: Case
    line: str
    day: date | None = None
    readings: tuple[date, ...] = ()
    relative: bool = False


def seen_key(code: str, line: str) -> str:
    return f"thing seen:{code}:{line}"


def meant_key(code: str, line: str) -> str:
    return f"thing meant:{code}:{line}"


def things_of(case: Case, school: School) -> Iterator[Thing]:
    """The open lines of a case, each with its day. Several days in a line: the first of them."""
    language = school.say("things.dates_are_written_in")
    order = order_of(language, school.settings.country)
    for line in open_things(case.random_things):
        kept = school.ask.kept
        written = kept(seen_key(case.code, line)) or school.today
        found = days_in(line, language, order, written, school.today)
        relative = any(each.relative for each in found)
        meant = kept(meant_key(case.code, line))
        if meant is not None:
            yield Thing(case, line, meant if meant != NO_DAY else None, relative=relative)
            continue
        unclear = next((each for each in found if len(each.readings) > 1), None)
        if unclear is not None:
            yield Thing(case, line, None, unclear.readings, relative)
            continue
        day = min((each.readings[0] for each in found), default=None)
        yield Thing(case, line, day, relative=relative)


def is_due(thing: Thing, school: School) -> bool:
    """Whether it stands on Today: its day has come, or comes before the next school day."""
    if thing.day is None:
        return False
    try:
        following = school.calendar.next_school_day(school.today + timedelta(days=1))
    except NoSchoolDay:
        following = school.today + timedelta(days=1)
    return thing.day < following
