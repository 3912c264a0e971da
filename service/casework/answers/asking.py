"""Who is asked and told: teachers in the last three weeks of a quarter, the case manager on the
day on which an IEP or a 504 plan is not carried out, and a talk with a teacher who disagrees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..answer_rows import (
    ACCOMMODATION,
    LETS_TALK,
    NEVER,
    Answer,
    compared,
    quarter_from,
    quarter_words,
)
from ..diary_kinds import PLANNED
from ..records import CASELOAD
from ..school import School
from ..school_year import Quarter
from ..schooldays import NoSchoolDay
from ..teachers import teachers_by_case
from ..wants import Value, WantedMessage, WantedRow
from .opinions import answers_by_case, by_case
from .proposals import is_for_the_team
from .quarters import asked_now, ends_on, is_of_these_days

TEACHER_CONTACT = "Teacher contact"


def to_teachers(school: School) -> Iterator[WantedMessage]:
    """One mail a quarter to each teacher who has something to answer, on a school day. It names
    nobody."""
    quarter = asked_now(school)
    if quarter is None or not school.calendar.is_school_day(school.today):
        return
    say, words = school.say, quarter_words(quarter, school.settings.school_year)
    counts: dict[str, int] = defaultdict(int)
    said, used = _answered(quarter, school), by_case(school)
    for code, teachers in teachers_by_case(school).items():
        for teacher in teachers if code in used else ():
            counts[teacher.email] += (teacher.email, code) not in said
    for email in sorted(each for each, count in counts.items() if count):
        yield WantedMessage(
            key=f"answers:{_key(quarter)}:{school.ask.hashed(email)}",
            to=email,
            subject=say("answers.mail.subject"),
            text=say(
                "answers.mail.text",
                quarter=words,
                count=counts[email],
                day=ends_on(quarter, school),
            ),
            because=say("answers.mail.because", quarter=words),
        )


def codes_to_answer(email: str, quarter: Quarter, school: School) -> frozenset[str]:
    """The cases that have accommodations and of which this teacher has said nothing in this
    quarter; whose Team names them is not asked here."""
    said = _answered(quarter, school)
    return frozenset(code for code in by_case(school) if (email, code) not in said)


def _answered(quarter: Quarter, school: School) -> set[tuple[str, str]]:
    """(e-mail, case code) of each teacher and case of which something was said."""
    return {
        (each.answered_by.casefold(), each.code)
        for each in school.of(Answer)
        if each.about == ACCOMMODATION
        and not each.is_a_students
        and quarter_from(each.quarter) == quarter
    }


def never_offered(school: School) -> Iterator[WantedMessage]:
    """A student with an IEP or a 504 plan was never offered what it says: the case manager is told
    that day, once for each accommodation and quarter. Source: 34 CFR 300.323(d), 104.33."""
    say = school.say
    for code, answers in answers_by_case(school).items():
        case = school.case(code)
        if case is None or not case.is_open or not case.case_manager or not is_for_the_team(case):
            continue
        for answer in answers:
            quarter = quarter_from(answer.quarter)
            if answer.offered != NEVER or answer.is_a_students or quarter is None:
                continue
            if not is_of_these_days(quarter, school):
                continue
            what = school.ask.hashed(compared(answer.accommodation))
            yield WantedMessage(
                key=f"answers:never:{code}:{_key(quarter)}:{what}",
                to=case.case_manager,
                subject=say("answers.never.subject", code=code),
                text=say("answers.never.text", code=code, link=school.ask.link(answer.row)),
                because=say("answers.never.because", code=code),
            )


def talks(school: School) -> Iterator[WantedRow]:
    """A Teacher contact in the case manager's Diary where a teacher disagrees, once."""
    for code, answers in answers_by_case(school).items():
        case = school.case(code)
        if case is None or not case.is_open or not case.case_manager:
            continue
        for answer in answers:
            quarter = quarter_from(answer.quarter)
            if answer.why_not != LETS_TALK or not answer.row.row_id or quarter is None:
                continue
            key = f"answers:talk:{answer.row.row_id}"
            if key in school.ask.done or not is_of_these_days(quarter, school):
                continue
            try:
                day = school.calendar.add_school_days(school.today, 1, case.case_manager)
            except NoSchoolDay:
                continue
            about = answer.accommodation.strip() or school.say("answers.all_of_them")
            cells: dict[str, Value] = {
                "student": case.student,
                "kind": TEACHER_CONTACT,
                "date": day,
                "status": PLANNED,
                "repeat": "None",
                "with": school.name_of(answer.answered_by) if answer.answered_by else None,
                "notes": school.say("answers.talk.notes", what=about),
                "case_code": code,
            }
            yield WantedRow(key, CASELOAD, "diary", cells, school.say("answers.talk.because"))


def _key(quarter: Quarter) -> str:
    return f"{quarter.year}-{quarter.name}"
