"""drive.files: create, get, update, copy, delete, and the like."""

from __future__ import annotations

import copy as copying
from datetime import UTC, datetime
from typing import Any

from emulator.call import Call, Media, method
from emulator.errors import ApiError
from emulator.workspace import BASE62

from . import contents, revisions, views
from .store import DOCUMENT, FOLDER, FORM, SHEET, SHORTCUT, DriveStore, File

WRITABLE = {
    "kind", "id", "name", "mimeType", "description", "starred", "trashed", "parents",
    "properties", "appProperties", "createdTime", "modifiedTime", "viewedByMeTime",
    "originalFilename", "folderColorRgb", "contentHints", "contentRestrictions",
    "copyRequiresWriterPermission", "viewersCanCopyContent", "writersCanShare",
    "shortcutDetails", "driveId", "teamDriveId",
}  # fmt: skip
KEPT = ("copyRequiresWriterPermission", "writersCanShare", "contentRestrictions", "shortcutDetails")
PROPERTY_BYTES = 124


@method("drive.files.create")
def create(call: Call) -> dict[str, Any]:
    """A new file, with content if any was uploaded."""
    body, drive = check_writable(call.body), call.workspace.drive
    mime_type = body.get("mimeType") or _uploaded_type(call.media)
    file_id = body.get("id")
    if file_id and file_id in drive.files:
        raise ApiError(409, "A file already exists with the provided ID.", reason="fileIdInUse")
    if file_id and mime_type in (DOCUMENT, SHEET, FORM):
        text = "Generated IDs are not supported for Docs Editors formats."
        raise ApiError(400, text, reason="generatedIdsNotSupported", location="file.id")
    parents = one_parent(body)
    name = body.get("name") or "Untitled"
    private = bool(call.params.get("ignoreDefaultVisibility"))
    file = drive.create(call.person, name, mime_type, parents, file_id, private)
    try:
        contents.fill(call.workspace, file, call.media, call.person)
        apply_body(drive, file, body, call.person)
        revisions.note(call.workspace, file)
    except ApiError:
        drive.forget(file)
        raise
    return views.file(drive, file, call.person, call.mask)


def _uploaded_type(media: Media | None) -> str:
    return media.mime_type.partition(";")[0] if media else "application/octet-stream"


def one_parent(body: dict[str, Any]) -> list[str] | None:
    """The folder named in a request; Drive allows one."""
    parents = body.get("parents")
    if parents and len(parents) > 1:
        text = "A file cannot have more than one parent."
        raise ApiError(400, text, reason="cannotAddParent", location="parents")
    return parents or None


def check_writable(body: dict[str, Any]) -> dict[str, Any]:
    """The body, if it names only what may be written. Raises ApiError(403)."""
    if set(body) - WRITABLE:
        text = "The resource body includes fields which are not directly writable."
        raise ApiError(403, text, reason="fieldNotWritable")
    return body


def apply_body(drive: DriveStore, file: File, body: dict[str, Any], person: str) -> None:
    """Set what a request body says about a file; null removes a property."""
    check_properties(body)
    if body.get("name") is not None:
        file.name = body["name"]
    if "description" in body:
        file.description = body["description"] or ""
    for key, held in (("properties", file.properties), ("appProperties", file.app_properties)):
        for name, value in (body.get(key) or {}).items():
            if value is None:
                held.pop(name, None)
            else:
                held[name] = value
    if "starred" in body:
        (file.starred_by.add if body["starred"] else file.starred_by.discard)(person)
    for key in KEPT:
        if body.get(key) is not None:
            file.settings[key] = body[key]
    if body.get("createdTime"):
        file.created = moment(body["createdTime"])
    if body.get("modifiedTime"):
        file.modified = moment(body["modifiedTime"])
    if body.get("viewedByMeTime"):
        file.seen_by[person] = moment(body["viewedByMeTime"])
    if file.mime_type == SHORTCUT and "shortcutDetails" in body:
        target = drive.find(person, body["shortcutDetails"].get("targetId", ""))
        file.settings["shortcutDetails"] = {
            "targetId": target.id,
            "targetMimeType": target.mime_type,
        }


def check_properties(body: dict[str, Any]) -> None:
    """A property's key and value together hold up to 124 bytes."""
    for kind in ("properties", "appProperties"):
        for name, value in (body.get(kind) or {}).items():
            if len(name.encode()) + len((value or "").encode()) > PROPERTY_BYTES:
                text = "The total length of a property's key and value is limited to 124 bytes."
                raise ApiError(400, text, reason="invalid", location=kind)


def moment(text: str) -> datetime:
    """An RFC 3339 text as an aware time."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


@method("drive.files.get")
def get(call: Call) -> dict[str, Any] | Media:
    """A file's record, or with alt=media its bytes."""
    drive = call.workspace.drive
    file = drive.find(call.person, call.params["fileId"])
    if call.params.get("alt") == "media":
        return contents.download(file)
    return views.file(drive, file, call.person, call.mask)


@method("drive.files.update")
def update(call: Call) -> dict[str, Any]:
    """Change a file's record, its content, its place."""
    body, drive = check_writable(call.body), call.workspace.drive
    file = drive.find(call.person, call.params["fileId"], _needed(call))
    if "parents" in body:
        text = (
            "The parents field is not directly writable in update requests. Use the addParents "
            "and removeParents parameters instead."
        )
        raise ApiError(403, text, reason="fieldNotWritable")
    check_properties(body)
    if call.media is not None or body.get("mimeType") not in (None, file.mime_type):
        _replace_content(call, file, body)
    move(drive, file, call)
    renamed = body.get("name") not in (None, file.name)
    if body.get("trashed") is not None:
        trash(drive, file, bool(body["trashed"]), call.person)
    drive.touch_record(file, call.person, modified=bool(set(body) - {"starred", "trashed"}))
    apply_body(drive, file, body, call.person)
    if call.media is not None:
        drive.touch(file.id, call.person)
        revisions.note(call.workspace, file)
    if renamed:
        rename_inside(call, file)
    return views.file(drive, file, call.person, call.mask)


