"""What people type is read with good will, and never guessed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.workbook.cells import (
    DAY_ZERO,
    Unreadable,
    read_choice,
    read_date,
    read_duration,
    read_list,
    read_moment,
    read_number,
    read_text,
    read_time,
    to_serial,
)

TODAY = date(2026, 10, 1)
RAW = st.one_of(
    st.none(), st.booleans(), st.floats(), st.integers(-(10**12), 10**12), st.text(max_size=60)
)


@pytest.mark.parametrize(
    "written",
    ["14.10.2026", "Oct 14", "10/14/2026", "14 Oct 2026", "Wed 14 Oct", "2026-10-14", "2026/10/14"],
)
def test_a_date_that_can_mean_one_day_is_read(written: str) -> None:
    assert read_date(written, TODAY) == date(2026, 10, 14)


@pytest.mark.parametrize("written", ["10/11/2026", "10-11"])
def test_a_date_that_could_be_two_days_is_asked_about(written: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_date(written, TODAY)
    assert refused.value.reason == "ambiguous_date"


@pytest.mark.parametrize("written", ["soon", "Friday", "10", "31.02.2026", "Oct 2026", True, 3e9])
def test_what_is_no_date_is_asked_about(written: object) -> None:
    with pytest.raises(Unreadable):
        read_date(written, TODAY)  # type: ignore[arg-type]


def test_a_date_without_year_is_the_nearest() -> None:
    assert read_date("Dec 31", date(2026, 1, 5)) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("8:30", time(8, 30)),
        ("8.30 am", time(8, 30)),
        ("2:15 PM", time(14, 15)),
        ("14h", time(14)),
        ("12 am", time(0)),
        (0.3541666667, time(8, 30)),
        (46309.5, time(12)),
    ],
)
def test_times_of_day(written: str | float, read: time) -> None:
    assert read_time(written) == read


@pytest.mark.parametrize("written", ["8", 9, "25:00", "noon", "13 pm", False])
def test_what_is_no_time_of_day_is_asked_about(written: object) -> None:
    with pytest.raises(Unreadable):
        read_time(written)  # type: ignore[arg-type]


def test_numbers() -> None:
    assert read_number("12,5") == 12.5
    assert read_number("1,250") == 1250
    assert read_number("45 %") == 45
    assert read_number("\u22123") == -3
    for written in ("about 12", "1e5", "nan", "=1+1", True):
        with pytest.raises(Unreadable):
            read_number(written)


def test_choices_whatever_their_case() -> None:
    assert read_choice(" first  talk", ("First Talk", "Check-in")) == "First Talk"
    assert read_choice("check in", ("First Talk", "Check-in")) == "Check-in"
    with pytest.raises(Unreadable):
        read_choice("Chat", ("First Talk",))


def test_text_keeps_what_was_typed() -> None:
    assert read_text("00123") == "00123"
    assert read_text(9.0) == "9"
    assert read_list("9, 10; 11\n12") == ("9", "10", "11", "12")


@given(RAW)
def test_any_cell_is_read_or_refused_and_nothing_else(raw: object) -> None:
    for reader in (lambda r: read_date(r, TODAY), read_time, read_number, read_moment):
        with suppress(Unreadable):
            reader(raw)  # type: ignore[arg-type, no-untyped-call]


@given(st.dates(date(1901, 1, 1), date(2199, 12, 31)))
def test_a_day_survives_the_way_to_the_sheet_and_back(day: date) -> None:
    assert read_date(to_serial(day), TODAY) == day
    assert DAY_ZERO + timedelta(days=to_serial(day)) == day


@given(st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1)))
def test_a_moment_survives_to_the_second(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert read_moment(to_serial(moment)) == moment


@pytest.mark.parametrize(
    ("raw", "shown", "minutes"),
    [
        (45, "", 45),
        ("45 min", "", 45),
        ("1:30", "", 90),
        (0.0625, "1:30", 90),  # what Sheets makes of 1:30
        (0.0625, "1:30:00", 90),
        ("1 h 30", "", 90),
        ("1h30m", "", 90),
        ("1.5 h", "", 90),
        ("1,5 h", "", 90),
        ("1 hora 15 minutos", "", 75),
        ("24 h", "", 1440),
        ("", "", None),
        (None, "", None),
    ],
)
def test_a_duration_is_read_however_people_write_it(raw, shown, minutes):
    assert read_duration(raw, shown) == minutes


@pytest.mark.parametrize(
    "raw", [0, -5, 1.5, 1441, "25 h", "1:75", "1 h 75", "1:30 pm", "h", "min", "5 5", "a while",
            True, float("inf"), float("nan"), "9" * 61],
)  # fmt: skip
def test_what_is_no_duration_of_a_day_is_refused(raw):
    with pytest.raises(Unreadable) as refused:
        read_duration(raw)
    assert refused.value.reason == "not_a_duration"
