"""Where nobody could tell how Google behaves, the local Workspace behaves either way."""

import base64
import json
from io import BytesIO

import pytest
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseUpload

from emulator.__main__ import read_variants
from emulator.app import create_app
from emulator.errors import ApiError
from emulator.variants import VARIANTS, defaults
from tests.emulator.clients import ANA, BEN, ask, drive, service

FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"
URL = "/_emulator/variants"


@pytest.fixture
def app():
    return create_app(seed=3, check=True, variants={})


def refusal(request):
    """Status and sentence with which a request is refused."""
    with pytest.raises(HttpError) as caught:
        request.execute()
    return caught.value.resp.status, json.loads(caught.value.content)["error"]["message"]


# ------------------------------------------------ the control


def test_all_are_listed_with_their_defaults(app):
    status, told = ask(app, "GET", URL)
    assert status == 200
    assert told == defaults()
    assert told["gmail_message_id"] == "replaced"
    others = {one.name: one.values[0] for one in VARIANTS if one.name != "gmail_message_id"}
    assert {name: str(value) for name, value in told.items()} == {
        **others,
        "gmail_message_id": "replaced",
    }


def test_several_are_set_at_once_and_the_others_stay(app):
    told = ask(app, "POST", URL, {"form_ids": "own", "search_delay": 2.5})[1]
    assert told == {**defaults(), "form_ids": "own", "search_delay": 2.5}
    assert ask(app, "GET", URL)[1] == told
    assert ask(app, "DELETE", URL)[0] == 404


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"form_idz": "own"}, "There is no variant form_idz"),
        ({"form_ids": "mine"}, "form_ids can be kept or own, not 'mine'"),
        ({"form_ids": None}, "form_ids can be kept or own"),
        ({"form_ids": ["own"]}, "form_ids can be kept or own"),
        ({"search_delay": "soon"}, "search_delay is a number of seconds"),
        ({"search_delay": -1}, "search_delay is a number of seconds"),
        ({"search_delay": "nan"}, "search_delay is a number of seconds"),
        ({"search_delay": True}, "search_delay is a number of seconds"),
    ],
)
def test_what_is_unknown_is_explained_and_nothing_is_set(app, asked, words):
    status, body = ask(app, "POST", URL, {"hd_claim": "absent"} | asked)
    assert status == 400
    assert words in body["error"]["message"]
    assert ask(app, "GET", URL)[1] == defaults()


def test_a_reset_puts_back_those_that_it_began_with():
    app = create_app(variants={"hd_claim": "absent"})
    ask(app, "POST", URL, {"form_ids": "own", "hd_claim": "present"})
    kept = app.snapshot()
    app.restore(kept)
    assert ask(app, "GET", URL)[1]["form_ids"] == "own"
    ask(app, "POST", "/_emulator/reset")
    assert ask(app, "GET", URL)[1] == {**defaults(), "hd_claim": "absent"}


def test_they_are_typed_on_the_command_line_and_in_the_environment(monkeypatch):
    assert read_variants("form_ids=own, search_delay=3") == {"form_ids": "own", "search_delay": 3}
    with pytest.raises(Exception, match="There is no variant nonsense"):
        read_variants("nonsense=1")
    monkeypatch.setenv("HOLDFAST_EMULATOR_VARIANTS", "hd_claim=absent")
    assert create_app().workspace.variant("hd_claim") == "absent"
    assert create_app(variants={}).workspace.variant("hd_claim") == "present"
    monkeypatch.setenv("HOLDFAST_EMULATOR_VARIANTS", "hd_claim=gone")
    with pytest.raises(ApiError, match="hd_claim can be"):
        create_app()


# ------------------------------------------------ Gmail


def send(app, message_id):
    text = (
        f"To: {BEN}\r\nSubject: Hello\r\nMessage-ID: {message_id}\r\n\r\nHello\r\n\r\nHF-7k2Q9x\r\n"
    )
    raw = base64.urlsafe_b64encode(text.encode()).decode()
    return service(app, ANA, "gmail", "v1").users().messages().send(userId="me", body={"raw": raw})


