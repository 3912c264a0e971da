"""Every method that the local Workspace carries out, once: right answers, right refusals.

Each answer is held against its discovery schema; an unknown parameter and an unknown key
are refused by every method alike; all of it outlives a restart.
"""

import base64
import json
from urllib.parse import quote, urlencode

import pytest

from emulator.app import create_app, method_table
from emulator.call import HANDLERS
from emulator.discovery import routes
from tests.emulator.clients import ANA, BEN, ask

FOLDER = "application/vnd.google-apps.folder"
SHEET = "application/vnd.google-apps.spreadsheet"
DOCUMENT = "application/vnd.google-apps.document"
ACCOUNT = "projects/-/serviceAccounts/run@x.iam.gserviceaccount.com"
START, END = {"dateTime": "2026-03-02T09:00:00Z"}, {"dateTime": "2026-03-02T10:00:00Z"}
LATER = {"dateTime": "2026-03-09T09:00:00Z"}, {"dateTime": "2026-03-09T10:00:00Z"}
MAIL = f"From: {ANA}\r\nTo: {BEN}, {ANA}\r\nSubject: Hello\r\n\r\nText"
ATTACHED = (
    f"From: {ANA}\r\nTo: {ANA}\r\nSubject: File\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n'
    'hi\r\n--b\r\nContent-Type: text/plain; name="a.txt"\r\nContent-Disposition: attachment; '
    'filename="a.txt"\r\n\r\nthe file\r\n--b--\r\n'
)


def raw(text):
    return {"raw": base64.urlsafe_b64encode(text.encode()).decode()}


class Walk:
    """Calls methods by id and remembers which were called."""

    def __init__(self, app):
        self.app, self.walked = app, set()

    def __call__(self, method_id, body=None, person=ANA, **params):
        if method_id not in HANDLERS:
            pytest.fail(f"{method_id} is not carried out")
        self.walked.add(method_id)
        verb, url = address(method_id, params)
        status, answer = ask(self.app, verb, url, body, person)
        assert status < 300, (method_id, status, answer)
        return answer


def address(method_id, params):
    """The verb and URL of a method with these parameters."""
    route, path = routes()[method_id], "/" + routes()[method_id].path
    query = []
    for name, value in params.items():
        if name in route.names:
            path = path.replace("{+" + name + "}", str(value))
            path = path.replace("{" + name + "}", quote(str(value), safe=""))
        else:
            query += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return route.verb, path + "?" + urlencode(query)


def walk_drive(call):
    folder = call("drive.files.create", {"name": "f", "mimeType": FOLDER})["id"]
    made = call("drive.files.create", {"name": "a", "parents": [folder]}, fields="*")["id"]
    call("drive.files.get", fileId=made, fields="*")
    call("drive.files.list", q="trashed=false", fields="*")
    call("drive.files.update", {"starred": True}, fileId=made, fields="*")
    call("drive.files.generateIds", count=2)
    document = call("docs.documents.create", {"title": "d"})["documentId"]
    call("docs.documents.get", documentId=document)
    call("drive.files.export", fileId=document, mimeType="text/plain")
    call("drive.files.export", fileId=document, mimeType="application/pdf")
    call("drive.files.copy", {}, fileId=document, fields="*")
    (revision,) = call("drive.revisions.list", fileId=document, fields="*")["revisions"]
    call("drive.revisions.get", fileId=document, revisionId=revision["id"], fields="*")
    call("drive.about.get", fields="*")
    start = call("drive.changes.getStartPageToken")["startPageToken"]
    share = {"type": "user", "role": "reader", "emailAddress": BEN}
    shared = call("drive.permissions.create", share, fileId=made, fields="*")["id"]
    call("drive.permissions.list", fileId=made, fields="*")
    call("drive.permissions.get", fileId=made, permissionId=shared, fields="*")
    call("drive.permissions.update", {"role": "writer"}, fileId=made, permissionId=shared)
    call("drive.permissions.delete", fileId=made, permissionId=shared)
    said = call("drive.comments.create", {"content": "c"}, fileId=made, fields="*")["id"]
    call("drive.comments.list", fileId=made, fields="*")
    about = {"fileId": made, "commentId": said, "fields": "*"}
    call("drive.comments.get", **about)
    call("drive.comments.update", {"content": "d"}, **about)
    answer = call("drive.replies.create", {"content": "r"}, **about)["id"]
    call("drive.replies.list", **about)
    call("drive.replies.get", replyId=answer, **about)
    call("drive.replies.update", {"content": "s"}, replyId=answer, **about)
    call("drive.replies.delete", fileId=made, commentId=said, replyId=answer)
    call("drive.comments.delete", fileId=made, commentId=said)
    school = call("drive.drives.create", {"name": "s"}, requestId="r")["id"]
    call("drive.drives.get", driveId=school, fields="*")
    call("drive.drives.list", fields="*")
    call("drive.drives.delete", driveId=school)
    call("drive.files.update", {"trashed": True}, fileId=made)
    call("drive.files.emptyTrash")
    call("drive.files.delete", fileId=document)
    call("drive.changes.list", pageToken=start, fields="*")
    sheet = call("drive.files.create", {"name": "v2", "mimeType": SHEET})["id"]
    call("drive.v2.files.update", {"title": "older"}, fileId=sheet)
    assert call("drive.files.get", fileId=sheet)["name"] == "older"


