"""The rows of Data, folded into what is known per student.

School days enrolled run from entry, or the first day of the year where that is later, to exit, or
the last day of which attendance says something (Ed-Fi, rules of daily attendance). Who has no row
on Enrollment counts from the first day. An absence with a part of a day is that part of one;
several in a day are one day at most. Whoever has no row of absence was there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from ..register import TableRow
from ..school import School
from .files.cell_values import (
    ABSENT,
    DAY_ZERO,
    IN_SCHOOL,
    LATE,
    PRESENT,
    REFERRAL,
    SUSPENSION,
    YES,
    read_day,
    read_number,
)
from .files.who import Students
from .records import NO_HELP, ClassRow, DataRead, DataTrouble, KnownCourse, KnownStudent
from .thresholds import Thresholds, thresholds_of

_SHOWN: Final = 5  # rows that a question names
_HALF: Final = re.compile(r"^(half|½|am|pm|a\.m\.|p\.m\.|morning|afternoon|mañana|tarde|medio)\b")
_DATE, _STUDENT = "date", "student_id"


@dataclass
class _Tally:
    """One student's counts on their way."""

    absent: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    excused: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    late: dict[int, bool] = field(default_factory=dict)  # day -> whether it was excused
    referrals: int = 0
    in_school: float = 0.0
    suspensions: int = 0
    suspension_days: float = 0.0
    last_incident: int = 0
    stays: list[tuple[int, int]] = field(default_factory=list)
    courses: list[KnownCourse] = field(default_factory=list)
    help: dict[str, str] = field(default_factory=dict)


