"""The q language, the permissions, the change log."""

import contextlib
from datetime import datetime

import pytest
from googleapiclient.errors import HttpError
from hypothesis import given
from hypothesis import strategies as st

from emulator.app import create_app
from emulator.drive.query import predicate
from emulator.errors import ApiError
from emulator.workspace import Clock
from tests.emulator.clients import ANA, BEN, CLEO, ask, drive, service

FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"


@pytest.fixture(scope="module")
def library():
    """Four files whose names, kinds, times and people differ."""
    app = create_app()
    app.workspace.clock.set(parse_time("2026-03-01T09:00:00Z"))
    files = drive(app).files()

    def make(**body):
        app.workspace.clock.advance(3600)
        return files.create(body=body).execute()["id"]

    folder = make(name="Plans", mimeType=FOLDER)
    make(name="Ana's plan", mimeType=DOCUMENT, parents=[folder], appProperties={"k": "1"})
    make(name="hello world", description="a note on reading", starred=True)
    make(name="Back\\slash", properties={"p": "x y"})
    body = {"type": "user", "role": "writer", "emailAddress": BEN}
    drive(app).permissions().create(fileId=folder, body=body).execute()
    return app, folder


def parse_time(text):
    return datetime.fromisoformat(text)


ALL = {"Plans", "Ana's plan", "hello world", "Back\\slash"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("name = 'hello world'", {"hello world"}),
        ('name = "hello world"', {"hello world"}),
        ("name = 'Ana\\'s plan'", {"Ana's plan"}),
        ("name = 'Back\\\\slash'", {"Back\\slash"}),
        ("name != 'hello world'", ALL - {"hello world"}),
        ("name contains 'wor'", {"hello world"}),
        ("name contains 'orld'", set()),
        ("fullText contains 'reading'", {"hello world"}),
        ("fullText contains 'nothing'", set()),
        ("fullText contains 'readin'", set()),  # whole words alone
        ("fullText contains 'world hello'", {"hello world"}),
        ("fullText contains '\"hello world\"'", {"hello world"}),
        ("fullText contains '\"world hello\"'", set()),
        (f"mimeType = '{FOLDER}'", {"Plans"}),
        (f"mimeType='{FOLDER}' or mimeType='{DOCUMENT}'", {"Plans", "Ana's plan"}),
        (f"mimeType != '{FOLDER}' and name contains 'plan'", {"Ana's plan"}),
        ("mimeType contains 'application/vnd.google-apps.'", {"Plans", "Ana's plan"}),
        ("'FOLDER' in parents", {"Ana's plan"}),
        ("'root' in parents", ALL - {"Ana's plan"}),
        ("not 'root' in parents", {"Ana's plan"}),
        ("appProperties has { key='k' and value='1' }", {"Ana's plan"}),
        ("appProperties has {key='k' and value='2'}", set()),
        ("properties has { key='p' and value='x y' }", {"Back\\slash"}),
        ("trashed = false", ALL),
        ("trashed=true", set()),
        ("not trashed=true", ALL),
        ("starred = true", {"hello world"}),
        ("sharedWithMe = true", set()),
        ("modifiedTime > '2026-03-01T11:00:00'", {"hello world", "Back\\slash"}),
        ("modifiedTime >= '2026-03-01T11:00:00Z'", ALL - {"Plans"}),
        ("createdTime < '2026-03-01T11:30:00+01:00'", {"Plans"}),
        (f"'{ANA}' in owners", ALL),
        ("'me' in owners", ALL),
        (f"'{BEN}' in writers", {"Plans", "Ana's plan"}),
        (f"'{CLEO}' in readers", set()),
        ("visibility = 'limited'", ALL),
        ("(name='Plans' or name='hello world') and starred = true", {"hello world"}),
        ("name='Plans' or (name='hello world' and starred = true)", {"Plans", "hello world"}),
        ("NOT name = 'Plans' AND trashed = FALSE", ALL - {"Plans"}),
    ],
)
def test_q(library, query, expected):
    app, folder = library
    answer = drive(app).files().list(q=query.replace("FOLDER", folder)).execute()
    assert {one["name"] for one in answer["files"]} == expected


