"""Days on which a student was removed for discipline, and what is owed after them.

Source: docs/casework.md, "Decisions about a student": a removal of more than 10 school days in a
row, or a pattern of more than 10 in a year, is a change of placement, and whether the behavior
was a manifestation is reviewed within 10 school days of the decision (34 CFR 300.530, 300.536).
That 7 days are said beforehand is the house's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ..records import Case, Problem
from ..school import School
from ..schooldays import NoSchoolDay
from ..wants import WantedMessage
from .records import NO, WITHDRAWN, YES, Decision

DISCIPLINE = "Discipline"
SAID_AT, MOST = 7, 10
REVIEW_WITHIN = 10  # school days
LONGEST = 400  # days of one row; more is a slip in the year


def days_of(decision: Decision, school: School) -> frozenset[date]:
    """The school days of one removal; without Until it is a day."""
    first, last = decision.takes_effect, decision.until or decision.takes_effect
    if first is None or last is None or decision.what != DISCIPLINE:
        return frozenset()
    if decision.decided in (NO, WITHDRAWN) or not 0 <= (last - first).days < LONGEST:
        return frozenset()
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return frozenset(day for day in days if school.calendar.is_school_day(day))


def days_this_year(code: str, school: School) -> frozenset[date]:
    """All removal days of a case in the running school year."""
    year = school.settings.school_year
    return frozenset(
        day
        for decision in school.of(Decision)
        if decision.code == code
        for day in days_of(decision, school)
        if year.year_of(day) == year.year_of(school.today)
    )


def longest_run(days: frozenset[date], school: School) -> int:
    """Of how many school days, one after the other, the longest removal is."""
    longest, run, before = 0, 0, None
    for day in sorted(days):
        follows = before is not None and school.calendar.school_days_between(before, day) == 2
        run = run + 1 if follows else 1
        longest, before = max(longest, run), day
    return longest


def review_due(decision: Decision, school: School) -> date | None:
    """By when it is reviewed whether the behavior was a manifestation: 10 school days after the
    decision, where that changes the placement."""
    if decision.decided_on is None or decision.decided in (NO, WITHDRAWN):
        return None
    changes = decision.change_of_placement == YES
    if not changes and longest_run(days_of(decision, school), school) <= MOST:
        return None
    try:
        return school.calendar.add_school_days(decision.decided_on, REVIEW_WITHIN)
    except NoSchoolDay:
        return None


def warnings(school: School) -> Iterator[WantedMessage]:
    """The case manager hears once a year that the days come near to ten."""
    year = school.settings.school_year.year_of(school.today)
    for case in _protected(school):
        count = len(days_this_year(case.code, school))
        if count >= SAID_AT and case.case_manager and case.is_confirmed:
            yield WantedMessage(
                key=f"removals:{case.code}:{year}",
                to=case.case_manager,
                subject=school.say("decision.removals.subject", code=case.code),
                text=school.say("decision.removals.mail", code=case.code, count=count, most=MOST),
                because=school.say("decision.removals.because", code=case.code, count=count),
            )


def questions_about_days(school: School) -> Iterator[Problem]:
    """More than ten days in a year, and nobody has said whether they are alike."""
    for case in _protected(school):
        rows = [d for d in school.of(Decision) if d.code == case.code and days_of(d, school)]
        count = len(days_this_year(case.code, school))
        if count <= MOST or any(row.change_of_placement for row in rows):
            continue
        last = max(rows, key=lambda row: row.takes_effect or date.min)
        for whose in dict.fromkeys((case.case_manager, school.coordinator)):
            yield Problem(
                key=f"removals:{case.code}:{whose == school.coordinator}",
                row=last.row,
                column="change_of_placement",
                what=school.say("decision.removals.what"),
                why=school.say("decision.removals.why", count=count, most=MOST),
                student=case.student,
                code=case.code,
                whose=whose,
            )


def _protected(school: School) -> Iterator[Case]:
    """Students with an IEP or a 504 plan who have had a removal at all."""
    removed = {d.code for d in school.of(Decision) if d.what == DISCIPLINE}
    for case in school.cases:
        plan = case.plan_type.upper()
        if case.code in removed and case.is_open and ("IEP" in plan or "504" in plan):
            yield case
