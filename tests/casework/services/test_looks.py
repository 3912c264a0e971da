"""When a service is looked at again, and what closes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from service.casework.services.forms import FORMS
from service.casework.services.looks import is_closed, look_waiting, looks_so_far, next_look
from service.casework.services.rules import look_cells
from tests.casework.small_school import DANA, MAREN, NORA, TOMAS

from .service_school import CASE, off, referral, school, talked

REFER, LOOK, ADD = FORMS
TUE, NEXT, THIRD = date(2026, 10, 13), date(2026, 10, 20), date(2026, 11, 3)


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 10, 9), TUE),  # made on a Friday: Tuesday
        (TUE, TUE),
        (date(2026, 10, 14), NEXT),  # then 5 school days later
        (date(2026, 10, 21), THIRD),  # then 10
        (date(2026, 11, 4), date(2026, 12, 1)),  # then 20
        (date(2026, 12, 2), date(2026, 12, 29)),  # and every 20 from then on
    ],
)
def test_it_is_looked_at_after_2_then_5_10_and_20_school_days(today, day):
    made = referral()
    assert next_look(made, school(made, today=today)) == day


def test_days_off_do_not_count():
    made = referral()
    closed = off(date(2026, 10, 12), date(2026, 10, 13))
    assert next_look(made, school(made, days_off=(closed,), today=date(2026, 10, 9))) == date(
        2026, 10, 15
    )
    always = off(date(2020, 1, 1), date(2040, 1, 1))
    assert next_look(made, school(made, days_off=(always,))) is None


def test_a_look_waits_until_somebody_has_looked():
    made = referral()
    assert look_waiting(made, school(made, today=date(2026, 10, 12))) is None
    for day in (TUE, date(2026, 10, 14), date(2026, 10, 19)):
        assert look_waiting(made, school(made, today=day)) == TUE
        looked = school(made, today=day, looked=(NEXT.isoformat(),))
        assert look_waiting(made, looked) is None
        assert next_look(made, looked) == NEXT
    later = school(made, today=NEXT, looked=(NEXT.isoformat(),))
    assert look_waiting(made, later) == NEXT


@pytest.mark.parametrize(
    ("entry", "counts"),
    [
        (talked(TUE), True),
        (talked(date(2026, 10, 12)), False),  # before the look
        (talked(TUE, status="Planned"), False),
        (talked(TUE, kind="Check-in"), False),
    ],
)
def test_a_word_with_the_provider_is_a_look(entry, counts):
    made = referral()
    assert (look_waiting(made, school(made, diary=(entry,))) is None) is counts


@pytest.mark.parametrize(
    ("said", "closed"),
    [
        ({"status": "Connected", "outcome": "Helped"}, True),
        ({"status": "Connected", "outcome": "Unknown"}, True),
        ({"status": "Connected"}, False),
        ({"status": "Declined"}, True),
        ({"status": "Elsewhere"}, False),
        ({"status": "Waiting", "outcome": "Helped"}, False),
        *(({"status": each}, False) for each in ("", "Made", "Not eligible", "No place")),
        ({"status": "No answer"}, False),
    ],
)
def test_only_connected_with_an_outcome_declined_or_elsewhere_with_a_new_row_closes(said, closed):
    made = referral(**said)
    assert is_closed(made, school(made)) is closed
    (cells,) = look_cells(school(made))
    assert (cells.cells["next_look"] is None) is closed


@pytest.mark.parametrize(
    ("new", "closes"),
    [
        (referral("hf-2", resource="Elm Youth"), True),
        (referral("hf-2", resource="Elm Youth", made_on=date(2026, 10, 8)), False),
        (referral("hf-2", resource="harbor  clinic".replace("  ", " ")), False),
        (referral("hf-2", resource=""), False),
        (referral("hf-2", resource="Elm Youth", code="C-0009"), False),
        (referral("hf-2", resource="Elm Youth", status="Elsewhere"), False),
    ],
)
def test_elsewhere_needs_a_new_row_of_the_same_student_for_another_resource(new, closes):
    gone = referral(status="Elsewhere")
    assert is_closed(gone, school(gone, new)) is closes


def test_what_lies_before_the_module_counts_is_not_late():
    made = referral(made_on=date(2026, 3, 2))
    assert next_look(made, school(made, services_counts_from="2026-10-12")) == date(2026, 10, 14)
    assert looks_so_far(made, school(made, services_counts_from="2026-10-13")) == 0


def test_nothing_is_looked_at_without_a_day_a_resource_or_an_open_case():
    for made, case in (
        (referral(made_on=None), CASE),
        (referral(resource=""), CASE),
        (referral(), replace(CASE, status="Exited")),
    ):
        assert next_look(made, school(made, cases=(case,))) is None
        assert look_waiting(made, school(made, cases=(case,))) is None


# ---------------------------------------------------------------- on the card


def test_a_look_on_the_card_sets_the_next_and_none_where_it_closes():
    made = referral()
    here = school(made)
    assert LOOK.fills(here, DANA, {"status": "Waiting"}, made) == {"next_look": NEXT}
    assert LOOK.fills(here, DANA, {"status": "Connected"}, made) == {"next_look": NEXT}
    for closing in ({"status": "Connected", "outcome": "Partly"}, {"status": "Declined"}):
        assert LOOK.fills(here, DANA, closing, made) == {"next_look": None}
    assert LOOK.confirms == ("next_look",)


def test_only_who_has_the_case_and_who_coordinates_refers_and_looks():
    made = referral()
    for form, record in ((REFER, None), (LOOK, made)):
        may = [
            each.name
            for each in (DANA, TOMAS, MAREN, NORA)
            if each.role in form.roles and form.may(school(made), each, record)
        ]
        assert may == ["Dana", "Maren"], form.name
    closed = referral(status="Declined")
    assert not LOOK.may(school(closed), DANA, closed)


def test_a_referral_is_made_today_and_names_a_resource():
    filled = REFER.fills(school(), DANA, {"resource": "Elm Youth"}, None)
    assert filled == {"made_on": school().today, "status": "Made"}
    with pytest.raises(ValueError, match=r"services\.no_resource"):
        REFER.fills(school(), DANA, {"resource": "  "}, None)
    with pytest.raises(ValueError, match=r"services\.no_name"):
        ADD.fills(school(), MAREN, {"name": "Elm Youth"}, None)
