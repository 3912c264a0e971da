"""What stands beside the files: about, shared drives, and Drive v2's import."""

from __future__ import annotations

from typing import Any

from emulator.call import Call, method
from emulator.errors import ApiError
from emulator.workspace import BASE62, rfc3339

from . import contents, files, views
from .store import FOLDER, SHEET, DriveStore, File


def needs_fields(call: Call) -> None:
    """Refuse a call without `fields`, where Drive wants them."""
    if call.mask is None:
        text = "The 'fields' parameter is required for this method."
        raise ApiError(400, text, reason="required", location="fields")


@method("drive.about.get")
def about(call: Call) -> dict[str, Any]:
    """Who is asking, and what Drive can convert."""
    needs_fields(call)
    drive = call.workspace.drive
    used = sum(
        len(file.content or b"") for file in drive.files.values() if file.owner == call.person
    )
    return {
        "kind": "drive#about",
        "user": views.user(call.person, call.person),
        "storageQuota": {"usage": str(used), "usageInDrive": str(used), "usageInDriveTrash": "0"},
        "exportFormats": {kind: list(formats) for kind, formats in views.EXPORTS.items()},
        "importFormats": {
            views.DOCX: ["application/vnd.google-apps.document"],
            "text/html": ["application/vnd.google-apps.document"],
            "text/plain": ["application/vnd.google-apps.document"],
            "text/csv": [SHEET],
        },
        "maxUploadSize": "5242880000000",
        "canCreateDrives": True,
        "appInstalled": False,
    }


# Shared drives: a folder without an owner, whose members' roles everything below inherits.


@method("drive.drives.create")
def create_drive(call: Call) -> dict[str, Any]:
    """A new shared drive; a repeated requestId is a 409."""
    drive = call.workspace.drive
    if any(one.get("request") == call.params["requestId"] for one in drive.drives.values()):
        text = "A shared drive with that request id was already created."
        raise ApiError(409, text, reason="duplicate", location="requestId")
    now = call.workspace.clock.now()
    drive_id = "0A" + call.workspace.new_id(14, BASE62) + "Uk9PVA"
    name = call.body.get("name") or ""
    if not name:
        raise ApiError(400, "The name field is required.", reason="required", location="name")
    root = File(drive_id, name, FOLDER, "", now, now, call.person, drive_id=drive_id)
    root.settings["root"] = True
    member = drive.permission("user", "organizer", call.person)
    root.permissions[member.id] = member
    drive.files[drive_id] = root
    drive.drives[drive_id] = {"name": name, "request": call.params["requestId"]}
    return _drive_view(drive, drive_id, call.mask is not None)


def _drive_view(drive: DriveStore, drive_id: str, full: bool) -> dict[str, Any]:
    root = drive.files[drive_id]
    view: dict[str, Any] = {"kind": "drive#drive", "id": drive_id, "name": root.name}
    return view | ({"createdTime": rfc3339(root.created), "hidden": False} if full else {})


@method("drive.drives.list")
def list_drives(call: Call) -> dict[str, Any]:
    """The shared drives that this person is a member of."""
    drive = call.workspace.drive
    seen = [d for d in drive.drives if drive.can(call.person, drive.files[d], "reader")]
    full = call.mask is not None
    return {"kind": "drive#driveList", "drives": [_drive_view(drive, d, full) for d in seen]}


@method("drive.drives.get")
def get_drive(call: Call) -> dict[str, Any]:
    """One shared drive."""
    return _drive_view(call.workspace.drive, _known(call, "reader"), call.mask is not None)


@method("drive.drives.delete")
def delete_drive(call: Call) -> None:
    """Delete an empty shared drive."""
    drive, drive_id = call.workspace.drive, _known(call, "organizer")
    if drive.children(drive_id):
        text = "A shared drive with items in it cannot be deleted."
        raise ApiError(403, text, reason="cannotDeleteResourceWithChildren")
    drive.forget(drive.files[drive_id])
    del drive.drives[drive_id]


def _known(call: Call, role: str) -> str:
    drive, drive_id = call.workspace.drive, call.params["driveId"]
    root = drive.files.get(drive_id)
    if drive_id not in drive.drives or root is None or not drive.can(call.person, root, role):
        text = f"Shared drive not found: {drive_id}"
        raise ApiError(404, text, reason="notFound", location="driveId")
    return str(drive_id)


@method("drive.v2.files.update")
def import_v2(call: Call) -> dict[str, Any]:
    """Drive v2's upload into an existing file, which gspread's import_csv still uses."""
    drive = call.workspace.drive
    file = drive.find(call.person, call.params["fileId"], "writer")
    if call.media is not None:
        contents.fill(call.workspace, file, call.media, call.person)
    if call.body.get("title"):
        file.name = call.body["title"]
        files.rename_inside(call, file)
    drive.touch(file.id, call.person)
    return {
        "kind": "drive#file",
        "id": file.id,
        "title": file.name,
        "mimeType": file.mime_type,
        "createdDate": rfc3339(file.created),
        "modifiedDate": rfc3339(file.modified),
        "alternateLink": views.web_view(file),
        "version": str(file.version),
        "editable": True,
    }
