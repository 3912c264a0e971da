"""Uploads: `/upload/...` with uploadType media, multipart or resumable.

Each ends as an ordinary API call whose handler finds the metadata in `call.body` and the
bytes in `call.media`. A resumable upload lives in memory until its last byte is there.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from werkzeug.http import parse_options_header

from . import batch, discovery
from .call import Answer, Ask, Media
from .errors import ApiError

if TYPE_CHECKING:
    from .app import Emulator
    from .discovery import Route

CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)$")
DEFAULT_TYPE = "application/octet-stream"


@dataclass(slots=True)
class Session:
    """A resumable upload on its way: the request that began it, and what has arrived."""

    route: Route
    path_params: dict[str, str]
    ask: Ask
    received: bytearray


class Sessions(dict[str, Session]):
    """Resumable uploads by upload id."""


def handle(emulator: Emulator, ask: Ask) -> Answer:
    """Answer one upload request."""
    options = {name: values[-1] for name, values in parse_qs(ask.query).items()}
    if options.get("upload_id"):
        return _continue(emulator, options["upload_id"], ask)
    target = ask.path.removeprefix("/resumable").removeprefix("/upload")
    found = discovery.find(ask.verb, target)
    if not found or not found[0].upload:
        return emulator.error(ApiError(404), "drive")
    route, path_params = found
    kind = options.get("uploadType", "media")
    if kind == "resumable":
        return _begin(emulator, route, path_params, ask)
    content_type = ask.headers.get("content-type", DEFAULT_TYPE)
    if kind == "media":
        media = Media(ask.body, content_type)
        return emulator.api(route, path_params, replace(ask, body=b""), media)
    parts = _related(content_type, ask.body)
    if parts is None:
        return emulator.error(ApiError(400, "Malformed multipart body."), route.api)
    metadata, media = parts
    return emulator.api(route, path_params, replace(ask, body=metadata), media)


def _related(content_type: str, body: bytes) -> tuple[bytes, Media] | None:
    """A multipart/related body: the JSON part, then the bytes."""
    _, options = parse_options_header(content_type)
    parts = batch.split(body, options["boundary"]) if "boundary" in options else []
    if len(parts) != 2:
        return None
    (_, metadata), (headers, content) = parts
    if headers.get("content-transfer-encoding", "").lower() == "base64":
        content = base64.b64decode(content)
    return metadata, Media(content, headers.get("content-type", DEFAULT_TYPE))


def _begin(emulator: Emulator, route: Route, path_params: dict[str, str], ask: Ask) -> Answer:
    upload_id = emulator.workspace.new_id(40)
    emulator.uploads[upload_id] = Session(route, path_params, ask, bytearray())
    location = f"{ask.base}{ask.path}?{ask.query}&upload_id={upload_id}"
    return Answer(200, [("Location", location), ("X-GUploader-UploadID", upload_id)], b"")


def _continue(emulator: Emulator, upload_id: str, ask: Ask) -> Answer:
    """Take one more piece; with the last one the call is carried out."""
    session = emulator.uploads.get(upload_id)
    if session is None:
        return emulator.error(ApiError(404), "drive")
    sent = ask.headers.get("content-range", "")
    hit = CONTENT_RANGE.match(sent)
    got = len(session.received)
    start = (int(hit[1]) if hit[1] else got) if hit else 0
    if start > got or (sent and not hit):
        return emulator.error(ApiError(400, "Failed to parse Content-Range header."), "drive")
    if ask.body:
        session.received[start:] = ask.body
        got = len(session.received)
    total = hit[3] if hit else str(got)
    if total == "*" or got < int(total):
        return Answer(308, [("Range", f"bytes=0-{got - 1}")] if got else [], b"")
    del emulator.uploads[upload_id]
    begun = session.ask
    mime_type = begun.headers.get("x-upload-content-type", DEFAULT_TYPE)
    media = Media(bytes(session.received), mime_type)
    return emulator.api(session.route, session.path_params, begun, media)
