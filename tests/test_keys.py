"""Ids are opaque, stable, and never mistaken for one another."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.records import DiaryEntry, RowRef
from service.keys import Keys

KEYS = Keys(b"a school's secret")
PLAIN = st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.times()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=6)


def test_shapes_are_what_google_and_the_sheet_take():
    assert re.fullmatch(r"[a-v0-9]{26}", KEYS.event_id("book", "hf-1", 1))
    assert re.fullmatch(r"hf-[a-v0-9]{13}", KEYS.row_id("referral", "R-0001"))
    assert re.fullmatch(r"HF-[A-V0-9]{16}", KEYS.mail_reference("ack", "R-0001"))
    assert re.fullmatch(r"[a-v0-9]{8}", KEYS.key_id)


def test_ids_stay_the_same_for_ever():
    """An id that changed with a release would double every event of every school."""
    assert KEYS.event_id("book", "hf-1", 1) == "q58bog3mslgrtjktlpp8jm3cdn"
    assert KEYS.row_id("a", 1, date(2026, 10, 14)) == "hf-7ih216h02ps7c"
    assert KEYS.fingerprint("a", 1.5, None, time(9, 30)) == "0251a43c28b6fe8c2d8a1c93e76199f2"


def test_another_secret_gives_other_ids():
    other = Keys(b"another secret")
    assert other.key_id != KEYS.key_id
    assert other.fingerprint("a") != KEYS.fingerprint("a")
    assert "secret" not in repr(KEYS)


def test_each_generation_has_its_own_event():
    assert KEYS.event_id("book", "hf-1", 1) != KEYS.event_id("book", "hf-1", 2)


@given(VALUES, VALUES)
def test_equal_values_and_only_those_share_a_fingerprint(one, other):
    same_kind = repr(one) == repr(other)  # True == 1 in Python, but not in a sheet
    assert (KEYS.fingerprint(one) == KEYS.fingerprint(other)) == same_kind


def test_neighbouring_parts_do_not_run_together():
    assert KEYS.fingerprint("ab", "c") != KEYS.fingerprint("a", "bc")
    assert KEYS.fingerprint("1") != KEYS.fingerprint(1)
    assert KEYS.fingerprint(("a",), "b") != KEYS.fingerprint("a", ("b",))


def test_a_number_is_the_same_whether_whole_or_not_in_python():
    assert KEYS.fingerprint(2) == KEYS.fingerprint(2.0)
    assert KEYS.fingerprint(2) != KEYS.fingerprint(2.5)
    KEYS.fingerprint(float("inf"), float("nan"))


def test_where_a_row_stands_is_not_part_of_what_it_says():
    entry = DiaryEntry(RowRef("caseload", "diary", "hf-1", position=4), "C-0001", "Ana")
    moved = replace(entry, row=replace(entry.row, position=9))
    assert KEYS.fingerprint(entry) == KEYS.fingerprint(moved)
    assert KEYS.fingerprint(entry) != KEYS.fingerprint(replace(entry, notes="x"))


def test_one_instant_has_one_fingerprint_in_every_zone():
    instant = datetime(2026, 10, 14, 12, tzinfo=UTC)
    elsewhere = instant.astimezone(timezone(timedelta(hours=-5)))
    assert KEYS.fingerprint(instant) == KEYS.fingerprint(elsewhere)


def test_two_records_of_different_kinds_differ():
    @dataclass(frozen=True)
    class First:
        name: str
        extra: dict[str, str] = field(default_factory=dict)

    @dataclass(frozen=True)
    class Second:
        name: str
        extra: dict[str, str] = field(default_factory=dict)

    assert KEYS.fingerprint(First("a")) != KEYS.fingerprint(Second("a"))
    assert KEYS.fingerprint({"a": 1, "b": 2}) == KEYS.fingerprint({"b": 2, "a": 1})


def test_what_has_no_value_has_no_fingerprint():
    with pytest.raises(TypeError, match="object"):
        KEYS.fingerprint(object())
    with pytest.raises(ValueError):
        Keys(b"")
