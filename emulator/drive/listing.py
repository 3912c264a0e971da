"""drive.files.list and the change log."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from emulator.call import Call, method
from emulator.errors import ApiError
from emulator.fields import Mask, parse
from emulator.workspace import rfc3339

from . import views
from .query import asks_for_text, predicate
from .store import FOLDER, Change, DriveStore, File

UNASKED = parse("id")
NO_ORDER = (
    "Sorting is not supported for queries with fullText terms. "
    "Results are always in descending relevance order."
)
NEVER = datetime.min.replace(tzinfo=UTC)
DIGITS = re.compile(r"(\d+)")


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts = DIGITS.split(name.lower())
    return [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts if p]


ORDERS: dict[str, Callable[[File, str], Any]] = {
    "createdTime": lambda file, person: file.created,
    "folder": lambda file, person: file.mime_type != FOLDER,
    "modifiedByMeTime": lambda file, person: file.modified if file.modified_by == person else NEVER,
    "modifiedTime": lambda file, person: file.modified,
    "name": lambda file, person: file.name.lower(),
    "name_natural": lambda file, person: _natural(file.name),
    "quotaBytesUsed": lambda file, person: len(file.content or b""),
    "recency": lambda file, person: max(file.modified, file.seen_by.get(person, NEVER)),
    "sharedWithMeTime": lambda file, person: file.created if file.owner != person else NEVER,
    "starred": lambda file, person: person not in file.starred_by,
    "viewedByMeTime": lambda file, person: file.seen_by.get(person, NEVER),
}


@method("drive.files.list")
def list_files(call: Call) -> dict[str, Any]:
    """What this person has or is shared with, newest change first unless ordered."""
    drive, params = call.workspace.drive, call.params
    test = predicate(params["q"]) if params.get("q", "").strip() else None
    if params.get("orderBy") and test is not None and asks_for_text(params["q"]):
        raise ApiError(403, NO_ORDER, reason="forbidden", location="orderBy")
    delay = timedelta(seconds=float(call.workspace.variant("search_delay")))
    newest = call.workspace.clock.now() - delay
    found = [
        file
        for file in drive.files.values()
        if file.created <= newest
        and (test is None or test(drive, call.person, file))
        and _in_corpus(drive, file, call)
    ]
    found.sort(key=lambda file: file.modified, reverse=True)
    _order(found, params.get("orderBy", ""), call.person)
    start = _offset(params.get("pageToken"), params)
    size = params.get("pageSize", 100)
    page = found[start : start + size]
    mask = _entry_mask(call.mask, "files")
    answer: dict[str, Any] = {"kind": "drive#fileList", "incompleteSearch": False}
    if start + size < len(found):
        answer["nextPageToken"] = _token(start + size, params)
    answer["files"] = [views.file(drive, one, call.person, mask) for one in page]
    return answer


def _entry_mask(mask: Mask | None, name: str) -> Mask | None:
    """What is asked for of each entry: None = Drive's usual keys, an empty mask = all keys."""
    if mask is None:
        return None
    below = mask.below(name)
    return UNASKED if below is None else below


def _in_corpus(drive: DriveStore, file: File, call: Call) -> bool:
    params, person = call.params, call.person
    if file.settings.get("root"):
        return False
    wanted = params.get("driveId") or params.get("teamDriveId")
    if wanted:
        return file.drive_id == wanted and drive.can(person, file, "reader")
    if file.drive_id:
        everywhere = params.get("includeItemsFromAllDrives") or params.get("includeTeamDriveItems")
        return bool(everywhere) and drive.can(person, file, "reader")
    return drive.listed(person, file)


def _order(found: list[File], order_by: str, person: str) -> None:
    keys = [part.split() for part in order_by.split(",") if part.strip()]
    for name, *direction in reversed(keys):
        if name not in ORDERS or direction not in ([], ["desc"], ["asc"]):
            raise ApiError(400, "Invalid Value", reason="invalid", location="orderBy")
        key = ORDERS[name]
        found.sort(key=lambda file: key(file, person), reverse=direction == ["desc"])


def _token(offset: int, params: dict[str, Any]) -> str:
    state = [offset, params.get("q", ""), params.get("orderBy", "")]
    return base64.urlsafe_b64encode(json.dumps(state).encode()).decode()


def _offset(token: str | None, params: dict[str, Any]) -> int:
    """Where a page begins; a token belongs to the question it came from."""
    if not token:
        return 0
    try:
        offset, *asked = json.loads(base64.urlsafe_b64decode(token))
        if asked == [params.get("q", ""), params.get("orderBy", "")]:
            return int(offset)
    except (binascii.Error, ValueError, TypeError):
        pass
    raise ApiError(400, "Invalid Value", reason="invalid", location="pageToken")


@method("drive.changes.getStartPageToken")
def start_page_token(call: Call) -> dict[str, Any]:
    """The place in the change log from which only later changes are seen."""
    token = str(call.workspace.drive.last_change + 1)
    return {"kind": "drive#startPageToken", "startPageToken": token}


@method("drive.changes.list")
def list_changes(call: Call) -> dict[str, Any]:
    """What changed since a page token, as far as this person may see it."""
    drive, params = call.workspace.drive, call.params
    token = params["pageToken"]
    if not token.isdigit() or int(token) > drive.last_change + 1:
        raise ApiError(400, "Invalid Value", reason="invalid", location="pageToken")
    entries = _entry_mask(call.mask, "changes")
    mask = _entry_mask(entries, "file") if entries else entries
    later = sorted(
        (one for one in drive.changes.values() if one.number >= int(token)),
        key=lambda one: one.number,
    )
    size = params.get("pageSize", 100)
    listed: list[dict[str, Any]] = []
    answer: dict[str, Any] = {"kind": "drive#changeList", "changes": listed}
    for change in later:
        entry = _entry(drive, change, call, mask)
        if entry is None:
            continue
        if len(listed) == size:
            answer["nextPageToken"] = str(change.number)
            return answer
        listed.append(entry)
    answer["newStartPageToken"] = str(drive.last_change + 1)
    return answer


def _entry(
    drive: DriveStore, change: Change, call: Call, mask: Mask | None
) -> dict[str, Any] | None:
    person, file = call.person, drive.files.get(change.file_id)
    seen = file is not None and _in_corpus_of_changes(drive, file, call)
    lost = not seen and person in change.lost_to
    if not seen and not (lost and call.params.get("includeRemoved", True)):
        return None
    entry: dict[str, Any] = {
        "kind": "drive#change",
        "type": "file",
        "changeType": "file",
        "time": rfc3339(change.at),
        "removed": lost,
        "fileId": change.file_id,
    }
    if seen and file is not None:
        entry["file"] = views.file(drive, file, person, mask)
    return entry


def _in_corpus_of_changes(drive: DriveStore, file: File, call: Call) -> bool:
    if call.params.get("restrictToMyDrive") and file.owner != call.person:
        return False
    return _in_corpus(drive, file, call)
