"""What is wrong between the cells of a row, or between rows, said kindly.

Cells that cannot be read, required cells left empty and words that are not on a list are found
when a row is read; here are the contradictions that only the field knows. Sources: docs/casework.md
("Progress monitoring", "Accommodations, decisions, services", "First Talk, plan, follow-ups").
Nothing is corrected, and one bad row never stops another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from .diary_kinds import DONE, PLANNED
from .records import Accommodation, Case, DiaryEntry, Goal, Problem, RowRef, StaffMember, TeamMember
from .scales import Scale
from .schooldays import NoSchoolDay, SchoolCalendar
from .wants import Say
from .working_hours import parse_working_hours

_ADDRESS = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{1,250}\.[^@\s,;<>.]{1,63}")


@dataclass(frozen=True, slots=True)
class Caseload:
    """What is checked together: the Caseload workbook's rows whose case is settled."""

    cases: tuple[Case, ...] = ()
    diary: tuple[DiaryEntry, ...] = ()
    goals: tuple[Goal, ...] = ()
    accommodations: tuple[Accommodation, ...] = ()
    team: tuple[TeamMember, ...] = ()


def check_caseload(
    caseload: Caseload,
    calendar: SchoolCalendar,
    today: date,
    say: Say,
    already: Iterable[Problem] = (),
) -> tuple[Problem, ...]:
    """Every contradiction in the Caseload workbook, in the order of its tabs. A cell that
    `already` has a problem gets no second one. Rows of closed cases are left in peace."""
    open_cases = {case.code: case for case in caseload.cases if case.is_open and case.code}
    check = _Check(open_cases, calendar, today, say)
    asked = {(problem.row, problem.column) for problem in already}
    found = (
        *check.cases(caseload.cases),
        *(each for entry in caseload.diary for each in check.diary(entry)),
        *(each for goal in caseload.goals for each in check.goal(goal)),
        *(each for row in caseload.accommodations for each in check.accommodation(row)),
        *check.modifications(caseload.accommodations),
        *(each for member in caseload.team for each in check.team_member(member)),
    )
    return tuple(problem for problem in found if (problem.row, problem.column) not in asked)


def check_staff(staff: Iterable[StaffMember], say: Say) -> tuple[Problem, ...]:
    """Working hours that nobody can read: no meeting could be booked for that colleague."""
    check = _Check({}, SchoolCalendar(), date.min, say)
    return tuple(
        check.problem(member.row, "working_hours", "hours", value=member.working_hours[:80])
        for member in staff
        if member.working_hours and parse_working_hours(member.working_hours).unread
    )


def is_done_to_come(entry: DiaryEntry, today: date) -> bool:
    """Done, and its day has not come yet."""
    return entry.status == DONE and entry.day is not None and entry.day > today


def done_to_come_key(entry: DiaryEntry) -> str:
    return _key(entry.row, "status", "done_to_come")


def _key(row: RowRef, column: str, reason: str) -> str:
    return f"{row.workbook}/{row.tab}/{row.row_id or f'row{row.position}'}/{column}/{reason}"