@pytest.mark.parametrize(
    "query",
    ["name", "name =", "name = x", "name = 'x' and", "(name = 'x'", "name = 'x')", "colour = 'x'",
     "trashed = 'maybe'", "trashed > true", "name > 'x'", "'x' in colours", "name = 'x", "%",
     "modifiedTime > 'soon'", "mimeType has 'x'", "properties has {key='a'}", "name contains 3"],
)  # fmt: skip
def test_a_bad_q_is_refused(library, query):
    status, body = ask(library[0], "GET", "/drive/v3/files?q=" + query.replace("%", "%25"))
    error = body["error"]
    assert (status, error["message"]) == (400, "Invalid Value")
    assert error["errors"][0]["reason"] == "invalid"
    assert error["errors"][0]["location"] == "q"


@given(st.text("nameand orot'=()\\ \"true{}", max_size=40))
def test_any_q_is_understood_or_refused(text):
    with contextlib.suppress(ApiError):
        predicate(text)


@pytest.fixture
def app():
    return create_app(clock=Clock(parse_time("2026-03-01T09:00:00Z")))


def make(app, name="a", **body):
    return drive(app).files().create(body={"name": name} | body).execute()["id"]


def share(app, file_id, who=BEN, role="reader", by=ANA, **how):
    body = {"type": "user", "role": role, "emailAddress": who}
    return drive(app, by).permissions().create(fileId=file_id, body=body, **how)


def refused(request):
    with pytest.raises(HttpError) as error:
        request.execute()
    return error.value.resp.status, error.value.error_details[0]["reason"]


def test_sharing_and_taking_back(app):
    file_id = make(app)
    given_to = share(app, file_id, sendNotificationEmail=False, emailMessage="hi").execute()
    assert given_to["role"] == "reader"
    assert set(given_to) == {"kind", "id", "type", "role"}
    permissions = drive(app).permissions()
    changed = permissions.update(
        fileId=file_id, permissionId=given_to["id"], body={"role": "writer"}, fields="*"
    ).execute()
    assert (changed["role"], changed["emailAddress"]) == ("writer", BEN)
    listed = permissions.list(fileId=file_id, fields="permissions(emailAddress,role)").execute()
    assert listed["permissions"] == [
        {"emailAddress": ANA, "role": "owner"},
        {"emailAddress": BEN, "role": "writer"},
    ]
    permissions.delete(fileId=file_id, permissionId=given_to["id"]).execute()
    assert refused(drive(app, BEN).files().get(fileId=file_id)) == (404, "notFound")
    assert refused(permissions.get(fileId=file_id, permissionId=given_to["id"]))[0] == 404


def test_readers_neither_share_nor_see_the_sharing_but_may_leave(app):
    file_id = make(app)
    mine = share(app, file_id).execute()["id"]
    assert refused(share(app, file_id, CLEO, by=BEN))[0] == 403
    assert refused(drive(app, BEN).permissions().list(fileId=file_id))[0] == 403
    drive(app, BEN).permissions().delete(fileId=file_id, permissionId=mine).execute()
    assert drive(app, BEN).files().list().execute()["files"] == []


def test_sharing_sends_a_mail_unless_told_not_to(app):
    def subjects(person):
        mail = service(app, person, "gmail", "v1").users().messages()
        listed = mail.list(userId="me").execute().get("messages", [])
        return [mail.get(userId="me", id=one["id"]).execute()["snippet"] for one in listed]

    file_id = make(app, "plan")
    share(app, file_id, sendNotificationEmail=False).execute()
    assert subjects(BEN) == []
    share(app, file_id, role="writer", emailMessage="Have a look").execute()
    assert [text[:11] for text in subjects(BEN)] == ["Have a look"]
    assert subjects(ANA) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"role": "reader"}, 400),
        ({"type": "user", "emailAddress": BEN}, 400),
        ({"type": "user", "role": "king", "emailAddress": BEN}, 400),
        ({"type": "user", "role": "reader", "emailAddress": "nobody"}, 400),
        ({"type": "user", "role": "owner", "emailAddress": BEN}, 403),
        ({"type": "domain", "role": "reader", "domain": "a@b"}, 400),
        ({"type": "anyone", "role": "owner"}, 400),
        ({"type": "anyone", "role": "reader", "id": "x"}, 403),
    ],
)
def test_sharing_that_is_refused(app, body, status):
    request = drive(app).permissions().create(fileId=make(app), body=body)
    assert refused(request)[0] == status


def test_an_owner_can_give_a_file_away(app):
    file_id = make(app)
    permissions = drive(app).permissions()
    body = {"type": "user", "role": "owner", "emailAddress": BEN}
    permissions.create(fileId=file_id, body=body, transferOwnership=True).execute()
    seen = drive(app).files().get(fileId=file_id, fields="ownedByMe,owners").execute()
    assert not seen["ownedByMe"]
    assert seen["owners"][0]["emailAddress"] == BEN
    assert refused(drive(app).files().delete(fileId=file_id))[0] == 403


