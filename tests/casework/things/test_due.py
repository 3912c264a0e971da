"""When a line is due, what is remembered of it, and what is asked, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from service.casework.records import Case, DayOff
from service.casework.school import RuleServices, School
from service.casework.settings import SchoolSettings
from service.casework.thing_lines import is_ticked, open_things, printed, ticked
from service.casework.things.due import NO_DAY, is_due, things_of
from service.casework.things.rules import questions, remembered
from service.casework.things.sections import due_today
from service.casework.wants import Keep
from service.workbook.wording import load_wording
from tests.casework.small_school import case, school_with

SAY = load_wording("en").say
MONDAY = date(2026, 11, 30)


def school(
    things: str,
    today: date = MONDAY,
    country: str = "US",
    kept: dict[str, date] | None = None,
    pick: str = "",
    language: str = "en",
    days_off: tuple[DayOff, ...] = (),
) -> School:
    days = kept or {}
    return school_with(
        {Case: (case("C-0001", random_things=things),)},
        today=today,
        settings=SchoolSettings(country=country),
        days_off=days_off,
        ask=RuleServices(say=load_wording(language).say, kept=days.get, pick=lambda key: pick),
    )


def day_of(found: School) -> date | None:
    (thing,) = things_of(found.cases[0], found)
    return thing.day


def keeps(found: School) -> dict[str, date]:
    return {want.text: want.day for want in remembered(found) if isinstance(want, Keep)}


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (MONDAY, False),
        (date(2026, 12, 2), False),
        (date(2026, 12, 3), True),
        (date(2026, 12, 9), True),  # until it is ticked
    ],
)
def test_a_line_is_due_from_its_day_on(today, due):
    found = school("call mom 12/3", today)
    assert [line.words for line in due_today(found, None, "")] == ["call mom 12/3"] * due


@pytest.mark.parametrize(
    ("line", "today", "due"),
    [
        ("by 12/5", date(2026, 12, 4), True),  # a Saturday: the Friday before
        ("by 12/5", date(2026, 12, 3), False),
        ("by 12/7", date(2026, 12, 4), False),
    ],
)
def test_what_falls_on_a_day_without_school_is_due_on_the_last_one_before(line, today, due):
    (thing,) = things_of(school(line, today).cases[0], school(line, today))
    assert is_due(thing, school(line, today)) is due


def test_a_line_without_a_day_is_due_never():
    assert day_of(school("ask about the chess match")) is None
    assert not list(due_today(school("ask about the chess match"), None, ""))


def test_a_relative_day_counts_from_the_day_on_which_the_line_was_first_seen():
    found = school("by Fri")
    kept = keeps(found)
    assert kept == {"thing seen:C-0001:by Fri": MONDAY}
    later = school("by Fri", MONDAY + timedelta(days=12), kept=kept)
    assert day_of(later) == date(2026, 12, 4)
    assert keeps(later) == {}


def test_a_day_with_a_date_needs_no_memory():
    assert keeps(school("call mom 12/3")) == {}


def test_two_readings_are_asked_about_once_and_the_pick_is_remembered():
    found = school("call mom 12/3", country="CA")
    (question,) = questions(found)
    assert question.pick == ("3 Dec 2026", "12 Mar 2027", "It is no date")
    assert question.whose == "dana@school.example"
    assert day_of(found) is None
    picked = school("call mom 12/3", country="CA", pick="12 Mar 2027")
    kept = keeps(picked)
    assert kept == {"thing meant:C-0001:call mom 12/3": date(2027, 3, 12)}
    later = school("call mom 12/3", country="CA", kept=kept)
    assert not list(questions(later))
    assert day_of(later) == date(2027, 3, 12)


def test_that_it_is_no_date_is_remembered_too():
    kept = keeps(school("room 3/4", country="CA", pick="It is no date"))
    assert kept == {"thing meant:C-0001:room 3/4": NO_DAY}
    later = school("room 3/4", country="CA", kept=kept)
    assert (day_of(later), list(questions(later))) == (None, [])


def test_a_spanish_school_writes_the_day_first_and_a_us_one_is_asked():
    assert day_of(school("el 4 de dic", language="es", country="MX")) == date(2026, 12, 4)
    assert day_of(school("llamar 4/12", language="es", country="MX")) == date(2026, 12, 4)
    assert len(list(questions(school("llamar 4/12", language="es", country="US")))) == 1


def test_of_several_days_the_first_counts():
    assert day_of(school("12/10 call, 12/3 write")) == date(2026, 12, 3)


# ---------------------------------------------------------------- the lines


def test_the_tick_is_put_behind_the_line_and_nothing_else_is_touched():
    cell = "  call mom 12/3\n\nTo-Do: locker "
    with_tick = "  call mom 12/3 ✓ 30 Nov\n\nTo-Do: locker "
    assert ticked(cell, "call mom 12/3", MONDAY, SAY) == with_tick
    assert ticked(cell, "gone", MONDAY, SAY) is None


@pytest.mark.parametrize(
    ("line", "over"),
    [("call ✓ 3 Dec", True), ("✓ call (Mon 5 Oct)", True), ("✓call", True), ("call", False),
     ("check ✓ the box", False), ("llamar ✓ 3 dic", True)],
)  # fmt: skip
def test_a_ticked_line_is_known_whoever_ticked_it(line, over):
    assert is_ticked(line) is over
    assert open_things(f"{line}\n\nother") == (("other",) if over else (line, "other"))


@pytest.mark.parametrize(
    ("line", "shown"),
    [("To-Do: read", "read"), ("to-do:read", "read"), ("call: To-Do: read", ""), ("To-Do", ""),
     ("Todo: read", ""), ("To-Do: ", "")],
)  # fmt: skip
def test_only_what_begins_with_to_do_may_be_printed(line, shown):
    assert printed(line) == shown
