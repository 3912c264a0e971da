"""gmail.users.drafts: create, get, list, send and delete.

A draft is a message with the label DRAFT in its writer's own mailbox, and its id is made of the
message's. Sending takes it away: whoever sends it a second time hears that it is not there.
"""

from __future__ import annotations

from typing import Any

from emulator.call import Call, method
from emulator.errors import ApiError

from . import messages
from .store import Message

Fields = dict[str, Any]
DRAFT = "DRAFT"


@method("gmail.users.drafts.create")
def create(call: Call) -> Fields:
    """Keep a raw message unsent; it needs no recipient yet."""
    person = messages.owner(call)
    given = call.body.get("message") or {}
    raw = call.media.content if call.media is not None else messages.decoded(given.get("raw"))
    return _draft(call.workspace.gmail.draft(person, raw))


@method("gmail.users.drafts.get")
def get(call: Call) -> Fields:
    """One draft, its message as minimal, metadata, full or raw."""
    message = _require(call, call.params["id"])
    form = str(call.params.get("format") or "full").lower()
    return {"id": _id(message), "message": messages.resource(message, form)}


@method("gmail.users.drafts.list")
def list_(call: Call) -> Fields:
    """Ids of the drafts found, newest first."""
    hits = [m for m in messages.found(call, messages.owner(call)) if DRAFT in m.labels]
    page, token = messages.paged(call, hits)
    answer: Fields = {"resultSizeEstimate": len(hits)}
    if page:
        answer["drafts"] = [
            {"id": _id(m), "message": {"id": m.id, "threadId": m.thread_id}} for m in page
        ]
    if token:
        answer["nextPageToken"] = token
    return answer


@method("gmail.users.drafts.send")
def send(call: Call) -> Fields:
    """Deliver a draft as it stands, once."""
    if call.body.get("message"):
        raise ApiError(501, "Sending another text in a draft's place is not carried out here.")
    message = _require(call, str(call.body.get("id") or ""))
    messages.refuse_bad_recipients(message.parsed)
    store = call.workspace.gmail
    store.remove(message)
    sent = store.send(message.person, message.raw)
    return {"id": sent.id, "threadId": sent.thread_id, "labelIds": sent.labels}


@method("gmail.users.drafts.delete")
def delete(call: Call) -> None:
    """Delete for good, unsent."""
    call.workspace.gmail.remove(_require(call, call.params["id"]))


def _require(call: Call, draft_id: str) -> Message:
    found = call.workspace.gmail.message(messages.owner(call), draft_id.removeprefix("r"))
    if found is None or DRAFT not in found.labels or not draft_id.startswith("r"):
        raise ApiError(404, "Requested entity was not found.", reason="notFound")
    return found


def _id(message: Message) -> str:
    return f"r{message.id}"


def _draft(message: Message) -> Fields:
    held = {"id": message.id, "threadId": message.thread_id, "labelIds": list(message.labels)}
    return {"id": _id(message), "message": held}
