"""drive.permissions: who may do what with a file."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from typing import Any

from emulator.call import Call, method
from emulator.errors import ApiError
from emulator.fields import parse

from . import views
from .store import RANK, DriveStore, File, Permission

KINDS = ("user", "group", "domain", "anyone")
WRITABLE = {
    "kind", "role", "type", "emailAddress", "domain", "allowFileDiscovery", "expirationTime",
    "pendingOwner", "view", "inheritedPermissionsDisabled",
}  # fmt: skip
NOTIFIER = "drive-shares-dm-noreply@google.com"
LIST_DEFAULT = parse("kind,id,type,role")


@method("drive.permissions.create")
def create(call: Call) -> dict[str, Any]:
    """Share a file; sharing again with the same person changes the role."""
    drive, body = call.workspace.drive, call.body
    file = _sharable(call)
    _check(body)
    kind, role = body["type"], body["role"]
    who = str(body.get("emailAddress") or body.get("domain") or "").lower()
    one = drive.permission(
        kind,
        role,
        "" if kind == "anyone" else who,
        discoverable=bool(body.get("allowFileDiscovery")),
        expires=body.get("expirationTime"),
        view=body.get("view"),
    )
    if role == "owner":
        return views.permission(_transfer(call, file, one), call.mask)
    held = file.permissions.get(one.id)
    if held is None or held.role != "owner":
        file.permissions[one.id] = one
    log_shared(drive, file)
    if kind in ("user", "group") and call.params.get("sendNotificationEmail", True):
        _notify(call, file, who)
    return views.permission(file.permissions[one.id], call.mask)


def _sharable(call: Call) -> File:
    drive = call.workspace.drive
    file = drive.find(call.person, call.params["fileId"])
    allowed = "writer" if file.settings.get("writersCanShare", True) else "owner"
    if not drive.can(call.person, file, allowed):
        text = "The user does not have sufficient permissions for this file."
        raise ApiError(403, text, reason="insufficientFilePermissions")
    return file


def _check(body: dict[str, Any]) -> None:
    if set(body) - WRITABLE:
        text = "The resource body includes fields which are not directly writable."
        raise ApiError(403, text, reason="fieldNotWritable")
    for name in ("role", "type"):
        if not body.get(name):
            text = f"The permission {name} field is required."
            raise ApiError(400, text, reason="required", location=f"permission.{name}")
    kind, role = body["type"], body["role"]
    if kind not in KINDS or role not in RANK or role == "none":
        wrong = "type" if kind not in KINDS else "role"
        text = f"The specified {wrong} is invalid or not applicable for the given permission."
        raise ApiError(400, text, reason="invalid", location=f"permission.{wrong}")
    needed = {"user": "emailAddress", "group": "emailAddress", "domain": "domain"}.get(kind)
    if needed and not _sound(needed, str(body.get(needed) or "")):
        text = f"The specified {needed} is invalid or not applicable for the given permission type."
        raise ApiError(400, text, reason="invalid", location=f"permission.{needed}")
    if body.get("view") and (body["view"] != "published" or role != "reader"):
        text = "The specified view is invalid or not applicable for the given permission."
        raise ApiError(400, text, reason="invalid", location="permission.view")
    if kind in ("domain", "anyone") and RANK[role] > RANK["writer"]:
        text = "The specified role is invalid or not applicable for the given permission type."
        raise ApiError(400, text, reason="invalid", location="permission.role")


def _sound(name: str, value: str) -> bool:
    local, at, domain = value.rpartition("@")
    return bool(domain) and " " not in value and (name == "domain") != bool(at and local)


def _notify(call: Call, file: File, who: str) -> None:
    """The mail that Google sends to whom a file is shared with, unless told not to."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Reply-To"] = NOTIFIER, who, call.person
    mail["Subject"] = f'Item shared with you: "{file.name}"'
    words = call.params.get("emailMessage") or f"{call.person} has invited you to an item."
    mail.set_content(f"{words}\n\n{views.web_view(file)}\n")
    call.workspace.gmail.send(NOTIFIER, bytes(mail))


