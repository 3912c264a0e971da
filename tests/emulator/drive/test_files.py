"""Drive's files: made, found, changed, converted, exported, deleted."""

import io

import pytest
from docx import Document
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaInMemoryUpload

from emulator.app import create_app
from emulator.inprocess import Http
from tests.emulator.clients import ANA, BEN, CLEO, ask, drive, service

GOOGLE = "application/vnd.google-apps."
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def app():
    return create_app()


def docx(*paragraphs):
    document, held = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(held)
    return held.getvalue()


def make(app, name="a", person=ANA, media=None, **body):
    fields = "*"
    return (
        drive(app, person)
        .files()
        .create(body={"name": name} | body, media_body=media, fields=fields)
        .execute()
    )


def refused(request):
    with pytest.raises(HttpError) as error:
        request.execute()
    problem = error.value.error_details[0]
    return error.value.resp.status, problem["reason"]


def test_without_a_mask_four_keys_are_answered(app):
    made = drive(app).files().create(body={"name": "a", "mimeType": GOOGLE + "folder"}).execute()
    assert made == {
        "kind": "drive#file",
        "id": made["id"],
        "name": "a",
        "mimeType": GOOGLE + "folder",
    }
    listed = drive(app).files().list().execute()
    assert listed == {"kind": "drive#fileList", "incompleteSearch": False, "files": [made]}
    assert drive(app).files().list(fields="files").execute()["files"][0]["version"] == "1"


def test_a_file_knows_its_owner_and_who_changed_it(app):
    made = make(app)
    assert made["owners"][0]["emailAddress"] == ANA
    assert made["ownedByMe"]
    share(app, made["id"], BEN, "writer")
    files = drive(app, BEN).files()
    seen = files.update(fileId=made["id"], body={"name": "b"}, fields="*").execute()
    assert seen["lastModifyingUser"]["emailAddress"] == BEN
    assert not seen["ownedByMe"]
    assert int(seen["version"]) > int(made["version"])


def share(app, file_id, who, role, by=ANA):
    body = {"type": "user", "role": role, "emailAddress": who}
    return drive(app, by).permissions().create(fileId=file_id, body=body, fields="*").execute()


def test_what_is_not_shared_is_not_there(app):
    made = make(app)
    for person in (BEN, CLEO):
        assert refused(drive(app, person).files().get(fileId=made["id"])) == (404, "notFound")
        assert drive(app, person).files().list().execute()["files"] == []
    share(app, made["id"], BEN, "reader")
    assert drive(app, BEN).files().get(fileId=made["id"]).execute()["name"] == "a"
    assert len(drive(app, BEN).files().list().execute()["files"]) == 1
    change = drive(app, BEN).files().update(fileId=made["id"], body={"name": "b"})
    assert refused(change) == (403, "insufficientFilePermissions")
    assert refused(drive(app, BEN).files().delete(fileId=made["id"]))[0] == 403


def test_a_folder_hands_its_sharing_down(app):
    folder = make(app, "f", mimeType=GOOGLE + "folder")
    inner = make(app, "g", mimeType=GOOGLE + "folder", parents=[folder["id"]])
    file = make(app, "a", parents=[inner["id"]])
    share(app, folder["id"], BEN, "writer")
    assert drive(app, BEN).files().get(fileId=file["id"]).execute()["id"] == file["id"]
    theirs = make(app, "b", BEN, parents=[inner["id"]])
    assert theirs["owners"][0]["emailAddress"] == BEN
    listed = drive(app).files().list(q=f"'{inner['id']}' in parents").execute()["files"]
    assert {one["name"] for one in listed} == {"a", "b"}
    assert refused(drive(app, CLEO).files().create(body={"parents": [folder["id"]]}))[0] == 404


