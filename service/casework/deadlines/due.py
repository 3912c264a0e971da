"""When a deadline is due, and in words by which rule, with the arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..records import Case
from ..school import School
from ..schooldays import NoSchoolDay
from .cadences import CADENCES, cadence_of, last_day, span_of
from .records import Deadline

LEAD = "deadline_lead_days"
AHEAD = 60  # days that cards look ahead


@dataclass(frozen=True, slots=True)
class Due:
    """The day (None: not known), and the rule in words."""

    day: date | None
    rule: str


def due_of(deadline: Deadline, school: School) -> Due:
    """Own date wins; else Last and the kind's span, pulled back to a school day."""
    say, settings = school.say, school.settings
    if deadline.own_date is not None:
        return Due(deadline.own_date, say("deadlines.own_date"))
    cadence = CADENCES.get(deadline.kind)
    if cadence is None:
        return Due(None, say("deadlines.no_rule") if deadline.kind else "")
    if cadence_of(deadline.kind, settings.country) is None:
        return Due(None, say("deadlines.us_only"))
    rule = say(f"deadlines.rule.{cadence.rule}", span=span_of(deadline.kind, settings))
    if deadline.last is None:
        return Due(None, f"{rule} {say('deadlines.no_last')}")
    exact = last_day(deadline.kind, deadline.last, settings)
    assert exact is not None
    day = _school_day(exact, deadline.last, school)
    if day is None:
        return Due(exact, rule)
    pulled = "" if day == exact else say("deadlines.moved", exact=exact, day=day)
    return Due(day, f"{rule} {pulled}".strip())


def _school_day(exact: date, last: date, school: School) -> date | None:
    """The last school day by then; where none lies between, the first one after."""
    try:
        day = school.calendar.school_day_by(exact)
        if exact > last >= day:
            day = school.calendar.next_school_day(exact)
        return day
    except NoSchoolDay:
        return None


def open_deadlines(school: School) -> Iterator[tuple[Deadline, Case]]:
    """What is not done yet, of open cases."""
    for deadline in school.of(Deadline):
        case = school.case(deadline.code)
        if case is None or not case.is_open or not deadline.kind or deadline.done_on is not None:
            continue
        yield deadline, case


def due_soon(school: School) -> list[tuple[date, Deadline, Case]]:
    """What is past, or due within 60 days, in that order. What was due before the module counts
    is left out."""
    since = school.counts_from("Deadlines")
    until = school.today + timedelta(days=AHEAD)
    found = [
        (day, deadline, case)
        for deadline, case in open_deadlines(school)
        if (day := due_of(deadline, school).day) is not None
        and day <= until
        and not (since and day < since)
    ]
    return sorted(found, key=lambda each: (each[0], each[1].kind, each[2].student))


def undated(school: School) -> list[tuple[Deadline, Case]]:
    """What has no day because nobody wrote from when it counts."""
    return [
        (deadline, case)
        for deadline, case in open_deadlines(school)
        if due_of(deadline, school).day is None
        and (cadence_of(deadline.kind, school.settings.country) or deadline.kind not in CADENCES)
    ]


def reminder_day(due: date, school: School) -> date:
    """The day in the calendar: so many days before, on a school day; once that has passed, the
    deadline itself."""
    lead = int(school.settings.more.get(LEAD, 30))
    try:
        day = school.calendar.school_day_by(due - timedelta(days=lead))
    except NoSchoolDay:
        return due
    return day if day >= school.today else due
