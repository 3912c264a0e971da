"""Comments, replies, and what is told of who may share a file."""

import json

import pytest
from googleapiclient.errors import HttpError

from emulator.app import create_app
from tests.emulator.clients import BEN, CLEO, ask, drive

DOCUMENT = "application/vnd.google-apps.document"


@pytest.fixture
def app():
    made = create_app(check=True, variants={})
    ask(made, "POST", "/_emulator/clock", {"now": "2026-10-05T13:00:00Z"})
    return made


@pytest.fixture
def file_id(app):
    made = drive(app).files().create(body={"name": "Plan", "mimeType": DOCUMENT}).execute()["id"]
    for who, role in ((BEN, "commenter"), (CLEO, "reader")):
        body = {"type": "user", "role": role, "emailAddress": who}
        drive(app).permissions().create(fileId=made, body=body).execute()
    return made


def say(app, file_id, text, person=BEN, **more):
    body = {"content": text, **more}
    return drive(app, person).comments().create(fileId=file_id, body=body, fields="*").execute()


def listed(app, file_id, **options):
    return drive(app).comments().list(fileId=file_id, fields="*", **options).execute()


def later(app, seconds=60):
    ask(app, "POST", "/_emulator/clock", {"advance": seconds})


def refused(request):
    with pytest.raises(HttpError) as caught:
        request.execute()
    return caught.value.resp.status, json.loads(caught.value.content)["error"]["message"]


def test_a_comment_tells_who_but_not_their_address(app, file_id):
    made = say(app, file_id, "Is <this> right?", quotedFileContent={"value": "goal"}, anchor="{}")
    assert made["author"] == {"kind": "drive#user", "displayName": "ben", "me": True}
    assert made["htmlContent"] == "Is &lt;this&gt; right?"
    (seen,) = listed(app, file_id)["comments"]
    assert seen == made | {"author": made["author"] | {"me": False}}
    assert (seen["quotedFileContent"], seen["anchor"]) == ({"value": "goal"}, "{}")
    comments = drive(app, CLEO).comments()
    assert refused(comments.create(fileId=file_id, body={"content": "x"}, fields="id"))[0] == 403
    assert "required" in refused(comments.list(fileId=file_id))[1]


def test_a_comment_is_seen_in_the_change_log_though_nothing_was_written(app, file_id):
    files, fields = drive(app).files(), "version,modifiedTime"
    before = files.get(fileId=file_id, fields=fields).execute()
    token = drive(app).changes().getStartPageToken().execute()["startPageToken"]
    later(app)
    say(app, file_id, "Look")
    after = files.get(fileId=file_id, fields=fields).execute()
    assert int(after["version"]) > int(before["version"])
    assert after["modifiedTime"] == before["modifiedTime"]
    changed = drive(app).changes().list(pageToken=token).execute()["changes"]
    assert [one["fileId"] for one in changed] == [file_id]


def test_comments_come_in_pages_the_latest_changed_first(app, file_id):
    for number in range(5):
        say(app, file_id, str(number))
        later(app)
    page = listed(app, file_id, pageSize=3)
    assert [one["content"] for one in page["comments"]] == ["4", "3", "2"]
    rest = listed(app, file_id, pageSize=3, pageToken=page["nextPageToken"])
    assert [one["content"] for one in rest["comments"]] == ["1", "0"]
    assert "nextPageToken" not in rest
    since = listed(app, file_id, startModifiedTime=page["comments"][2]["modifiedTime"])
    assert len(since["comments"]) == 3
    wrong = drive(app).comments().list(fileId=file_id, fields="*", startModifiedTime="noon")
    assert refused(wrong)[0] == 400


def test_a_reply_resolves_a_comment_and_reopens_it(app, file_id):
    comment = say(app, file_id, "Done?")["id"]
    replies, where = drive(app).replies(), {"fileId": file_id, "commentId": comment}
    assert refused(replies.create(**where, body={}, fields="id"))[0] == 400
    assert refused(replies.create(**where, body={"action": "burn"}, fields="id"))[0] == 400
    later(app)
    replies.create(**where, body={"content": "Yes", "action": "resolve"}, fields="id").execute()
    (seen,) = listed(app, file_id)["comments"]
    assert (seen["resolved"], [one["content"] for one in seen["replies"]]) == (True, ["Yes"])
    assert seen["modifiedTime"] > seen["createdTime"]
    replies.create(**where, body={"action": "reopen"}, fields="id").execute()
    assert listed(app, file_id)["comments"][0]["resolved"] is False
    assert len(replies.list(**where, fields="*").execute()["replies"]) == 2


def test_only_who_said_it_changes_it_or_takes_it_back(app, file_id):
    where = {"fileId": file_id, "commentId": say(app, file_id, "First")["id"]}
    ana, ben = drive(app).comments(), drive(app, BEN).comments()
    assert refused(ana.update(**where, body={"content": "x"}, fields="id"))[0] == 403
    assert refused(ana.delete(**where))[0] == 403
    changed = ben.update(**where, body={"content": "Second"}, fields="content").execute()
    assert changed == {"content": "Second"}
    ben.delete(**where).execute()
    assert listed(app, file_id)["comments"] == []
    (gone,) = listed(app, file_id, includeDeleted=True)["comments"]
    assert gone["deleted"]
    assert "content" not in gone
    assert refused(ana.get(**where, fields="id"))[0] == 404


def test_writers_may_share_unless_the_owner_says_no(app, file_id):
    files, fields = drive(app).files(), "writersCanShare"
    assert files.get(fileId=file_id, fields=fields).execute() == {"writersCanShare": True}
    body = {"writersCanShare": False}
    assert files.update(fileId=file_id, body=body, fields=fields).execute() == body
    made = files.create(body={"name": "Other", **body}, fields="id,writersCanShare").execute()
    assert made["writersCanShare"] is False
    assert files.get(fileId=made["id"], fields=fields).execute() == body
    writer = {"type": "user", "role": "writer", "emailAddress": BEN}
    drive(app).permissions().create(fileId=made["id"], body=writer).execute()
    more = {"type": "user", "role": "reader", "emailAddress": CLEO}
    assert refused(drive(app, BEN).permissions().create(fileId=made["id"], body=more))[0] == 403
    files.update(fileId=made["id"], body={"writersCanShare": True}).execute()
    drive(app, BEN).permissions().create(fileId=made["id"], body=more).execute()


def test_responders_are_listed_only_when_asked_for(app):
    form = "application/vnd.google-apps.form"
    form_id = drive(app).files().create(body={"name": "F", "mimeType": form}).execute()["id"]
    permissions, fields = drive(app).permissions(), "permissions(type,role,domain,view)"
    body = {"view": "published", "role": "reader", "type": "domain", "domain": "school.example"}
    made = permissions.create(fileId=form_id, body=body, fields="id,view").execute()
    assert made["view"] == "published"
    plain = permissions.list(fileId=form_id, fields=fields).execute()["permissions"]
    assert plain == [{"type": "user", "role": "owner"}]
    asked = permissions.list(
        fileId=form_id, fields=fields, includePermissionsForView="published"
    ).execute()["permissions"]
    assert body in asked
    assert len(asked) == 2
    assert refused(drive(app, BEN).files().get(fileId=form_id))[0] == 404  # no access to the file
    permissions.delete(fileId=form_id, permissionId=made["id"]).execute()
    wrong = permissions.create(fileId=form_id, body=body | {"role": "writer"})
    assert refused(wrong)[0] == 400