@dataclass(frozen=True, slots=True)
class _Check:
    open_cases: Mapping[str, Case]
    calendar: SchoolCalendar
    today: date
    say: Say

    def problem(
        self,
        row: RowRef,
        column: str,
        reason: str,
        student: str = "",
        code: str = "",
        **values: object,
    ) -> Problem:
        case = self.open_cases.get(code)
        return Problem(
            key=_key(row, column, reason),
            row=row,
            column=column,
            what=self.say(f"checks.{reason}.what", **values),
            why=self.say(f"checks.{reason}.why", **values),
            student=student,
            code=code,
            whose=case.case_manager if case else "",
        )

    def cases(self, cases: Iterable[Case]) -> Iterator[Problem]:
        """Open cases without status or case manager, and two cases of one student."""
        cases = tuple(cases)
        often = Counter(case.student_id for case in cases if case.is_open and case.student_id)
        for case in cases:
            if not case.status:
                yield self.problem(case.row, "status", "no_status", case.student, case.code)
            if not case.is_open:
                continue
            if not case.case_manager:
                yield self.problem(case.row, "case_manager", "no_manager", case.student, case.code)
            if often[case.student_id] > 1:
                yield self.problem(
                    case.row,
                    "student_id",
                    "two_cases",
                    case.student,
                    case.code,
                    value=case.student_id[:80],
                )

    def diary(self, entry: DiaryEntry) -> Iterator[Problem]:
        """Planned for a day without school; done on a day still to come."""
        case = self.open_cases.get(entry.code)
        if case is None or entry.day is None:
            return
        if is_done_to_come(entry, self.today):
            found = self.problem(
                entry.row, "status", "done_to_come", entry.student, entry.code, day=entry.day
            )
            offered = (self.say(f"checks.done_to_come.{each}") for each in ("today", "planned"))
            yield replace(found, pick=tuple(offered))
        if entry.status == PLANNED and entry.day >= self.today:
            try:
                to, arithmetic = self.calendar.moved(entry.day, self.say, case.case_manager)
            except NoSchoolDay:
                return
            if arithmetic:
                yield self.problem(
                    entry.row,
                    "date",
                    "no_school",
                    entry.student,
                    entry.code,
                    moved=arithmetic,
                    to=to,
                )

    def goal(self, goal: Goal) -> Iterator[Problem]:
        """A target on the wrong side of the baseline; a direction that is missing; due before it
        starts. Without these there is no aim line."""
        if goal.code not in self.open_cases:
            return
        row, student, code = goal.row, goal.student, goal.code
        if goal.target is not None and not goal.direction:
            yield self.problem(row, "direction", "no_direction", student, code)
        scale, ends = Scale(goal), {"baseline": goal.baseline, "target": goal.target}
        read = {key: None if end is None else scale.read(end) for key, end in ends.items()}
        for key, end in ends.items():
            if end is not None and read[key] is None:
                said = {"value": f"{float(end):g}", "heading": key.capitalize()}
                yield self.problem(row, key, "end_on_other_scale", student, code, **said)
        baseline, target = read["baseline"], read["target"]
        if baseline is not None and target is not None:
            values = {"baseline": baseline, "target": target}
            if goal.direction == "Increase" and target <= baseline:
                yield self.problem(row, "target", "target_not_above", student, code, **values)
            if goal.direction == "Decrease" and target >= baseline:
                yield self.problem(row, "target", "target_not_below", student, code, **values)
        if goal.start and goal.due and goal.due <= goal.start:
            yield self.problem(
                row, "due", "end_before_start", student, code, start=goal.start, end=goal.due
            )

    def accommodation(self, row: Accommodation) -> Iterator[Problem]:
        """An end before its start."""
        if row.code in self.open_cases and row.first and row.until and row.until < row.first:
            yield self.problem(
                row.row,
                "until",
                "end_before_start",
                row.student,
                row.code,
                start=row.first,
                end=row.until,
            )

    def modifications(self, rows: Iterable[Accommodation]) -> Iterator[Problem]:
        """A modification changes what is learned, so Graduation path must say what it does to
        graduation: one question per case, at the cell where the word is missing."""
        for code in dict.fromkeys(row.code for row in rows if row.type == "Modification"):
            case = self.open_cases.get(code)
            if case is not None and not case.graduation_path.strip():
                yield self.problem(
                    case.row, "graduation_path", "modification", case.student, case.code
                )

    def team_member(self, member: TeamMember) -> Iterator[Problem]:
        """An address nothing could be sent to; a right to see that a court order rules out."""
        if member.code not in self.open_cases:
            return
        if member.email and not _ADDRESS.fullmatch(member.email):
            yield self.problem(
                member.row,
                "email",
                "no_address",
                member.student,
                member.code,
                value=member.email[:80],
            )
        if member.rights == "None by order" and member.may_see:
            yield self.problem(member.row, "may_see", "by_order", member.student, member.code)