@dataclass
class _Reader:
    """Reads cells with good will, and notes what cannot be read."""

    students: Students
    month_first: bool
    troubles: dict[tuple[str, str, str], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def student(self, tab: str, row: TableRow) -> str:
        """The roster's own id, "" where there is none."""
        written = row.text(_STUDENT)
        if not written:
            self.note(tab, _STUDENT, "missing", row)
            return ""
        own = self.students.same(written)
        if not self.students.is_known(own):
            self.note(tab, _STUDENT, "nobody", row)
            return ""
        return own

    def day(self, tab: str, row: TableRow, column: str, *, needed: bool = False) -> int:
        """A day as Sheets counts; 0 for none, -1 where it cannot be read."""
        raw = row.cells.get(column)
        if raw in (None, ""):
            if needed:
                self.note(tab, column, "missing", row)
            return 0
        if isinstance(raw, str):
            found = read_day(raw, self.month_first)
            if found is not None:
                return (found - DAY_ZERO).days
        elif not isinstance(raw, bool) and 30_000 < raw < 75_000:
            return int(raw)
        self.note(tab, column, "not_a_date", row)
        return -1

    def number(self, tab: str, row: TableRow, column: str, most: float) -> float | None:
        raw = row.cells.get(column)
        if raw in (None, ""):
            return None
        number = read_number(raw) if isinstance(raw, str) else raw
        if number is None or isinstance(raw, bool) or not 0 <= number <= most:
            self.note(tab, column, "not_a_number", row)
            return None
        return float(number)

    def choice(
        self, tab: str, row: TableRow, column: str, known: Sequence[str], needed: bool = False
    ) -> str:
        written = row.text(column)
        if not written:
            if needed:
                self.note(tab, column, "missing", row)
            return ""
        found = next((each for each in known if each.casefold() == written.casefold()), "")
        if not found:
            self.note(tab, column, "not_a_choice", row)
        return found

    def note(self, tab: str, column: str, why: str, row: TableRow) -> None:
        self.troubles[tab, column, why].append(row.position + 1)


def fold(
    tabs: Mapping[str, Sequence[TableRow]], school: School
) -> Mapping[type[Any], tuple[Any, ...]]:
    """What the tabs of Data come to. Choices are read as they stand in the templates' own words or
    in any spelling that the engine has folded already."""
    lines = thresholds_of(school.settings.more)
    reader = _Reader(Students(school.roster.students), school.settings.country == "US")
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    year = school.settings.school_year
    began = date(year.year_of(school.today), *year.begins)
    first, last = (began - DAY_ZERO).days, 0
    last = _attendance(tabs.get("attendance", ()), reader, tallies, lines, first)
    _incidents(tabs.get("incidents", ()), reader, tallies, first)
    _enrollment(tabs.get("enrollment", ()), reader, tallies)
    classes = list(_classes(tabs.get("classes", ()), reader, tallies, school.today))
    _results(tabs.get("course_results", ()), reader, tallies, lines)
    days = _school_days(began, last, school)
    known = tuple(
        _known(student, tally, days, first, last) for student, tally in sorted(tallies.items())
    )
    most = lines.attendance_most_school_days_in_a_year
    read = DataRead(
        students=known,
        classes=tuple(classes),
        troubles=tuple(_troubles(reader)),
        without_zeros=len(reader.students.without_zeros),
        too_many_days=len(days) if len(days) > most else 0,
    )
    return {DataRead: (read,)}


def counted_with(school: School) -> Iterator[object]:
    """What else decides about the counts: where it changes, Data is read and counted anew."""
    lines = thresholds_of(school.settings.more)
    yield from (str(getattr(lines, name)) for name in lines.__dataclass_fields__)
    yield from (school.settings.school_year_begins, school.settings.weekend)
    yield from ((off.first, off.last) for off in school.calendar.days_off if not off.who)
    yield sorted(case.student_id for case in school.cases if case.is_open)


def _attendance(
    rows: Iterable[TableRow],
    reader: _Reader,
    tallies: dict[str, _Tally],
    lines: Thresholds,
    first: int,
) -> int:
    """Counts absences; the last day of which something is said."""
    tab, last = "attendance", 0
    for row in rows:
        day = reader.day(tab, row, _DATE, needed=True)
        kind = reader.choice(tab, row, "kind", (ABSENT, LATE, PRESENT), needed=True)
        student = reader.student(tab, row)
        if day >= first:
            last = max(last, day)
        if not student or not kind or day < first or kind == PRESENT:
            continue
        tally, excused = tallies[student], row.text("excused").casefold() == YES.casefold()
        if kind == LATE:
            tally.late[day] = excused
            continue
        share = share_of_day(row.cells.get("part_of_day"), lines)
        if share is None:
            reader.note(tab, "part_of_day", "not_a_part", row)
            continue
        tally.absent[day] = min(1.0, tally.absent[day] + share)
        if excused:
            tally.excused[day] = min(1.0, tally.excused[day] + share)
    return last


def share_of_day(raw: Any, lines: Thresholds) -> float | None:
    """1 for a whole day, a share as written, a half for a morning, and for a class or a period its
    part of a school day; None for a number that no day has."""
    if raw in (None, ""):
        return 1.0
    number = read_number(raw) if isinstance(raw, str) else float(raw)
    if number is not None:
        return number if 0 < number <= 1 else None
    text = str(raw).strip().casefold()
    if text in ("daily", "all day", "whole day", "full day", "todo el día"):
        return 1.0
    return 0.5 if _HALF.match(text) else 1 / lines.attendance_periods_in_a_school_day


def _incidents(
    rows: Iterable[TableRow], reader: _Reader, tallies: dict[str, _Tally], first: int
) -> None:
    tab, kinds = "incidents", (REFERRAL, IN_SCHOOL, SUSPENSION, "Other")
    for row in rows:
        day = reader.day(tab, row, _DATE, needed=True)
        kind = reader.choice(tab, row, "kind", kinds, needed=True)
        days = reader.number(tab, row, "days", 366)
        student = reader.student(tab, row)
        if not student or not kind or day < first:
            continue
        tally = tallies[student]
        tally.last_incident = max(tally.last_incident, day)
        if kind == REFERRAL:
            tally.referrals += 1
        elif kind == IN_SCHOOL:
            tally.in_school += days if days is not None else 1
        elif kind == SUSPENSION:
            tally.suspensions += 1
            tally.suspension_days += days if days is not None else 1


def _enrollment(rows: Iterable[TableRow], reader: _Reader, tallies: dict[str, _Tally]) -> None:
    for row in rows:
        student = reader.student("enrollment", row)
        begins = reader.day("enrollment", row, "from")
        ends = reader.day("enrollment", row, "until")
        if student and begins >= 0 and ends >= 0 and (begins or ends):
            tallies[student].stays.append((begins, ends))


def _classes(
    rows: Iterable[TableRow], reader: _Reader, tallies: dict[str, _Tally], today: date
) -> Iterator[ClassRow]:
    tab, now = "classes", (today - DAY_ZERO).days
    for row in rows:
        student, course = reader.student(tab, row), row.text("course")
        begins, ends = reader.day(tab, row, "from"), reader.day(tab, row, "until")
        kind = reader.choice(tab, row, "help", ("None", "Push-in", "Pull-out"))
        if not course:
            reader.note(tab, "course", "missing", row)
        if not student or not course or begins < 0 or ends < 0:
            continue
        if kind not in NO_HELP and begins <= now:
            tallies[student].help[_plain(course)] = kind
        if begins <= now and (not ends or ends >= now):
            until = DAY_ZERO + timedelta(days=ends) if ends else None
            yield ClassRow(student, course, row.text("teacher"), until)


def _results(
    rows: Iterable[TableRow], reader: _Reader, tallies: dict[str, _Tally], lines: Thresholds
) -> None:
    tab, states, failing = "course_results", ("Final", "Running", "Incomplete"), lines.failing_marks
    for row in rows:
        student, course = reader.student(tab, row), row.text("course")
        percent = reader.number(tab, row, "percent", 200)
        missing = reader.number(tab, row, "missing_work", 10_000)
        state = reader.choice(tab, row, "state", states)
        if not course:
            reader.note(tab, "course", "missing", row)
        mark = row.text("mark")
        if not student or not course or (not mark and percent is None and missing is None):
            continue
        fails = mark.upper() in failing or (
            not mark and percent is not None and percent < lines.course_failing_below_percent
        )
        tally = tallies[student]
        kind = tally.help.get(_plain(course), "")
        tally.courses.append(
            KnownCourse(course, mark, percent, state, kind, int(missing or 0), fails)
        )


def _known(student: str, tally: _Tally, days: Sequence[int], first: int, last: int) -> KnownStudent:
    courses = tuple(each for each in tally.courses if _is_worth_telling(each))
    return KnownStudent(
        student_id=student,
        enrolled=_enrolled(tally.stays, days, first, last),
        absent=round(sum(tally.absent.values()), 3),
        excused=round(sum(tally.excused.values()), 3),
        late=len(tally.late),
        late_excused=sum(tally.late.values()),
        last_absent=_day(max(tally.absent, default=0)),
        referrals=tally.referrals,
        in_school=tally.in_school,
        suspensions=tally.suspensions,
        suspension_days=tally.suspension_days,
        last_incident=_day(tally.last_incident),
        courses=courses,
        others=len(tally.courses) - len(courses),
        counted_to=_day(last),
    )


def _is_worth_telling(course: KnownCourse) -> bool:
    low = course.percent is not None and course.percent < 75
    return course.failing or low or course.missing_work > 0 or course.help not in NO_HELP


def _enrolled(stays: Sequence[tuple[int, int]], days: Sequence[int], first: int, last: int) -> int:
    """School days on the roll. Stays that overlap count once."""
    if not stays:
        return len(days)
    on_roll: set[int] = set()
    for begins, ends in stays:
        low = bisect_left(days, max(begins, first))
        high = bisect_right(days, min(ends or last, last))
        on_roll.update(range(low, high))
    return len(on_roll)


def _school_days(began: date, last: int, school: School) -> list[int]:
    """The school days from the first of the year to the last that is known of."""
    first = (began - DAY_ZERO).days
    return [
        number
        for number in range(first, last + 1)
        if school.calendar.is_school_day(DAY_ZERO + timedelta(days=number))
    ]


def _troubles(reader: _Reader) -> Iterator[DataTrouble]:
    for (tab, column, why), rows in sorted(reader.troubles.items()):
        yield DataTrouble(tab, column, why, tuple(rows[:_SHOWN]), len(rows))


def _day(number: int) -> date | None:
    return DAY_ZERO + timedelta(days=number) if number else None


def _plain(course: str) -> str:
    return " ".join(course.split()).casefold()
