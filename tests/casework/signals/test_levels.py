"""The lines and what is counted against them: the values of their sources, as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from service.casework.names import Roster
from service.casework.records import RosterStudent, RowRef
from service.casework.register import TableRow
from service.casework.school import School
from service.casework.schooldays import SchoolCalendar
from service.casework.settings import SchoolSettings
from service.casework.signals.counting import fold, share_of_day
from service.casework.signals.known import _packed, _unpacked
from service.casework.signals.levels import (
    attendance_level,
    behavior_level,
    course_level,
    findings,
    only_push_in_passes,
)
from service.casework.signals.records import DataRead, KnownCourse, KnownStudent
from service.casework.signals.thresholds import Thresholds, thresholds_of
from service.workbook.look import RowSeen
from service.workbook.school_settings import module_rows

LINES = Thresholds()
DAY_ZERO = date(1899, 12, 30)


@pytest.mark.parametrize(
    ("enrolled", "absent", "level"),
    [
        (19, 3, ""),  # below the least enrollment
        (20, 2, "Over it"),  # 90.00: the bound itself is chronic
        (60, 5.5, "Near the line"),  # 90.83
        (100, 20, "Far over"),  # 80.00: severe
        (90, 9, "Over it"),  # came on day 91 of 180
        (100, 5, "Near the line"),
        (100, 4.5, ""),
        (100, 0, ""),
        (100, 19.5, "Over it"),
        (186, 40, ""),  # more days than a year has: a mistake in the data
        (185, 40, "Far over"),
    ],
)
def test_attendance(enrolled: float, absent: float, level: str):
    assert attendance_level(enrolled, absent, LINES) == level


@pytest.mark.parametrize(
    ("referrals", "suspensions", "level"),
    [
        (0, 0, ""), (1, 0, ""), (2, 0, "Over it"), (5, 0, "Over it"), (6, 0, "Far over"),
        (0, 1, "Over it"), (0, 2, "Far over"), (6, 1, "Far over"),
    ],
)  # fmt: skip
def test_behavior(referrals: int, suspensions: int, level: str):
    assert behavior_level(referrals, suspensions, LINES) == level


def course(name: str, help: str = "", *, fails: bool = False, percent: float = 80) -> KnownCourse:
    return KnownCourse(
        name, "F" if fails else "B", 50 if fails else percent, "Running", help, 0, fails
    )


def student(*courses: KnownCourse, others: int = 0) -> KnownStudent:
    return KnownStudent("1", courses=courses, others=others)


@pytest.mark.parametrize(
    ("known", "level"),
    [
        (student(course("Math"), others=5), ""),
        (student(course("Math", percent=68.9)), "Near the line"),
        (student(course("Math", percent=69)), ""),
        (student(course("Math", fails=True)), "Over it"),
        (student(course("Math", fails=True), course("English", fails=True)), "Far over"),
    ],
)
def test_courses(known: KnownStudent, level: str):
    assert course_level(known, LINES) == level


MATH, ART = course("Math", fails=True), course("Art", fails=True)
HELPED = course("English", "Push-in")


@pytest.mark.parametrize(
    ("known", "found"),
    [
        (student(MATH, ART, HELPED), True),
        (student(MATH, HELPED), False),  # fewer than three courses
        (student(MATH, ART, HELPED, others=1), False),  # one without help is passing
        (student(MATH, ART, course("English", "Push-in", fails=True)), False),
        (student(MATH, ART, course("English", "Pull-out")), True),
        (student(MATH, ART, course("History", fails=True)), False),  # nobody helps
        (student(HELPED, course("French", "Push-in"), course("Gym", "Pull-out")), False),
        (student(MATH, ART, KnownCourse("English", help="Push-in", missing_work=2)), False),
    ],
)
def test_only_push_in_passes(known: KnownStudent, found: bool):
    assert only_push_in_passes(known, LINES) is found


def test_excused_absences_can_be_left_out():
    known = KnownStudent("1", enrolled=100, absent=12, excused=8)
    assert [each.level for each in findings(known, LINES)] == ["Over it"]
    lines = thresholds_of({"attendance_excused_absences_count": "no"})
    assert findings(known, lines) == ()


def test_every_line_is_a_row_of_settings_with_its_source():
    rows = {row.key: row for row in module_rows("signals")}
    assert {key: row.value for key, row in rows.items()} == {
        key: getattr(LINES, key) for key in LINES.__dataclass_fields__
    }
    assert all(row.source for row in rows.values())


@pytest.mark.parametrize(
    ("raw", "share"),
    [
        ("", 1.0), (None, 1.0), (0.5, 0.5), ("0.25", 0.25), ("AM", 0.5), ("half day", 0.5),
        ("Period 3", 1 / 7), ("Section 12", 1 / 7), (1.5, None), (0, None), ("All day", 1.0),
    ],
)  # fmt: skip
def test_a_part_of_a_day(raw: Any, share: float | None):
    assert share_of_day(raw, LINES) == share


# ---------------------------------------------------------------- counting


def rows(*cells: dict[str, Any]) -> list[TableRow]:
    return [
        RowSeen(place, {k: _serial(v) for k, v in each.items()})
        for place, each in enumerate(cells, 1)
    ]


def _serial(value: Any) -> Any:
    return float((value - DAY_ZERO).days) if isinstance(value, date) else value


def counted(today: date = date(2026, 11, 27), **tabs: list[TableRow]) -> DataRead:
    """What the tabs come to: the year began on 1 August, and every weekday is a school day."""
    roster = [RosterStudent(RowRef("office", "students", own), own, own) for own in ("0142", "77")]
    school = School(
        now=datetime(2026, 11, 27, tzinfo=UTC),
        today=today,
        zone=ZoneInfo("America/New_York"),
        settings=SchoolSettings(),
        calendar=SchoolCalendar(),
        roster=Roster(roster),
    )
    (read,) = fold(tabs, school)[DataRead]
    return read


def absences(student: str, count: int, last: date) -> list[dict[str, Any]]:
    days = []
    while len(days) < count:
        if last.weekday() < 5:
            days.append({"student_id": student, "date": last, "kind": "Absent", "excused": "No"})
        last -= timedelta(days=1)
    return days


def test_whoever_comes_in_mid_year_counts_from_then():
    """Day 91 of a year of 180: nine absences of ninety days are chronic."""
    attendance = rows(*absences("0142", 9, date(2027, 4, 9)))
    entered = rows({"student_id": "0142", "from": date(2026, 12, 7)})
    (known,) = counted(date(2027, 4, 9), attendance=attendance, enrollment=entered).students
    assert (known.enrolled, known.absent) == (90, 9)
    assert attendance_level(known.enrolled, known.absent, LINES) == "Over it"


def test_days_are_counted_to_the_last_of_which_something_is_said_and_to_exit():
    attendance = rows(*absences("77", 1, date(2026, 8, 28)), *absences("0142", 2, date(2026, 8, 7)))
    left = rows({"student_id": "0142", "until": date(2026, 8, 14)})
    found = {
        each.student_id: each for each in counted(attendance=attendance, enrollment=left).students
    }
    assert (found["77"].enrolled, found["0142"].enrolled) == (20, 10)


def test_what_lies_before_the_school_year_does_not_count():
    read = counted(attendance=rows(*absences("77", 5, date(2026, 7, 31))))
    assert [each.absent for each in read.students] == []


def test_two_parts_of_one_day_are_one_day_at_most_and_zeros_may_be_missing():
    day = {"student_id": "142", "date": date(2026, 9, 1), "kind": "Absent"}
    parts = [{**day, "part_of_day": part} for part in ("AM", "PM", "Period 3")]
    read = counted(attendance=rows(*parts))
    assert [(each.student_id, each.absent) for each in read.students] == [("0142", 1.0)]
    assert read.without_zeros == 1


def test_cells_that_cannot_be_read_are_one_trouble_for_each_column():
    bad = {"student_id": "nobody", "date": "soon", "kind": "Asleep", "part_of_day": "3"}
    read = counted(
        attendance=rows(bad, bad),
        incidents=rows({"student_id": "77", "date": True, "kind": "Fight", "days": "many"}),
        course_results=rows(
            {"student_id": "77", "percent": "good", "missing_work": -1, "state": "x"}
        ),
        classes=rows({"student_id": "", "course": "Art", "help": "Some", "from": "x", "until": 3}),
    )
    assert {(each.tab, each.column, each.why) for each in read.troubles} >= {
        ("attendance", "student_id", "nobody"),
        ("attendance", "date", "not_a_date"),
        ("attendance", "kind", "not_a_choice"),
        ("incidents", "days", "not_a_number"),
        ("course_results", "course", "missing"),
        ("course_results", "percent", "not_a_number"),
        ("classes", "student_id", "missing"),
        ("classes", "until", "not_a_date"),
    }
    assert all(each.count == 2 for each in read.troubles if each.tab == "attendance")


def test_what_is_known_comes_back_from_its_page_as_it_was():
    known = [
        KnownStudent(
            f"{number:05}", 90, 9.5, 1.0, 2, 1, date(2026, 10, 1), 1, 0.5, 1, 2.0, date(2026, 9, 1),
            (HELPED, MATH), 3, date(2026, 10, 2),
        )
        for number in range(500)
    ]  # fmt: skip
    pages = list(_packed(known))
    assert len(pages) > 1
    assert max(map(len, pages)) < 40_000
    assert [each for page in pages for each in _unpacked(page)] == known


def test_a_page_into_which_somebody_has_written_says_nothing_and_breaks_nothing():
    assert _unpacked("hello") == ()
    assert _unpacked('[["1", 2, 3], 7]') == (KnownStudent("1", 2, 3),)
