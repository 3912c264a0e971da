"""Which days stand in a line of free text, in which language and order."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.casework.things.dates_in_text import days_in, order_of

MONDAY = date(2026, 11, 30)
MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "es": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
}


def read(text, language="en", order="month first", written=MONDAY, today=MONDAY):
    return [each.readings for each in days_in(text, language, order, written, today)]


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("call mom 12/3", "2026-12-03"),
        ("12/3/27 meeting", "2027-12-03"),
        ("3/12/2027", "2027-03-12"),
        ("by Fri", "2026-12-04"),
        ("Fri: bring the form", "2026-12-04"),
        ("call home Friday", "2026-12-04"),
        ("see Monday's note", "2026-11-30"),
        ("on Sat", "2026-12-05"),
        ("bring cake Sun", "2026-12-06"),
        ("next week", "2026-12-07"),
        ("end of the week", "2026-12-04"),
        ("tomorrow", "2026-12-01"),
        ("call back in 3 days", "2026-12-03"),
        ("in 2 weeks", "2026-12-14"),
        ("Dec 4", "2026-12-04"),
        ("the 4th of December", "2026-12-04"),
        ("4 Dec 2027", "2027-12-04"),
        ("December 4th, 2027", "2027-12-04"),
        ("2026-12-04", "2026-12-04"),
        ("by 1/15", "2027-01-15"),
        ("9/20", "2026-09-20"),  # the nearest, though it has passed: it is overdue
        ("May 4", "2027-05-04"),
        ("13/12", "2026-12-13"),  # only one reading is a day
    ],
)
def test_english_in_the_united_states(text, day):
    assert read(text) == [(d(day),)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("llamar el 4 de dic", "2026-12-04"),
        ("4 dic", "2026-12-04"),
        ("el 4 de diciembre de 2027", "2027-12-04"),
        ("reunión 4/12", "2026-12-04"),
        ("el viernes", "2026-12-04"),
        ("para el mié", "2026-12-02"),
        ("sábado", "2026-12-05"),
        ("el próximo viernes", "2026-12-04"),
        ("la próxima semana", "2026-12-07"),
        ("la semana que viene", "2026-12-07"),
        ("mañana", "2026-12-01"),
        ("pasado mañana", "2026-12-02"),
        ("dentro de 3 días", "2026-12-03"),
        ("en 2 semanas", "2026-12-14"),
        ("14 de mayo", "2027-05-14"),
        ("1 ENE", "2027-01-01"),
    ],
)
def test_spanish_where_the_day_comes_first(text, day):
    assert read(text, "es", "day first") == [(d(day),)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ask about the chess match", "en"),
        ("did 3/4 of it", "en"),
        ("1/2 hour of reading", "en"),
        ("2 1/2 pages", "en"),
        ("help is there 24/7", "en"),
        ("sat with her in the sun", "en"),
        ("Sat beside Leo again", "en"),
        ("they may 4 times", "en"),
        ("march in the band", "en"),
        ("room 12/345", "en"),
        ("see p. 31/12.5", "en"),
        ("13/13", "en"),
        ("call 555-0142", "en"),
        ("1/2/3/4", "en"),
        ("frieda and sunny", "en"),
        ("por la mañana", "es"),
        ("esta mañana, mucho mejor", "es"),
        ("le gusta el mar", "es"),
        ("hizo 3/4 de la hoja", "es"),
        ("don Juan", "es"),
        ("", "en"),
    ],
)
def test_what_is_no_day_for_certain_is_none(text, language):
    assert read(text, language, "month first" if language == "en" else "day first") == []


@pytest.mark.parametrize(
    ("text", "order", "days"),
    [
        ("12/3", "either", ["2026-12-03", "2027-03-12"]),
        ("13/3", "either", ["2027-03-13"]),
        ("12/12", "either", ["2026-12-12"]),
        ("next Fri", "month first", ["2026-12-04", "2026-12-11"]),
        ("next Monday", "month first", ["2026-12-07"]),
    ],
)
def test_a_day_that_can_be_read_in_two_ways_has_both(text, order, days):
    assert read(text, order=order) == [tuple(map(d, days))]


def test_what_counts_from_the_writing_stays_the_same_later():
    for text, day in (
        ("by Fri", "2026-12-04"),
        ("next week", "2026-12-07"),
        ("tomorrow", "2026-12-01"),
    ):
        assert read(text, today=MONDAY + timedelta(days=20)) == [(d(day),)]


def test_several_days_in_a_line_are_all_found_in_their_order():
    assert read("12/3 call, 12/10 write, then Fri") == [
        (d("2026-12-03"),),
        (d("2026-12-10"),),
        (d("2026-12-04"),),
    ]


@pytest.mark.parametrize(
    ("language", "country", "order"),
    [
        ("en", "US", "month first"),
        ("en", "GB", "day first"),
        ("en-GB", "GB", "day first"),
        ("es", "MX", "day first"),
        ("es", "US", "either"),
        ("en", "CA", "either"),
    ],
)
def test_the_order_is_the_school_s(language, country, order):
    assert order_of(language, country) == order


days = st.dates(MONDAY - timedelta(days=180), MONDAY + timedelta(days=180))


@given(days, st.sampled_from(["en", "es"]))
def test_every_day_near_today_is_read_back_however_it_is_written(day, language):
    month = MONTHS[language][day.month - 1]
    for text in (day.isoformat(), f"{day.day} {month}", f"x {day.day} {month} {day.year}!"):
        assert read(text, language) == [(day,)], text
    assert read(f"{day.month}/{day.day} x") == [(day,)]
    if (day.day, day.month) == (24, 7):  # round the clock, in any order
        assert read("x 24/7", language, "day first") == []
        return
    assert read(f"x {day.day}/{day.month}", language, "day first") == [(day,)]
    both = read(f"{day.month}/{day.day}", language, "either")[0]
    assert day in both
    assert len(both) <= 2


@given(st.text(max_size=200), st.sampled_from(["en", "es"]), days)
def test_any_text_is_read_and_stretches_never_overlap(text, language, today):
    found = days_in(text, language, "either", today, today)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(1 <= len(each.readings) <= 2 for each in found)
    assert found == days_in(text, language, "either", today, today)


@given(st.text(alphabet="abcdefghijkl nopqr", max_size=60))
def test_without_a_number_and_a_name_of_a_day_there_is_none(text):
    named = ("fri", "jan", "feb", "oct", "dec", "apr", "friday")
    if not any(word in named for word in text.split()):
        assert read(text) == []
