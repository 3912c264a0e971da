"""A Google Doc in the browser: the held .docx as HTML, and a simple way to write into it."""

from __future__ import annotations

import io
from typing import Any

import mammoth
from docx import Document
from markupsafe import Markup
from werkzeug.wrappers import Request, Response

from emulator import fields
from emulator.call import HANDLERS, Call, Media
from emulator.drive import revisions
from emulator.drive.store import DOCUMENT, File
from emulator.drive.views import DOCX
from emulator.errors import ApiError
from emulator.workspace import Workspace

from . import people
from .frame import back_to, render, show
from .home import changed
from .links import clean

ROLES = {"owner": "owns it", "writer": "may edit", "commenter": "may comment", "reader": "may read"}
WHO = {"domain": "everybody at {}", "anyone": "anybody with the link"}
LONGEST = 10_000
PDF = "application/pdf"
# The page's own heading is the file's name, so the document's begin one level below.
STYLES = "\n".join(
    [
        "p[style-name='Title'] => h2.title:fresh",
        "p[style-name='Subtitle'] => p.subtitle:fresh",
        *(f"p[style-name='Heading {n}'] => h{n + 1}:fresh" for n in range(1, 6)),
        *(f"p[style-name='heading {n}'] => h{n + 1}:fresh" for n in range(1, 6)),
    ]
)


@show("/document/d/<file_id>")
@show("/document/d/<file_id>/")
@show("/document/d/<file_id>/view")
def short(request: Request, workspace: Workspace, person: str, file_id: str) -> Response:
    """The address without what to do there."""
    return back_to(f"/document/d/{file_id}/edit")


@show("/document/d/<file_id>/edit")
def document(request: Request, workspace: Workspace, person: str, file_id: str) -> Response:
    """The page."""
    file = _document(workspace, person, file_id)
    drive, everybody = workspace.drive, people.known(workspace)
    return render(
        "document.html",
        request,
        workspace,
        person,
        file=file,
        body=as_html(file),
        changed=changed(workspace, file, everybody),
        shared=_shared(workspace, file, everybody),
        in_bin=drive.in_trash(file),
        may_edit=drive.can(person, file, "writer"),
        comments=_comments(workspace, person, file_id),
        may_comment=drive.can(person, file, "commenter"),
        may_bin=drive.can(person, file, "fileOrganizer"),
        longest=LONGEST,
    )


@show("/document/d/<file_id>/note", ("POST",))
def note(request: Request, workspace: Workspace, person: str, file_id: str) -> Response:
    """A person types a paragraph at the end; it goes through Drive as any edit does."""
    file = _document(workspace, person, file_id)
    typed = request.form.get("note", "").strip()[:LONGEST]
    if typed:
        written = Document(io.BytesIO(file.content or b""))
        for line in typed.splitlines():
            written.add_paragraph(line)
        saved = io.BytesIO()
        written.save(saved)
        _update(workspace, person, file_id, {}, Media(saved.getvalue(), DOCX))
    return back_to(f"/document/d/{file_id}/edit")


@show("/document/d/<file_id>/comment", ("POST",))
def comment(request: Request, workspace: Workspace, person: str, file_id: str) -> Response:
    """A person says something beside the document, or in `to` answers a comment; with `done` the
    comment is resolved."""
    _document(workspace, person, file_id)
    typed = request.form.get("comment", "").strip()[:LONGEST]
    about, body = request.form.get("to"), {"content": typed}
    if about and "done" in request.form:
        body |= {"action": "resolve"}
    if typed or "action" in body:
        name = "drive.replies.create" if about else "drive.comments.create"
        _call(workspace, person, name, {"fileId": file_id, "commentId": about or ""}, body)
    return back_to(f"/document/d/{file_id}/edit#comments")


@show("/document/d/<file_id>/bin", ("POST",))
def move_to_bin(request: Request, workspace: Workspace, person: str, file_id: str) -> Response:
    """Into the bin, or with `out` back from it."""
    _update(workspace, person, file_id, {"trashed": "out" not in request.form}, None)
    return back_to(f"/document/d/{file_id}/edit")


@show("/document/d/<file_id>/export")
def download(request: Request, workspace: Workspace, person: str, file_id: str) -> Response:
    """The .docx as it is held; with `?format=pdf` what Drive exports as a PDF."""
    file = _document(workspace, person, file_id)
    content, kind, ending = file.content or b"", DOCX, "docx"
    if request.args.get("format") == "pdf":
        asked = {"fileId": file_id, "mimeType": PDF}
        exported = _call(workspace, person, "drive.files.export", asked)
        content, kind, ending = exported.content, PDF, "pdf"
    shown = Response(content, mimetype=kind)
    shown.headers.set("Content-Disposition", "attachment", filename=f"{file.name}.{ending}")
    return shown


@show("/feeds/download/documents/export/Export")
def earlier(request: Request, workspace: Workspace, person: str) -> Response:
    """What a revision's export link leads to: the .docx as it was then."""
    file = workspace.drive.find(person, request.args.get("id", ""), "writer")
    one = revisions.find(file, request.args.get("revision", ""))
    return Response(one.content, mimetype=DOCX)


def as_html(file: File) -> Markup:
    """The document as safe HTML."""
    if not file.content:
        return Markup("")
    return clean(mammoth.convert_to_html(io.BytesIO(file.content), style_map=STYLES).value)


def _document(workspace: Workspace, person: str, file_id: str) -> File:
    file = workspace.drive.find(person, file_id)
    if file.mime_type != DOCUMENT:
        raise ApiError(404)
    return file


def _comments(workspace: Workspace, person: str, file_id: str) -> list[dict[str, Any]]:
    """What was said beside the document, as Drive lists it."""
    asked = {"fileId": file_id, "pageSize": 100}
    answer = _call(workspace, person, "drive.comments.list", asked)
    # Drive tells a commenter's display name, which here is the front part of the address.
    names = {one.email.partition("@")[0]: one.name for one in people.known(workspace)}
    for one in answer["comments"]:
        for said in (one, *one["replies"]):
            shown = said["author"]["displayName"]
            said["author"] = said["author"] | {"displayName": names.get(shown, shown)}
    return list(answer["comments"])


def _call(
    workspace: Workspace,
    person: str,
    name: str,
    params: dict[str, Any],
    body: dict[str, Any] | None = None,
) -> Any:
    """What a method of the Drive API answers this person."""
    call = Call(workspace, person, params, body=body or {}, method_id=name, mask=fields.parse("*"))
    return HANDLERS[name](call)


def _update(
    workspace: Workspace, person: str, file_id: str, body: dict[str, object], media: Media | None
) -> None:
    name = "drive.files.update"
    HANDLERS[name](
        Call(workspace, person, {"fileId": file_id}, body=body, media=media, method_id=name)
    )


def _shared(
    workspace: Workspace, file: File, everybody: list[people.Person]
) -> list[tuple[str, str]]:
    """Who may see it and what they may do, in words; robots are the school's own software."""
    listed = []
    for one in workspace.drive.all_permissions(file):
        who = WHO.get(one.kind, "{}").format(one.who)
        if one.who.endswith(people.ROBOT):
            who = "Holdfast"
        elif one.kind in ("user", "group"):
            who = people.name_of(everybody, one.who)
        listed.append((who, ROLES.get(one.role, "may edit")))
    return sorted(listed, key=lambda line: (line[1] != ROLES["owner"], line[0].lower()))
