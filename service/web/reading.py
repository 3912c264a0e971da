"""The school as one card needs it: the office as a whole, and of the caseload just some cases.

A caseload of thousands is read from its cells only where a card looks: rows are sorted by case
code once per look, and a card's few cases are read by the same readers that a sync uses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from service.casework.case_file import CaseFile
from service.casework.core.agreed_managers import AgreedManagers
from service.casework.names import DOT, fold
from service.casework.records import (
    Accommodation,
    Action,
    Case,
    DiaryEntry,
    Flag,
    Goal,
    StaffMember,
    TeamMember,
)
from service.casework.register import Register
from service.casework.registry import CORE
from service.casework.schooldays import SchoolCalendar
from service.casework.settings import SchoolSettings
from service.casework.staff_names import StaffNames
from service.casework.wants import Say
from service.reconcile.school_records import read_settings
from service.workbook.look import RowSeen, TabSeen, WorkbookSeen
from service.workbook.records import (
    CaseloadRecords,
    OfficeRecords,
    read_caseload,
    read_cases,
    read_office,
    read_restricted,
    student_tabs,
)
from service.workbook.row_reader import StaffList

CASES = "caseload"  # the tab with one row per case
CASE_RECORDS: tuple[type[Any], ...] = (Goal, Action, Accommodation, TeamMember, DiaryEntry)


@dataclass(frozen=True)
class OfficeView:
    """The Office workbook, read once for each look at it."""

    seen: WorkbookSeen
    say: Say
    today: date

    @cached_property
    def without_roster(self) -> OfficeRecords:
        """Staff, settings, days off and referrals; the roster is long, and few cards need it."""
        return read_office(_without(self.seen, "students"), self.say, self.today, self.zone)

    @cached_property
    def whole(self) -> OfficeRecords:
        return read_office(self.seen, self.say, self.today, self.zone)

    @cached_property
    def enrolled(self) -> int:
        """How many students the roster has."""
        roster = self.seen.tabs.get("students")
        return sum(bool(row.text("student_id")) for row in roster.rows) if roster else 0

    @cached_property
    def settings(self) -> SchoolSettings:
        return _settings(self.seen, self.say, self.today)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.time_zone)

    @property
    def staff(self) -> tuple[StaffMember, ...]:
        return self.without_roster.staff

    @cached_property
    def calendar(self) -> SchoolCalendar:
        return SchoolCalendar(self.without_roster.days_off, frozenset(self.settings.weekend))

    @cached_property
    def people(self) -> StaffNames:
        return StaffNames(self.staff)

    def person(self, email: str) -> StaffMember | None:
        return next((each for each in self.staff if each.email == email), None)

    def name(self, email: str) -> str:
        """What a colleague is called; the address where Staff does not say."""
        person = self.person(email)
        return person.name if person and person.name else email

    def covered_by(self, email: str) -> frozenset[str]:
        """E-mails of those whom `email` stands in for today."""
        return frozenset(
            off.who
            for off in self.calendar.days_off
            if off.who and off.cover == email and off.first <= self.today <= off.last
        )


@dataclass(frozen=True)
class CaseloadView:
    """The Caseload workbook, its rows sorted by case once for each look at it."""

    seen: WorkbookSeen
    staff: tuple[StaffMember, ...]
    say: Say
    today: date
    registers: tuple[Register, ...] = CORE
    managers: AgreedManagers = field(default_factory=AgreedManagers)

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, list[RowSeen]]]:
        """Tab -> case code -> rows."""
        sorted_rows: dict[str, dict[str, list[RowSeen]]] = {}
        for tab in (CASES, *student_tabs(self.seen)):
            of_tab = sorted_rows.setdefault(tab, {})
            for row in self.seen.tabs[tab].rows:
                code = row.cells.get("case_code")
                if isinstance(code, str) and code:
                    of_tab.setdefault(code, []).append(row)
        return sorted_rows

    @cached_property
    def _of_no_student(self) -> Mapping[str, list[RowSeen]]:
        """Tab -> the rows that are about no student, where a tab has such (a whole class's)."""
        found = {}
        for tab in student_tabs(self.seen):
            or_else = self.seen.template.by_key[tab].or_else
            if or_else:
                found[tab] = [
                    row
                    for row in self.seen.tabs[tab].rows
                    if row.text(or_else) and not (row.text("student") or row.text("case_code"))
                ]
        return found

    @cached_property
    def _codes_by_row(self) -> Mapping[str, str]:
        return {
            row_id: code
            for tab in student_tabs(self.seen)
            for code, rows in self._rows[tab].items()
            for row in rows
            if (row_id := str(row.cells.get("row_id") or ""))
        }

    @cached_property
    def _codes_by_manager(self) -> Mapping[str, tuple[str, ...]]:
        who = StaffList(self.staff)
        emails: dict[str, str] = {}
        found: dict[str, list[str]] = {}
        for code, rows in self._rows[CASES].items():
            written = rows[0].text("case_manager")
            if written not in emails:
                emails[written] = who.email(written)
            found.setdefault(self.managers.email(code, emails[written]), []).append(code)
        return {email: tuple(codes) for email, codes in found.items() if email}

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Every case; the Caseload tab alone."""
        return self.managers.all(read_cases(self.seen, self.staff, self.say, self.today)[0])

    def code_of(self, row_id: str) -> str:
        """The case that a row is about: its case code, or the Row ID of any of its rows."""
        if row_id in self._rows[CASES]:
            return row_id
        return self._codes_by_row.get(row_id, "")

    def codes_of(self, emails: Iterable[str]) -> tuple[str, ...]:
        """The codes of the cases that these people manage."""
        return tuple(code for email in emails for code in self._codes_by_manager.get(email, ()))

    def codes_with_team(self, person: StaffMember) -> tuple[str, ...]:
        """The codes of cases whose Team may name this person: by e-mail or by name. What the row
        grants, `rights` decides."""
        email, name = person.email, fold(person.name)
        return tuple(
            code
            for code, rows in self._rows["team"].items()
            if any(
                row.text("email").casefold() == email or (name and fold(row.text("person")) == name)
                for row in rows
            )
        )

    def records(self, codes: Iterable[str]) -> CaseloadRecords:
        """The records of some cases."""
        wanted = list(dict.fromkeys(codes))
        tabs: dict[str, TabSeen] = dict(self.seen.tabs)
        for tab in (CASES, *student_tabs(self.seen)):
            rows = [row for code in wanted for row in self._rows[tab].get(code, ())]
            rows += self._of_no_student.get(tab, ())
            tabs[tab] = replace(tabs[tab], rows=tuple(rows))
        few = replace(self.seen, tabs=MappingProxyType(tabs))
        read = read_caseload(few, self.staff, self.say, self.today, registers=self.registers)
        return replace(read, cases=self.managers.all(read.cases))

    def files(self, codes: Iterable[str]) -> tuple[CaseFile, ...]:
        """The files of some cases, in the order of the codes; unknown codes are left out."""
        wanted = tuple(dict.fromkeys(codes))
        records = self.records(wanted)
        cases = {case.code: case for case in records.cases}
        of = {kind: _by_code(records.of(kind)) for kind in CASE_RECORDS}
        return tuple(
            CaseFile(
                case=cases[code],
                goals=of[Goal].get(code, ()),
                actions=of[Action].get(code, ()),
                accommodations=of[Accommodation].get(code, ()),
                team=of[TeamMember].get(code, ()),
                diary=of[DiaryEntry].get(code, ()),
                staff=self.staff,
            )
            for code in wanted
            if code in cases
        )

    def shown_name(self, case: Case) -> str:
        """What the drop-downs call this student: with the id where two share a name."""
        alike = self._often.get(fold(case.student), 0) > 1
        return (
            f"{case.student}{DOT}{case.student_id}" if alike and case.student_id else case.student
        )

    @cached_property
    def _often(self) -> Mapping[str, int]:
        return Counter(fold(row.text("student")) for row in self.seen.tabs[CASES].rows)

    def with_cells(self, cells: Mapping[tuple[str, str], Mapping[str, Any]]) -> CaseloadView:
        """The same with some cells ((tab, row id) -> column -> value) put in place of theirs."""
        tabs = dict(self.seen.tabs)
        for tab in {tab for tab, _ in cells}:
            seen = tabs[tab]
            rows = (
                replace(row, cells={**row.cells, **cells.get((tab, seen.row_id(row)), {})})
                for row in seen.rows
            )
            tabs[tab] = replace(seen, rows=tuple(rows))
        return replace(self, seen=replace(self.seen, tabs=MappingProxyType(tabs)))

    def row(self, tab: str, row_id: str) -> RowSeen | None:
        """A row by its id, as it was seen."""
        seen = self.seen.tabs[tab]
        code = row_id if tab == CASES else self._codes_by_row.get(row_id, "")
        of_case = self._rows.get(tab, {}).get(code, ())
        return next((row for row in of_case if seen.row_id(row) == row_id), None)


@dataclass(frozen=True)
class Reading:
    """What one request looks at. `caseload` is there when the card asked for it."""

    now: datetime
    office: OfficeView
    say: Say
    caseload_view: CaseloadView | None = None
    restricted: WorkbookSeen | None = None
    progress: Mapping[str, WorkbookSeen] = field(default_factory=dict)  # by file id

    @property
    def caseload(self) -> CaseloadView:
        assert self.caseload_view is not None, "this card did not ask for the caseload"
        return self.caseload_view

    @property
    def today(self) -> date:
        return self.office.today


def _by_code(records: Iterable[Any]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    for record in records:
        found[record.code] = (*found.get(record.code, ()), record)
    return found


def view_office(seen: WorkbookSeen, say: Say, now: datetime) -> OfficeView:
    """The office on the school's own today: its zone is one of its settings."""
    zone = ZoneInfo(_settings(seen, say, now.date()).time_zone)
    return OfficeView(seen, say, now.astimezone(zone).date())


def _settings(seen: WorkbookSeen, say: Say, today: date) -> SchoolSettings:
    bare = _without(seen, "students", "referrals", "staff", "school_days")
    return read_settings(bare, say, today)[0]


def read_flags(
    seen: WorkbookSeen | None, staff: tuple[StaffMember, ...], say: Say, today: date
) -> tuple[Flag, ...]:
    """The flags that stand today."""
    if seen is None:
        return ()
    records = read_restricted(_without(seen, "safety_referrals"), staff, say, today)
    return tuple(flag for flag in records.flags if flag.is_in_force(today))


def _without(seen: WorkbookSeen, *tabs: str) -> WorkbookSeen:
    """The workbook as if these tabs were empty."""
    emptied = {key: replace(tab, rows=()) if key in tabs else tab for key, tab in seen.tabs.items()}
    return replace(seen, tabs=MappingProxyType(emptied))