def test_a_file_is_moved_not_put_into_two_folders(app):
    one, two = (make(app, n, mimeType=GOOGLE + "folder") for n in "fg")
    file = make(app, parents=[one["id"]])
    files = drive(app).files()
    moved = files.update(
        fileId=file["id"], addParents=two["id"], removeParents=one["id"], fields="parents"
    )
    assert moved.execute() == {"parents": [two["id"]]}
    body = {"parents": [one["id"]]}
    assert refused(files.update(fileId=file["id"], body=body)) == (403, "fieldNotWritable")
    both = {"name": "x", "parents": [one["id"], two["id"]]}
    assert refused(files.create(body=both)) == (400, "cannotAddParent")
    assert refused(files.update(fileId=one["id"], addParents=one["id"]))[0] == 403
    assert refused(files.update(fileId=one["id"], addParents=file["id"]))[0] == 403
    assert refused(files.create(body={"name": "x", "parents": ["nope"]})) == (404, "notFound")


def test_app_properties_are_merged_and_null_removes(app):
    made = make(app, appProperties={"a": "1", "b": "2"})
    files = drive(app).files()
    body = {"appProperties": {"a": None, "c": "3"}}
    changed = files.update(fileId=made["id"], body=body, fields="appProperties").execute()
    assert changed == {"appProperties": {"b": "2", "c": "3"}}
    body = {"appProperties": {"k": "v" * 124}}
    assert refused(files.update(fileId=made["id"], body=body))[0] == 400


def test_read_only_fields_cannot_be_written(app):
    assert refused(drive(app).files().create(body={"version": "3"})) == (403, "fieldNotWritable")


def test_generated_ids_are_for_binary_files(app):
    files = drive(app).files()
    first, second = files.generateIds(count=2).execute()["ids"]
    assert make(app, id=first)["id"] == first
    assert refused(files.create(body={"id": first})) == (409, "fileIdInUse")
    body = {"id": second, "mimeType": GOOGLE + "document"}
    assert refused(files.create(body=body))[0] == 400


def test_the_trash_hides_and_gives_back(app):
    folder = make(app, "f", mimeType=GOOGLE + "folder")
    file = make(app, parents=[folder["id"]])
    files = drive(app).files()
    files.update(fileId=folder["id"], body={"trashed": True}).execute()
    assert files.list(q="trashed = false").execute()["files"] == []
    seen = files.get(fileId=file["id"], fields="trashed,explicitlyTrashed").execute()
    assert seen == {"trashed": True, "explicitlyTrashed": False}
    files.update(fileId=folder["id"], body={"trashed": False}).execute()
    assert len(files.list(q="trashed = false").execute()["files"]) == 2
    files.update(fileId=folder["id"], body={"trashed": True}).execute()
    files.emptyTrash().execute()
    assert refused(files.get(fileId=file["id"]))[0] == 404


def test_deleting_a_folder_deletes_what_is_in_it(app):
    folder = make(app, "f", mimeType=GOOGLE + "folder")
    file = make(app, parents=[folder["id"]])
    assert drive(app).files().delete(fileId=folder["id"]).execute() == ""
    assert refused(drive(app).files().get(fileId=file["id"]))[0] == 404


@pytest.mark.parametrize("resumable", [False, True])
def test_a_word_file_becomes_a_document_and_comes_back_as_it_was(app, resumable):
    content = docx("Goals", "Read “aloud” & more")
    media = MediaInMemoryUpload(content, DOCX, resumable=resumable)
    made = make(app, "plan", media=media, mimeType=GOOGLE + "document")
    assert made["mimeType"] == GOOGLE + "document"
    assert "md5Checksum" not in made
    files = drive(app).files()
    assert files.export(fileId=made["id"], mimeType=DOCX).execute() == content
    text = files.export(fileId=made["id"], mimeType="text/plain").execute().decode()
    assert text == "\ufeffGoals\r\nRead “aloud” & more"
    page = files.export(fileId=made["id"], mimeType="text/html").execute().decode()
    assert "<p>Read “aloud” &amp; more</p>" in page
    new = docx("Second version")
    files.update(fileId=made["id"], media_body=MediaInMemoryUpload(new, DOCX)).execute()
    assert files.export(fileId=made["id"], mimeType=DOCX).execute() == new


