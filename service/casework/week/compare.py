"""What has changed since the check before, in a sentence; and the newest grade check of a case."""

from __future__ import annotations

from collections.abc import Iterator

from ..school import School
from ..wants import WantedCells
from .records import INBOX_BELOW, WeeklyCheck, checks_by_case, newest_done
from .rows import is_untouched


def since_last_time(school: School) -> Iterator[WantedCells]:
    """The gray cell of every row of this school year in which somebody has written; what one of an
    earlier year was compared with may have left with its year."""
    because = school.say("week.compared")
    year_of = school.settings.school_year.year_of
    now = year_of(school.today)
    for own in checks_by_case(school).values():
        before: WeeklyCheck | None = None
        for check in own:
            if is_untouched(check, school):
                continue
            if check.week_of is not None and year_of(check.week_of) >= now:
                words = compared(check, before, school)
                yield WantedCells(check.row, {"since_last_time": words}, because)
            before = check if check.is_done else before


def compared(check: WeeklyCheck, before: WeeklyCheck | None, school: School) -> str:
    """ "Missing work 2 → 5; inbox 14, above 10"; what is as it was is not said."""
    say = school.say
    parts = [
        *_missing(check, before, school),
        *_inbox(check, school),
        *_failing(check, before, school),
    ]
    if check.promise_kept:
        parts.append(say("week.since.promise", kept=check.promise_kept))
    for column in ("organized", "effort"):
        now, then = getattr(check, column), getattr(before, column, "")
        if now and then and now != then:
            parts.append(say(f"week.since.{column}", before=then, now=now))
    if not check.is_done and not parts:
        return say("week.to_check")
    words = "; ".join(parts) or say("week.since.same" if before else "week.since.first")
    return words[:1].upper() + words[1:]


def _missing(check: WeeklyCheck, before: WeeklyCheck | None, school: School) -> Iterator[str]:
    now = check.missing_work
    then = before.missing_work if before else None
    if now is not None and then is not None and now != then:
        yield school.say("week.since.missing", before=then, now=now)
    elif now is not None and then is None:
        yield school.say("week.known.missing", count=now)


def _inbox(check: WeeklyCheck, school: School) -> Iterator[str]:
    if check.inbox is not None and check.inbox >= INBOX_BELOW:
        key = "week.since.inbox" if check.inbox > INBOX_BELOW else "week.since.inbox_at"
        yield school.say(key, count=check.inbox, most=INBOX_BELOW)


def _failing(check: WeeklyCheck, before: WeeklyCheck | None, school: School) -> Iterator[str]:
    then = before.failing_in if before else ""
    if check.failing_in.casefold() == then.casefold():
        return
    if check.failing_in:
        yield school.say("week.known.failing", classes=check.failing_in)
    elif check.is_done:
        yield school.say("week.since.passing", classes=then)


def grade_checks(school: School) -> Iterator[WantedCells]:
    """Grade check of every case: "2 missing, failing Maths · 27 Nov"."""
    checks = checks_by_case(school)
    because = school.say("week.grade.because")
    for case in school.cases:
        newest = newest_done(checks.get(case.code, ()))
        words = grade_words(newest, school) if newest else None
        if case.row.row_id:
            yield WantedCells(case.row, {"grade_check": words}, because)


def grade_words(check: WeeklyCheck, school: School) -> str:
    """Missing work and failing classes of one check, and its day."""
    what = found_words(check, school) or school.say("week.grade.nothing")
    return school.say("week.grade.words", what=what, day=check.day)


def found_words(check: WeeklyCheck, school: School) -> str:
    """ "2 missing, failing Maths"; "" where neither was noted."""
    say, parts = school.say, []
    if check.missing_work is not None:
        parts.append(say("week.grade.missing", count=check.missing_work))
    if check.failing_in:
        parts.append(say("week.grade.failing", classes=check.failing_in))
    return ", ".join(parts)
