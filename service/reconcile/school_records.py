"""The school in records: what the workbooks, as foreseen, say.

Reading is pure and starts from raw rows each time, so that a row which is only wanted so far is
read exactly as it will be read back next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from service.casework.crack import OpenQuestion
from service.casework.names import Roster
from service.casework.records import (
    CASELOAD,
    OFFICE,
    RESTRICTED,
    Case,
    DayOff,
    Flag,
    Problem,
    Referral,
    RosterStudent,
    RowRef,
    StaffMember,
)
from service.casework.register import Register
from service.casework.registry import CORE
from service.casework.row_owner import Answer, Ask, CasesByName, Settled, WrittenRow, settle
from service.casework.school import RuleServices, School
from service.casework.schooldays import SchoolCalendar
from service.casework.settings import SchoolSettings, settings_from
from service.casework.standing import with_standings
from service.casework.wants import Say
from service.keys import Keys
from service.ports import Agreed
from service.workbook.crisis import crisis_table
from service.workbook.look import WorkbookSeen
from service.workbook.office_records import read_setting_rows, read_students
from service.workbook.records import (
    CaseloadRecords,
    OfficeRecords,
    RestrictedRecords,
    read_caseload,
    read_cases,
    read_office,
    read_restricted,
    read_tabs,
    student_tabs,
)
from service.workbook.school_settings import module_settings
from service.workbook.templates import ON_DEMAND
from service.workbook.wording import known_languages

from .digests import with_digests
from .projection import Projection
from .reporting.open_questions import open_questions


def read_settings(
    office: WorkbookSeen | None, say: Say, today: date
) -> tuple[SchoolSettings, tuple[Problem, ...]]:
    """The school's settings alone: the zone is needed before anything else can be read."""
    if office is None:
        return SchoolSettings(), ()
    values, rows = read_setting_rows(office, say, today)
    settings, unusable = settings_from(
        values, say, crisis_table(say), module_settings(), known_languages()
    )
    problems = tuple(
        Problem(
            key=f"office/settings/{name}",
            row=rows.get(name, RowRef(OFFICE, "settings", name)),
            column="value",
            what=say("problems.setting.what", setting=name),
            why=say("problems.setting.why", why=why),
        )
        for name, why in unusable
    )
    return settings, problems


def read_school(
    projection: Projection,
    now: datetime,
    ask: RuleServices,
    registers: Iterable[Register] = CORE,
) -> School:
    """The records of all workbooks as projected; a workbook that could not be read is empty."""
    zone, say = projection.zone, ask.say
    today = now.astimezone(zone).date()
    office_seen = projection.book(OFFICE)
    settings, setting_problems = read_settings(office_seen, say, today)
    office = (
        read_office(office_seen, say, today, zone) if office_seen is not None else OfficeRecords()
    )
    caseload_seen, restricted_seen = projection.book(CASELOAD), projection.book(RESTRICTED)
    caseload = (
        read_caseload(caseload_seen, office.staff, say, today, registers=registers)
        if caseload_seen is not None
        else CaseloadRecords()
    )
    restricted = (
        read_restricted(restricted_seen, office.staff, say, today, zone)
        if restricted_seen is not None
        else RestrictedRecords()
    )
    registers = tuple(registers)
    shared, shared_problems = _of_modules(projection, office, say, today, registers)
    school = School(
        now=now,
        today=today,
        zone=zone,
        settings=settings,
        calendar=SchoolCalendar(office.days_off, frozenset(settings.weekend)),
        roster=Roster(office.students, settings.name_is_sure_from, settings.name_is_plausible_from),
        records={
            **caseload.rows,
            **shared,
            Case: caseload.cases,
            StaffMember: office.staff,
            RosterStudent: office.students,
            DayOff: office.days_off,
            Referral: (*office.referrals, *restricted.referrals),
            Flag: restricted.flags,
            OpenQuestion: (
                *open_questions(caseload_seen, office.staff, today),
                *open_questions(office_seen, office.staff, today),
            ),
        },
        problems=(
            *setting_problems,
            *office.problems,
            *caseload.problems,
            *restricted.problems,
            *shared_problems,
        ),
        files={key: seen.file_id for key, seen in projection.read.items()},
        ask=ask,
    )
    return with_standings(with_digests(school, projection, registers), registers)


def _of_modules(
    projection: Projection,
    office: OfficeRecords,
    say: Say,
    today: date,
    registers: tuple[Register, ...],
) -> tuple[dict[type[Any], tuple[Any, ...]], list[Problem]]:
    """The records of tabs that modules have on Office, and on those workbooks beyond the three
    that were read in this look."""
    records: dict[type[Any], tuple[Any, ...]] = {}
    problems: list[Problem] = []
    modules = tuple(register for register in registers if register.module)
    for seen in filter(None, map(projection.book, (OFFICE, *ON_DEMAND))):
        found, asked = read_tabs(seen, office.staff, say, today, modules)
        records |= found
        problems += asked
    return records, problems


