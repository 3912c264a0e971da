"""A teacher's card: one tap for all students, then what was different."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..answer_rows import (
    ACCOMMODATION,
    EVERY_TIME,
    OF_TEACHERS,
    TEACHER,
    YES,
    Answer,
    quarter_from,
    quarter_words,
)
from ..cards import CardForm, CardLine, CardRound, CardSection, Tick
from ..records import StaffMember
from ..school import School
from ..school_year import Quarter
from ..wants import Value
from .asking import codes_to_answer
from .opinions import by_case, is_about
from .quarters import can_be_answered, ends_on

ROUND, EXCEPTION = "all_offered_and_used", "answer_exception"


def _ticks(school: School, person: StaffMember, code: str) -> Iterator[Tick]:
    """The accommodations of a student of which this teacher has not said something of their own."""
    quarter = can_be_answered(school)
    if quarter is None:
        return
    said = [each for each in _own(school, person, code, quarter) if each.accommodation.strip()]
    for row in by_case(school).get(code, ()):
        if row.row.row_id and not any(is_about(each.accommodation, row) for each in said):
            yield Tick(code, row.row.row_id, row.accommodation, row.where)


def _own(school: School, person: StaffMember, code: str, quarter: Quarter) -> list[Answer]:
    return [
        each
        for each in school.of(Answer)
        if each.code == code
        and each.about == ACCOMMODATION
        and each.answered_by.casefold() == person.email
        and not each.is_a_students
        and quarter_from(each.quarter) == quarter
    ]


def _is_open(school: School, person: StaffMember, code: str) -> bool:
    quarter = can_be_answered(school)
    return quarter is not None and code in codes_to_answer(person.email, quarter, school)


def _rows(
    school: School, person: StaffMember, code: str, items: frozenset[str]
) -> Iterator[Mapping[str, Value]]:
    """One row a student, and one for each exception, which waits to be said."""
    quarter = can_be_answered(school)
    if quarter is None:
        return
    cells: dict[str, Value] = {
        "about": ACCOMMODATION,
        "quarter": quarter_words(quarter, school.settings.school_year),
        "answered_by": person.email,
        "as": TEACHER,
    }
    if last := _last_class(school, person, code):
        cells["class"] = last
    if _is_open(school, person, code):
        yield cells | {"offered": EVERY_TIME, "used": YES}
    for row in by_case(school).get(code, ()):
        if row.row.row_id in items:
            yield cells | {"accommodation": row.accommodation}


def _last_class(school: School, person: StaffMember, code: str) -> str:
    """The class that this teacher gave for this student before."""
    own = [
        each.class_name
        for each in school.of(Answer)
        if each.code == code and each.answered_by.casefold() == person.email and each.class_name
    ]
    return own[-1] if own else ""


def to_answer(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """On the teacher's card: the round, while it can be answered, then what was marked and waits
    to be said."""
    quarter = can_be_answered(school)
    if quarter is None:
        return
    cases = {case.code: case for case in school.cases}
    open_ones = codes_to_answer(person.email, quarter, school) & set(cases)
    if any(each in cases for each in by_case(school)):
        yield CardLine(
            words=school.say(f"cards.do.{ROUND}"),
            above=quarter_words(quarter, school.settings.school_year),
            below=school.say(
                "answers.card.to_answer" if open_ones else "answers.card.answered",
                count=len(open_ones),
                day=ends_on(quarter, school),
            ),
            action=ROUND,
            icon="checklist",
        )
    for each in school.of(Answer):
        if _waits(each, person, quarter) and each.code in cases:
            yield CardLine(
                words=each.accommodation,
                above=cases[each.code].student,
                below=school.say("answers.card.say"),
                code=each.code,
                row=each.row.row_id,
                action=EXCEPTION,
                icon="edit_note",
            )


def _waits(answer: Answer, person: StaffMember, quarter: Quarter) -> bool:
    return (
        answer.about == ACCOMMODATION
        and answer.answered_by.casefold() == person.email
        and not answer.is_said
        and bool(answer.accommodation.strip())
        and quarter_from(answer.quarter) == quarter
    )


def _may_say(school: School, person: StaffMember, record: Answer | None) -> bool:
    """Their own answers, while the quarter can be answered."""
    return (
        record is not None
        and record.about == ACCOMMODATION
        and record.answered_by.casefold() == person.email
        and quarter_from(record.quarter) == can_be_answered(school)
    )


def _as_it_is(
    school: School, person: StaffMember, given: Mapping[str, Any], record: Answer | None
) -> Mapping[str, Value]:
    """Something must be said of it, or it would count for nothing."""
    if not given.get("offered"):
        raise ValueError("answers.card.offered_first", "offered")
    return {}


ALL_OFFERED_AND_USED = CardRound(
    name=ROUND,
    tab="answers",
    roles=frozenset({"Teacher"}),
    ticks=_ticks,
    is_open=_is_open,
    rows=_rows,
)
AN_EXCEPTION = CardForm(
    name=EXCEPTION,
    tab="answers",
    columns=("offered", "used", "helped", "why_not", "class", "in_their_words"),
    roles=frozenset({"Teacher"}),
    may=_may_say,
    fills=_as_it_is,
    back="home",
    one_tap=True,
    choices={"why_not": OF_TEACHERS},
    about=("accommodation",),
)
ON_TEACHERS = CardSection(
    "teacher", "accommodations", "answers.card.teacher", to_answer, waits=True
)
