"""gmail.users: getProfile, labels and messages."""

from __future__ import annotations

import base64
import binascii
import json
from email.message import EmailMessage
from typing import Any

from emulator.call import Call, method
from emulator.errors import ApiError

from . import mime, search
from .store import SYSTEM_LABELS, Message

Fields = dict[str, Any]
MOST_RESULTS = 500


def owner(call: Call) -> str:
    """Whose mailbox; 403 for anybody else's, even a colleague's."""
    user = str(call.params.get("userId") or "me")
    if user not in ("me", call.person):
        raise ApiError(403, f"Delegation denied for {call.person}", reason="forbidden")
    return call.person


def invalid(message: str) -> ApiError:
    return ApiError(400, message, reason="invalidArgument")


@method("gmail.users.getProfile")
def get_profile(call: Call) -> Fields:
    person, store = owner(call), call.workspace.gmail
    mailbox = store.mailbox(person)
    return {
        "emailAddress": person,
        "messagesTotal": len(mailbox),
        "threadsTotal": len({message.thread_id for message in mailbox}),
        "historyId": str(store.history),
    }


@method("gmail.users.labels.list")
def list_labels(call: Call) -> Fields:
    owner(call)
    return {"labels": [{"id": name, "name": name, "type": "system"} for name in SYSTEM_LABELS]}


@method("gmail.users.labels.get")
def get_label(call: Call) -> Fields:
    person, name = owner(call), call.params["id"]
    if name not in SYSTEM_LABELS:
        raise ApiError(404, "Requested entity was not found.", reason="notFound")
    held = [m for m in call.workspace.gmail.mailbox(person) if name in m.labels]
    unread = [m for m in held if "UNREAD" in m.labels]
    return {
        "id": name,
        "name": name,
        "type": "system",
        "messagesTotal": len(held),
        "messagesUnread": len(unread),
        "threadsTotal": len({m.thread_id for m in held}),
        "threadsUnread": len({m.thread_id for m in unread}),
    }


@method("gmail.users.messages.send")
def send(call: Call) -> Fields:
    """Deliver a raw message, given as base64url or uploaded."""
    person = owner(call)
    raw = call.media.content if call.media is not None else decoded(call.body.get("raw"))
    refuse_bad_recipients(mime.parse(raw))
    thread_id = call.body.get("threadId")
    store = call.workspace.gmail
    if thread_id and not any(m.thread_id == thread_id for m in store.mailbox(person)):
        raise ApiError(404, "Requested entity was not found.", reason="notFound")
    sent = store.send(person, raw, thread_id)
    return {"id": sent.id, "threadId": sent.thread_id, "labelIds": sent.labels}


def refuse_bad_recipients(parsed: EmailMessage) -> None:
    if not mime.addresses(parsed, "To", "Cc", "Bcc"):
        raise invalid("Recipient address required")
    for name in ("To", "Cc", "Bcc"):
        if any(not mime.ADDRESS.match(one) for one in mime.addresses(parsed, name)):
            raise invalid(f"Invalid {name} header")


def decoded(text: str | None) -> bytes:
    """A raw message, given as base64url."""
    if not text:
        raise invalid(
            "'raw' RFC822 payload message string or uploading message via /upload/* URL required"
        )
    try:
        return mime.decode(text)
    except (ValueError, binascii.Error):
        raise invalid("Invalid value for ByteString: raw") from None


@method("gmail.users.messages.list")
def list_(call: Call) -> Fields:
    """Ids of the messages found, newest first."""
    person = owner(call)
    hits = found(call, person)
    page, token = paged(call, hits)
    answer: Fields = {"resultSizeEstimate": len(hits)}
    if page:
        answer["messages"] = [{"id": m.id, "threadId": m.thread_id} for m in page]
    if token:
        answer["nextPageToken"] = token
    return answer


def found(call: Call, person: str) -> list[Message]:
    """What `q` and `labelIds` find in a mailbox, newest first; trash and spam only if asked for."""
    query = search.read(str(call.params.get("q") or ""), call.workspace.clock.now())
    wanted = {str(name).upper() for name in call.params.get("labelIds") or ()}
    everywhere = call.params.get("includeSpamTrash") or query.everywhere
    hidden = set() if everywhere else {"TRASH", "SPAM"} - wanted
    return [
        message
        for message in call.workspace.gmail.mailbox(person)
        if wanted.issubset(message.labels)
        and not hidden.intersection(message.labels)
        and (not query.groups or query.finds(message))
    ]


