"""A form that stands says whom to call as it should, whatever release made it."""

from __future__ import annotations

from typing import Any

import pytest

from service.casework.settings import CrisisWords
from service.keys import Keys
from service.reconcile.documents.form_notices import words_mark
from service.workbook.forms import load_form
from tests.school_fixture import LiveSchool

FORMS = ("inside", "outside")
OLD_DE = "call 116 123 (children and young people 116 111)"
DE = (
    "In a crisis: call 0800 1110111 or 0800 1110222, at any hour, free of charge; children and "
    "young people: call 116 111, Mon–Sat 14:00–20:00, free of charge."
)


def form(school: LiveSchool, key: str) -> dict[str, Any]:
    answer: dict[str, Any] = school.google(
        f"/v1/forms/{school.found['forms'][key]}", school.found["admin"]
    )
    return answer


def reword(school: LiveSchool, key: str, old: str, new: str) -> None:
    """Put `new` in place of `old` wherever the form says it, as a person or a release would."""
    standing = form(school, key)
    described = standing["info"]["description"].replace(old, new)
    requests: list[dict[str, Any]] = [
        {"updateFormInfo": {"info": {"description": described}, "updateMask": "description"}}
    ]
    for index, item in enumerate(standing["items"]):
        if old in item.get("description", ""):
            changed = {**item, "description": item["description"].replace(old, new)}
            update = {"item": changed, "location": {"index": index}, "updateMask": "description"}
            requests.append({"updateItem": update})
    assert old in str(standing)
    path = f"/v1/forms/{school.found['forms'][key]}:batchUpdate"
    school.google(path, school.found["admin"], "POST", {"requests": requests})


def as_an_earlier_release_left_it(school: LiveSchool) -> None:
    """The old words on the forms, "at any hour" beside every line, and no memory of them."""
    for key in FORMS:
        reword(school, key, "call or text 988, at any hour", f"{OLD_DE}, at any hour")
        reword(
            school,
            key,
            f"In danger now: call 911. In a crisis: {OLD_DE}, at any hour.",
            f"In danger now: call 911. In a crisis: {OLD_DE}.",
        )
    school.school.ledger.forget([("form_words", key) for key in FORMS])


def test_a_new_form_says_it_from_the_first_day_on(empty: LiveSchool) -> None:
    for key in FORMS:
        assert "In a crisis: call or text 988, at any hour." in str(form(empty, key))
    assert "refresh_form" not in empty.sync().changes


def test_a_form_of_an_earlier_release_loses_an_hour_at_which_nobody_answers(
    empty: LiveSchool,
) -> None:
    as_an_earlier_release_left_it(empty)
    empty.change("office", "Settings", {"Setting": "Country"}, {"Value": "DE"})
    assert empty.sync().changes["refresh_form"] == 2
    for key in FORMS:
        said = str(form(empty, key))
        assert said.count(DE) == 3  # before the form, before sending, and on the page of danger
        assert "116 111)" not in said
        assert "988" not in said
    assert "refresh_form" not in empty.sync().changes


def test_a_school_that_changed_nothing_is_told_the_new_sentences_too(empty: LiveSchool) -> None:
    """The country is the same, and the form is that of an earlier release all the same."""
    as_an_earlier_release_left_it(empty)
    assert empty.sync().changes["refresh_form"] == 2
    for key in FORMS:
        assert str(form(empty, key)).count("call or text 988, at any hour.") == 3
    assert "refresh_form" not in empty.sync().changes


def test_another_sentence_around_the_same_numbers_is_another_mark() -> None:
    keys, crisis = Keys(b"k" * 32), CrisisWords("112", "call 143")
    template = load_form("inside")
    notice = template.notice.replace(
        "In a crisis: {crisis}.", "In a crisis: {crisis}, at any hour."
    )
    assert notice != template.notice
    other = template.model_copy(update={"notice": notice})
    assert words_mark(template, crisis, keys) == words_mark(load_form("inside"), crisis, keys)
    assert words_mark(other, crisis, keys) != words_mark(template, crisis, keys)


def test_own_words_are_said_as_they_are(empty: LiveSchool) -> None:
    own = "call the night porter, 20:00–6:00"
    empty.change("office", "Settings", {"Setting": "Crisis line"}, {"Value": own})
    empty.sync()
    assert f"In a crisis: {own}." in form(empty, "inside")["info"]["description"]
    assert "at any hour" not in str(form(empty, "inside"))


@pytest.mark.parametrize("key", FORMS)
def test_a_sentence_that_a_person_reworded_stays(empty: LiveSchool, key: str) -> None:
    reword(empty, key, "This form is not watched round the clock.", "Nobody reads this at night.")
    empty.change("office", "Settings", {"Setting": "Country"}, {"Value": "GB"})
    empty.sync()
    said = form(empty, key)
    assert said["info"]["description"].startswith("Nobody reads this at night.")
    assert "988" in said["info"]["description"]
    assert "0800 1111" in str(said["items"])  # the page of danger was nobody's but ours
    assert "refresh_form" not in empty.sync().changes
