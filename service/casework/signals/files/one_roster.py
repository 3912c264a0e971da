"""The tables of a roster in files (OneRoster 1.1 and 1.2, School Data Sync 2.1), read together.

A class has its title and its teachers in other tables than its students, and a result its course.
1.1 says a person's role in users, 1.2 and School Data Sync in roles. OneRoster carries neither
attendance nor discipline. Source: docs/modules/signals.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from .attendance_lines import Cells, Unreadable
from .cell_values import read_day, read_flag, read_number, serial
from .heading_words import plain
from .other_lines import FINAL, RUNNING
from .recognised import Recognised
from .text_table import Record
from .who import Students

CONTEXT: Final = frozenset({"roles", "classes", "courses", "lineItems", "academicSessions", ""})
_STUDENT: Final = "student"
_TEACHERS: Final = frozenset({"teacher", "professor", "lecturer", "faculty"})
_LONGEST: Final = 120
_FINAL_TITLES: Final = ("final grade", "course grade", "semester grade", "overall grade")


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that lines of a table make together: one line, but for the results of a course."""

    cells: Cells
    lines: tuple[int, ...]


Row = Mapping[str, str]


@dataclass
class RosterTables:
    """What the tables of one roster say about each other. `month_first` reads their days."""

    students: Students
    month_first: bool
    _users: dict[str, Row] = field(default_factory=dict)
    _roles: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    _titles: dict[str, str] = field(default_factory=dict)
    _terms: dict[str, str] = field(default_factory=dict)
    _class_terms: dict[str, str] = field(default_factory=dict)
    _items: dict[str, Row] = field(default_factory=dict)
    _courses: dict[str, str] = field(default_factory=dict)
    _class_courses: dict[str, str] = field(default_factory=dict)
    _teachers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _enrolled: set[str] = field(default_factory=set)  # users who are students in a class

    def learn(self, known: Recognised, lines: Sequence[Record]) -> None:
        """Take in one table, before any line is read."""
        for line in lines:
            row = _row(known, line)
            if row is not None and not _is_gone(row):
                self._learn(known.table, row)

    def _learn(self, table: str, row: Row) -> None:
        own = row.get("sourcedid", "")
        match table:
            case "users":
                self._users[own] = row
            case "roles":
                self._roles[row["usersourcedid"]].append(row)
            case "classes":
                self._titles[own] = row.get("title", "") or row.get("classcode", "")
                self._class_courses[own] = row.get("coursesourcedid", "")
                terms = row.get("termsourcedids") or row.get("termsourcedid") or ""
                self._class_terms[own] = terms or row.get("sessionsourcedids", "")
            case "courses":
                self._courses[own] = row.get("title", "") or row.get("coursecode", "")
            case "academicSessions":
                self._terms[own] = row.get("title", "")
            case "lineItems":
                self._items[own] = row
            case "enrollments":
                who = row["usersourcedid"]
                if plain(row["role"]) in _TEACHERS:
                    self._teachers[row["classsourcedid"]].append(who)
                elif plain(row["role"]) == _STUDENT:
                    self._enrolled.add(who)

    # ------------------------------------------------ lines to rows

    def users(self, row: Row) -> Cells | None:
        """Student ID, From, Until; None for who is no student, or not enrolled any more."""
        own = row.get("sourcedid", "")
        if not own:
            raise Unreadable("no_student")
        if not self._is_student(row) or _is_gone(row) or row.get("enableduser") == "false":
            return None
        begins, ends = None, None
        for role in self._roles.get(own, ()):
            if plain(_role(role)) == _STUDENT:
                begins = self._day(role, "begindate", "rolestartdate")
                ends = self._day(role, "enddate", "roleenddate")
        return (self._id_of(row, own), begins, ends)

    def enrollments(self, row: Row) -> Cells | None:
        """Student ID, Course, Teacher, Help, From, Until; None for teachers, and what is over."""
        who, of = row.get("usersourcedid", ""), row.get("classsourcedid", "")
        if not who:
            raise Unreadable("no_student")
        if not of:
            raise Unreadable("no_course")
        if plain(row.get("role", "")) != _STUDENT or _is_gone(row):
            return None
        begins, ends = self._day(row, "begindate"), self._day(row, "enddate")
        return (self.student_id(who), self._course(of), self._teacher(of), "", begins, ends)

    def results(self, lines: Sequence[tuple[int, Row]]) -> Iterator[Taken | tuple[int, str]]:
        """One row for each student and class: what was reached of what could be, and how much is
        missing; or (line, why) for a line that cannot be read."""
        of: dict[tuple[str, str], list[tuple[int, Row, Row]]] = defaultdict(list)
        for number, row in lines:
            item = self._items.get(row.get("lineitemsourcedid", ""), {})
            klass = row.get("classsourcedid", "") or item.get("classsourcedid", "")
            if not row.get("studentsourcedid"):
                yield number, "no_student"
            elif not klass:
                yield number, "no_course"
            elif row.get("score") and read_number(row["score"]) is None:
                yield number, "not_a_percent"
            else:
                of[row["studentsourcedid"], klass].append((number, row, item))
        for (who, klass), found in of.items():
            yield self._result(who, klass, found)

    def _result(self, who: str, klass: str, found: Sequence[tuple[int, Row, Row]]) -> Taken:
        reached = possible = 0.0
        missing, state, mark, final = 0, RUNNING, "", None
        for _, row, item in found:
            score, most = (
                read_number(row.get("score", "")),
                read_number(item.get("resultvaluemax", "")),
            )
            missing += read_flag(row.get("missing", "")) is True or (
                plain(row.get("scorestatus", "")) == "notsubmitted"
            )
            if item.get("title", "").casefold().strip() in _FINAL_TITLES:
                state, mark = FINAL, row.get("textscore", "")[:40]
                final = score if not most else (score or 0) / most * 100
            elif score is not None and plain(row.get("scorestatus", "")) != "exempt":
                reached += score
                possible += most or 100
        percent = (
            final
            if final is not None
            else (round(reached / possible * 100, 2) if possible else None)
        )
        cells = (
            self.student_id(who), self._course(klass), self._term(klass), mark, percent, state,
            float(missing),
        )  # fmt: skip
        return Taken(cells, tuple(number for number, _, _ in found))

    # ------------------------------------------------ who and what

    def student_id(self, who: str) -> str:
        return self._id_of(self._users.get(who, {}), who)

    def _id_of(self, row: Row, own: str) -> str:
        ids = [row.get("identifier", ""), own, row.get("username", ""), *_user_ids(row)]
        return self.students.find([each for each in ids if each])

    def _is_student(self, row: Row) -> bool:
        own = row.get("sourcedid", "")
        if role := _role(row):
            return plain(role) == _STUDENT
        if own in self._roles:
            return any(plain(_role(each)) == _STUDENT for each in self._roles[own])
        if self._roles or self._enrolled:
            return own in self._enrolled
        return True  # a table that stands alone, and says of nobody what they are

    def _course(self, klass: str) -> str:
        title = self._titles.get(klass, "") or self._courses.get(
            self._class_courses.get(klass, ""), ""
        )
        return (title or klass)[:_LONGEST]

    def _term(self, klass: str) -> str:
        terms = [each for each in self._class_terms.get(klass, "").split(",") if each]
        return ", ".join(self._terms.get(each, each) for each in terms)[:_LONGEST]

    def _teacher(self, klass: str) -> str:
        names = []
        for who in self._teachers.get(klass, ()):
            row = self._users.get(who, {})
            name = f"{row.get('givenname', '')} {row.get('familyname', '')}".strip()
            names.append(row.get("email", "") or name or who)
        return ", ".join(dict.fromkeys(names))[:_LONGEST]

    def _day(self, row: Row, *columns: str) -> float | None:
        for column in columns:
            if written := row.get(column, ""):
                found = read_day(written, self.month_first)
                if found is None:
                    raise Unreadable("not_a_date")
                return serial(found)
        return None


def _row(known: Recognised, line: Record) -> Row | None:
    if line.cells is None:
        return None
    return {
        name: line.cells[places[0]]
        for name, places in known.places.items()
        if places[0] < len(line.cells)
    }


row_of = _row


def _role(row: Row) -> str:
    return row.get("role", "")


def _is_gone(row: Row) -> bool:
    return plain(row.get("status", "")) == "tobedeleted"


def _user_ids(row: Row) -> list[str]:
    """ "{LDAP:123},{SIS:0142}" -> the ids alone."""
    written = row.get("userids", "")
    return [each.strip("{} ").rpartition(":")[2] for each in written.split(",") if each.strip()]
