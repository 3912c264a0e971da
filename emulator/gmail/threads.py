"""gmail.users.threads: list and get."""

from __future__ import annotations

from typing import Any

from emulator.call import Call, method
from emulator.errors import ApiError

from . import messages, mime
from .store import Message

Fields = dict[str, Any]


@method("gmail.users.threads.list")
def list_(call: Call) -> Fields:
    """Threads with a message found, the newest first."""
    newest: dict[str, Message] = {}
    for message in messages.found(call, messages.owner(call)):
        newest.setdefault(message.thread_id, message)
    page, token = messages.paged(call, list(newest.values()))
    answer: Fields = {"resultSizeEstimate": len(newest)}
    if page:
        answer["threads"] = [
            {"id": m.thread_id, "snippet": mime.snippet(m.parsed), "historyId": str(m.history)}
            for m in page
        ]
    if token:
        answer["nextPageToken"] = token
    return answer


@method("gmail.users.threads.get")
def get(call: Call) -> Fields:
    """A thread with its messages, oldest first."""
    mailbox = call.workspace.gmail.mailbox(messages.owner(call))
    held = [m for m in reversed(mailbox) if m.thread_id == call.params["id"]]
    if not held:
        raise ApiError(404, "Requested entity was not found.", reason="notFound")
    form = str(call.params.get("format") or "full").lower()
    only = call.params.get("metadataHeaders")
    return {
        "id": call.params["id"],
        "historyId": str(max(m.history for m in held)),
        "messages": [messages.resource(m, form, only) for m in held],
    }