def walk_signing(call):
    payload = base64.b64encode(b"x").decode()
    accounts = "iamcredentials.projects.serviceAccounts."
    call(accounts + "signBlob", {"payload": payload}, name=ACCOUNT)
    call(accounts + "signJwt", {"payload": "{}"}, name=ACCOUNT)
    call(accounts + "generateAccessToken", {"scope": ["x"]}, name=ACCOUNT)
    call(accounts + "generateIdToken", {"audience": "x"}, name=ACCOUNT)
    call("oauth2.userinfo.get")


def walk_calendar(call):
    school = call("calendar.calendars.insert", {"summary": "School"})["id"]
    call("calendar.calendars.get", calendarId=school)
    call("calendar.calendars.patch", {"summary": "S"}, calendarId=school)
    call("calendar.calendars.update", {"summary": "S"}, calendarId=school)
    rule = {"role": "reader", "scope": {"type": "user", "value": BEN}}
    allowed = call("calendar.acl.insert", rule, calendarId=school)["id"]
    call("calendar.acl.get", calendarId=school, ruleId=allowed)
    call("calendar.acl.list", calendarId=school)
    call("calendar.acl.patch", {"role": "writer"}, calendarId=school, ruleId=allowed)
    call("calendar.acl.update", rule, calendarId=school, ruleId=allowed)
    listed = "calendar.calendarList."
    call(listed + "insert", {"id": school}, person=BEN)
    call(listed + "get", person=BEN, calendarId=school)
    call(listed + "list", person=BEN)
    call(listed + "patch", {"summaryOverride": "X"}, person=BEN, calendarId=school)
    call(listed + "delete", person=BEN, calendarId=school)
    call("calendar.acl.delete", calendarId=school, ruleId=allowed)
    event = {"start": START, "end": END, "summary": "Talk"}
    one = call("calendar.events.insert", event, calendarId="primary")["id"]
    series = event | {"start": START | {"timeZone": "UTC"}, "end": END | {"timeZone": "UTC"}}
    series["recurrence"] = ["RRULE:FREQ=WEEKLY;COUNT=3"]
    every = call("calendar.events.insert", series, calendarId="primary")["id"]
    call("calendar.events.get", calendarId="primary", eventId=one)
    call("calendar.events.list", calendarId="primary", singleEvents="true", orderBy="startTime")
    call("calendar.events.instances", calendarId="primary", eventId=every)
    call("calendar.events.patch", {"summary": "T"}, calendarId="primary", eventId=one)
    moved = {"start": LATER[0], "end": LATER[1]}
    call("calendar.events.update", moved, calendarId="primary", eventId=one)
    imported = event | {"iCalUID": "uid@example"}
    call("calendar.events.import", imported, calendarId="primary")
    span = {"timeMin": "2026-03-01T00:00:00Z", "timeMax": "2026-04-01T00:00:00Z"}
    call("calendar.freebusy.query", span | {"items": [{"id": ANA}]})
    call("calendar.events.move", calendarId="primary", eventId=one, destination=school)
    call("calendar.events.delete", calendarId="primary", eventId=every)
    call("calendar.settings.list")
    call("calendar.settings.get", setting="timezone")
    call("calendar.calendars.delete", calendarId=school)