def test_links_and_domains(app):
    file_id = make(app)
    permissions = drive(app).permissions()
    permissions.create(fileId=file_id, body={"type": "anyone", "role": "reader"}).execute()
    files = drive(app, CLEO).files()
    assert files.list().execute()["files"] == []
    assert files.get(fileId=file_id).execute()["name"] == "a"
    permissions.delete(fileId=file_id, permissionId="anyoneWithLink").execute()
    assert refused(files.get(fileId=file_id))[0] == 404
    body = {"type": "domain", "role": "reader", "domain": "school.example"}
    permissions.create(fileId=file_id, body=body | {"allowFileDiscovery": True}).execute()
    assert len(drive(app, BEN).files().list().execute()["files"]) == 1
    assert files.list().execute()["files"] == []


def changes(app, person, token, **how):
    return drive(app, person).changes().list(pageToken=token, **how).execute()


def test_changes_are_seen_by_those_whom_they_concern(app):
    token = drive(app, BEN).changes().getStartPageToken().execute()["startPageToken"]
    assert changes(app, BEN, token)["changes"] == []
    file_id = make(app)
    assert changes(app, BEN, token)["changes"] == []
    permission = share(app, file_id).execute()["id"]
    seen = changes(app, BEN, token)
    assert [(one["fileId"], one["removed"]) for one in seen["changes"]] == [(file_id, False)]
    assert seen["changes"][0]["file"]["name"] == "a"
    later = seen["newStartPageToken"]
    drive(app).files().update(fileId=file_id, body={"name": "b"}).execute()
    drive(app).files().update(fileId=file_id, body={"name": "c"}).execute()
    assert [one["file"]["name"] for one in changes(app, BEN, later)["changes"]] == ["c"]
    drive(app).permissions().delete(fileId=file_id, permissionId=permission).execute()
    gone = changes(app, BEN, later)["changes"]
    assert [(one["removed"], "file" in one) for one in gone] == [(True, False)]
    assert changes(app, BEN, later, includeRemoved=False)["changes"] == []
    assert changes(app, ANA, later)["changes"][0]["removed"] is False
    drive(app).files().delete(fileId=file_id).execute()
    assert changes(app, ANA, later)["changes"][0]["removed"] is True
    assert changes(app, CLEO, token)["changes"] == []


def test_changes_come_in_pages(app):
    token = drive(app).changes().getStartPageToken().execute()["startPageToken"]
    made = [make(app, str(n)) for n in range(5)]
    found, page = [], {"nextPageToken": token}
    while "nextPageToken" in page:
        page = changes(app, ANA, page["nextPageToken"], pageSize=2)
        found += [one["fileId"] for one in page["changes"]]
    assert found == made
    assert ask(app, "GET", "/drive/v3/changes?pageToken=99999")[0] == 400
    assert ask(app, "GET", "/drive/v3/changes")[1]["error"]["errors"][0]["reason"] == "required"


def test_a_move_out_of_a_shared_folder_is_a_loss(app):
    folder = make(app, "f", mimeType=FOLDER)
    inner = make(app, "g", mimeType=FOLDER, parents=[folder])
    file_id = make(app, "a", parents=[inner])
    share(app, folder).execute()
    token = drive(app, BEN).changes().getStartPageToken().execute()["startPageToken"]
    drive(app).files().update(fileId=inner, addParents="root", removeParents=folder).execute()
    lost = {one["fileId"]: one["removed"] for one in changes(app, BEN, token)["changes"]}
    assert lost == {inner: True, file_id: True}


def test_sharing_can_end_by_itself(app):
    file_id = make(app)
    body = {"type": "user", "role": "reader", "emailAddress": BEN}
    body["expirationTime"] = "2026-03-01T10:00:00Z"
    drive(app).permissions().create(fileId=file_id, body=body).execute()
    assert drive(app, BEN).files().get(fileId=file_id).execute()["id"] == file_id
    app.workspace.clock.advance(3600)
    assert refused(drive(app, BEN).files().get(fileId=file_id)) == (404, "notFound")


def test_what_is_searched_in_texts_cannot_be_sorted(library):
    path = "/drive/v3/files?orderBy=createdTime&q=fullText%20contains%20'reading'"
    status, body = ask(library[0], "GET", path)
    assert status == 403
    assert "Sorting is not supported" in body["error"]["message"]
