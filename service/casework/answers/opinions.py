"""What was said about one accommodation in one quarter: by each teacher, and by the student.

A teacher's row that names no accommodation is about all of the student's; one that names it goes
before. A newer row of the same teacher and class goes before an older one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..accommodation_rows import in_force
from ..answer_rows import ACCOMMODATION, Answer, compared, quarter_from
from ..records import Accommodation
from ..school import School
from ..school_year import Quarter


@dataclass(frozen=True, slots=True)
class Said:
    """All that was said about one accommodation in one quarter."""

    teachers: tuple[Answer, ...] = ()
    student: Answer | None = None


def answers_by_case(school: School) -> Mapping[str, tuple[Answer, ...]]:
    """Every settled answer about accommodations, in the order in which they stand."""
    found: dict[str, list[Answer]] = defaultdict(list)
    for answer in school.of(Answer):
        if answer.code and answer.about == ACCOMMODATION:
            found[answer.code].append(answer)
    return {code: tuple(rows) for code, rows in found.items()}


def by_case(school: School) -> Mapping[str, tuple[Accommodation, ...]]:
    """The accommodations in force, by case."""
    found: dict[str, list[Accommodation]] = defaultdict(list)
    for row in school.of(Accommodation):
        if row.code and in_force(row, school.today, school.settings.school_year):
            found[row.code].append(row)
    return {code: tuple(rows) for code, rows in found.items()}


def is_named(written: str, among: Iterable[Accommodation]) -> bool:
    return any(is_about(written, row) for row in among)


def is_about(written: str, row: Accommodation) -> bool:
    """Whether a cell names this accommodation: its words, or the beginning of them."""
    said, whole = compared(written), compared(row.accommodation)
    return bool(said) and (said == whole or (len(said) > 3 and whole.startswith(said)))


def said_of(row: Accommodation, quarter: Quarter, answers: Iterable[Answer]) -> Said:
    """`answers` are those of its case. What waits to be said is none, and keeps the teacher's row
    about all from speaking for it."""
    of_all: dict[str, Answer] = {}
    named: dict[str, dict[str, Answer]] = defaultdict(dict)
    student = None
    for each in answers:
        if quarter_from(each.quarter) != quarter:
            continue
        if is_about(each.accommodation, row):
            if each.is_a_students and each.is_said:
                student = each
            elif not each.is_a_students or not each.is_said:
                named[each.respondent][compared(each.class_name)] = each
        elif not each.accommodation.strip() and not each.is_a_students:
            of_all[each.respondent] = each
    teachers = [answer for who, answer in of_all.items() if who not in named]
    teachers += [answer for classes in named.values() for answer in classes.values()]
    said = sorted((a for a in teachers if a.is_said), key=lambda a: a.row.position)
    return Said(tuple(said), student)


def newest_quarter(row: Accommodation, answers: Iterable[Answer]) -> Quarter | None:
    """The last quarter in which a teacher said something of it."""
    answers = tuple(answers)
    found = {quarter for each in answers if (quarter := quarter_from(each.quarter)) is not None}
    newest = sorted(found, key=lambda q: (q.year, q.number), reverse=True)
    return next((quarter for quarter in newest if said_of(row, quarter, answers).teachers), None)