def found(app, query):
    listed = service(app, ANA, "gmail", "v1").users().messages().list(userId="me", q=query)
    return len(listed.execute().get("messages", ()))


@pytest.mark.parametrize(("variant", "hits"), [("kept", 1), ("replaced", 0)])
def test_gmail_message_id(app, variant, hits):
    app.vary({"gmail_message_id": variant})
    sent = send(app, "<one@holdfast.example>").execute()
    assert found(app, "rfc822msgid:one@holdfast.example") == hits
    assert found(app, 'in:sent "HF-7k2Q9x"') == 1
    assert found(app, 'in:sent "HF-7k2Q9y"') == 0
    messages = service(app, ANA, "gmail", "v1").users().messages()
    headers = messages.get(userId="me", id=sent["id"]).execute()["payload"]["headers"]
    ids = [one["value"] for one in headers if one["name"].lower() == "message-id"]
    assert len(ids) == 1
    assert (ids[0] == "<one@holdfast.example>") == bool(hits)


# ------------------------------------------------ Drive and Docs


def make(app, name, mime_type=DOCUMENT, **options):
    body = {"name": name, "mimeType": mime_type}
    return (
        drive(app).files().create(body=body, fields="id,parents,permissions", **options).execute()
    )


def test_drive_parents(app):
    folder = make(app, "School", FOLDER)["id"]
    assert make(app, "Shown")["parents"]
    app.vary({"drive_parents": "hidden"})
    file = make(app, "Hidden")
    assert "parents" not in file
    files = drive(app).files()
    move = {"fileId": file["id"], "addParents": folder, "body": {}}
    assert refusal(files.update(**move)) == (
        403,
        "Increasing the number of parents is not allowed",
    )
    moved = files.update(**move, removeParents="root", fields="parents").execute()
    assert moved["parents"] == [folder]  # a folder that is not My Drive's root is told of


def domains(app, file_id):
    fields = "permissions(type,role,domain)"
    listed = drive(app).permissions().list(fileId=file_id, fields=fields).execute()
    return [one for one in listed["permissions"] if one["type"] == "domain"]


def test_default_visibility(app):
    assert domains(app, make(app, "Private")["id"]) == []
    app.vary({"default_visibility": "domain"})
    everybody = [{"type": "domain", "role": "reader", "domain": "school.example"}]
    opened = make(app, "Open")["id"]
    assert domains(app, opened) == everybody
    assert drive(app, BEN).files().get(fileId=opened).execute()["name"] == "Open"
    closed = make(app, "Closed", ignoreDefaultVisibility=True)["id"]
    assert domains(app, closed) == []
    assert refusal(drive(app, BEN).files().get(fileId=closed))[0] == 404
    files = drive(app).files()
    assert domains(app, files.copy(fileId=closed, body={}).execute()["id"]) == everybody
    copied = files.copy(fileId=closed, body={}, ignoreDefaultVisibility=True).execute()
    assert domains(app, copied["id"]) == []
    form = service(app, ANA, "forms", "v1").forms().create(body={"info": {"title": "F"}}).execute()
    assert domains(app, form["formId"]) == everybody  # Forms has no such parameter


def upload(app, file_id, text, person):
    media = MediaIoBaseUpload(BytesIO(text.encode()), mimetype="text/plain")
    drive(app, person).files().update(fileId=file_id, media_body=media).execute()


