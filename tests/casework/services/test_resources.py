"""How fresh a resource is, which one fits next, and who never answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from service.casework.services.pages import resources as page
from service.casework.services.pages import search
from service.casework.services.resources import ages_of, fits_age, fitting, freshness_key
from service.casework.services.rules import freshness_cells, next_freshness
from service.casework.services.sections import never_answer, on_case, to_look_at
from tests.casework.small_school import CODE, DANA, MAREN, TODAY

from .service_school import CASE, guardian, referral, resource, school

CLINIC = resource("Harbor Clinic")
FOUR = tuple(resource(name, kind="Food") for name in ("Bank", "Basket", "Kitchen", "Table"))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "key"),
    [(0, "fresh"), (365, "fresh"), (366, "old"), (730, "old"), (731, "too_old"), (None, "never")],
)
def test_a_resource_checked_over_a_year_ago_is_said_and_over_two_not_proposed(days, key):
    found = resource("Elm Youth", checked_on=None if days is None else ago(days))
    assert freshness_key(found, TODAY) == key
    proposed = fitting(referral(status="No place"), here(found))
    assert bool(proposed) is (key != "too_old")
    (cells,) = freshness_cells(school(resources=(found,)))
    assert ("please check" in cells.cells["freshness"]) is (key == "old")
    assert ("not proposed" in cells.cells["freshness"]) is (key == "too_old")


def test_the_day_is_known_on_which_the_next_one_turns_old():
    assert next_freshness(school()) is None
    found = (resource("A", checked_on=ago(300)), resource("B", checked_on=ago(700)))
    assert next_freshness(school(resources=found)) == TODAY + timedelta(days=31)
    turned = (resource("A", checked_on=ago(365)),)
    assert next_freshness(school(resources=turned)) == TODAY + timedelta(days=1)


def here(*more, team=(), case=CASE, others=FOUR):
    gone = referral(status="No place")
    return school(gone, resources=(CLINIC, *others, *more), team=team, cases=(case,))


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ({}, True),
        ({"kind": "Food"}, False),
        ({"status": "Closed for now"}, False),
        ({"status": "Gone"}, False),
        ({"status": ""}, True),
        ({"ages": "6-18"}, True),
        ({"ages": "15-18"}, False),
        ({"languages": ("Spanish", "English")}, True),
        ({"languages": ("Polish",)}, False),
        ({"name": "Harbor clinic"}, False),  # the very same one
    ],
)
def test_the_next_one_is_of_the_same_kind_for_this_age_and_language(said, fits):
    found = resource(**({"name": "Elm Youth"} | said))
    home = guardian("Ms Silva", "Elm Street", language="Spanish")
    gone = referral(status="No place", for_whom="Family", household="Elm Street")
    proposed = fitting(gone, here(found, team=(home,)))
    assert bool(proposed) is fits


def test_proposals_begin_with_five_resources():
    elm = resource("Elm Youth")
    gone = referral(status="No answer")
    assert fitting(gone, here(elm, others=FOUR[:3])) == (elm,)
    assert fitting(gone, here(elm, others=FOUR[:2])) == ()


def test_what_was_tried_for_this_student_is_not_proposed_again():
    gone, tried = referral(status="No place"), referral("hf-2", resource="Elm Youth")
    found = (CLINIC, *FOUR, resource("Elm Youth"), resource("Talk", checked_on=ago(20)))
    proposed = fitting(gone, school(gone, tried, resources=found))
    assert [each.name for each in proposed] == ["Talk"]


def test_what_speaks_the_language_and_was_checked_last_comes_first():
    home = guardian("Ms Silva", "Elm Street", language="Spanish")
    gone = referral(status="No place", for_whom="Family", household="Elm Street")
    more = (
        resource("Unknown", checked_on=ago(1)),
        resource("Old", languages=("Spanish",), checked_on=ago(90)),
        resource("New", languages=("Spanish",), checked_on=ago(9)),
    )
    found = fitting(gone, here(*more, team=(home,)))
    assert [each.name for each in found] == ["New", "Old", "Unknown"]


@pytest.mark.parametrize(
    ("grade", "ages"), [("7", (12, 14)), ("Grade 12", (17, 19)), ("K", (5, 7)), ("", None)]
)
def test_the_grade_says_about_how_old_a_student_is(grade, ages):
    assert ages_of(replace(CASE, grade=grade)) == ages


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ("", True),
        ("all", True),
        ("6-12", True),  # 12 to 14
        ("6–11", False),
        ("14+", True),
        ("15+", False),
        ("from 16", False),
        ("under 18", True),
        ("under 12", False),
        ("menores de 12", False),
        ("up to 12", True),
        ("13", True),
        ("21", False),
    ],
)
def test_ages_are_read_as_people_write_them(written, fits):
    assert fits_age(written, (12, 14)) is fits
    assert fits_age(written, None)


# ---------------------------------------------------------------- what cards show


@pytest.mark.parametrize("status", ["No place", "No answer"])
def test_a_case_card_proposes_the_next_one_and_leads_to_the_form(status):
    gone = referral(status=status)
    found = school(gone, resources=(CLINIC, *FOUR, resource("Elm Youth")))
    lines = list(on_case(found, DANA, CODE))
    assert [(line.words, line.action) for line in lines] == [
        (f"Harbor Clinic · {status}", "look_service"),
        ("Could be tried next: Elm Youth", "refer_service"),
    ]
    waiting = referral(status="Waiting")
    still = school(waiting, resources=(CLINIC, *FOUR, resource("Elm Youth")))
    assert len(list(on_case(still, DANA, CODE))) == 1


def test_a_case_card_says_what_may_leave_the_school():
    for said, words in (
        ({"household": "Elm"}, "Written consent in force"),
        ({}, "of the student alone"),
        ({"consent": "Spoken"}, "nothing leaves"),
        ({"consent_until": ago(1)}, "has ended"),
        ({"consent": "Not needed"}, "No consent needed"),
    ):
        (line,) = on_case(school(referral(**said)), MAREN, CODE)
        assert words in line.above


def test_today_shows_whose_look_has_come():
    come, later = referral("hf-1"), referral("hf-2", made_on=TODAY, resource="Elm Youth")
    (line,) = to_look_at(school(come, later), DANA, "")
    assert line.words == "Harbor Clinic · Made"
    assert line.above.startswith("Ana Silva")
    assert "Tue 13 Oct" in line.below


def test_who_never_answers_is_listed_without_a_student():
    silent = [referral(f"hf-{n}", status="No answer") for n in range(2)]
    unheard = referral("hf-8", resource="Elm Youth", made_on=date(2026, 6, 1))
    heard = referral("hf-9", resource="Talk", status="Connected", outcome="Helped")
    lines = list(never_answer(school(*silent, unheard, heard), MAREN, ""))
    assert [(line.words, line.below.split(" ")[-1]) for line in lines] == [
        ("Harbor Clinic", "2"),
        ("Elm Youth", "1"),
    ]
    assert "Silva" not in repr(lines)


def test_all_staff_find_resources_by_kind_with_what_decides():
    found = (
        resource("Elm Youth", ages="11-18", languages=("English", "Arabic"), cost="Free"),
        resource("Bank", kind="Food", checked_on=ago(400)),
        resource("Shut", status="Gone"),
    )
    groups = list(page(school(resources=found), MAREN))
    assert [group.title for group in groups] == ["Food", "Therapy"]
    assert "over a year ago" in groups[0].lines[0].below
    assert groups[1].lines[0].above == "11-18 · English, Arabic · Free"


YOUTH = resource(
    "Elm Youth",
    kind="Counseling",
    for_whom="Students",
    ages="11-18",
    languages=("English", "Español"),
    cost="Free",
    checked_on=TODAY,
)
LEGAL = resource("Lantern", kind="Legal", ages="18+", languages=("French",), cost="Sliding scale")
SHUT = resource("Away", kind="Counseling", status="Closed for now", checked_on=TODAY)
STALE = resource("Across", kind="Counseling", checked_on=ago(731))
NO_MORE = resource("Gone", kind="Counseling", status="Gone")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("counsel", ["Elm Youth", "Across", "Away"]),
        ("COUNSELING espanol 14 free", ["Elm Youth"]),
        ("counseling french", []),
        ("19", ["Lantern", "Across", "Away"]),
        ("legal sliding", ["Lantern"]),
        ("elm-youth", ["Elm Youth"]),
        ("unsel", []),
        ("555", []),
        ("gone", []),
    ],
)
def test_a_resource_is_found_by_need_age_language_and_cost(words, names):
    found = school(resources=(SHUT, STALE, LEGAL, NO_MORE, YOUTH))
    groups = list(search(found, DANA, words))
    assert [line.words for group in groups for line in group.lines] == names
