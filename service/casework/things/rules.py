"""What is remembered of lines whose day counts from their writing, and what is asked, once, of a
day that can be read in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Problem
from ..school import School
from ..wants import Keep
from .due import NO_DAY, Thing, meant_key, seen_key, things_of


def remembered(school: School) -> Iterator[Keep]:
    """The day on which a line with "Fri" or "next week" was first seen, and the day that somebody
    picked for one that was asked about."""
    for thing in _all(school):
        code, line = thing.case.code, thing.line
        if thing.relative and school.ask.kept(seen_key(code, line)) is None:
            yield Keep(seen_key(code, line), school.today)
        picked = school.ask.pick(_question(thing)) if thing.readings else ""
        if picked:
            choices = dict(zip(_choices(thing, school), (*thing.readings, NO_DAY), strict=True))
            if picked in choices:
                yield Keep(meant_key(code, line), choices[picked])


def questions(school: School) -> Iterator[Problem]:
    """Which of two days is meant; of the case's manager."""
    for thing in _all(school):
        if thing.readings:
            yield Problem(
                key=_question(thing),
                row=thing.case.row,
                column="random_things_to_do",
                what=school.say("things.which_day.what"),
                why=school.say("things.which_day.why", line=thing.line[:80]),
                student=thing.case.student,
                code=thing.case.code,
                whose=thing.case.case_manager,
                pick=_choices(thing, school),
            )


def _all(school: School) -> Iterator[Thing]:
    for case in school.cases:
        if case.is_open and case.code and case.random_things:
            yield from things_of(case, school)


def _choices(thing: Thing, school: School) -> tuple[str, ...]:
    days = (school.say("things.which_day.day", day=day) for day in thing.readings)
    return (*days, school.say("things.which_day.none"))


def _question(thing: Thing) -> str:
    return f"thing:{thing.case.code}:{thing.line}"
