"""Follow-ups: events, series, contacts; and school days."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.diary.follow_ups import (
    last_contact,
    last_family_contact,
    missed,
    next_entry,
    stale_cases,
    wanted_event,
    wanted_events,
)
from service.casework.diary.series import REPEATS, next_of_series, next_rows, try_again
from service.casework.records import Case, DayOff, DiaryEntry, RowRef
from service.casework.schooldays import NoSchoolDay, SchoolCalendar
from service.casework.settings import SchoolSettings
from service.workbook.diary_kinds import diary_kinds
from service.workbook.wording import load_wording

say = load_wording("en").say
KINDS = diary_kinds()
SETTINGS = SchoolSettings()
WEDNESDAY = date(2026, 10, 14)
NOWHERE = RowRef("office", "school_days", "")
OPEN = SchoolCalendar()
RUIZ = "ruiz@school.example"
CASE = Case(
    RowRef("caseload", "caseload", "C-0142"), "C-0142", "Ana Silva", "0142", "9", RUIZ, "Active"
)
CASES = {"C-0142": CASE}


def off(first, last=None, who="", cover=""):
    return DayOff(NOWHERE, first, last or first, who=who, cover=cover)


def entry(day=WEDNESDAY, number=1, **more):
    fields = {"kind": "Check-in", "status": "Planned", **more}
    row = RowRef("caseload", "diary", f"hf-{number}", number)
    return DiaryEntry(row, "C-0142", "Ana Silva", day=day, **fields)


# ---------------------------------------------------------------- school days


def test_a_day_off_moves_to_the_next_school_day_and_says_so():
    calendar = SchoolCalendar((off(WEDNESDAY),))
    moved, arithmetic = calendar.moved(WEDNESDAY, say)
    assert moved == date(2026, 10, 15)
    assert arithmetic == "Wed 14 Oct is a day off → Thu 15 Oct"
    assert calendar.moved(date(2026, 10, 17), say)[1] == "Sat 17 Oct is a weekend → Mon 19 Oct"
    assert calendar.moved(date(2026, 10, 15), say) == (date(2026, 10, 15), "")


def test_a_person_away_moves_their_own_dates_only():
    calendar = SchoolCalendar((off(WEDNESDAY, who=RUIZ, cover="Ito"),))
    assert calendar.moved(WEDNESDAY, say, RUIZ)[1] == "Wed 14 Oct is a day away → Thu 15 Oct"
    assert calendar.is_school_day(WEDNESDAY, "ito@school.example")
    assert calendar.is_away(WEDNESDAY, RUIZ)
    assert calendar.cover_for(WEDNESDAY, RUIZ) == "Ito"


@pytest.mark.parametrize(("count", "expected"), [(0, 12), (1, 13), (2, 15), (5, 20)])
def test_counting_school_days(count, expected):
    calendar = SchoolCalendar((off(WEDNESDAY),))
    assert calendar.add_school_days(date(2026, 10, 12), count) == date(2026, 10, expected)


def test_a_calendar_without_school_says_so():
    with pytest.raises(NoSchoolDay):
        SchoolCalendar((off(date(2020, 1, 1), date(2040, 1, 1)),)).next_school_day(WEDNESDAY)


days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
breaks = st.lists(st.builds(lambda d, n: off(d, d + timedelta(days=n)), days, st.integers(-2, 20)))


@given(days, st.integers(0, 30), breaks)
def test_school_days_add_up(day, count, holidays):
    calendar = SchoolCalendar(tuple(holidays))
    reached = calendar.add_school_days(day, count)
    assert calendar.is_school_day(reached)
    if count:
        assert calendar.school_days_between(day + timedelta(days=1), reached) == count


# ---------------------------------------------------------------- events


def test_a_planned_row_is_one_neutral_event():
    event = wanted_event(entry(start=time(9)), CASE, KINDS, SETTINGS, say)
    assert (event.title, event.owner, event.minutes) == ("Check-in · C-0142", RUIZ, 20)
    assert (event.day, event.start, event.reminders) == (WEDNESDAY, time(9), (30,))
    assert event.follow_up_id == "hf-1"


@pytest.mark.parametrize(
    "row",
    [
        entry(status="Done"),
        entry(status="Missed"),
        entry(status="Cancelled"),
        entry(status=""),
        entry(day=None),
        replace(entry(), row=RowRef("caseload", "diary", "")),
        replace(entry(), code="C-9999"),
        replace(entry(), code=""),
    ],
)
def test_what_asks_for_no_event(row):
    assert wanted_events([row], CASES, KINDS, SETTINGS, say) == ()


def test_without_a_case_manager_there_is_no_calendar():
    unassigned = {"C-0142": replace(CASE, case_manager="")}
    assert wanted_events([entry()], unassigned, KINDS, SETTINGS, say) == ()


@given(st.text(min_size=5), st.text(min_size=5))
def test_nothing_typed_reaches_the_event(typed, name):
    row = replace(entry(), student=name, notes=typed, with_whom=typed, next_step=typed, kind=typed)
    event = wanted_event(row, replace(CASE, student=name), KINDS, SETTINGS, say)
    if typed not in KINDS:
        assert (event.title, event.description) == ("Entry · C-0142", "")


def test_every_kind_has_its_words():
    for kind in KINDS:
        event = wanted_event(entry(kind=kind), CASE, KINDS, SETTINGS, say)
        assert event.title == f"{kind} · C-0142"
        assert event.description


# ---------------------------------------------------------------- series


def follow(row, calendar=OPEN, today=WEDNESDAY):
    return next_of_series(row, CASE, KINDS, calendar, today, say)


@pytest.mark.parametrize(
    ("repeat", "expected"),
    [
        ("Weekly", date(2026, 10, 21)),
        ("Every 2 weeks", date(2026, 10, 28)),
        ("Every 3 weeks", date(2026, 11, 4)),
        ("Monthly", date(2026, 11, 16)),  # the 14th is a Saturday
        ("Quarterly", date(2027, 1, 14)),
    ],
)
def test_done_makes_the_next(repeat, expected):
    row = follow(entry(status="Done", repeat=repeat, start=time(9), with_whom="Ana"))
    assert row.cells["date"] == expected
    assert row.cells["status"] == "Planned"
    assert row.cells["repeat"] == repeat
    assert (row.cells["start"], row.cells["with"]) == (time(9), "Ana")
    assert (row.key, row.cells["case_code"]) == ("next:hf-1", "C-0142")
    assert "notes" not in row.cells


def test_the_arithmetic_is_shown():
    calendar = SchoolCalendar((off(date(2026, 10, 28)),))
    row = follow(entry(status="Done", repeat="Every 2 weeks"), calendar)
    assert row.because == "Every 2 weeks after Wed 14 Oct: Wed 28 Oct is a day off → Thu 29 Oct."
    plain = follow(entry(status="Done", repeat="Weekly"))
    assert plain.because == "Weekly after Wed 14 Oct: Wed 21 Oct."


def test_a_long_leave_does_not_carry_a_series_away():
    for back in (date(2027, 1, 29), date(2099, 1, 1)):
        leave = SchoolCalendar((off(date(2026, 10, 16), back, who=RUIZ),))
        row = follow(entry(status="Done", repeat="Weekly"), leave)
        assert row.cells["date"] == date(2026, 10, 21)  # whoever covers is there
    two_days = SchoolCalendar((off(date(2026, 10, 20), date(2026, 10, 21), who=RUIZ),))
    row = follow(entry(status="Done", repeat="Weekly"), two_days)
    assert row.because == "Weekly after Wed 14 Oct: Wed 21 Oct is a day away → Thu 22 Oct."


def test_the_end_of_a_month():
    row = follow(entry(date(2027, 1, 29), status="Done", repeat="Monthly"), today=date(2027, 1, 29))
    assert row.cells["date"] == date(2027, 3, 1)  # 28 February is a Sunday


@pytest.mark.parametrize("status", ["Planned", "Missed", "Cancelled", ""])
def test_only_done_goes_on(status):
    assert follow(entry(status=status, repeat="Weekly")) is None
    assert follow(entry(status="Done", repeat="None")) is None
    assert follow(entry(status="Done", repeat="")) is None


def test_a_kind_with_a_cadence_comes_back_where_repeat_is_empty():
    kinds = {**KINDS, "Check-in": replace(KINDS["Check-in"], cadence="Weekly")}
    row = next_of_series(entry(status="Done"), CASE, kinds, OPEN, WEDNESDAY, say)
    assert row.cells["repeat"] == "Weekly"
    stays = entry(status="Done", repeat="None")
    assert next_of_series(stays, CASE, kinds, OPEN, WEDNESDAY, say) is None


def test_months_of_history_call_for_one_row():
    weeks = [
        entry(WEDNESDAY - timedelta(weeks=week), week, status="Done", repeat="Weekly")
        for week in range(12)
    ]
    rows = next_rows(weeks, CASES, KINDS, OPEN, WEDNESDAY, say)
    assert [row.key for row in rows] == ["next:hf-0"]


def test_a_series_planned_ahead_is_left_alone():
    done = entry(status="Done", repeat="Weekly")
    planned = entry(date(2026, 10, 20), 2, repeat="Weekly")
    cancelled = entry(date(2026, 10, 21), 2, status="Cancelled", repeat="Weekly")
    for other in (planned, cancelled):
        assert next_rows([done, other], CASES, KINDS, OPEN, WEDNESDAY, say) == ()


def test_two_a_week_are_two_series():
    monday = entry(date(2026, 10, 12), 1, status="Done", repeat="Weekly")
    thursday = entry(date(2026, 10, 15), 2, repeat="Weekly")
    rows = next_rows([monday, thursday], CASES, KINDS, OPEN, WEDNESDAY, say)
    assert [row.cells["date"] for row in rows] == [date(2026, 10, 19)]


def test_a_closed_case_has_no_next():
    closed = {"C-0142": replace(CASE, status="Exited")}
    done = entry(status="Done", repeat="Weekly")
    assert next_rows([done], closed, KINDS, OPEN, WEDNESDAY, say) == ()


def test_what_was_missed_is_planned_again():
    row = entry(status="Missed", repeat="Weekly")
    calendar = SchoolCalendar((off(date(2026, 10, 15)),))
    rows = next_rows([row], CASES, KINDS, calendar, WEDNESDAY, say)
    assert [(each.key, each.cells["date"]) for each in rows] == [("again:hf-1", date(2026, 10, 16))]
    assert "missed" in rows[0].because
    again = entry(date(2026, 10, 16), 2, repeat="Weekly")
    assert next_rows([row, again], CASES, KINDS, calendar, WEDNESDAY, say) == ()
    long_ago = WEDNESDAY + timedelta(days=15)
    assert try_again(row, CASE, KINDS, OPEN, long_ago, say) is None


@given(
    days,
    st.sampled_from(sorted(REPEATS)),
    st.integers(-400, 400),
    breaks,
)
def test_the_next_is_a_school_day_to_come(day, repeat, later, holidays):
    today = day + timedelta(days=later)
    calendar = SchoolCalendar(tuple(holidays))
    row = follow(entry(day, status="Done", repeat=repeat), calendar, today)
    assert row.cells["date"] > day
    assert row.cells["date"] >= today
    assert calendar.is_school_day(row.cells["date"])
    assert row.because


@given(st.lists(st.tuples(days, st.sampled_from(["Done", "Missed", "Planned"])), max_size=8))
def test_once_followed_never_again(history):
    """Adding the rows that were called for calls for no more."""
    today = date(2030, 6, 3)
    rows = [
        entry(day, number, status=status, repeat="Weekly")
        for number, (day, status) in enumerate(history)
    ]
    wanted = next_rows(rows, CASES, KINDS, OPEN, today, say)
    added = [
        entry(row.cells["date"], 100 + number, status="Planned", repeat="Weekly")
        for number, row in enumerate(wanted)
    ]
    assert next_rows([*rows, *added], CASES, KINDS, OPEN, today, say) == ()


# ---------------------------------------------------------------- contacts


def test_contacts_next_and_missed():
    rows = [
        entry(date(2026, 9, 1), 1, status="Done", kind="Family contact"),
        entry(date(2026, 9, 30), 2, status="Done", kind="Family contact"),
        entry(date(2026, 10, 9), 3, status="Planned", kind="Family contact"),
        entry(date(2026, 10, 8), 4, status="Done"),
        entry(date(2026, 10, 20), 5, start=time(11)),
        entry(date(2026, 10, 20), 6, start=time(9)),
        entry(date(2026, 10, 1), 7, status="Missed", kind="Meeting"),
        entry(date(2026, 10, 10), 8, status="Done", kind="Teacher contact"),
    ]
    assert last_family_contact(rows, KINDS) == {"C-0142": date(2026, 9, 30)}
    assert last_contact(rows, KINDS) == {"C-0142": date(2026, 10, 8)}
    assert next_entry(rows, WEDNESDAY)["C-0142"].row.row_id == "hf-6"
    assert [each.row.row_id for each in missed(rows, WEDNESDAY)] == ["hf-7", "hf-3"]


def test_stale_cases_say_since_when():
    silent = replace(CASE, code="C-0200")
    exited = replace(CASE, code="C-0201", status="Exited")
    contact = entry(WEDNESDAY - timedelta(weeks=4), status="Done")
    cases = [CASE, silent, exited]
    found = stale_cases(cases, [contact], KINDS, WEDNESDAY, SETTINGS)
    assert [(each.code, each.weeks) for each in found] == [("C-0200", None), ("C-0142", 4)]
    recent = replace(contact, day=WEDNESDAY - timedelta(days=27))
    assert [each.code for each in stale_cases(cases, [recent], KINDS, WEDNESDAY, SETTINGS)] == [
        "C-0200"
    ]