def paged(call: Call, found: list[Message]) -> tuple[list[Message], str | None]:
    """One page, and the token of the next; a token names the last message shown."""
    size = min(call.params.get("maxResults") or 100, MOST_RESULTS)
    token = call.params.get("pageToken")
    if token:
        try:
            received, last = json.loads(base64.urlsafe_b64decode(token))
        except (ValueError, TypeError):
            raise invalid("Invalid pageToken") from None
        places = [i for i, m in enumerate(found) if m.id == last]
        older = [i for i, m in enumerate(found) if m.received.isoformat() < received]
        start = places[0] + 1 if places else min(older, default=len(found))
        found = found[start:]
    if len(found) <= size:
        return found, None
    mark = found[size - 1]
    sealed = json.dumps([mark.received.isoformat(), mark.id]).encode()
    return found[:size], base64.urlsafe_b64encode(sealed).decode()


@method("gmail.users.messages.get")
def get(call: Call) -> Fields:
    """One message, as minimal, metadata, full or raw."""
    return resource(
        require(call),
        str(call.params.get("format") or "full").lower(),
        call.params.get("metadataHeaders"),
    )


def require(call: Call) -> Message:
    """The message of the call's mailbox; 404 when it is not there."""
    found = call.workspace.gmail.message(owner(call), call.params["id"])
    if found is None:
        raise ApiError(404, "Requested entity was not found.", reason="notFound")
    return found


def resource(message: Message, form: str, only: list[str] | None = None) -> Fields:
    """The Message resource in one of Gmail's four formats."""
    answer: Fields = {
        "id": message.id,
        "threadId": message.thread_id,
        "labelIds": list(message.labels),
        "snippet": mime.snippet(message.parsed),
        "sizeEstimate": len(message.raw),
        "historyId": str(message.history),
        "internalDate": str(int(message.received.timestamp() * 1000)),
    }
    if form == "raw":
        answer["raw"] = mime.encode(message.raw)
    elif form == "full":
        answer["payload"] = mime.payload(message.parsed, message.id)
    elif form == "metadata":
        answer["payload"] = {
            "mimeType": message.parsed.get_content_type(),
            "headers": mime.headers(message.parsed, only),
        }
    return answer


@method("gmail.users.messages.attachments.get")
def get_attachment(call: Call) -> Fields:
    """An attachment's bytes as base64url."""
    message = call.workspace.gmail.message(owner(call), call.params["messageId"])
    for part_id, part in mime.attachments(message.parsed) if message else ():
        if call.params["id"] == f"{call.params['messageId']}-{part_id or '0'}":
            content = mime.content_of(part)
            return {"size": len(content), "data": mime.encode(content)}
    raise ApiError(404, "Requested entity was not found.", reason="notFound")


@method("gmail.users.messages.modify")
def modify(call: Call) -> Fields:
    """Add and remove labels."""
    message = require(call)
    added, removed = call.body.get("addLabelIds") or [], call.body.get("removeLabelIds") or []
    for name in [*added, *removed]:
        if name not in SYSTEM_LABELS:
            raise invalid(f"Invalid label: {name}")
    return relabel(call, message, added, removed)


@method("gmail.users.messages.trash")
def trash(call: Call) -> Fields:
    return relabel(call, require(call), ["TRASH"], ["INBOX"])


@method("gmail.users.messages.untrash")
def untrash(call: Call) -> Fields:
    return relabel(call, require(call), [], ["TRASH"])


@method("gmail.users.messages.delete")
def delete(call: Call) -> None:
    """Delete for good."""
    call.workspace.gmail.remove(require(call))


def relabel(call: Call, message: Message, added: list[str], removed: list[str]) -> Fields:
    kept = [name for name in message.labels if name not in removed]
    message.labels = kept + [name for name in dict.fromkeys(added) if name not in kept]
    call.workspace.gmail.keep(message)
    return resource(message, "minimal")
