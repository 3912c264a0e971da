"""drive.revisions: what stood in a document or file before, and who wrote it.

Every upload of content is one revision; in a document, Google may merge those that are close
together (variant doc_revisions). The revisions of a Google Doc are exported by their links, those
of other files downloaded.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from emulator.call import Call, Media, method
from emulator.errors import ApiError
from emulator.fields import Mask, parse
from emulator.workspace import Workspace, rfc3339

from . import contents
from .store import DOCUMENT, File, Revision
from .views import DOCX, user

DEFAULT = parse("kind,id,mimeType,modifiedTime")
TOGETHER = timedelta(hours=1)  # what is closer may become one revision
EXPORT = "https://docs.google.com/feeds/download/documents/export/Export"


def note(workspace: Workspace, file: File) -> None:
    """Keep what stands in a file now as its latest revision."""
    if file.mime_type != DOCUMENT and file.native:
        return
    number = file.revisions[-1].number + 1 if file.revisions else 1
    now = workspace.clock.now()
    merged = workspace.variant("doc_revisions") == "merged" and file.mime_type == DOCUMENT
    if merged and file.revisions and now - file.revisions[-1].at <= TOGETHER:
        file.revisions.pop()
    file.revisions.append(Revision(number, now, file.modified_by, file.content or b""))


@method("drive.revisions.list")
def list_revisions(call: Call) -> dict[str, Any]:
    """A file's revisions, the oldest first, in one page. Writers see them."""
    file = _file(call)
    wanted = DEFAULT if call.mask is None else call.mask.below("revisions")
    shown = [_view(file, one, call.person, wanted or Mask()) for one in file.revisions]
    return {"kind": "drive#revisionList", "revisions": shown}


@method("drive.revisions.get")
def get(call: Call) -> dict[str, Any] | Media:
    """One revision's record, or with alt=media the bytes of a file that has bytes."""
    file = _file(call)
    one = find(file, call.params["revisionId"])
    if call.params.get("alt") == "media":
        contents.download(file)
        return Media(one.content, file.mime_type)
    return _view(file, one, call.person, DEFAULT if call.mask is None else call.mask)


def find(file: File, revision_id: str) -> Revision:
    """The revision of this id. Raises ApiError(404)."""
    for one in file.revisions:
        if str(one.number) == revision_id:
            return one
    raise ApiError(404, f"Revision not found: {revision_id}.", reason="notFound")


def _file(call: Call) -> File:
    return call.workspace.drive.find(call.person, call.params["fileId"], "writer")


def _view(file: File, one: Revision, person: str, mask: Mask) -> dict[str, Any]:
    full: dict[str, Any] = {
        "kind": "drive#revision",
        "id": str(one.number),
        "mimeType": file.mime_type,
        "modifiedTime": rfc3339(one.at),
        "lastModifyingUser": user(one.who, person),
        "published": False,
    }
    if file.mime_type == DOCUMENT:
        link = f"{EXPORT}?id={file.id}&revision={one.number}&exportFormat=docx"
        full["exportLinks"] = {DOCX: link}
    else:
        full |= {"keepForever": False, "size": str(len(one.content))}
    return {key: value for key, value in full.items() if mask.selects(key)}