@dataclass(frozen=True, slots=True)
class Ownership:
    """Whose row each row about a student is: (tab, position) -> case code, and the questions.
    `confirmed`: what a person picked for a row that holds that code already."""

    codes: Mapping[tuple[str, int], str] = field(hash=False)
    problems: tuple[Problem, ...]
    confirmed: tuple[Agreed, ...] = ()


def settle_ownership(
    caseload: WorkbookSeen,
    office: WorkbookSeen | None,
    settings: SchoolSettings,
    known: Mapping[tuple[str, str], Agreed],
    picks: Callable[[str], str],
    keys: Keys,
    say: Say,
    today: date,
) -> Ownership:
    """Settle every row of the tabs about a student, as DESIGN says under "Whose row is it?"."""
    cases, _ = read_cases(caseload, (), say, today)
    students = read_students(office, say, today) if office is not None else ()
    by_name = CasesByName(cases, settings, students)
    places, rows, asked, confirmed = [], [], [], []
    for key in student_tabs(caseload):
        tab = caseload.tabs[key]
        typed = [c.key for c in caseload.template.by_key[key].columns if not c.service]
        or_else = caseload.template.by_key[key].or_else
        for row in tab.rows:
            written, code, row_id = row.text("student"), row.text("case_code"), tab.row_id(row)
            if not any(row.cells.get(name) for name in typed):
                continue
            if or_else and not written and not code and row.text(or_else):
                continue  # it is about no student, and says so
            ref = RowRef(caseload.key, key, row_id, row.position, caseload.file_id)
            places.append((key, row.position))
            rows.append(
                WrittenRow(
                    row=ref,
                    written=written,
                    code=code,
                    acted_on=("event", row_id) in known,
                    same_name=_same_name(known.get(("whose", row_id)), written, by_name, keys),
                )
            )
    settlement = settle(rows, by_name, settings, say)
    codes: dict[tuple[str, int], str] = {}
    below = _below(rows, settlement.answers)
    for place, asker, answer in zip(places, rows, settlement.answers, strict=True):
        if isinstance(answer, Settled):
            codes[place] = answer.code
            continue
        if not isinstance(answer, Ask):
            codes[place] = answer.new
            continue
        if place in below:
            # Rows without a name below one that has it, as merged cells leave them: one question.
            first, count, code = below[place]
            answer = _with_above(code, by_name, say, count)
            key = f"whose:below:{first.row_id or first.position}"
        else:
            key, first = f"whose:{asker.row.row_id or asker.row.position}", asker.row
        picked = _picked(picks(key), answer)
        codes[place] = picked or asker.code
        if picked and picked == asker.code and asker.row.row_id:
            mark = {"name": name_mark(asker.written, keys)}
            confirmed.append(Agreed("whose", asker.row.row_id, picked, mark))
        if not picked and first == asker.row:
            asked.append(_question(key, asker, answer, say))
    return Ownership(codes, tuple(asked), tuple(confirmed))


def _below(
    rows: Sequence[WrittenRow], answers: Sequence[Answer]
) -> dict[tuple[str, int], tuple[RowRef, int, str]]:
    """The rows without name and code that stand right below one which is settled, by (tab,
    position): the first of them, how many they are, and the code above."""
    found: dict[tuple[str, int], tuple[RowRef, int, str]] = {}
    run: list[WrittenRow] = []
    last: tuple[RowRef, str] | None = None
    for row, answer in [*zip(rows, answers, strict=True), (None, None)]:
        follows = (
            row is not None
            and last is not None
            and not row.written.strip()
            and not row.code
            and (row.row.tab, row.row.position) == (last[0].tab, last[0].position + 1)
        )
        if follows and row is not None and last is not None:
            run.append(row)
            last = (row.row, last[1])
            continue
        if run and last is not None:
            for each in run:
                found[each.row.tab, each.row.position] = (run[0].row, len(run), last[1])
        run = []
        code = answer.code if row is not None and isinstance(answer, Settled) else ""
        last = (row.row, code) if row is not None and code else None
    return found


def _with_above(code: str, cases: CasesByName, say: Say, count: int) -> Ask:
    shown = cases.shown.get(code, code)
    return Ask(((shown, code),), say("names.below", name=shown, count=count))


def name_mark(written: str, keys: Keys) -> str:
    return keys.fingerprint("name", written)


def _same_name(agreed: Agreed | None, written: str, cases: CasesByName, keys: Keys) -> bool:
    """Whether the row's name is the one under which its code was settled; the hash is only
    worked out where the name is not simply the case's own."""
    if agreed is None:
        return False
    case = cases.by_code.get(agreed.object_id)
    if case is not None and written in (case.student, cases.shown.get(agreed.object_id)):
        return False
    return agreed.marks.get("name") == name_mark(written, keys)


def _picked(pick: str, answer: Ask) -> str:
    return next((code for shown, code in answer.candidates if pick in (shown, code)), "")


def _question(key: str, row: WrittenRow, answer: Ask, say: Say) -> Problem:
    return Problem(
        key=key,
        row=row.row,
        column="student",
        what=say("problems.whose_row.what"),
        why=answer.why,
        student=row.written,
        code=row.code,
        pick=tuple(shown for shown, _ in answer.candidates),
    )
