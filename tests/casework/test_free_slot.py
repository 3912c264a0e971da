"""The first free slot, and working hours as people type them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.free_slot import first_free_slot
from service.casework.records import Busy, DayOff, RowRef
from service.casework.schooldays import SchoolCalendar
from service.casework.working_hours import parse_working_hours
from service.workbook.wording import load_wording

say = load_wording("en").say
ZONE = "America/New_York"
NOW = datetime(2026, 10, 12, 12, 0, tzinfo=UTC)  # Monday, 8:00 at school
NOWHERE = RowRef("office", "school_days", "")


def hours(text):
    return {
        day: [(f"{start:%H:%M}", f"{end:%H:%M}") for start, end in spans]
        for day, spans in parse_working_hours(text).spans.items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon-Fri 08:00-15:30", {day: [("08:00", "15:30")] for day in range(5)}),
        ("Mon 9-12, Wed 13:00-16:00", {0: [("09:00", "12:00")], 2: [("13:00", "16:00")]}),
        ("Mon 9-12 Wed 1-4", {0: [("09:00", "12:00")], 2: [("13:00", "16:00")]}),
        ("mon, wed 8am-3pm", {0: [("08:00", "15:00")], 2: [("08:00", "15:00")]}),
        ("Tues & Thurs 8:30 to 3:15", {1: [("08:30", "15:15")], 3: [("08:30", "15:15")]}),
        ("7:30-15:00", {day: [("07:30", "15:00")] for day in range(5)}),
        ("Mon 8-12, 13-15", {0: [("08:00", "12:00"), ("13:00", "15:00")]}),
        ("Fri-Mon 9-10", {day: [("09:00", "10:00")] for day in (0, 4, 5, 6)}),
        ("Mon 9-12 and 11-13", {0: [("09:00", "13:00")]}),
        ("", {}),
    ],
)
def test_working_hours_as_people_type_them(text, expected):
    assert hours(text) == expected
    assert parse_working_hours(text).unread == ()


@pytest.mark.parametrize("text", ["whenever", "Mon", "Mon 12:75-14:00", "Mon 15-15", "Fun 8-9"])
def test_what_cannot_be_read_is_said(text):
    assert parse_working_hours(text).unread


def book(busy=(), text="Mon-Fri 08:00-15:30", days_off=(), minutes=45, now=NOW, days=5, lead=2):
    return first_free_slot(
        busy,
        parse_working_hours(text),
        SchoolCalendar(tuple(days_off)),
        who="ruiz@school.example",
        minutes=minutes,
        first_day=date(2026, 10, 12),
        last_day=date(2026, 10, 12) + timedelta(days=days),
        now=now,
        time_zone=ZONE,
        lead_hours=lead,
        say=say,
    )


def at(day, hour, minute=0):
    return datetime(2026, 10, day, hour, minute, tzinfo=ZoneInfo(ZONE))


def test_the_first_free_quarter_hour_after_the_lead_time():
    assert (book().slot.day, book().slot.start) == (date(2026, 10, 12), time(10, 0))
    assert "Mon 12 Oct, 10:00" in book().because


def test_what_is_busy_is_stepped_over_and_the_grid_kept():
    busy = [Busy(at(12, 10, 40), at(12, 15, 0)), Busy(at(12, 9, 0), at(12, 10, 10))]
    assert book(busy).slot.start == time(8, 0)
    assert book(busy).slot.day == date(2026, 10, 13)
    assert book(busy, minutes=20).slot.start == time(10, 15)


def test_an_absence_moves_the_meeting():
    away = DayOff(NOWHERE, date(2026, 10, 12), date(2026, 10, 14), who="ruiz@school.example")
    other = DayOff(NOWHERE, date(2026, 10, 15), date(2026, 10, 15), who="ito@school.example")
    assert book(days_off=[away, other]).slot.day == date(2026, 10, 15)


def test_no_slot_says_why():
    full = [Busy(at(12, 0), at(18, 0))]
    holiday = DayOff(NOWHERE, date(2026, 10, 1), date(2026, 11, 1))
    assert book(full).slot is None
    assert "no free stretch of 45 minutes" in book(full).because
    assert "no school day" in book(days_off=[holiday]).because
    assert "Working hours" in book(text="whenever").because


@given(
    busy=st.lists(st.tuples(st.integers(0, 5 * 24 * 60), st.integers(0, 600)), max_size=12),
    minutes=st.integers(5, 120),
)
def test_a_slot_is_free_and_no_earlier_one_is(busy, minutes):
    stretches = [
        Busy(at(12, 0) + timedelta(minutes=start), at(12, 0) + timedelta(minutes=start + length))
        for start, length in busy
    ]

    def is_free(moment):
        end = moment + timedelta(minutes=minutes)
        return (
            moment >= NOW + timedelta(hours=2)
            and moment.weekday() < 5
            and moment.time() >= time(8)
            and end.time() <= time(15, 30)
            and end.date() == moment.date()
            and all(
                each.end <= moment or end <= each.start or each.start >= each.end
                for each in stretches
            )
        )

    grid = (at(12, 0) + timedelta(minutes=15 * step) for step in range(5 * 96))
    first = next((moment for moment in grid if is_free(moment)), None)
    found = book(stretches, minutes=minutes, days=4).slot
    assert (found and datetime.combine(found.day, found.start)) == (
        first and first.replace(tzinfo=None)
    )
