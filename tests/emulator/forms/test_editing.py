"""Making and changing forms."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.app import Emulator
from emulator.forms import reading

from .conftest import ANA, BEN, make, question, radio, refusal


def update(forms: Any, form_id: str, *requests: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"requests": list(requests)} | more
    return dict(forms.batchUpdate(formId=form_id, body=body).execute())


def titles(forms: Any, form_id: str) -> list[str]:
    return [item.get("title", "") for item in forms.get(formId=form_id).execute().get("items", [])]


def test_a_new_form_is_empty_published_and_a_file_in_drive(forms: Any, client: Any) -> None:
    info = {"title": "Tell us", "documentTitle": "Referral form"}
    made = forms.create(body={"info": info}).execute()
    assert made["info"] == info
    assert "items" not in made
    state = made["publishSettings"]["publishState"]
    assert state == {"isPublished": True, "isAcceptingResponses": True}
    assert made["responderUri"].endswith(f"/forms/d/e/{made['formId']}/viewform")
    file = client(ANA, "drive", "v3").files().get(fileId=made["formId"]).execute()
    assert file["name"] == "Referral form"
    assert file["mimeType"] == "application/vnd.google-apps.form"


def test_only_a_title_may_be_given_at_first(forms: Any) -> None:
    words = (
        "Only info.title can be set when creating a form. To add items and change settings, "
        "use batchUpdate."
    )
    items = [{"title": "x", "textItem": {}}]
    for body in (
        {"info": {"title": "x"}, "items": items},
        {"info": {"title": "x", "description": "d"}},
    ):
        assert refusal(forms.create(body=body)) == (400, "INVALID_ARGUMENT", words)
    assert refusal(forms.create(body={}))[2] == "info.title was not provided"


def test_items_are_made_moved_changed_and_deleted(forms: Any) -> None:
    form_id = make(
        forms,
        question(0, "One", "00000001", textQuestion={}),
        question(1, "Two", "00000002", textQuestion={"paragraph": True}),
        {"createItem": {"item": {"title": "Notice", "textItem": {}}, "location": {"index": 0}}},
    )
    assert titles(forms, form_id) == ["Notice", "One", "Two"]
    move = {"originalLocation": {"index": 2}, "newLocation": {"index": 0}}
    change = {
        "item": {"title": "First", "questionItem": {"question": {"required": True}}},
        "location": {"index": 2},
        "updateMask": "title,questionItem.question.required",
    }
    update(forms, form_id, {"moveItem": move}, {"updateItem": change})
    update(forms, form_id, {"deleteItem": {"location": {"index": 1}}})
    assert titles(forms, form_id) == ["Two", "First"]
    changed = forms.get(formId=form_id).execute()["items"][1]["questionItem"]["question"]
    assert changed == {"questionId": "00000001", "required": True, "textQuestion": {}}


def test_ids_are_given_back_kept_or_made(forms: Any) -> None:
    form_id = make(forms)
    grid = {
        "title": "Grid",
        "questionGroupItem": {
            "questions": [
                {"rowQuestion": {"title": "a"}, "questionId": "0000000a"},
                {"rowQuestion": {"title": "b"}},
            ],
            "grid": {"columns": radio("1", "2")},
        },
    }
    answer = update(forms, form_id, {"createItem": {"item": grid, "location": {"index": 0}}})
    made = answer["replies"][0]["createItem"]
    assert made["questionId"][0] == "0000000a"
    assert all(len(one) == 8 and int(one, 16) >= 0 for one in (made["itemId"], *made["questionId"]))
    again = question(0, "x", "0000000a", textQuestion={})
    body = {"requests": [again]}
    assert refusal(forms.batchUpdate(formId=form_id, body=body))[0] == 400


def test_a_blank_id_inside_the_mask_is_made_anew(forms: Any) -> None:
    form_id = make(forms, question(0, "One", "00000001", textQuestion={}))
    item = forms.get(formId=form_id).execute()["items"][0]
    kept = {"item": item, "location": {"index": 0}, "updateMask": "*"}
    update(forms, form_id, {"updateItem": kept})
    assert forms.get(formId=form_id).execute()["items"][0] == item
    blank = {"title": "One", "questionItem": {"question": {"textQuestion": {}}}}
    update(forms, form_id, {"updateItem": kept | {"item": blank}})
    fresh = forms.get(formId=form_id).execute()["items"][0]
    assert fresh["itemId"] != item["itemId"]
    assert fresh["questionItem"]["question"]["questionId"] != "00000001"


def test_a_batch_is_carried_out_wholly_or_not_at_all(forms: Any) -> None:
    form_id = make(forms)
    before = forms.get(formId=form_id).execute()
    body = {
        "requests": [
            question(0, "One", "00000001", textQuestion={}),
            {"deleteItem": {"location": {"index": 7}}},
        ]
    }
    code, _, message = refusal(forms.batchUpdate(formId=form_id, body=body))
    assert code == 400
    assert message.startswith("Invalid requests[1].deleteItem")
    assert forms.get(formId=form_id).execute() == before


def test_info_and_settings(forms: Any) -> None:
    form_id = make(forms)
    info = {"info": {"title": "New", "description": "Two\nlines"}, "updateMask": "*"}
    answer = update(forms, form_id, {"updateFormInfo": info}, includeFormInResponse=True)
    assert answer["form"]["info"]["description"] == "Two\nlines"
    named = {"info": {"documentTitle": "x"}, "updateMask": "documentTitle"}
    assert refusal(
        forms.batchUpdate(formId=form_id, body={"requests": [{"updateFormInfo": named}]})
    )
    mail = {"settings": {"emailCollectionType": "RESPONDER_INPUT"}, "updateMask": "*"}
    update(forms, form_id, {"updateSettings": mail})
    settings = forms.get(formId=form_id).execute()["settings"]
    assert settings == {"emailCollectionType": "RESPONDER_INPUT"}


def test_a_stale_revision_is_refused(forms: Any) -> None:
    form_id = make(forms)
    old = forms.get(formId=form_id).execute()["revisionId"]
    control = {"writeControl": {"requiredRevisionId": old}}
    one = question(0, "One", "00000001", textQuestion={})
    new = update(forms, form_id, one, **control)["writeControl"]["requiredRevisionId"]
    assert new > old
    two = question(0, "Two", "00000002", textQuestion={})
    body = {"requests": [two]} | control
    assert refusal(forms.batchUpdate(formId=form_id, body=body))[:2] == (400, "FAILED_PRECONDITION")
    assert titles(forms, form_id) == ["One"]


def test_deleting_a_section_frees_the_options_that_led_there(forms: Any) -> None:
    section = {"title": "More", "itemId": "000000aa", "pageBreakItem": {}}
    form_id = make(
        forms,
        {"createItem": {"item": section, "location": {"index": 0}}},
        question(
            0,
            "Where",
            "00000001",
            choiceQuestion=radio({"value": "a", "goToSectionId": "000000aa"}, "b"),
        ),
    )
    update(forms, form_id, {"deleteItem": {"location": {"index": 1}}})
    choice = forms.get(formId=form_id).execute()["items"][0]["questionItem"]["question"]
    assert choice["choiceQuestion"]["options"] == [{"value": "a"}, {"value": "b"}]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ({}, "Question.kind was not provided"),
        ({"choiceQuestion": {"type": "RADIO"}}, "ChoiceQuestion.options is required"),
        (
            {"choiceQuestion": radio({"goToAction": "NEXT_SECTION"})},
            "option.value was not provided",
        ),
        ({"choiceQuestion": radio("a", "a")}, "The options of a question must differ"),
        ({"choiceQuestion": radio("a\nb")}, "Displayed text cannot contain newlines"),
        (
            {"choiceQuestion": radio({"value": "a", "goToSectionId": "000000ff"})},
            "There is no section 000000ff to go to",
        ),
        (
            {"choiceQuestion": radio({"isOther": True}, kind="DROP_DOWN")},
            "option.isOther is only allowed for RADIO and CHECKBOX questions",
        ),
        (
            {"scaleQuestion": {"low": 2, "high": 5}},
            "A scale goes from 0 or 1 to a number between 2 and 10",
        ),
        (
            {"fileUploadQuestion": {"folderId": "x"}},
            "File upload questions cannot be created with the API",
        ),
    ],
)
def test_bad_questions_are_refused(forms: Any, kind: dict[str, Any], words: str) -> None:
    form_id = make(forms)
    body = {"requests": [question(0, "x", "00000001", **kind)]}
    expected = (400, "INVALID_ARGUMENT", f"Invalid requests[0].createItem: {words}")
    assert refusal(forms.batchUpdate(formId=form_id, body=body)) == expected


def test_an_unknown_field_is_named(forms: Any) -> None:
    form_id = make(forms)
    body = {"requests": [{"createItem": {"itme": {}}}]}
    code, status, message = refusal(forms.batchUpdate(formId=form_id, body=body))
    assert (code, status) == (400, "INVALID_ARGUMENT")
    assert "Unknown name \"itme\" at 'requests[0].create_item': Cannot find field." in message


def test_only_who_may_write_changes_a_form(forms: Any, client: Any) -> None:
    form_id = make(forms)
    ben = client(BEN).forms()
    denied = (403, "PERMISSION_DENIED", "The caller does not have permission")
    assert refusal(ben.get(formId=form_id)) == denied
    reader = {"type": "user", "role": "reader", "emailAddress": BEN}
    client(ANA, "drive", "v3").permissions().create(fileId=form_id, body=reader).execute()
    assert ben.get(formId=form_id).execute()["formId"] == form_id
    body = {"requests": [question(0, "x", "00000001", textQuestion={})]}
    assert refusal(ben.batchUpdate(formId=form_id, body=body)) == denied
    assert refusal(ben.responses().list(formId=form_id)) == denied
    missing = (404, "NOT_FOUND", "Requested entity was not found.")
    assert refusal(forms.get(formId="nothing")) == missing


def test_publishing(forms: Any) -> None:
    made = forms.create(body={"info": {"title": "x"}}, unpublished=True).execute()
    assert made["publishSettings"] == {"publishState": {}}
    state = {"publishState": {"isPublished": True, "isAcceptingResponses": True}}
    answer = forms.setPublishSettings(
        formId=made["formId"], body={"publishSettings": state, "updateMask": "publishState"}
    ).execute()
    assert answer == {"formId": made["formId"], "publishSettings": state}
    odd = {"publishState": {"isPublished": False, "isAcceptingResponses": True}}
    request = forms.setPublishSettings(formId=made["formId"], body={"publishSettings": odd})
    assert refusal(request)[0] == 400


def test_a_form_is_copied_and_deleted_with_its_file(forms: Any, client: Any, app: Emulator) -> None:
    form_id = make(forms, question(0, "One", "00000001", textQuestion={}))
    drive = client(ANA, "drive", "v3").files()
    copy = drive.copy(fileId=form_id, body={"name": "Copy"}).execute()["id"]
    assert titles(forms, copy) == ["One"]
    assert [line.id for line in reading.forms(app.workspace, ANA)] == [form_id, copy]
    drive.delete(fileId=form_id).execute()
    assert refusal(forms.get(formId=form_id))[0] == 404
    assert [line.id for line in reading.forms(app.workspace, ANA)] == [copy]
    assert reading.forms(app.workspace, BEN) == []