def walk_forms(call):
    form = call("forms.forms.create", {"info": {"title": "F"}})["formId"]
    question = {"title": "Who?", "questionItem": {"question": {"textQuestion": {}}}}
    item = {"createItem": {"item": question, "location": {"index": 0}}}
    made = call("forms.forms.batchUpdate", {"requests": [item]}, formId=form)
    question_id = made["replies"][0]["createItem"]["questionId"][0]
    state = {
        "publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": True}}
    }
    call("forms.forms.setPublishSettings", state, formId=form)
    address = call("forms.forms.get", formId=form)["responderUri"].partition("//")[2]
    url = "/" + address.partition("/")[2].replace("viewform", "formResponse")
    entry = f"entry.{int(question_id, 16)}=Ana".encode()
    kind = "application/x-www-form-urlencoded"
    assert ask(call.app, "POST", url, entry, content_type=kind)[0] == 200
    found = call("forms.forms.responses.list", formId=form)["responses"]
    call("forms.forms.responses.get", formId=form, responseId=found[0]["responseId"])


def walk_mail(call):
    sent = call("gmail.users.messages.send", raw(MAIL), userId="me")
    call("gmail.users.messages.send", raw(ATTACHED), userId="me")
    drafts = "gmail.users.drafts."
    kept, other = (call(drafts + "create", {"message": raw(MAIL)}, userId="me") for _ in range(2))
    call(drafts + "list", userId="me")
    call(drafts + "get", userId="me", id=kept["id"])
    call(drafts + "send", {"id": kept["id"]}, userId="me")
    call(drafts + "delete", userId="me", id=other["id"])
    call("gmail.users.messages.list", userId="me", q="subject:Hello")
    call("gmail.users.messages.get", userId="me", id=sent["id"])
    newest = call("gmail.users.messages.list", userId="me", q="subject:File")["messages"][0]["id"]
    parts = call("gmail.users.messages.get", userId="me", id=newest)["payload"]["parts"]
    call(
        "gmail.users.messages.attachments.get",
        userId="me",
        messageId=newest,
        id=parts[1]["body"]["attachmentId"],
    )
    call("gmail.users.messages.modify", {"addLabelIds": ["STARRED"]}, userId="me", id=newest)
    call("gmail.users.messages.trash", userId="me", id=newest)
    call("gmail.users.messages.untrash", userId="me", id=newest)
    call("gmail.users.messages.delete", userId="me", id=newest)
    call("gmail.users.threads.list", userId="me")
    call("gmail.users.threads.get", userId="me", id=sent["threadId"])
    call("gmail.users.labels.list", userId="me")
    call("gmail.users.labels.get", userId="me", id="INBOX")
    call("gmail.users.getProfile", userId="me")


def walk_sheets(call):
    made = call("sheets.spreadsheets.create", {"properties": {"title": "S"}})
    book, tab = made["spreadsheetId"], made["sheets"][0]["properties"]["sheetId"]
    call("sheets.spreadsheets.get", spreadsheetId=book, includeGridData="true")
    values = "sheets.spreadsheets.values."
    entered, here = {"valueInputOption": "USER_ENTERED"}, {"spreadsheetId": book}
    table = {"values": [["Name", "Score"], ["Ana", 3], ["=1/4", "2026-03-01"]]}
    call(values + "update", table, **here, range="Sheet1!A1:B3", **entered)
    call(values + "append", {"values": [["Ben", 4]]}, **here, range="Sheet1", **entered)
    call(values + "get", **here, range="Sheet1!A1:B9")
    call(values + "batchGet", **here, ranges=["Sheet1!A1", "Sheet1!B:B"])
    data = [{"range": "Sheet1!D1", "values": [["x"]]}]
    call(values + "batchUpdate", entered | {"data": data}, **here)
    call(values + "clear", {}, **here, range="Sheet1!D1")
    call(values + "batchClear", {"ranges": ["Sheet1!E1"]}, **here)
    lookup = {"dataFilters": [{"gridRange": {"sheetId": tab, "startRowIndex": 0}}]}
    call(values + "batchGetByDataFilter", lookup, **here)
    call(values + "batchClearByDataFilter", {"dataFilters": [{"a1Range": "Sheet1!F1"}]}, **here)
    data = [{"dataFilter": {"a1Range": "Sheet1!F1"}, "values": [["y"]]}]
    call(values + "batchUpdateByDataFilter", entered | {"data": data}, **here)
    place = {"sheetId": tab, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    label = {
        "metadataKey": "k",
        "metadataValue": "v",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": place},
    }
    create = {"createDeveloperMetadata": {"developerMetadata": label}}
    reply = call("sheets.spreadsheets.batchUpdate", {"requests": [create]}, **here)
    created = reply["replies"][0]["createDeveloperMetadata"]["developerMetadata"]
    metadata = "sheets.spreadsheets.developerMetadata."
    call(metadata + "get", **here, metadataId=created["metadataId"])
    key = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "k"}}]}
    call(metadata + "search", key, **here)
    call("sheets.spreadsheets.getByDataFilter", lookup, **here)
    target = {"destinationSpreadsheetId": book}
    call("sheets.spreadsheets.sheets.copyTo", target, **here, sheetId=tab)