@pytest.mark.parametrize("variant", ["apart", "merged"])
def test_doc_revisions(app, variant):
    app.vary({"doc_revisions": variant})
    ask(app, "POST", "/_emulator/clock", {"now": "2026-10-05T13:00:00Z"})
    file_id = make(app, "Plan")["id"]
    body = {"type": "user", "role": "writer", "emailAddress": BEN}
    drive(app).permissions().create(fileId=file_id, body=body).execute()
    ask(app, "POST", "/_emulator/clock", {"advance": 2 * 3600})
    upload(app, file_id, "Ben's words", BEN)
    ask(app, "POST", "/_emulator/clock", {"advance": 600})
    upload(app, file_id, "ours", ANA)
    fields = "revisions(id,lastModifyingUser(emailAddress))"
    listed = drive(app).revisions().list(fileId=file_id, fields=fields).execute()["revisions"]
    who = [one["lastModifyingUser"]["emailAddress"] for one in listed]
    assert who == ([ANA, BEN, ANA] if variant == "apart" else [ANA, ANA])


def test_search_delay(app):
    ask(app, "POST", "/_emulator/clock", {"now": "2026-10-05T13:00:00Z"})
    app.vary({"search_delay": 5})
    token = drive(app).changes().getStartPageToken().execute()["startPageToken"]
    file_id = make(app, "New")["id"]
    files = drive(app).files()
    search = files.list(q="name = 'New'")
    assert search.execute()["files"] == []
    assert files.get(fileId=file_id).execute()["name"] == "New"
    changed = drive(app).changes().list(pageToken=token).execute()["changes"]
    assert file_id in [one["fileId"] for one in changed]
    ask(app, "POST", "/_emulator/clock", {"advance": 4})
    assert search.execute()["files"] == []
    ask(app, "POST", "/_emulator/clock", {"advance": 1})
    assert [one["id"] for one in search.execute()["files"]] == [file_id]


# ------------------------------------------------ Forms

SECTION = {"itemId": "000000aa", "title": "More", "pageBreakItem": {}}


def item(index, what):
    return {"createItem": {"item": what, "location": {"index": index}}}


def choice(goal):
    options = [{"value": "Yes", "goToSectionId": goal}, {"value": "No"}]
    asked = {"questionId": "0000000b", "choiceQuestion": {"type": "RADIO", "options": options}}
    return {"itemId": "000000bb", "title": "Any?", "questionItem": {"question": asked}}


@pytest.fixture
def form(app):
    forms = service(app, ANA, "forms", "v1").forms()
    form_id = forms.create(body={"info": {"title": "F"}}).execute()["formId"]
    return lambda *requests: forms.batchUpdate(formId=form_id, body={"requests": list(requests)})


def test_form_ids(app, form):
    app.vary({"form_ids": "own"})
    section = form(item(0, SECTION)).execute()["replies"][0]["createItem"]["itemId"]
    assert section != "000000aa"
    assert "no section 000000aa" in refusal(form(item(0, choice("000000aa"))))[1]
    made = form(item(0, choice(section))).execute()["replies"][0]["createItem"]
    assert made["itemId"] != "000000bb"
    assert made["questionId"] != ["0000000b"]
    app.vary({"form_ids": "kept"})
    assert form(item(0, SECTION)).execute()["replies"][0]["createItem"]["itemId"] == "000000aa"


def test_form_goto_same_batch(app, form):
    app.vary({"form_goto_same_batch": "refused"})
    together = form(item(0, SECTION), item(0, choice("000000aa")))
    assert "no section 000000aa" in refusal(together)[1]
    form(item(0, SECTION)).execute()
    form(item(0, choice("000000aa"))).execute()


def test_form_goto_in_the_same_batch_is_accepted_by_default(form):
    form(item(0, SECTION), item(0, choice("000000aa"))).execute()


# ------------------------------------------------ signing in


def test_hd_claim(app):
    def claims():
        spec = {"email": ANA, "aud": "x"}
        made = ask(app, "POST", "/_emulator/id_token", spec, content_type="application/json")
        body = made[1]["id_token"].split(".")[1]
        return json.loads(base64.urlsafe_b64decode(body + "=="))

    assert claims()["hd"] == "school.example"
    app.vary({"hd_claim": "absent"})
    assert "hd" not in claims()
    assert claims()["email_verified"] is True
    assert "hd" not in service(app, ANA, "oauth2", "v2").userinfo().get().execute()
