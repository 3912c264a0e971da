"""Monitored students get their monthly check-ins, each once; a silent case is told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from service.casework.diary.follow_ups import stale_cases
from service.casework.diary.monitoring import already_monitored, check_ins
from service.casework.diary_kinds import DiaryKind
from service.casework.names import Roster
from service.casework.records import CASELOAD, OFFICE, Case, DayOff, DiaryEntry, RowRef
from service.casework.school import RuleServices, School
from service.casework.schooldays import SchoolCalendar
from service.casework.settings import SchoolSettings
from service.workbook.wording import load_wording

SAY = load_wording("en").say
TODAY = date(2026, 9, 30)
DAYS = [date(2026, 10, 30), date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 1)]
CASE = Case(
    RowRef(CASELOAD, "caseload", "C-0007"),
    "C-0007",
    "Bo Lind",
    case_manager="dana@school.example",
    status="Monitor",
)
KINDS = {"Check-in": DiaryKind("Check-in", "", 15, student_contact=True)}


def entry(day, status="Planned", **said):
    said = {"code": CASE.code, "student": CASE.student, "kind": "Check-in"} | said
    return DiaryEntry(RowRef(CASELOAD, "diary", f"hf-{day}"), day=day, status=status, **said)


def school(*cases, diary=(), done=(), today=TODAY, days_off=(), **settings):
    return School(
        now=datetime(today.year, today.month, today.day, 14, tzinfo=UTC),
        today=today,
        zone=ZoneInfo("America/New_York"),
        settings=SchoolSettings(**settings),
        calendar=SchoolCalendar(tuple(days_off)),
        roster=Roster(()),
        records={Case: cases, DiaryEntry: tuple(diary)},
        ask=RuleServices(say=SAY, done=frozenset(done), kinds=KINDS),
    )


def days(found):
    return [row.cells["date"] for row in check_ins(found) if row.cells]


def as_written(rows):
    """The rows as the Diary holds them afterwards."""
    return [entry(row.cells["date"], row.cells["status"]) for row in rows if row.cells]


def test_a_monitored_case_gets_a_planned_check_in_in_each_of_four_months_on_a_school_day():
    rows = list(check_ins(school(CASE)))
    assert [row.cells["date"] for row in rows] == DAYS
    for row in rows:
        assert (row.workbook, row.tab) == (CASELOAD, "diary")
        said = {key: value for key, value in row.cells.items() if key != "date"}
        assert said == {
            "student": "Bo Lind",
            "kind": "Check-in",
            "status": "Planned",
            "repeat": "None",
            "case_code": "C-0007",
        }


def test_the_number_of_months_is_the_school_s():
    assert days(school(CASE, monitor_months=2)) == DAYS[:2]


def test_a_day_off_moves_to_the_next_school_day():
    closed = DayOff(RowRef(OFFICE, "school_days", "1"), DAYS[0], DAYS[0])
    assert days(school(CASE, days_off=[closed]))[0] == date(2026, 11, 2)


def test_without_a_school_day_nothing_is_planned():
    always = DayOff(RowRef(OFFICE, "school_days", "1"), date(2020, 1, 1), date(2040, 1, 1))
    assert days(school(CASE, days_off=[always])) == []


@pytest.mark.parametrize(
    "case",
    [
        *(replace(CASE, status=status) for status in ("Referred", "Active", "Exited", "")),
        replace(CASE, code=""),
        replace(CASE, case_manager=""),
    ],
)
def test_only_a_monitored_case_with_a_code_and_a_manager_gets_them(case):
    assert days(school(case)) == []


def test_none_is_made_twice_in_a_school_year_whatever_became_of_the_rows():
    keys = [row.key for row in check_ins(school(CASE))]
    assert len(set(keys)) == 4
    for later in (TODAY, date(2026, 11, 2), date(2027, 5, 3)):
        assert days(school(CASE, done=keys, today=later)) == []  # staff deleted every row


def test_what_a_cut_short_run_left_out_is_made_in_the_next():
    rows = list(check_ins(school(CASE)))
    found = school(CASE, done=[row.key for row in rows[:2]], diary=as_written(rows[:2]))
    assert days(found) == DAYS[2:]


def test_each_case_has_its_own():
    other = replace(CASE, code="C-0009", student="Ana Silva")
    assert days(school(CASE, other)) == [*DAYS, *DAYS]
    keys = {row.key for row in check_ins(school(CASE))}
    assert days(school(CASE, other, done=keys)) == DAYS


@pytest.mark.parametrize(
    ("planned", "left"),
    [
        (entry(date(2026, 11, 3)), [DAYS[0], *DAYS[2:]]),
        (entry(date(2026, 11, 3), "Done"), [DAYS[0], *DAYS[2:]]),
        (entry(date(2026, 11, 3), "Cancelled"), DAYS),
        (entry(date(2026, 11, 3), kind="Family contact"), DAYS),
        (entry(date(2026, 11, 3), code="C-0009"), DAYS),
        (entry(date(2025, 11, 3)), DAYS),
        (entry(None), DAYS),
    ],
)
def test_a_month_for_which_people_have_planned_one_gets_none(planned, left):
    assert days(school(CASE, diary=[planned])) == left


@pytest.mark.parametrize("own", [0, 1, 3])
def test_a_month_that_people_planned_is_not_made_up_for_later(own):
    """Four months are monitored, then people decide; nobody gets a fifth."""
    theirs = entry(DAYS[own])
    rows = list(check_ins(school(CASE, diary=[theirs])))
    written = [theirs, *as_written(rows)]
    keys = [row.key for row in rows]
    for later in (date(2026, 10, 30), date(2026, 11, 30), date(2027, 1, 29), date(2027, 3, 1)):
        assert days(school(CASE, done=keys, diary=written, today=later)) == []


def test_a_new_school_year_begins_anew():
    keys = [row.key for row in check_ins(school(CASE))]
    assert len(days(school(CASE, done=keys, today=date(2027, 9, 30)))) == 4


def test_a_school_that_was_running_is_not_planned_for_backwards():
    active = replace(CASE, code="C-0009", status="Active")
    granted = set(already_monitored(school(CASE, active)))
    assert granted == {row.key for row in check_ins(school(CASE))}
    assert days(school(CASE, replace(active, status="Monitor"), done=granted)) == DAYS


# ---------------------------------------------------------------- cases without contact


@pytest.mark.parametrize(
    ("status", "last", "told"),
    [
        ("Monitor", date(2026, 9, 2), True),  # four weeks to the day
        ("Monitor", date(2026, 9, 3), False),
        ("Active", date(2026, 9, 2), True),
        ("Monitor", None, True),
        ("Referred", None, False),
        ("Exited", None, False),
    ],
)
def test_a_case_without_contact_for_four_weeks_is_stale(status, last, told):
    diary = [entry(last, "Done")] if last else []
    found = stale_cases(
        [replace(CASE, status=status)], diary, KINDS, TODAY, SchoolSettings(stale_after_weeks=4)
    )
    assert bool(found) is told


def test_a_planned_check_in_is_no_contact_and_the_weeks_are_the_school_s():
    planned = [entry(date(2026, 9, 29))]
    assert stale_cases([CASE], planned, KINDS, TODAY, SchoolSettings())
    done = [entry(date(2026, 9, 2), "Done")]
    assert not stale_cases([CASE], done, KINDS, TODAY, SchoolSettings(stale_after_weeks=5))
