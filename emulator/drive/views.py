"""Drive's records as JSON, as one person sees them.

Without a `fields` mask Drive answers a handful of keys; with one, only what was asked for
is worked out, so that listing many files stays cheap.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from emulator.fields import Mask, parse
from emulator.workspace import rfc3339

from .store import DOCUMENT, FOLDER, FORM, SHEET, DriveStore, File, Permission, permission_id

FILE_DEFAULT = parse("kind,id,name,mimeType,driveId,teamDriveId")
PERMISSION_DEFAULT = parse("kind,id,type,role")
EVERYTHING = parse("*")

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXPORTS = {
    DOCUMENT: (DOCX, "application/pdf", "text/plain", "text/html"),
    SHEET: ("text/csv", "text/tab-separated-values"),
}
LINKS = {
    DOCUMENT: "https://docs.google.com/document/d/{}/edit?usp=drivesdk",
    SHEET: "https://docs.google.com/spreadsheets/d/{}/edit?usp=drivesdk",
    FORM: "https://docs.google.com/forms/d/{}/edit?usp=drivesdk",
    FOLDER: "https://drive.google.com/drive/folders/{}",
}


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looks at a file."""

    store: DriveStore
    file: File
    person: str

    def can(self, role: str) -> bool:
        return self.store.can(self.person, self.file, role)


def user(email: str, me: str) -> dict[str, Any]:
    """A person as Drive shows them."""
    return {
        "kind": "drive#user",
        "displayName": email.partition("@")[0],
        "me": email == me,
        "permissionId": permission_id("user", email),
        "emailAddress": email,
    }


def permission(one: Permission, mask: Mask | None = None) -> dict[str, Any]:
    """A permission; without a mask only Drive's usual four keys."""
    full: dict[str, Any] = {
        "kind": "drive#permission",
        "id": one.id,
        "type": one.kind,
        "role": one.role,
    }
    if one.kind in ("user", "group"):
        full |= {"emailAddress": one.who, "displayName": one.who.partition("@")[0]}
        full |= {"deleted": False, "pendingOwner": False}
    elif one.kind == "domain":
        full |= {"domain": one.who, "displayName": one.who}
    if one.kind in ("domain", "anyone"):
        full["allowFileDiscovery"] = one.discoverable
    if one.view:
        full["view"] = one.view
    if one.expires:
        full["expirationTime"] = one.expires
    chosen = mask or PERMISSION_DEFAULT
    return {name: value for name, value in full.items() if chosen.selects(name)}


def capabilities(look: Look) -> dict[str, bool]:
    """What this person may do with the file."""
    edits, folder = look.can("writer"), look.file.mime_type == FOLDER
    return {
        "canAddChildren": edits and folder,
        "canComment": look.can("commenter"),
        "canCopy": not folder,
        "canDelete": look.can("organizer"),
        "canDownload": not folder,
        "canEdit": edits,
        "canListChildren": folder,
        "canModifyContent": edits,
        "canReadRevisions": edits,
        "canRename": edits,
        "canShare": edits,
        "canTrash": look.can("organizer"),
        "canUntrash": look.can("organizer"),
    }


def _shared(look: Look) -> bool:
    return len(look.store.all_permissions(look.file)) > 1 or bool(look.file.drive_id)


def _parents(look: Look) -> list[str] | None:
    above = (look.store.files.get(parent) for parent in look.file.parents)
    seen = [folder for folder in above if folder and look.store.can(look.person, folder, "reader")]
    if look.store.workspace.variant("drive_parents") == "hidden":
        seen = [folder for folder in seen if not folder.settings.get("root")]
    return [folder.id for folder in seen] or None


def _permissions(look: Look) -> list[dict[str, Any]] | None:
    if not look.can("writer"):
        return None
    return [permission(one, EVERYTHING) for one in look.store.all_permissions(look.file)]


def _owners(look: Look) -> list[dict[str, Any]] | None:
    return None if look.file.drive_id else [user(look.file.owner, look.person)]


def _seen(look: Look) -> str | None:
    at = look.file.seen_by.get(look.person)
    return rfc3339(at) if at else None


def _digest(kind: str) -> Callable[[Look], str | None]:
    def digest(look: Look) -> str | None:
        content = look.file.content
        return None if look.file.native else hashlib.new(kind, content or b"").hexdigest()

    return digest