def test_html_and_text_become_documents_too(app):
    page = b"<h1>Plan</h1><p>One &amp; <b>two</b></p><ul><li>three</li></ul>"
    made = make(app, media=MediaInMemoryUpload(page, "text/html"), mimeType=GOOGLE + "document")
    read = service(app, ANA, "docs", "v1").documents().get(documentId=made["id"]).execute()
    texts = [
        e["paragraph"]["elements"][0]["textRun"]["content"] for e in read["body"]["content"][1:]
    ]
    assert texts == ["Plan\n", "One & two\n", "three\n"]


def test_what_cannot_be_converted_or_exported_is_refused(app):
    files = drive(app).files()
    for content, kind in ((b"not word", DOCX), (b"GIF89a", "image/gif")):
        body = {"name": "x", "mimeType": GOOGLE + "document"}
        media = MediaInMemoryUpload(content, kind)
        assert refused(files.create(body=body, media_body=media))[0] == 400
    assert files.list().execute()["files"] == []
    plain, document = make(app), make(app, mimeType=GOOGLE + "document")
    export = files.export(fileId=plain["id"], mimeType="text/plain")
    assert refused(export) == (403, "fileNotExportable")
    assert refused(files.export(fileId=document["id"], mimeType="image/gif"))[0] == 400
    assert refused(files.export(fileId=document["id"], mimeType="application/rtf"))[0] == 501
    assert refused(files.get_media(fileId=document["id"])) == (403, "fileNotDownloadable")


def test_docs_indexes_count_utf_16(app):
    document = Document()
    document.add_heading("Plan 😀", 1)
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "a"
    held = io.BytesIO()
    document.save(held)
    made = make(app, media=MediaInMemoryUpload(held.getvalue(), DOCX), mimeType=GOOGLE + "document")
    docs = service(app, ANA, "docs", "v1").documents()
    content = docs.get(documentId=made["id"]).execute()["body"]["content"]
    assert "startIndex" not in content[0]
    assert content[0]["endIndex"] == 1
    assert (content[1]["startIndex"], content[1]["endIndex"]) == (1, 9)
    assert content[1]["paragraph"]["paragraphStyle"]["namedStyleType"] == "HEADING_1"
    table = content[2]
    assert table["endIndex"] - table["startIndex"] == 2 + 1 + 2 + len("a\n" + "\n")
    first = table["table"]["tableRows"][0]["tableCells"][0]["content"][0]
    assert first["startIndex"] == table["startIndex"] + 3
    tabs = docs.get(documentId=made["id"], includeTabsContent=True).execute()
    assert "body" not in tabs
    assert tabs["tabs"][0]["tabProperties"]["tabId"] == "t.0"
    status, body = ask(app, "GET", f"/v1/documents/{made['id']}", person=CLEO)
    assert (status, body["error"]["status"]) == (403, "PERMISSION_DENIED")


def test_a_copy_is_the_copiers_own(app):
    made = make(app, "plan", mimeType=GOOGLE + "document", appProperties={"k": "v"})
    share(app, made["id"], BEN, "reader")
    copied = drive(app, BEN).files().copy(fileId=made["id"], body={}, fields="*").execute()
    assert copied["name"] == "Copy of plan"
    assert copied["owners"][0]["emailAddress"] == BEN
    assert copied["appProperties"] == {"k": "v"}
    assert refused(drive(app).files().get(fileId=copied["id"]))[0] == 404


def test_paging_and_order(app):
    for name in ("b10", "b9", "A", "c"):
        make(app, name)
    files = drive(app).files()

    def names(**how):
        request, found = files.list(pageSize=3, **how), []
        while request is not None:
            answer = request.execute()
            found += [one["name"] for one in answer["files"]]
            request = files.list_next(request, answer)
        return found

    assert names(orderBy="name") == ["A", "b10", "b9", "c"]
    assert names(orderBy="name_natural desc") == ["c", "b10", "b9", "A"]
    assert sorted(names()) == ["A", "b10", "b9", "c"]
    assert refused(files.list(orderBy="colour"))[0] == 400
    assert refused(files.list(pageToken="rubbish"))[0] == 400
    first = files.list(pageSize=1).execute()["nextPageToken"]
    assert refused(files.list(pageToken=first, q="trashed=false"))[0] == 400


