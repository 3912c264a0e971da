"""The workbooks as records: rows of raw cells become the records of casework, and what cannot be
read becomes a Problem that says where and what to do.

Which tab is read as what the registers say; the tabs that every school has and whose rows need
more than their cells (cases, staff, roster, referrals) have readers of their own here and in
`office_records`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from service.casework.records import (
    CASELOAD,
    BehaviorNote,
    Case,
    DiaryEntry,
    Measurement,
    Problem,
    StaffMember,
)
from service.casework.register import Register
from service.casework.registry import CORE
from service.casework.wants import Say

from . import cells as read
from .look import WorkbookSeen
from .office_records import (
    OfficeRecords,
    RestrictedRecords,
    read_office,
    read_restricted,
)
from .record_reader import read_record
from .row_reader import ReadContext, RowReader, Settled, StaffList, doubled
from .templates import OF_PERSONS, ON_DEMAND, Column

__all__ = [
    "CaseloadRecords",
    "OfficeRecords",
    "RestrictedRecords",
    "read_caseload",
    "read_cases",
    "read_office",
    "read_progress_sheet",
    "read_restricted",
    "read_tabs",
    "student_tabs",
    "tabs_with_ids",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CaseloadRecords:
    """`rows` are the records of the tabs about students, by class."""

    cases: tuple[Case, ...] = ()
    rows: Mapping[type[Any], tuple[Any, ...]] = field(default_factory=dict, hash=False)
    problems: tuple[Problem, ...] = ()

    def of(self, kind: type[T]) -> tuple[T, ...]:
        return self.rows.get(kind, ())


def student_tabs(seen: WorkbookSeen) -> tuple[str, ...]:
    """The tabs of which each row is about one student, in their order."""
    return tuple(tab.key for tab in seen.template.tabs if tab.about_student)


def tabs_with_ids(seen: WorkbookSeen) -> tuple[str, ...]:
    """The tabs whose rows people write and Holdfast knows by a Row ID of their own, in their
    order: those about students, and all of a workbook that modules brought."""
    if seen.key not in ON_DEMAND:
        return student_tabs(seen)
    return tuple(tab.key for tab in seen.template.tabs if tab.identity == "row_id")


def read_tabs(
    seen: WorkbookSeen,
    staff: tuple[StaffMember, ...],
    say: Say,
    today: date,
    registers: Iterable[Register],
) -> tuple[Mapping[type[Any], tuple[Any, ...]], tuple[Problem, ...]]:
    """The records of a workbook that modules brought, by class; a tab of none of `registers` is
    not read."""
    context = ReadContext(seen, say, today, StaffList(staff))
    kinds = {
        tab: register.records[tab]
        for register in registers
        for book, tab in register.tabs
        if book == seen.key and tab in register.records and tab in seen.tabs
    }
    read = {
        kind: tuple(read_record(row, kind) for row in _clear(context, tab))
        for tab, kind in kinds.items()
    }
    return read, tuple(context.problems)


def _clear(context: ReadContext, tab: str) -> list[RowReader]:
    """The rows that can be told apart; what they need and lack is noted."""
    found = list(context.rows(tab))
    # In a workbook of one person nothing is made for a row: a copy counts as any other.
    many = context.seen.key in OF_PERSONS
    twice = set() if many else doubled(found, lambda reader: reader.ref.row_id)
    clear = []
    for reader in found:
        if reader.ref.row_id in twice:
            reader.refuse("row_id", "double_row", value=reader.ref.row_id)
        elif not reader.has_no_id_but_text():
            reader.need(*(c.key for c in reader.template.columns if c.required))
            clear.append(reader)
    return clear


def read_cases(
    seen: WorkbookSeen, staff: tuple[StaffMember, ...], say: Say, today: date
) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """The Caseload tab alone: whom the other tabs can be about."""
    context = ReadContext(seen, say, today, StaffList(staff))
    rows = list(context.rows("caseload"))
    twice = doubled(rows, lambda reader: reader.ref.row_id)
    cases = []
    for reader in rows:
        reader.whose = context.staff.email(reader.text("case_manager")) if context.staff else ""
        if reader.ref.row_id in twice:
            reader.refuse("case_code", "double_case_code", value=reader.ref.row_id)
        elif not reader.has_no_id_but_text() and reader.need("student"):
            cases.append(_case(reader))
    return tuple(cases), tuple(context.problems)


def read_caseload(
    seen: WorkbookSeen,
    staff: tuple[StaffMember, ...],
    say: Say,
    today: date,
    settled: Settled | None = None,
    registers: Iterable[Register] = CORE,
) -> CaseloadRecords:
    """The Caseload workbook. `settled` says whose row each row of the tabs about a student is,
    (tab, position) -> case code; without it the Case code cell is believed. A tab of none of
    `registers` is not read."""
    cases, problems = read_cases(seen, staff, say, today)
    managers = {case.code: case.case_manager for case in cases if case.code}
    context = ReadContext(seen, say, today, StaffList(staff), list(problems))

    def rows(tab: str) -> list[RowReader]:
        standing = list(context.rows(tab))
        twice = doubled(standing, lambda reader: reader.ref.row_id)
        clear = []
        for reader in standing:
            if settled is not None:
                reader.code = settled.get((tab, reader.row.position), "")
            reader.whose = managers.get(reader.code, "")
            if reader.ref.row_id in twice:
                reader.refuse("row_id", "double_row", value=reader.ref.row_id)
                continue
            if reader.has_no_id_but_text():
                continue
            # Whose a row without a name is, is asked where its owner is settled.
            reader.need(*(c.key for c in reader.template.columns if _is_needed(c, reader)))
            clear.append(reader)
        return clear

    kinds = {
        tab: register.records[tab]
        for register in registers
        for book, tab in register.tabs
        if book == CASELOAD and tab in register.records
    }
    found = {
        kinds[tab]: tuple(_with_start(read_record(r, kinds[tab]), r) for r in rows(tab))
        for tab in student_tabs(seen)
        if tab in kinds
    }
    return CaseloadRecords(cases, found, tuple(context.problems))


def read_progress_sheet(
    seen: WorkbookSeen, say: Say, today: date
) -> tuple[tuple[Measurement, ...], tuple[BehaviorNote, ...], tuple[Problem, ...]]:
    """A progress sheet. A measurement counts only with its date, goal and value."""
    context = ReadContext(seen, say, today)
    measurements = []
    for reader in context.rows("measurements"):
        if _is_absence(reader, say):
            continue
        complete = reader.need("date", "goal", "value")
        day, value = reader.date("date"), reader.score("value")
        if complete and day is not None and value is not None:
            goal, phase = reader.text("goal"), reader.text("phase")
            measurements.append(
                Measurement(reader.ref, day, goal, value, phase, reader.text("note"))
            )
    notes = []
    for reader in context.rows("behaviour"):
        reader.need("date")
        day = reader.date("date")
        if day is not None:
            notes.append(_behaviour_note(reader, day))
    return tuple(measurements), tuple(notes), tuple(context.problems)


def _is_needed(column: Column, reader: RowReader) -> bool:
    if column.key == "date" and _is_called_off(reader):
        return False
    return column.required and (column.key != "student" or bool(reader.code))


def _is_called_off(reader: RowReader) -> bool:
    """Whether it is a Diary row that says Cancelled: what does not take place needs no day."""
    if reader.ref.tab != "diary":
        return False
    try:
        status = read.read_choice(
            reader.cells.get("status"), reader.template.by_key["status"].choices
        )
    except read.Unreadable:
        return False  # asked about as what it is
    return status == "Cancelled"


def _with_start(record: Any, reader: RowReader) -> Any:
    """A Diary entry knows when its time stands under Date, and when what stands under Start is
    none."""
    if not isinstance(record, DiaryEntry) or record.start is not None:
        return record
    if reader.cells.get("start") not in (None, ""):
        return replace(record, start_stands="unread")
    start = read.time_in_date(reader.cells.get("date")) if record.day else None
    return replace(record, start=start, start_stands="in_date") if start else record


def _is_absence(reader: RowReader, say: Say) -> bool:
    """A day on which nothing could be measured: a word for it or a dash under Value, or a note
    in place of a value. It says so, and no more is to be asked."""
    written = " ".join(reader.text("value").casefold().split()).strip(".")
    if not written:
        return bool(reader.text("note") and reader.text("date") and reader.text("goal"))
    return written in {each.strip() for each in say("progress.absences").split(",")}


def _case(reader: RowReader) -> Case:
    return Case(
        row=reader.ref,
        code=reader.ref.row_id,
        student=reader.text("student"),
        student_id=reader.id("student_id"),
        grade=reader.text("grade"),
        case_manager=reader.staff("case_manager"),
        status=reader.choice("status"),
        support_level=reader.text("support_level"),
        plan_type=reader.text("plan_type"),
        needs=reader.text("needs"),
        strengths=reader.text("strengths"),
        reading_level=reader.text("reading_level"),
        make_up_times=reader.text("make_up_times"),
        random_things=reader.text("random_things_to_do"),
        graduation_path=reader.text("graduation_path"),
        activities=reader.text("activities"),
        review_due=reader.date("review_due"),
        staff_may_be_told=reader.text("staff_may_be_told"),
        also_known_as=reader.list("also_known_as"),
        minutes_owed=reader.number("minutes_owed_a_week"),
    )


def _behaviour_note(reader: RowReader, day: date) -> BehaviorNote:
    return BehaviorNote(
        row=reader.ref,
        day=day,
        klass=reader.text("class"),
        target=reader.text("target"),
        score=reader.number("score"),
        what_helped=reader.text("what_helped"),
        by=reader.text("by"),
        period=reader.text("period"),
        of=reader.number("of"),
        absent=reader.text("absent"),
        teacher_said=reader.choice("teacher_said") if reader.has("teacher_said") else "",
    )
