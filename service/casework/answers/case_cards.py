"""A case manager's cards: what the student says, and what was said of each accommodation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..answer_rows import ACCOMMODATION, NEVER, OF_STUDENTS, STUDENT, Answer, quarter_words
from ..cards import CardForm, CardLine, CardSection
from ..records import Accommodation, StaffMember
from ..school import School
from ..teachers import teachers_by_case
from ..wants import Value
from .asking import codes_to_answer
from .figures import counts_words, place_of
from .opinions import answers_by_case, by_case, newest_quarter, said_of
from .proposals import counted
from .quarters import can_be_answered

STUDENT_SAYS = "student_answers"


def on_case(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """What the student is still to be asked, then what was said of each accommodation and where."""
    rows, answers = by_case(school).get(code, ()), answers_by_case(school).get(code, ())
    quarter = can_be_answered(school)
    for row in rows if quarter is not None else ():
        if quarter is not None and said_of(row, quarter, answers).student is None:
            yield CardLine(
                words=row.accommodation,
                above=school.say("answers.card.ask_student"),
                below=row.where,
                code=code,
                row=row.row.row_id,
                action=STUDENT_SAYS,
                icon="forum",
            )
    for row in rows:
        yield from _summary(row, answers, school)
    if quarter is not None and rows:
        teachers = teachers_by_case(school).get(code, ())
        missing = [t.name for t in teachers if code in codes_to_answer(t.email, quarter, school)]
        if missing:
            words = school.say("answers.card.not_answered", who=", ".join(missing))
            yield CardLine(words, icon="hourglass_bottom")


def _summary(row: Accommodation, answers: Iterable[Answer], school: School) -> Iterator[CardLine]:
    answers = tuple(answers)
    newest = newest_quarter(row, answers)
    if newest is None:
        return
    said = said_of(row, newest, answers)
    parts = [
        school.say(
            "answers.card.by_class",
            place=place_of(each, school),
            said=_said_words(each, school),
        )
        for each in said.teachers
    ]
    if said.student is not None:
        words = _said_words(said.student, school)
        parts.append(school.say("answers.card.student_said", said=words))
    yield CardLine(
        words=row.accommodation,
        above=counts_words(counted(said.teachers), newest, school),
        below="; ".join(parts),
        code=row.code,
        icon="fact_check",
    )


def _said_words(answer: Answer, school: School) -> str:
    """ "used, Forgot": whether it was used, or offered where that is all that is said."""
    say, parts = school.say, []
    if answer.offered == NEVER:
        parts.append(say("answers.said.never"))
    elif answer.used:
        parts.append(say(f"answers.said.used_{answer.used.casefold()}"))
    elif answer.offered:
        parts.append(say("answers.said.offered"))
    if answer.why_not:
        parts.append(say("answers.said.why", why=answer.why_not))
    return ", ".join([*parts, *filter(None, [answer.in_their_words.strip()])])


def waiting_today(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """On Today: own students who are to be asked in this quarter, one line each."""
    quarter = can_be_answered(school)
    if quarter is None:
        return
    answers = answers_by_case(school)
    for each, rows in by_case(school).items():
        case = school.case(each)
        own = answers.get(each, ())
        left = [row for row in rows if said_of(row, quarter, own).student is None]
        if case is not None and case.is_open and left:
            below = school.say("answers.card.left", count=len(left))
            yield CardLine(case.student, below=below, code=each, icon="forum")


def _may_ask(school: School, person: StaffMember, record: Answer | None) -> bool:
    case = next(iter(school.cases), None)
    return case is not None and school.is_theirs(case.code, person)


def _begins(school: School, person: StaffMember, row: str) -> Mapping[str, Any]:
    found = next((each for each in school.of(Accommodation) if each.row.row_id == row), None)
    return {"accommodation": found.accommodation} if found else {}


def _of_the_student(
    school: School, person: StaffMember, given: Mapping[str, Any], record: Answer | None
) -> Mapping[str, Value]:
    if not given.get("used"):
        raise ValueError("answers.card.used_first", "used")
    quarter = can_be_answered(school) or school.settings.school_year.quarter_of(school.today)
    case = next(iter(school.cases))
    return {
        "about": ACCOMMODATION,
        "quarter": quarter_words(quarter, school.settings.school_year),
        "answered_by": case.student,
        "as": STUDENT,
    }


THE_STUDENT = CardForm(
    name=STUDENT_SAYS,
    tab="answers",
    columns=("accommodation", "used", "why_not", "wants_a_goal", "in_their_words"),
    roles=frozenset({"Case manager", "Coordinator"}),
    may=_may_ask,
    fills=_of_the_student,
    new=True,
    begins=_begins,
    one_tap=True,
    choices={"why_not": OF_STUDENTS, "wants_a_goal": ("Yes", "No")},
)
ON_CASES = (
    CardSection("case", "answers", "answers.card.section", on_case),
    CardSection("today", "answers", "answers.card.today", waiting_today),
)
