"""What is known per student, kept on a hidden tab of Office for the days on which Data is not read.

Many students stand in one cell, so that a school of three thousand reads a dozen rows for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields
from datetime import date
from functools import lru_cache
from typing import Any, Final

from ..records import OFFICE
from ..school import School
from ..wants import WantedCells, WantedRow
from .files.who import Students
from .records import DataRead, KnownCourse, KnownPage, KnownStudent

TAB: Final = "known_from_data"
CLASSES_PAGE: Final = "classes"  # of students with an open case
_CELL: Final = 30_000  # letters; Sheets refuses a cell of more than 50,000
_DATES: Final = frozenset({"last_absent", "last_incident", "counted_to"})


def students_of(school: School) -> dict[str, KnownStudent]:
    """By student id, what the school's systems say of each student of whom they say anything: from
    Data where it was read in this look, else as it was kept."""
    for read in school.of(DataRead):
        return {each.student_id: each for each in read.students}
    pages = sorted(school.of(KnownPage), key=lambda page: page.row.position)
    return {
        each.student_id: each
        for page in pages
        if page.page != CLASSES_PAGE
        for each in _unpacked(page.known)
    }


def keep(school: School) -> Iterator[WantedCells | WantedRow]:
    """The pages as they should stand, once Data was read."""
    reads = school.of(DataRead)
    if not reads:
        return
    wanted = {str(n): text for n, text in enumerate(_packed(reads[0].students), 1)}
    wanted |= {CLASSES_PAGE: _classes_of_cases(reads[0], school)}
    standing = {page.page: page for page in school.of(KnownPage)}
    because = school.say("signals.kept_because")
    for number, text in wanted.items():
        page = standing.get(number)
        if page is not None:
            yield WantedCells(page.row, {"known": text}, because)
            continue
        done = school.ask.done
        again = next(n for n in range(1_000) if f"known:{number}:{n}" not in done)
        cells = {"page": number, "known": text}
        yield WantedRow(f"known:{number}:{again}", OFFICE, TAB, dict(cells), because)
    for name, page in standing.items():
        if page.known and name not in wanted:
            yield WantedCells(page.row, {"known": ""}, because)


def _classes_of_cases(read: DataRead, school: School) -> str:
    """The classes of students whose case is open, for what they propose on other days."""
    students = Students(school.roster.students)
    ids = {students.same(c.student_id) for c in school.cases if c.is_open and c.student_id}
    rows = [
        [each.student_id, each.course, each.teacher, each.until.isoformat() if each.until else ""]
        for each in read.classes
        if each.student_id in ids
    ]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    while len(text) > _CELL:
        rows = rows[: len(rows) // 2]
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return text if rows else ""


def _packed(students: Iterable[KnownStudent]) -> Iterator[str]:
    """Texts of as many students as a cell holds."""
    page: list[str] = []
    size = 0
    for student in students:
        text = json.dumps(_plain(student), ensure_ascii=False, separators=(",", ":"))
        if page and size + len(text) > _CELL:
            yield "[" + ",\n".join(page) + "]"
            page, size = [], 0
        page.append(text)
        size += len(text) + 2
    if page:
        yield "[" + ",\n".join(page) + "]"


def _plain(student: KnownStudent) -> list[Any]:
    """Fields in their order, without what stands at the end and says nothing."""
    values: list[Any] = []
    for each in fields(student):
        value = getattr(student, each.name)
        if each.name == "courses":
            value = [list(astuple(course)) for course in value]
        values.append(value.isoformat() if isinstance(value, date) else value)
    return values


@lru_cache(maxsize=64)
def _unpacked(text: str) -> tuple[KnownStudent, ...]:
    """What a page says, as far as it can be read where people have written into it."""
    found: list[KnownStudent] = []
    try:
        for row in json.loads(text) if text else ():
            found.append(_student(row))
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    return tuple(found)


def _student(row: list[Any]) -> KnownStudent:
    values: dict[str, Any] = {}
    for each, value in zip(fields(KnownStudent), row, strict=False):
        if each.name == "courses":
            value = tuple(KnownCourse(*course) for course in value)
        elif each.name in _DATES:
            value = date.fromisoformat(value) if value else None
        values[each.name] = value
    return KnownStudent(**values)
