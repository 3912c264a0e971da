"""What cards show of the weekly checks: on the case, and in the case manager's day."""

from __future__ import annotations

from collections.abc import Iterator

from ..cards import CardLine, CardSection
from ..records import StaffMember
from ..school import School
from .compare import grade_words
from .records import WeeklyCheck, checks_by_case, newest_done
from .rows import ACTIVE
from .weeks import week_of, week_to_check

FORM = "check_week"


def to_check(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """One line for each student whose check waits, with what is known beforehand."""
    found = week_to_check(school)
    week = found[0] if found else week_of(school.today, school)
    for case_code, own in checks_by_case(school).items():
        case, check = school.case(case_code), own[-1]
        if case is None or case.status != ACTIVE or check.is_done:
            continue
        if check.week_of and week_of(check.week_of, school) <= week:
            yield _line(check, school, case.student)


def on_case(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """The check that waits, and the newest that was made."""
    own = checks_by_case(school).get(code, [])
    newest = newest_done(own)
    if own and not own[-1].is_done:
        yield _line(own[-1], school, school.say("week.check"))
    if newest is not None:
        yield CardLine(
            words=grade_words(newest, school),
            above=newest.since_last_time,
            below=school.say("week.promised", promise=newest.promise) if newest.promise else "",
            code=code,
            row=newest.row.row_id,
            action=FORM,
            icon="fact_check",
        )


def _line(check: WeeklyCheck, school: School, words: str) -> CardLine:
    return CardLine(
        words=words,
        above=school.say("week.week_of", day=check.week_of),
        below=check.since_last_time,
        code=check.code,
        row=check.row.row_id,
        action=FORM,
        icon="checklist",
    )


SECTIONS = (
    CardSection("today", "week", "week.today", to_check, waits=True),
    CardSection("case", "week", "week.section", on_case),
)
