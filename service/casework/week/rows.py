"""A row for each Active student in the week in which a check is due, and one calendar entry for
each case manager who has some.

A row stands once for ever. One in which nobody has written is kept up to date, and moved on to the
next week that is due instead of being doubled; it is known by its gray cell, which still says what
it was filled in with.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..records import CASELOAD, Case
from ..school import School
from ..standing import standing_of
from ..wants import Value, WantedCells, WantedEvent, WantedRow
from .records import WeeklyCheck, checks_by_case, newest_done
from .weeks import is_due, school_days, week_of, week_to_check

ACTIVE = "Active"


def rows_of_the_week(school: School) -> Iterator[WantedRow | WantedCells]:
    """What is missing on the tab for this week. A week without school has no rows."""
    found = week_to_check(school)
    if found is None:
        return
    week, first_day = found
    checks = checks_by_case(school)
    for case in school.cases:
        if case.status != ACTIVE or not case.code:
            continue
        own = checks.get(case.code, [])
        last = own[-1] if own else None
        untouched = last is not None and is_untouched(last, school)
        key = f"week:{case.code}:{week.isoformat()}"
        because = school.say("week.because", code=case.code, day=first_day)
        cells = _filled_in(case, own, first_day, school)
        due = is_due(last.week_of if last else None, week, school)
        if last is not None and untouched and due:
            yield WantedRow(key, CASELOAD, "week", {})
            yield WantedCells(last.row, cells, because)
        elif last is not None and untouched:
            yield WantedCells(last.row, cells | {"week_of": last.week_of}, because)
        elif due and key not in school.ask.done:
            cells |= {"student": case.student, "case_code": case.code}
            yield WantedRow(key, CASELOAD, "week", cells, because)


def _filled_in(case: Case, own: list[WeeklyCheck], day: date, school: School) -> dict[str, Value]:
    """What is known beforehand: the promise that stands, and the student's standing in class."""
    last, known = newest_done(own), standing_of(case.code, school)
    promise = last.promise if last else ""
    missing = known.missing_work if known else None
    failing = known.failing_in if known else ""
    return {
        "week_of": day,
        "missing_work": missing,
        "failing_in": failing or None,
        "promise": promise or None,
        "since_last_time": filled_in_words(missing, failing, promise, school),
    }


def filled_in_words(missing: int | None, failing: str, promise: str, school: School) -> str:
    """What the gray cell of a row says while nobody has written into the row."""
    parts = []
    if missing is not None:
        parts.append(school.say("week.known.missing", count=missing))
    if failing:
        parts.append(school.say("week.known.failing", classes=failing))
    if promise:
        parts.append(school.say("week.known.promise", promise=" ".join(promise.split())))
    if not parts:
        return school.say("week.to_check")
    return school.say("week.filled_in", what="; ".join(parts))


def is_untouched(check: WeeklyCheck, school: School) -> bool:
    """Whether a row is as it was filled in."""
    if check.is_done or check.family_line:
        return False
    words = filled_in_words(check.missing_work, check.failing_in, check.promise, school)
    return check.since_last_time == words


def calendar_entries(school: School) -> Iterator[WantedEvent]:
    """Organization checks: one entry in the week for each case manager who has some to make, made
    on the week's first day of school. Who has none but of students that are new has none later."""
    found = week_to_check(school)
    if found is None:
        return
    week, first_day = found
    cases = {case.code: case for case in school.cases if case.status == ACTIVE}
    checks = checks_by_case(school)
    managers: dict[str, bool] = {}
    for code in cases.keys() & checks.keys():
        last = checks[code][-1]
        if last.week_of and week_of(last.week_of, school) == week and not last.is_done:
            manager = cases[code].case_manager
            managers[manager] = managers.get(manager, False) or len(checks[code]) > 1
    for manager, is_its_turn in sorted(managers.items()):
        if not manager or school.today < first_day:
            continue
        if school.today > first_day and not is_its_turn:
            continue  # a student who came in the middle of a week stands on the card and the tab
        days = [*school_days(week, school, manager), *school_days(week, school)]
        day = next(day for day in days if day >= school.today)
        yield WantedEvent(
            follow_up_id=f"week:{week.isoformat()}:{manager}",
            owner=manager,
            day=day,
            start=None,
            minutes=0,
            title=school.say("week.event.title"),
            description=school.say("week.event.about"),
            reminders=(),
            because=school.say("week.event.because", day=day),
        )
