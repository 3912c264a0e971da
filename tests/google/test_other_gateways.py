"""Drive, Forms, Mail and gspread through a local Workspace."""

import pytest

from service.documents import default_template
from service.google.mail import compose
from service.ports import Missing, Unreachable

from .conftest import ADMIN

FOLDER = "application/vnd.google-apps.folder"
DOC = "application/vnd.google-apps.document"
SHEET = "application/vnd.google-apps.spreadsheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_files_are_found_by_what_holdfast_wrote_on_them(workspace):
    marks = {"holdfast": "document", "holdfast_key": "it's \\ C-0001"}
    made = workspace.files.create("C-0001", DOC, properties=marks, content=default_template(
        "action_plan"), content_type=DOCX)  # fmt: skip
    assert [file.file_id for file in workspace.files.find(**marks)] == [made.file_id]
    assert workspace.files.find(**{**marks, "holdfast_key": "other"}) == ()
    assert made.modified_by == ADMIN
    assert workspace.files.export(made.file_id, DOCX)[:2] == b"PK"


def test_changes_come_once_and_say_what_was_deleted(workspace, session):
    token = workspace.files.start_token()
    made = workspace.files.create("Holdfast", FOLDER)
    workspace.files.set_properties(made.file_id, {"holdfast": "folder"}, name="Ours")
    changes, token = workspace.files.changes(token)
    assert [(file.file_id, file.name) for file in changes] == [(made.file_id, "Ours")]
    files = session.collection("drive", "files")
    session.execute("drive", ADMIN, files.delete(fileId=made.file_id))
    (gone,), token = workspace.files.changes(token)
    assert gone.removed
    assert workspace.files.changes(token)[0] == ()


def test_moving_and_sharing(workspace):
    home = workspace.files.create("Home", FOLDER)
    made = workspace.files.create("Book", SHEET)
    assert workspace.files.move(made.file_id, home.file_id).file_id == made.file_id
    shared = workspace.files.share(made.file_id, "cm@holdfast.example", "writer")
    workspace.files.share(made.file_id, "cm@holdfast.example", "writer")
    people = {p.email: p.role for p in workspace.files.permissions(made.file_id)}
    assert people == {ADMIN: "owner", "cm@holdfast.example": "writer"}
    workspace.files.unshare(made.file_id, shared.permission_id)
    workspace.files.unshare(made.file_id, shared.permission_id)
    assert len(workspace.files.permissions(made.file_id)) == 1
    with pytest.raises(Missing):
        workspace.files.get("nowhere")


@pytest.mark.parametrize("message_id", ["kept", "replaced"])
def test_a_mail_is_sent_once_and_known_by_the_reference_in_it(workspace, local, message_id):
    local.control("POST", "variants", {"gmail_message_id": message_id})
    assert not workspace.mail.already_sent("HF-ABC")
    local.fault("gmail.users.messages.send", 503, when="after")
    with pytest.raises(Unreachable) as raised:
        workspace.mail.send("p@home.example", "We received it", "Grüße 🌵\n\nReference: HF-ABC")
    assert raised.value.maybe_applied
    assert workspace.mail.already_sent("HF-ABC")
    assert not workspace.mail.already_sent("HF-ABD")


def test_nobody_can_write_a_header_into_a_mail():
    for to, subject in (("a@b.example\nBcc: x@y.example", "s"), ("a@b.example", "s\r\nBcc: x@y")):
        with pytest.raises(ValueError):
            compose(ADMIN, to, subject, "text")