WALKS = (walk_drive, walk_signing, walk_calendar, walk_forms, walk_mail, walk_sheets)


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_right_answers(walk):
    walk(Walk(create_app(check=True)))


def test_no_method_was_left_out():
    call = Walk(create_app())
    for walk in WALKS:
        walk(call)
    assert set(HANDLERS) - call.walked == set()
    assert {method for _, method, done in method_table() if done} == set(HANDLERS)


@pytest.mark.parametrize("method_id", [m for _, m, done in method_table() if done])
def test_unknown_parameters_and_keys_are_refused(method_id):
    app, route = create_app(), routes()[method_id]
    needed = dict.fromkeys((*route.names, *route.required), "x")
    needed |= {n: route.params[n]["enum"][0] for n in needed if "enum" in route.params[n]}
    needed |= {n: "1" for n in needed if route.params[n]["type"] == "integer"}
    if "name" in needed:
        needed["name"] = "projects/-/serviceAccounts/x"
    verb, url = address(method_id, needed | {"frobnicate": "1"})
    status, answer = ask(app, verb, url)
    assert (status, "frobnicate" in answer["error"]["message"]) == (400, True)
    if route.request is not None:
        verb, url = address(method_id, needed)
        status, answer = ask(app, verb, url, {"frobnicate": 1})
        assert (status, "frobnicate" in answer["error"]["message"]) == (400, True)
    verb, url = address(method_id, needed | {"fields": "frobnicate"})
    if route.response is not None:
        assert ask(app, verb, url, {} if route.request is not None else None)[0] == 400


def everything(app):
    """What a person sees of all APIs."""
    seen = {
        "files": "/drive/v3/files?fields=*&orderBy=name",
        "calendars": "/calendar/v3/users/me/calendarList",
        "events": "/calendar/v3/calendars/primary/events?showDeleted=true",
        "mail": "/gmail/v1/users/me/messages",
        "threads": "/gmail/v1/users/me/threads",
    }
    found = {name: ask(app, "GET", url) for name, url in seen.items()}
    kinds = {SHEET: "/v4/spreadsheets/{}?includeGridData=true", DOCUMENT: "/v1/documents/{}"}
    kinds["application/vnd.google-apps.form"] = "/v1/forms/{}"
    for file in found["files"][1]["files"]:
        if file["mimeType"] in kinds:
            found[file["id"]] = ask(app, "GET", kinds[file["mimeType"]].format(file["id"]))
            responses = f"/v1/forms/{file['id']}/responses"
            found[file["id"] + " responses"] = ask(app, "GET", responses)
    return json.loads(json.dumps(found))


def test_all_of_it_outlives_a_restart(tmp_path):
    app = create_app(data=tmp_path)
    for walk in WALKS:
        walk(Walk(app))
    before = everything(app)
    assert len(before) > 8
    after = everything(create_app(data=tmp_path))
    for tokens in (before["events"][1], after["events"][1]):
        tokens.pop("nextSyncToken", None)
    assert after == before
