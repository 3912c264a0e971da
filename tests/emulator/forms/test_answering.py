"""Filling a form in, and reading the responses."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.app import Emulator
from emulator.forms.answers import read
from emulator.forms.sections import Section, way
from emulator.forms.store import Form

from .conftest import ANA, BEN, OPEN, Browser, make, question, radio, refusal, welcome

WHO, DANGER, SEEN, DAY, MANY = "00000001", "0000001f", "00000003", "0000000d", "000000a4"


@pytest.fixture
def form_id(forms: Any) -> str:
    """Name, danger? (yes: send at once), then a second section."""
    section = {"title": "More", "itemId": "000000aa", "pageBreakItem": {}}
    danger = radio({"value": "Yes", "goToAction": "SUBMIT_FORM"}, "No")
    return make(
        forms,
        question(0, "Who is it about?", WHO, required=True, textQuestion={}),
        question(1, "Is anyone in danger?", DANGER, required=True, choiceQuestion=danger),
        {"createItem": {"item": section, "location": {"index": 2}}},
        question(3, "What have you seen?", SEEN, required=True, textQuestion={"paragraph": True}),
        question(4, "Since when?", DAY, dateQuestion={"includeYear": True}),
        question(
            5,
            "What helped?",
            MANY,
            choiceQuestion=radio("Talk", "Walk", {"isOther": True}, kind="CHECKBOX"),
        ),
    )


FULL = {f"entry.{WHO}": "Ana", f"entry.{DANGER}": "No", f"entry.{SEEN}": "Tired"}


def answers(forms: Any, form_id: str) -> list[dict[str, list[str]]]:
    listed = forms.responses().list(formId=form_id).execute().get("responses", [])
    return [
        {
            key: [one["value"] for one in answer["textAnswers"]["answers"]]
            for key, answer in response.get("answers", {}).items()
        }
        for response in listed
    ]


def test_a_response_is_taken_and_read(forms: Any, form_id: str, browser: Browser) -> None:
    fields = FULL | {
        f"entry.{DAY}_year": "2026",
        f"entry.{DAY}_month": "2",
        f"entry.{DAY}_day": "9",
        f"entry.{MANY}": ["Walk", "__other_option__"],
        f"entry.{MANY}.other_option_response": "Tea",
    }
    status, page = browser.post(form_id, fields)
    assert status == 200
    assert "Your response has been recorded." in page
    assert answers(forms, form_id) == [
        {WHO: ["Ana"], DANGER: ["No"], SEEN: ["Tired"], DAY: ["2026-02-09"], MANY: ["Walk", "Tea"]}
    ]
    (response,) = forms.responses().list(formId=form_id).execute()["responses"]
    assert response["createTime"] == response["lastSubmittedTime"] == "2026-03-02T14:00:00.000Z"
    assert "formId" not in response
    assert "respondentEmail" not in response
    one = forms.responses().get(formId=form_id, responseId=response["responseId"]).execute()
    assert one == response | {"formId": form_id}
    assert refusal(forms.responses().get(formId=form_id, responseId="x"))[0] == 404


def test_fields_may_be_named_in_decimal_as_at_google(
    forms: Any, form_id: str, browser: Browser
) -> None:
    fields = {"entry.1": "Ana", "entry.31": "Yes"}
    assert browser.post(form_id, fields)[0] == 200
    assert answers(forms, form_id) == [{WHO: ["Ana"], DANGER: ["Yes"]}]


def test_a_section_that_was_not_seen_is_neither_asked_nor_kept(
    forms: Any, form_id: str, browser: Browser
) -> None:
    assert browser.post(form_id, FULL | {f"entry.{DANGER}": "Yes"})[0] == 200
    assert answers(forms, form_id) == [{WHO: ["Ana"], DANGER: ["Yes"]}]


def test_what_is_missing_is_named_and_nothing_typed_is_lost(
    forms: Any, form_id: str, browser: Browser
) -> None:
    status, page = browser.post(
        form_id, {f"entry.{DANGER}": "No", f"entry.{SEEN}": "  ", f"entry.{DAY}": "2026-02-30"}
    )
    assert status == 400
    summary = page[page.index('role="alert"') : page.index("<form")]
    for title in ("Who is it about?", "What have you seen?", "Since when?"):
        assert title in summary
    assert "Is anyone in danger?" not in summary
    assert re.search(r'value="No"[^>]*checked', page)
    assert answers(forms, form_id) == []


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ({"choiceQuestion": radio("a", "b")}, "c", "Please choose one of the answers offered."),
        ({"scaleQuestion": {"low": 1, "high": 5}}, "6", "Please choose a number from 1 to 5."),
        ({"dateQuestion": {"includeYear": True}}, "9 March", "Please give a day that exists"),
        ({"dateQuestion": {}}, "02-30", "Please give a day that exists"),
        ({"timeQuestion": {}}, "25:00", "Please give a time"),
        (
            {"ratingQuestion": {"iconType": "STAR", "ratingScaleLevel": 3}},
            "0",
            "Please choose a number from 1 to 3.",
        ),
    ],
)
def test_an_answer_that_does_not_fit_is_asked_again(
    forms: Any, browser: Browser, kind: dict[str, Any], value: str, words: str
) -> None:
    form_id = make(forms, question(0, "x", "00000001", **kind))
    status, page = browser.post(form_id, {"entry.00000001": value})
    assert status == 400
    assert words in page


@pytest.mark.parametrize(
    ("kind", "fields", "kept"),
    [
        ({"dateQuestion": {}}, {"_month": "2", "_day": "29"}, "02-29"),
        ({"dateQuestion": {"includeYear": True, "includeTime": True}}, {"": "2026-02-03T14:30"},
         "2026-02-03 14:30"),
        ({"timeQuestion": {}}, {"_hour": "7", "_minute": "5"}, "07:05"),
        ({"timeQuestion": {"duration": True}}, {"": "100:30"}, "100:30"),
        ({"scaleQuestion": {"high": 10}}, {"": "0"}, "0"),
        ({"textQuestion": {"paragraph": True}}, {"": "a\r\nb"}, "a\nb"),
        ({"textQuestion": {}}, {"": "=IMPORTXML(1)"}, "=IMPORTXML(1)"),
    ],
)  # fmt: skip
def test_answers_are_kept_as_forms_writes_them(
    forms: Any, browser: Browser, kind: Any, fields: Any, kept: str
) -> None:
    form_id = make(forms, question(0, "x", "00000001", **kind))
    posted = {f"entry.00000001{suffix}": value for suffix, value in fields.items()}
    assert browser.post(form_id, posted)[0] == 200
    assert answers(forms, form_id) == [{"00000001": [kept]}]


def edit_token(page: str) -> str:
    found = re.search(r"edit2=([\w%-]+)", page)
    assert found
    return found[1]


def test_an_edited_response_keeps_its_id(
    forms: Any, form_id: str, browser: Browser, app: Emulator
) -> None:
    _, page = browser.post(form_id, FULL)
    before = forms.responses().list(formId=form_id).execute()["responses"][0]
    token = edit_token(page)
    shown = browser.get(form_id, f"edit2={token}")[1]
    assert 'value="Ana"' in shown
    assert token in shown
    app.workspace.clock.advance(60)
    assert browser.post(form_id, FULL | {f"entry.{WHO}": "Ben", "edit2": token})[0] == 200
    (after,) = forms.responses().list(formId=form_id).execute()["responses"]
    assert after["responseId"] == before["responseId"]
    assert after["createTime"] == before["createTime"]
    assert after["lastSubmittedTime"] == "2026-03-02T14:01:00.000Z"
    assert answers(forms, form_id)[0][WHO] == ["Ben"]
    assert browser.post(form_id, FULL | {"edit2": "guess"})[0] == 404
    assert browser.get(form_id, "edit2=guess")[0] == 404


def test_listing_by_time_and_page(
    forms: Any, form_id: str, browser: Browser, app: Emulator
) -> None:
    for number in range(5):
        browser.post(form_id, FULL | {f"entry.{WHO}": str(number)})
    ask = forms.responses().list
    seen, request = [], ask(formId=form_id, pageSize=2)
    while request is not None:
        page = request.execute()
        seen += [response["responseId"] for response in page["responses"]]
        request = forms.responses().list_next(request, page)
    assert len(set(seen)) == 5
    times = [r["lastSubmittedTime"] for r in ask(formId=form_id).execute()["responses"]]
    assert len(set(times)) == 5
    after = ask(formId=form_id, filter=f"timestamp > {times[2]}").execute()["responses"]
    assert [r["responseId"] for r in after] == seen[3:]
    from_then = ask(formId=form_id, filter=f"timestamp >= {times[2]}").execute()["responses"]
    assert [r["responseId"] for r in from_then] == seen[2:]
    assert ask(formId=form_id, filter=f"timestamp > {times[4]}").execute() == {}
    token = ask(formId=form_id, pageSize=2).execute()["nextPageToken"]
    changed = ask(formId=form_id, pageToken=token, filter=f"timestamp > {times[0]}")
    assert refusal(changed)[:2] == (400, "INVALID_ARGUMENT")
    for bad in ("timestamp < 2026-03-02T14:00:00Z", "timestamp > soon", "x"):
        assert refusal(ask(formId=form_id, filter=bad))[0] == 400
    assert refusal(ask(formId=form_id, pageToken="x"))[0] == 400


def test_an_address_is_asked_for_where_the_form_says_so(forms: Any, browser: Browser) -> None:
    form_id = make(forms, question(0, "x", "00000001", textQuestion={}))
    mail = {"settings": {"emailCollectionType": "RESPONDER_INPUT"}, "updateMask": "*"}
    forms.batchUpdate(formId=form_id, body={"requests": [{"updateSettings": mail}]}).execute()
    status, page = browser.post(form_id, {"entry.00000001": "x"})
    assert status == 400
    assert "Your e-mail address" in page
    fields = {"entry.00000001": "x", "emailAddress": "mum@family.example"}
    assert browser.post(form_id, fields)[0] == 200
    (response,) = forms.responses().list(formId=form_id).execute()["responses"]
    assert response["respondentEmail"] == "mum@family.example"


def test_a_form_that_verifies_addresses_wants_a_sign_in(forms: Any, browser: Browser) -> None:
    made = forms.create(body={"info": {"title": "Inside"}}).execute()
    form_id = made["formId"]
    welcome(forms, form_id, type="domain", domain="school.example")
    assert made["settings"] == {"emailCollectionType": "VERIFIED"}
    assert browser.get(form_id)[0] == 401
    assert browser.post(form_id, {})[0] == 401
    assert browser.get(form_id, cookie=f"as={BEN}")[0] == 200
    assert browser.post(form_id, {}, cookie=f"as={BEN}")[0] == 200
    assert browser.post(form_id, {}, authorization=f"Bearer as:{ANA}")[0] == 200
    listed = forms.responses().list(formId=form_id).execute()["responses"]
    assert [response["respondentEmail"] for response in listed] == [BEN, ANA]


def test_a_closed_or_unpublished_form_takes_nothing(
    forms: Any, form_id: str, browser: Browser
) -> None:
    def publish(published: bool, accepting: bool) -> None:
        state = {"isPublished": published, "isAcceptingResponses": accepting}
        body = {"publishSettings": {"publishState": state}}
        forms.setPublishSettings(formId=form_id, body=body).execute()

    publish(True, False)
    assert "no longer taking answers" in browser.get(form_id)[1]
    assert browser.post(form_id, FULL)[0] == 403
    publish(False, False)
    assert browser.get(form_id)[0] == browser.post(form_id, FULL)[0] == 404
    assert browser.get("nothing")[0] == 404
    assert answers(forms, form_id) == []


def test_a_published_form_is_answered_only_by_its_responders(forms: Any, browser: Browser) -> None:
    """Publishing is not enough, as api-changes-to-google-forms says; responders are Drive's."""
    form_id = forms.create(body={"info": {"title": "Outside"}}).execute()["formId"]
    forms.batchUpdate(formId=form_id, body={"requests": [OPEN]}).execute()
    ben, mum = {"cookie": f"as={BEN}"}, {"cookie": "as=mum@family.example"}
    assert browser.get(form_id)[0] == browser.post(form_id, {})[0] == 401
    assert browser.get(form_id, **ben)[0] == browser.post(form_id, {}, **ben)[0] == 403
    assert browser.get(form_id, cookie=f"as={ANA}")[0] == 200  # who may edit it may answer it
    welcome(forms, form_id, type="domain", domain="school.example")
    assert browser.post(form_id, {}, **ben)[0] == 200
    assert browser.post(form_id, {}, **mum)[0] == 403
    assert browser.post(form_id, {})[0] == 401
    welcome(forms, form_id, type="anyone")
    assert browser.post(form_id, {})[0] == browser.post(form_id, {}, **mum)[0] == 200
    assert len(forms.responses().list(formId=form_id).execute()["responses"]) == 3