def test_shared_drives(app):
    school = drive(app).drives().create(requestId="r1", body={"name": "School"}).execute()
    made = make(app, parents=[school["id"]])
    assert made["driveId"] == school["id"]
    assert "owners" not in made
    files = drive(app).files()
    assert files.list().execute()["files"] == []
    everywhere = files.list(includeItemsFromAllDrives=True, supportsAllDrives=True).execute()
    assert [one["id"] for one in everywhere["files"]] == [made["id"]]
    assert [d["name"] for d in drive(app).drives().list().execute()["drives"]] == ["School"]
    assert drive(app, BEN).drives().list().execute()["drives"] == []
    assert refused(drive(app).drives().delete(driveId=school["id"]))[0] == 403


def test_about_and_comments_need_a_mask(app):
    made = make(app)
    status, body = ask(app, "GET", "/drive/v3/about")
    assert (status, body["error"]["errors"][0]["location"]) == (400, "fields")
    assert drive(app).about().get(fields="user").execute()["user"]["emailAddress"] == ANA
    comments = drive(app).comments()
    comments.create(fileId=made["id"], body={"content": "hm"}, fields="id").execute()
    listed = comments.list(fileId=made["id"], fields="comments/content").execute()
    assert listed == {"comments": [{"content": "hm"}]}


def test_who_may_answer_a_form_gets_no_access_to_the_file(app):
    made = make(app, mimeType=GOOGLE + "form")
    permissions = drive(app).permissions()
    reader = {"type": "user", "role": "reader", "emailAddress": BEN}
    given = permissions.create(fileId=made["id"], body=reader | {"view": "published"}, fields="*")
    assert given.execute()["view"] == "published"
    assert refused(drive(app, BEN).files().get(fileId=made["id"])) == (404, "notFound")
    listed = permissions.list(fileId=made["id"]).execute()["permissions"]
    assert [one["role"] for one in listed] == ["owner"]
    every = permissions.list(fileId=made["id"], includePermissionsForView="published", fields="*")
    assert [one.get("view") for one in every.execute()["permissions"]] == [None, "published"]
    wrong = reader | {"view": "published", "role": "writer"}
    assert refused(permissions.create(fileId=made["id"], body=wrong)) == (400, "invalid")
    own = every.execute()["permissions"][1]["id"]
    permissions.delete(fileId=made["id"], permissionId=own).execute()
    assert len(every.execute()["permissions"]) == 1


def test_revisions_keep_what_stood_there_before_and_who_wrote_it(app):
    first, second = docx("First"), docx("Second")
    made = make(
        app, media=MediaInMemoryUpload(first, DOCX), mimeType=GOOGLE + "document", person=ANA
    )
    share(app, made["id"], BEN, "writer")
    drive(app, BEN).files().update(
        fileId=made["id"], media_body=MediaInMemoryUpload(second, DOCX)
    ).execute()
    fields = "revisions(id,exportLinks,lastModifyingUser(emailAddress,me))"
    revisions = drive(app).revisions()
    listed = revisions.list(fileId=made["id"], fields=fields).execute()["revisions"]
    assert [one["lastModifyingUser"] for one in listed] == [
        {"emailAddress": ANA, "me": True},
        {"emailAddress": BEN, "me": False},
    ]
    links = [one["exportLinks"][DOCX] for one in listed]
    http = Http(app, ANA)
    held = [
        http.request("http://workspace.test" + link.partition("google.com")[2])[1] for link in links
    ]
    assert held == [first, second]
    assert refused(drive(app, CLEO).revisions().list(fileId=made["id"]))[0] == 404
    assert refused(revisions.get(fileId=made["id"], revisionId="9"))[0] == 404
