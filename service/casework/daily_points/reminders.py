"""Once a week, one mail to each teacher who has not filled last week's points: all students of
theirs in one mail, and none of them named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ..names import fold
from ..records import BehaviorNote, Case, Goal, StaffMember, TeamMember
from ..rights import visible_fields
from ..school import School
from ..wants import Keep, WantedMessage
from .measuring import MODULE, is_points_goal
from .points import is_absent, is_given, monday_of

RIGHT = "daily_points"
_WEEK = timedelta(days=7)


def filled_key(code: str, email: str, monday: date) -> str:
    """Under which it is remembered that somebody gave a student points in a week."""
    return f"points:{code}:{email}:{monday.isoformat()}"


def who_filled(school: School, goal: Goal, notes: Sequence[BehaviorNote]) -> Iterator[Keep]:
    """Of what was typed into the sheet in this week and the last: who gave points, by the name
    under By."""
    since = monday_of(school.today) - _WEEK
    names = {fold(person.name): person.email for person in school.staff if person.name}
    found = {
        filled_key(goal.code, email, monday_of(note.day)): note.day
        for note in notes
        if note.day >= since and (is_given(note) or is_absent(note))
        for email in (names.get(fold(note.by), ""), note.by.casefold())
        if "@" in email
    }
    yield from (Keep(key, day) for key, day in found.items() if school.ask.kept(key) is None)


def begun(school: School) -> Iterator[Keep]:
    """Since when a goal is measured so: nobody owes a week in which it was not known yet."""
    for goal in school.of(Goal):
        named = bool(goal.row.row_id) and is_points_goal(goal)
        if named and school.ask.kept(_begun_key(goal)) is None:
            yield Keep(_begun_key(goal), school.today)


def _begun_key(goal: Goal) -> str:
    return f"points goal:{goal.code}:{goal.row.row_id}"


def reminders(school: School) -> Iterator[WantedMessage]:
    """On the first school day of a week, or later in it: to whom last week's cards are owed."""
    monday = monday_of(school.today)
    last, sunday = monday - _WEEK, monday - timedelta(days=1)
    since = school.counts_from(MODULE)
    if since is not None and since > last:
        return
    if not school.calendar.is_school_day(school.today):
        return
    if not school.calendar.school_days_between(last, sunday):
        return
    owed: dict[str, int] = {}
    for case in _measured(school, last):
        for teacher in teachers_of(case, school):
            if school.ask.kept(filled_key(case.code, teacher.email, last)) is None:
                owed[teacher.email] = owed.get(teacher.email, 0) + 1
    for email, count in owed.items():
        yield WantedMessage(
            key=f"points:{school.ask.hashed(email)}:{monday.isoformat()}",
            to=email,
            subject=school.say("daily_points.mail.subject"),
            text=school.say("daily_points.mail.text", count=count),
            because=school.say("daily_points.mail.because"),
        )


def teachers_of(case: Case, school: School) -> list[StaffMember]:
    """Teachers on Staff whom Team names so that they may give points."""
    team = [member for member in school.of(TeamMember) if member.code == case.code]
    return [
        person
        for person in school.staff
        if person.role == "Teacher"
        and RIGHT in visible_fields(person, case, team, staff=school.staff)
    ]


def _measured(school: School, monday: date) -> Iterator[Case]:
    """Active cases with a goal that is measured by points from that day on, or longer."""
    codes = {
        goal.code
        for goal in school.of(Goal)
        if is_points_goal(goal)
        and (goal.start is None or goal.start <= monday)
        and (since := school.ask.kept(_begun_key(goal))) is not None
        and since <= monday
    }
    for code in sorted(codes):
        case = school.case(code)
        if case is not None and case.status == "Active":
            yield case