def test_a_prefilled_link(form_id: str, browser: Browser) -> None:
    page = browser.get(form_id, f"usp=pp_url&entry.{int(WHO, 16)}=Ana+%22A%22&entry.{DANGER}=No")[1]
    assert 'value="Ana &#34;A&#34;"' in page
    assert re.search(r'value="No"[^>]*checked', page)


def test_nothing_typed_becomes_markup(forms: Any, browser: Browser) -> None:
    form_id = make(forms, question(0, "<b>x</b>", "00000001", required=True, textQuestion={}))
    page = browser.get(form_id, "entry.1=%3Cscript%3Ealert(1)%3C/script%3E")[1]
    assert "<b>x</b>" not in page
    assert "<script>alert" not in page


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=3), max_size=5)
)
def test_any_posted_fields_can_be_read(posted: dict[str, list[str]]) -> None:
    item = {
        "itemId": "1",
        "questionItem": {"question": {"questionId": "2", "dateQuestion": {"includeYear": True}}},
    }
    form = Form("f", "t", items=[item])
    assert read(form, posted | {"entry.2": posted.get("", [])}) is not None


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=6))
def test_every_way_ends_and_sees_no_section_twice(goals: list[int]) -> None:
    sections = [
        Section(
            str(index),
            "",
            "",
            (
                {
                    "itemId": f"i{index}",
                    "questionItem": {
                        "question": {
                            "questionId": f"q{index}",
                            "choiceQuestion": radio({"value": "a", "goToSectionId": str(goal)}),
                        }
                    },
                },
            ),
        )
        for index, goal in enumerate(goals)
    ]
    seen = way(sections, {f"q{index}": ["a"] for index in range(len(goals))}).seen
    assert len(set(seen)) == len(seen)
    assert seen[0] == 0
