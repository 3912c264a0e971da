"""Caseload, as records; and the way in to reading every workbook.

`read_office`, `read_caseload`, `read_restricted`, `read_progress_sheet`: rows of raw cells become
the records of casework, and what cannot be read becomes a Problem that says where and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from service.casework.records import (
    Accommodation,
    Action,
    BehaviourNote,
    Case,
    DiaryEntry,
    Goal,
    Measurement,
    Problem,
    StaffMember,
    TeamMember,
)
from service.casework.wants import Say

from .look import WorkbookSeen
from .office_records import Flag, OfficeRecords, RestrictedRecords, read_office, read_restricted
from .row_reader import ReadContext, RowReader, Settled, StaffList, doubled

__all__ = [
    "STUDENT_TABS",
    "CaseloadRecords",
    "Flag",
    "OfficeRecords",
    "RestrictedRecords",
    "read_caseload",
    "read_cases",
    "read_office",
    "read_progress_sheet",
    "read_restricted",
]

STUDENT_TABS = ("diary", "goals", "actions", "accommodations", "team")
NOTHING = "Nothing"  # the choice under May see that stands for none of the others


@dataclass(frozen=True, slots=True)
class CaseloadRecords:
    cases: tuple[Case, ...] = ()
    diary: tuple[DiaryEntry, ...] = ()
    goals: tuple[Goal, ...] = ()
    actions: tuple[Action, ...] = ()
    accommodations: tuple[Accommodation, ...] = ()
    team: tuple[TeamMember, ...] = ()
    problems: tuple[Problem, ...] = ()


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
) -> CaseloadRecords:
    """The Caseload workbook. `settled` says whose row each row of the tabs about a student is,
    (tab, position) -> case code; without it the Case code cell is believed."""
    cases, problems = read_cases(seen, staff, say, today)
    managers = {case.code: case.case_manager for case in cases if case.code}
    context = ReadContext(seen, say, today, StaffList(staff), list(problems))

    def rows(tab: str) -> list[RowReader]:
        found = list(context.rows(tab))
        twice = doubled(found, lambda reader: reader.ref.row_id)
        clear = []
        for reader in found:
            if settled is not None:
                reader.code = settled.get((tab, reader.row.position), "")
            reader.whose = managers.get(reader.code, "")
            if reader.ref.row_id in twice:
                reader.refuse("row_id", "double_row", value=reader.ref.row_id)
                continue
            if reader.has_no_id_but_text():
                continue
            reader.need(*(c.key for c in reader.template.columns if c.required))
            clear.append(reader)
        return clear

    records = CaseloadRecords(
        cases=cases,
        diary=tuple(_diary_entry(reader) for reader in rows("diary")),
        goals=tuple(_goal(reader) for reader in rows("goals")),
        actions=tuple(_action(reader) for reader in rows("actions")),
        accommodations=tuple(_accommodation(reader) for reader in rows("accommodations")),
        team=tuple(_team_member(reader) for reader in rows("team")),
    )
    return replace(records, problems=tuple(context.problems))


def read_progress_sheet(
    seen: WorkbookSeen, say: Say, today: date
) -> tuple[tuple[Measurement, ...], tuple[BehaviourNote, ...], tuple[Problem, ...]]:
    """A progress sheet. A measurement counts only with its date, goal and value."""
    context = ReadContext(seen, say, today)
    measurements = []
    for reader in context.rows("measurements"):
        complete = reader.need("date", "goal", "value")
        day, value = reader.date("date"), reader.number("value")
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


def _case(reader: RowReader) -> Case:
    return Case(
        row=reader.ref,
        code=reader.ref.row_id,
        student=reader.text("student"),
        student_id=reader.text("student_id"),
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
    )


def _diary_entry(reader: RowReader) -> DiaryEntry:
    return DiaryEntry(
        row=reader.ref,
        code=reader.code,
        student=reader.student,
        kind=reader.choice("kind"),
        day=reader.date("date"),
        start=reader.time("start"),
        minutes=reader.minutes("minutes"),
        status=reader.choice("status"),
        with_whom=reader.text("with"),
        how=reader.choice("how"),
        notes=reader.text("notes"),
        next_step=reader.text("next_step"),
        repeat=reader.choice("repeat"),
        owner=reader.text("owner").casefold(),
        calendar=reader.text("calendar"),
    )


def _goal(reader: RowReader) -> Goal:
    return Goal(
        row=reader.ref,
        code=reader.code,
        student=reader.student,
        goal=reader.text("goal"),
        kind=reader.choice("kind"),
        measure=reader.text("measure"),
        unit=reader.text("unit"),
        direction=reader.choice("direction"),
        baseline=reader.number("baseline"),
        target=reader.number("target"),
        start=reader.date("start"),
        due=reader.date("due"),
    )


def _action(reader: RowReader) -> Action:
    return Action(
        row=reader.ref,
        code=reader.code,
        student=reader.student,
        action=reader.text("action"),
        who=reader.text("who"),
        due=reader.date("due"),
        status=reader.choice("status"),
        done_on=reader.date("done_on"),
        resource=reader.text("resource"),
        consent=reader.choice("consent"),
        outcome=reader.text("outcome"),
    )


def _accommodation(reader: RowReader) -> Accommodation:
    return Accommodation(
        row=reader.ref,
        code=reader.code,
        student=reader.student,
        school_year=reader.text("school_year"),
        accommodation=reader.text("accommodation"),
        type=reader.choice("type"),
        where=reader.text("where"),
        first=reader.date("from"),
        until=reader.date("until"),
        quarters=tuple((reader.choice(q), reader.text(f"{q}_why")) for q in _QUARTERS),
        goal_wanted=reader.text("goal_wanted"),
    )


_QUARTERS = ("q1", "q2", "q3", "q4")


def _team_member(reader: RowReader) -> TeamMember:
    may_see = reader.choices("may_see")
    return TeamMember(
        row=reader.ref,
        code=reader.code,
        student=reader.student,
        person=reader.text("person"),
        role=reader.text("role"),
        household=reader.text("household"),
        email=reader.text("email").casefold(),
        phone=reader.text("phone"),
        language=reader.text("language"),
        rights=reader.choice("rights"),
        # "Nothing" beside something else: the narrower word counts until it is cleared up.
        may_see=() if NOTHING in may_see else may_see,
        invite=reader.choice("invite"),
        ask_first=reader.text("ask_first"),
        checked_on=reader.date("checked_on"),
    )


def _behaviour_note(reader: RowReader, day: date) -> BehaviourNote:
    return BehaviourNote(
        row=reader.ref,
        day=day,
        klass=reader.text("class"),
        target=reader.text("target"),
        score=reader.number("score"),
        what_helped=reader.text("what_helped"),
        by=reader.text("by"),
    )
