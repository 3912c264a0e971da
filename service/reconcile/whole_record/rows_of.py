"""The rows of any tab that are about one student, cell by cell and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from service.casework.names import fold, parse_display, plain_id
from service.casework.records import Case
from service.casework.wants import Say, accepted_code
from service.workbook.cells import Unreadable, read_date, read_moment, read_text, read_time
from service.workbook.look import Raw, RowSeen, TabSeen
from service.workbook.templates import Column, Tab

# Columns that are for Holdfast, or say the same in every row of a case.
LEFT_OUT = frozenset({"row_id", "case_code", "response_id", "student_id", "student", "link"})
KEEPS_STUDENT = frozenset({"caseload", "students"})


@dataclass(frozen=True, slots=True)
class About:
    """Whose rows are looked for. `is_unique`: nobody else of the school has this name;
    `bare_id`: the student id without leading zeros, where no other is the same without them."""

    case: Case
    is_unique: bool
    bare_id: str = ""


def rows_about(tab: TabSeen, about: About) -> Iterator[RowSeen]:
    """By case code where the tab has one, else by student id, else by the name that stands there.
    A row that cannot be told is none."""
    for row in tab.rows:
        if _is_about(row, about):
            yield row


def _is_about(row: RowSeen, about: About) -> bool:
    case = about.case
    if code := row.text("case_code"):
        return code == case.code
    if accepted_code(row.text("status")) == case.code:
        return True
    if number := row.text("student_id"):
        return _same_id(number, about)
    return any(_is_called(each, about) for each in row.text("student").split(", "))


def _same_id(written: str, about: About) -> bool:
    number = plain_id(written)
    return bool(number) and (
        number == about.case.student_id
        or (bool(about.bare_id) and number.lstrip("0") == about.bare_id)
    )


def _is_called(written: str, about: About) -> bool:
    name, number = parse_display(written)
    if number:
        return number == about.case.student_id
    return about.is_unique and bool(name) and fold(name) == fold(about.case.student)


def cells_of(
    row: RowSeen, tab: TabSeen, template: Tab, say: Say, today: date
) -> Iterator[tuple[Column, str, str]]:
    """(column, what people call it, what the cell says), for every cell that says something."""
    for column in template.columns:
        own = column.key in LEFT_OUT and not (
            template.key in KEEPS_STUDENT and column.key.startswith("student")
        )
        repeated = template.about_student and column.service and column.key == "case_manager"
        if own or repeated or column.hidden or column.kind == "link":
            continue
        if words := in_words(row.cells.get(column.key), column.kind, say, today):
            yield column, tab.headings.get(column.key) or column.heading, words


def in_words(raw: Raw, kind: str, say: Say, today: date) -> str:
    """A cell as a person reads it; what cannot be read as its kind stands as it was typed."""
    try:
        if kind == "date" and (day := read_date(raw, today)):
            return say("whole_record.day", day=day)
        if kind == "time" and (at := read_time(raw)):
            return say("whole_record.at", at=at)
        if kind == "datetime" and (moment := read_moment(raw)):
            return say("whole_record.moment", day=moment.date(), at=moment.time())
    except Unreadable:
        pass
    return read_text(raw)


def as_texts(row: RowSeen) -> Mapping[str, str]:
    return {key: row.text(key) for key in row.cells}