def _needed(call: Call) -> str:
    """The role that an update needs: a star is everybody's own, the trash the owner's."""
    changed = set(call.body)
    moves = "addParents" in call.params or "removeParents" in call.params
    if changed <= {"starred", "viewedByMeTime"} and not moves and call.media is None:
        return "reader"
    return "fileOrganizer" if "trashed" in changed else "writer"


def _replace_content(call: Call, file: File, body: dict[str, Any]) -> None:
    target = body.get("mimeType") or file.mime_type
    if file.native and target != file.mime_type:
        raise contents.unsupported()
    if not file.native and call.media is not None and not body.get("mimeType"):
        target = call.media.mime_type.partition(";")[0]
    draft = copying.copy(file)
    draft.mime_type = target
    contents.fill(call.workspace, draft, call.media, call.person)
    file.mime_type, file.content = draft.mime_type, draft.content


def rename_inside(call: Call, file: File) -> None:
    """Tell Sheets or Forms of the new title."""
    if file.mime_type == SHEET:
        call.workspace.sheets.renamed(file.id, file.name)
    elif file.mime_type == FORM:
        call.workspace.forms.renamed(file.id, file.name)


def move(drive: DriveStore, file: File, call: Call) -> None:
    """addParents and removeParents: a file has one parent, so adding one moves it."""
    added = [one for one in call.params.get("addParents", "").split(",") if one]
    removed = [one for one in call.params.get("removeParents", "").split(",") if one]
    if len(added) > 1:
        text = "A file cannot have more than one parent."
        raise ApiError(400, text, reason="cannotAddParent", location="addParents")
    if added and not removed and call.workspace.variant("drive_parents") == "hidden":
        text = "Increasing the number of parents is not allowed"
        raise ApiError(403, text, reason="cannotAddParent", location="addParents")
    if added:
        folder = drive.find(call.person, added[0], "writer")
        if folder.mime_type != FOLDER:
            text = "The specified parent is not a folder."
            raise ApiError(403, text, reason="parentNotAFolder")
        if folder.id == file.id or file.id in drive.above(folder):
            text = "Adding a parent would create a cycle."
            raise ApiError(403, text, reason="cannotAddParent")
        drive.move(file, folder)
    elif removed and set(removed) & {*file.parents, "root"}:
        drive.move(file, drive.root(file.owner))


def trash(drive: DriveStore, file: File, trashed: bool, person: str) -> None:
    """Into the trash or out of it, with everything below."""
    file.trashed = trashed
    for below in drive.below(file):
        drive.log(below)


@method("drive.files.copy")
def copy(call: Call) -> dict[str, Any]:
    """A copy owned by who copies; permissions are not copied."""
    body, drive = check_writable(call.body), call.workspace.drive
    source = drive.find(call.person, call.params["fileId"])
    if source.mime_type == FOLDER:
        text = "This file cannot be copied by the user."
        raise ApiError(403, text, reason="cannotCopyFile")
    target = body.get("mimeType") or source.mime_type
    if source.native and target != source.mime_type:
        raise contents.unsupported()
    parents = one_parent(body) or [p for p in source.parents if drive.may_add(call.person, p)]
    name = body.get("name") or f"Copy of {source.name}"
    private = bool(call.params.get("ignoreDefaultVisibility"))
    file = drive.create(call.person, name, target, parents or None, private=private)
    file.properties, file.app_properties = dict(source.properties), dict(source.app_properties)
    file.description, file.content = source.description, source.content
    if source.mime_type == SHEET:
        call.workspace.sheets.copied(source.id, file.id, name, call.person)
    elif source.mime_type == FORM:
        call.workspace.forms.copied(source.id, file.id, name, call.person)
    elif target != source.mime_type:
        held = Media(source.content or b"", source.mime_type)
        contents.fill(call.workspace, file, held, call.person)
    apply_body(drive, file, body, call.person)
    revisions.note(call.workspace, file)
    return views.file(drive, file, call.person, call.mask)


@method("drive.files.delete")
def delete(call: Call) -> None:
    """Gone for good, with everything below; the trash is `update`."""
    drive = call.workspace.drive
    remove(call, drive.find(call.person, call.params["fileId"], "organizer"))


def remove(call: Call, file: File) -> None:
    """Remove a file and what lies below it, everywhere."""
    drive = call.workspace.drive
    for one in [*drive.below(file), file]:
        drive.forget(one)
        if one.mime_type == SHEET:
            call.workspace.sheets.gone(one.id)
        elif one.mime_type == FORM:
            call.workspace.forms.gone(one.id)


@method("drive.files.emptyTrash")
def empty_trash(call: Call) -> None:
    """Remove what this person has in the trash."""
    for file in list(call.workspace.drive.files.values()):
        if file.trashed and file.owner == call.person:
            remove(call, file)


@method("drive.files.export")
def export(call: Call) -> Media:
    """A Google document in another format."""
    file = call.workspace.drive.find(call.person, call.params["fileId"])
    return contents.export(call.workspace, file, call.params["mimeType"])


@method("drive.files.generateIds")
def generate_ids(call: Call) -> dict[str, Any]:
    """Ids to create files with."""
    count = call.params.get("count", 10)
    ids = ["1" + call.workspace.new_id(32, BASE62 + "-_") for _ in range(count)]
    return {"kind": "drive#generatedIds", "space": "drive", "ids": ids}
