"""What a course plan sets in motion: it is looked at after six school weeks, and for an exam of AP
or IB it is asked in time for the student's accommodations.

Sources: six school weeks are Holdfast's own. The board of AP takes requests until the middle of
January, and its decision can take up to seven weeks (College Board, Services for Students with
Disabilities); for IB the board's own day is written by people.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..check_ins import planned_check_in
from ..deadlines.records import EXAM_ACCESS, Deadline
from ..records import CASELOAD, Case
from ..school import School
from ..schooldays import NoSchoolDay
from ..wants import Value, WantedRow
from .choice import is_chosen, is_declined
from .records import AP, IB, NAME, CoursePlan

SCHOOL_DAYS = 30  # six school weeks of five days
AP_DEADLINE = (1, 15)  # month and day, in the school year of the exam
DEADLINES = "deadlines"  # the module on whose tab the request stands


def look_day(plan: CoursePlan, school: School) -> date | None:
    """Six school weeks after it starts."""
    if plan.starts is None:
        return None
    try:
        return school.calendar.add_school_days(plan.starts, SCHOOL_DAYS)
    except NoSchoolDay:
        return None


def looks(school: School) -> Iterator[WantedRow]:
    """A check-in for each course that starts, once; none for one that the family did not choose,
    that somebody has looked at already, or whose day is past."""
    since = school.counts_from(NAME)
    for plan, case in _current(school):
        key, day = f"course-look:{plan.row.row_id}", look_day(plan, school)
        if key in school.ask.done or day is None or is_declined(plan) or plan.after_six_weeks:
            continue
        if day < school.today or (since and plan.starts is not None and plan.starts < since):
            continue
        because = school.say("course.look_because", code=case.code, day=day)
        notes = school.say("course.look_note", course=plan.course)
        yield planned_check_in(key, case, day, because, notes)


def exam_access(school: School) -> Iterator[WantedRow]:
    """Where AP or IB is chosen: a row of Deadlines, once, unless one is open for the student."""
    if DEADLINES not in school.settings.modules:
        return
    asked = {
        each.code
        for each in school.of(Deadline)
        if each.kind == EXAM_ACCESS and each.done_on is None
    }
    for plan, case in _current(school):
        key = f"exam-access:{plan.row.row_id}"
        if key in school.ask.done or not is_chosen(plan) or plan.level not in (AP, *IB):
            continue
        if case.code in asked:
            yield WantedRow(key, CASELOAD, DEADLINES, {})
            continue
        asked.add(case.code)
        cells: dict[str, Value] = {
            "student": case.student,
            "kind": EXAM_ACCESS,
            "link": school.say("course.exam_link", course=plan.course, level=plan.level),
            "case_code": case.code,
        }
        deadline = board_deadline(plan, school)
        if deadline is not None:
            cells["last"] = deadline
        because = school.say("course.exam_because", code=case.code)
        yield WantedRow(key, CASELOAD, DEADLINES, cells, because)


def board_deadline(plan: CoursePlan, school: School) -> date | None:
    """Until when the board takes requests: 15 January of the course's school year for AP; None
    where only the board knows."""
    if plan.level != AP:
        return None
    year = school.settings.school_year.year_of(plan.starts or school.today)
    month, day = AP_DEADLINE
    begins = school.settings.school_year.begins
    return date(year if (month, day) >= begins else year + 1, month, day)


def _current(school: School) -> Iterator[tuple[CoursePlan, Case]]:
    for plan in school.of(CoursePlan):
        case = school.case(plan.code)
        if case is not None and case.is_open and plan.course and plan.row.row_id:
            yield plan, case
