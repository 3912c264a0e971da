"""drive.comments and drive.replies: what people say beside what is written in a file.

A comment, a reply and their changes move the file's version and the change log, not its modified
time. A deleted comment stays, without its words, for who asks for deleted ones.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from emulator.call import Call, method
from emulator.errors import ApiError

from . import views
from .about import needs_fields
from .files import moment
from .store import File

Said = dict[str, Any]  # a Comment or Reply as the API shows it, with `by` in place of `author`
ACTIONS = {"resolve": True, "reopen": False}
MOST = 100
FORBIDDEN = "The user does not have sufficient permissions for this file."


@method("drive.comments.create")
def create(call: Call) -> Said:
    """A new comment on a file."""
    file = _file(call, "commenter")
    comment = _said(call, "comment") | {"resolved": False, "replies": []}
    for name in ("anchor", "quotedFileContent"):
        if call.body.get(name):
            comment[name] = call.body[name]
    file.settings["comments"] = [*_all(file), comment]
    call.workspace.drive.touch_record(file, call.person, modified=False)
    return _shown(comment, call.person)


@method("drive.comments.get")
def get(call: Call) -> Said:
    """One comment with its replies."""
    comment = _find(_all(_file(call)), call, "commentId", call.params.get("includeDeleted"))
    return _shown(comment, call.person)


@method("drive.comments.list")
def list_comments(call: Call) -> dict[str, Any]:
    """The comments on a file, the latest changed first."""
    found = _asked_for(_all(_file(call)), call)
    since = call.params.get("startModifiedTime")
    if since:
        try:
            found = [one for one in found if moment(one["modifiedTime"]) >= moment(since)]
        except ValueError:
            raise _invalid("startModifiedTime") from None
    found.sort(key=lambda one: str(one["modifiedTime"]), reverse=True)
    return _page(call, found, "comment")


@method("drive.comments.update")
def update(call: Call) -> Said:
    """Change the words of one's own comment."""
    return _change(call, lambda file: _find(_all(file), call, "commentId"), _words(call))


@method("drive.comments.delete")
def delete(call: Call) -> None:
    """Take one's own comment back."""
    _remove(call, _find(_all(_file(call, masked=False)), call, "commentId"))


@method("drive.replies.create")
def reply(call: Call) -> Said:
    """An answer to a comment; with an action it resolves or reopens it."""
    file = _file(call, "commenter")
    comment = _find(_all(file), call, "commentId")
    action = call.body.get("action")
    if action and action not in ACTIONS:
        raise _invalid("reply.action")
    if not action and not call.body.get("content"):
        raise ApiError(400, "The reply content field is required.", reason="required")
    answer = _said(call, "reply") | ({"action": action} if action else {})
    comment["replies"].append(answer)
    comment["modifiedTime"] = answer["modifiedTime"]
    comment["resolved"] = ACTIONS.get(action or "", comment["resolved"])
    call.workspace.drive.touch_record(file, call.person, modified=False)
    return _shown(answer, call.person)


@method("drive.replies.get")
def get_reply(call: Call) -> Said:
    """One reply."""
    return _shown(_reply(call, _file(call), call.params.get("includeDeleted")), call.person)


@method("drive.replies.list")
def list_replies(call: Call) -> dict[str, Any]:
    """The replies to a comment, the oldest first."""
    comment = _find(_all(_file(call)), call, "commentId")
    return _page(call, _asked_for(comment["replies"], call), "reply")


@method("drive.replies.update")
def update_reply(call: Call) -> Said:
    """Change the words of one's own reply."""
    return _change(call, lambda file: _reply(call, file), _words(call))


@method("drive.replies.delete")
def delete_reply(call: Call) -> None:
    """Take one's own reply back."""
    _remove(call, _reply(call, _file(call, masked=False)))


def _all(file: File) -> list[Said]:
    found: list[Said] = file.settings.get("comments", [])
    return found


def _file(call: Call, role: str = "reader", masked: bool = True) -> File:
    if masked:
        needs_fields(call)
    return call.workspace.drive.find(call.person, call.params["fileId"], role)


def _said(call: Call, kind: str) -> Said:
    now = call.workspace.timestamp()
    own = {"kind": f"drive#{kind}", "id": call.workspace.new_id(11), "by": call.person}
    return own | {"createdTime": now, "modifiedTime": now, "deleted": False} | _words(call)


def _words(call: Call) -> Said:
    text = str(call.body.get("content") or "")
    return {"content": text, "htmlContent": html.escape(text)}


def _find(among: list[Said], call: Call, name: str, deleted: Any = False) -> Said:
    wanted = call.params[name]
    for one in among:
        if one["id"] == wanted and (deleted or not one["deleted"]):
            return one
    kind = name.removesuffix("Id").capitalize()
    raise ApiError(404, f"{kind} not found: {wanted}.", reason="notFound", location=name)


def _reply(call: Call, file: File, deleted: Any = False) -> Said:
    comment = _find(_all(file), call, "commentId", deleted)
    return _find(comment["replies"], call, "replyId", deleted)


def _change(call: Call, find: Callable[[File], Said], words: Said) -> Said:
    one = find(_file(call, "commenter"))
    _require_own(call, one)
    one |= words | {"modifiedTime": call.workspace.timestamp()}
    _moved(call)
    return _shown(one, call.person)


def _remove(call: Call, one: Said) -> None:
    _require_own(call, one)
    for name in ("content", "htmlContent", "quotedFileContent", "anchor"):
        one.pop(name, None)
    one |= {"deleted": True, "modifiedTime": call.workspace.timestamp()}
    _moved(call)


def _require_own(call: Call, one: Said) -> None:
    if one["by"] != call.person:
        raise ApiError(403, FORBIDDEN, reason="insufficientFilePermissions")


def _moved(call: Call) -> None:
    drive = call.workspace.drive
    drive.touch_record(drive.files[call.params["fileId"]], call.person, modified=False)


def _asked_for(found: list[Said], call: Call) -> list[Said]:
    return [one for one in found if call.params.get("includeDeleted") or not one["deleted"]]


def _page(call: Call, found: list[Said], kind: str) -> dict[str, Any]:
    token = call.params.get("pageToken") or "0"
    if not token.isdigit():
        raise _invalid("pageToken")
    start, size = int(token), min(call.params.get("pageSize") or 20, MOST)
    plural = {"comment": "comments", "reply": "replies"}[kind]
    shown = [_shown(one, call.person) for one in found[start : start + size]]
    more = {"nextPageToken": str(start + size)} if start + size < len(found) else {}
    return {"kind": f"drive#{kind}List", **more, plural: shown}


def _shown(one: Said, person: str) -> Said:
    """As the API answers it: the author's address and id are not told."""
    author = {"kind": "drive#user", "me": one["by"] == person}
    author["displayName"] = views.user(one["by"], person)["displayName"]
    shown = {name: value for name, value in one.items() if name != "by"} | {"author": author}
    if "replies" in one:
        shown["replies"] = [_shown(each, person) for each in one["replies"] if not each["deleted"]]
    return shown


def _invalid(location: str) -> ApiError:
    return ApiError(400, "Invalid Value", reason="invalid", location=location)