def _size(look: Look) -> str | None:
    return None if look.file.mime_type == FOLDER else str(len(look.file.content or b""))


def _extension(look: Look) -> str | None:
    return None if look.file.native else look.file.name.rpartition(".")[2]


def _export_links(look: Look) -> dict[str, str] | None:
    kinds = EXPORTS.get(look.file.mime_type, ())
    start = f"https://www.googleapis.com/drive/v3/files/{look.file.id}/export?mimeType="
    return {kind: start + kind for kind in kinds} or None


def web_view(file: File) -> str:
    """Where a browser opens the file."""
    link = LINKS.get(file.mime_type, "https://drive.google.com/file/d/{}/view?usp=drivesdk")
    return link.format(file.id)


FIELDS: dict[str, Callable[[Look], Any]] = {
    "kind": lambda look: "drive#file",
    "id": lambda look: look.file.id,
    "name": lambda look: look.file.name,
    "mimeType": lambda look: look.file.mime_type,
    "description": lambda look: look.file.description or None,
    "starred": lambda look: look.person in look.file.starred_by,
    "trashed": lambda look: look.store.in_trash(look.file),
    "explicitlyTrashed": lambda look: look.file.trashed,
    "parents": _parents,
    "properties": lambda look: look.file.properties or None,
    "appProperties": lambda look: look.file.app_properties or None,
    "spaces": lambda look: ["drive"],
    "version": lambda look: str(look.file.version),
    "webViewLink": lambda look: web_view(look.file),
    "iconLink": lambda look: (
        "https://drive-thirdparty.googleusercontent.com/16/type/" + look.file.mime_type
    ),
    "hasThumbnail": lambda look: False,
    "thumbnailVersion": lambda look: "0",
    "viewedByMe": lambda look: look.person in look.file.seen_by,
    "viewedByMeTime": _seen,
    "createdTime": lambda look: rfc3339(look.file.created),
    "modifiedTime": lambda look: rfc3339(look.file.modified),
    "modifiedByMe": lambda look: look.file.modified_by == look.person,
    "owners": _owners,
    "driveId": lambda look: look.file.drive_id,
    "teamDriveId": lambda look: look.file.drive_id,
    "lastModifyingUser": lambda look: user(look.file.modified_by, look.person),
    "shared": _shared,
    "ownedByMe": lambda look: None if look.file.drive_id else look.file.owner == look.person,
    "capabilities": capabilities,
    "viewersCanCopyContent": lambda look: True,
    "copyRequiresWriterPermission": lambda look: look.file.settings.get(
        "copyRequiresWriterPermission", False
    ),
    "writersCanShare": lambda look: look.file.settings.get("writersCanShare", True),
    "permissions": _permissions,
    "permissionIds": lambda look: (
        [one.id for one in look.store.all_permissions(look.file)] if look.can("writer") else None
    ),
    "folderColorRgb": lambda look: "#8f8f8f" if look.file.mime_type == FOLDER else None,
    "originalFilename": lambda look: None if look.file.native else look.file.name,
    "fullFileExtension": _extension,
    "fileExtension": _extension,
    "md5Checksum": _digest("md5"),
    "sha1Checksum": _digest("sha1"),
    "sha256Checksum": _digest("sha256"),
    "size": _size,
    "quotaBytesUsed": lambda look: str(len(look.file.content or b"")),
    "headRevisionId": lambda look: None if look.file.native else f"0B{look.file.version:08d}",
    "isAppAuthorized": lambda look: True,
    "exportLinks": _export_links,
    "shortcutDetails": lambda look: look.file.settings.get("shortcutDetails"),
    "contentRestrictions": lambda look: look.file.settings.get("contentRestrictions"),
}


def file(store: DriveStore, one: File, person: str, mask: Mask | None = None) -> dict[str, Any]:
    """A file as this person sees it; without a mask only Drive's usual four keys."""
    look, chosen = Look(store, one, person), mask if mask is not None else FILE_DEFAULT
    everything = not chosen or "*" in chosen
    view = {}
    for name, build in FIELDS.items():
        if everything or name in chosen:
            value = build(look)
            if value is not None:
                view[name] = value
    return view