def _transfer(call: Call, file: File, one: Permission) -> Permission:
    """Give a file to somebody else; the former owner stays as a writer."""
    if not call.params.get("transferOwnership"):
        text = (
            "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        )
        raise ApiError(403, text, reason="forbidden", location="transferOwnership")
    drive = call.workspace.drive
    drive.find(call.person, file.id, "owner")
    for held in list(file.permissions.values()):
        if held.role == "owner":
            file.permissions[held.id] = replace(held, role="writer")
    file.permissions[one.id] = one
    file.owner = one.who
    log_shared(drive, file)
    return one


def log_shared(drive: DriveStore, file: File, lost_to: frozenset[str] = frozenset()) -> None:
    """Sharing changes what people see of a file and of everything below it."""
    file.version += 1
    for one in [file, *drive.below(file)]:
        drive.log(one, lost_to=lost_to)


@method("drive.permissions.list")
def list_permissions(call: Call) -> dict[str, Any]:
    """All permissions of a file, inherited ones included; writers may see them."""
    drive = call.workspace.drive
    file = drive.find(call.person, call.params["fileId"], "writer")
    everyone = drive.all_permissions(file)
    if call.params.get("includePermissionsForView") == "published":
        everyone += [one for one in file.permissions.values() if one.view]
    start, size = _page(call.params)
    mask = call.mask.below("permissions") if call.mask else LIST_DEFAULT
    shown = [views.permission(one, mask or views.EVERYTHING) for one in everyone]
    answer: dict[str, Any] = {"kind": "drive#permissionList"}
    if start + size < len(shown):
        answer["nextPageToken"] = str(start + size)
    answer["permissions"] = shown[start : start + size]
    return answer


def _page(params: dict[str, Any]) -> tuple[int, int]:
    token = params.get("pageToken") or "0"
    if not token.isdigit():
        raise ApiError(400, "Invalid Value", reason="invalid", location="pageToken")
    return int(token), params.get("pageSize") or 100


def _named(call: Call, file: File) -> Permission:
    wanted = call.params["permissionId"]
    for one in (*call.workspace.drive.all_permissions(file), *file.permissions.values()):
        if one.id == wanted:
            return one
    text = f"Permission not found: {wanted}."
    raise ApiError(404, text, reason="notFound", location="permissionId")


@method("drive.permissions.get")
def get(call: Call) -> dict[str, Any]:
    """One permission of a file."""
    file = call.workspace.drive.find(call.person, call.params["fileId"])
    return views.permission(_named(call, file), call.mask)


@method("drive.permissions.update")
def update(call: Call) -> dict[str, Any]:
    """Change a role or its end."""
    drive, file = call.workspace.drive, _sharable(call)
    one = _own(_named(call, file), file)
    role = call.body.get("role") or one.role
    if set(call.body) - {"kind", "role", "expirationTime", "pendingOwner"}:
        text = "The resource body includes fields which are not directly writable."
        raise ApiError(403, text, reason="fieldNotWritable")
    changed = replace(one, role=role, expires=call.body.get("expirationTime", one.expires))
    if call.params.get("removeExpiration"):
        changed = replace(changed, expires=None)
    if role == "owner" and one.role != "owner":
        return views.permission(_transfer(call, file, changed), call.mask)
    _check({"type": one.kind, "role": role, "emailAddress": one.who, "domain": one.who})
    file.permissions[one.id] = changed
    log_shared(drive, file)
    return views.permission(changed, call.mask)


def _own(one: Permission, file: File) -> Permission:
    """A permission that is the file's own and not its owner's."""
    if one.id not in file.permissions:
        text = "Cannot change a permission that is inherited."
        raise ApiError(403, text, reason="cannotModifyInheritedPermission")
    if one.role == "owner":
        text = "The owner of a file cannot be removed."
        raise ApiError(403, text, reason="forbidden")
    return one


@method("drive.permissions.delete")
def delete(call: Call) -> None:
    """Stop sharing; anybody may take themselves off a file."""
    drive = call.workspace.drive
    file = drive.find(call.person, call.params["fileId"])
    one = _named(call, file)
    if one.who != call.person:
        _sharable(call)
    _own(one, file)
    del file.permissions[one.id]
    file.seen_by.pop(one.who, None)
    log_shared(drive, file, lost_to=frozenset({one.who}) if one.who else frozenset())
