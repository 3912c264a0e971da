"""What cards show of it: on a case and in its manager's day what is counted of the student; for who
coordinates, the suggestions that wait."""

from __future__ import annotations

from collections.abc import Iterator

from ..cards import CardLine, CardSection
from ..names import plain_id
from ..records import Case, StaffMember
from ..school import School
from .known import students_of
from .levels import findings, rank
from .records import KnownStudent, Suggestion
from .thresholds import thresholds_of
from .words import what_was_counted

SHOWN = 4  # suggestions on the first card; all of them stand on one of their own


def waiting(school: School) -> list[Suggestion]:
    """The suggestions that nobody has decided, the highest first."""
    rows = [row for row in school.of(Suggestion) if row.indicator and not row.decision]
    return sorted(rows, key=lambda row: (-rank(row.level), row.since or school.today, row.called))


def marked(school: School) -> list[Suggestion]:
    """Those that are marked Not now, and of which nobody has said why."""
    return [
        row
        for row in school.of(Suggestion)
        if row.decision == "Not now" and not row.reason.strip() and row.row.row_id
    ]


def to_decide(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """For who coordinates: the way to all that waits, and the first of it."""
    rows = waiting(school)
    if rows or school.of(Suggestion):
        words = school.say("signals.all_of_them", count=len(rows))
        yield CardLine(words, action="indicators", icon="list")
    for row in rows[:SHOWN]:
        yield suggestion_line(row, school)


def suggestion_line(row: Suggestion, school: School) -> CardLine:
    """One suggestion; a click says why."""
    above = school.say("signals.above", indicator=row.indicator, level=row.level)
    return CardLine(
        row.called, above, row.what_was_counted, row=row.row.row_id, action="indicator", icon="flag"
    )


def of_case(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """What is counted of the case's student."""
    case = school.case(code)
    if case is not None and case.is_open:
        yield from _of(case, students_of(school), school, with_name=False)


def of_my_cases(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """The same of every open case of this person."""
    known = students_of(school)
    for case in school.cases:
        if case.is_open:
            yield from _of(case, known, school, with_name=True)


def _of(
    case: Case, known: dict[str, KnownStudent], school: School, *, with_name: bool
) -> Iterator[CardLine]:
    one = known.get(plain_id(case.student_id)) if case.student_id else None
    if one is None:
        return
    lines = thresholds_of(school.settings.more)
    for each in findings(one, lines):
        above = school.say("signals.above", indicator=each.indicator, level=each.level)
        counted = what_was_counted(one, each, lines, school)
        if with_name:
            yield CardLine(case.student, above, counted, code=case.code, icon="flag")
        else:
            yield CardLine(above, "", counted, icon="flag")


SECTIONS = (
    CardSection("case", "signals", "signals.section", of_case),
    CardSection("today", "signals", "signals.section", of_my_cases),
    CardSection("office", "signals", "signals.suggestions", to_decide, waits=True),
)
