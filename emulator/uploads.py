"""Uploads: `/upload/...` with uploadType media, multipart or resumable.

Each ends as an ordinary API call whose handler finds the metadata in `call.body` and the
bytes in `call.media`. A resumable upload lives in memory until its last byte is there.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from werkzeug.http import parse_options_header

from emulator import batch, discovery
from emulator.call import Media
from emulator.errors import ApiError

if TYPE_CHECKING:
    from emulator.app import Answer, Emulator
    from emulator.discovery import Route

CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)$")
DEFAULT_TYPE = "application/octet-stream"


@dataclass(slots=True)
class Session:
    """A resumable upload on its way."""

    route: Route
    path_params: dict[str, str]
    query: str
    headers: Mapping[str, str]
    metadata: bytes
    mime_type: str
    received: bytearray


class Sessions(dict[str, Session]):
    """Resumable uploads by upload id."""


def handle(
    emulator: Emulator,
    verb: str,
    path: str,
    query: str,
    headers: Mapping[str, str],
    body: bytes,
    base: str,
) -> Answer:
    """Answer one upload request."""
    options = {name: values[-1] for name, values in parse_qs(query).items()}
    if options.get("upload_id"):
        return _continue(emulator, options["upload_id"], headers, body, base)
    target = path.removeprefix("/resumable").removeprefix("/upload")
    found = discovery.find(verb, target)
    if not found or not found[0].upload:
        return emulator.error(ApiError(404), "drive")
    route, path_params = found
    kind = options.get("uploadType", "media")
    if kind == "resumable":
        return _begin(emulator, route, path_params, path, query, headers, body, base)
    content_type = headers.get("content-type", DEFAULT_TYPE)
    if kind == "media":
        media = Media(body, content_type)
        return emulator.api(route, path_params, query, headers, b"", base, media)
    parts = _related(content_type, body)
    if parts is None:
        return emulator.error(ApiError(400, "Malformed multipart body."), route.api)
    metadata, media = parts
    return emulator.api(route, path_params, query, headers, metadata, base, media)


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


def _begin(
    emulator: Emulator,
    route: Route,
    path_params: dict[str, str],
    path: str,
    query: str,
    headers: Mapping[str, str],
    body: bytes,
    base: str,
) -> Answer:
    from emulator.app import Answer

    mime_type = headers.get("x-upload-content-type", DEFAULT_TYPE)
    upload_id = emulator.workspace.new_id(40)
    emulator.uploads[upload_id] = Session(
        route, path_params, query, dict(headers), body, mime_type, bytearray()
    )
    location = f"{base}{path}?{query}&upload_id={upload_id}"
    return Answer(200, [("Location", location), ("X-GUploader-UploadID", upload_id)], b"")


def _continue(
    emulator: Emulator,
    upload_id: str,
    headers: Mapping[str, str],
    body: bytes,
    base: str,
) -> Answer:
    from emulator.app import Answer

    session = emulator.uploads.get(upload_id)
    if session is None:
        return emulator.error(ApiError(404), "drive")
    hit = CONTENT_RANGE.match(headers.get("content-range", ""))
    start = int(hit[1]) if hit and hit[1] else len(session.received) if hit else 0
    if start > len(session.received):
        return emulator.error(ApiError(400, "Failed to parse Content-Range header."), "drive")
    if body:
        session.received[start:] = body
    total = hit[3] if hit else str(len(session.received))
    if total == "*" or len(session.received) < int(total):
        got = len(session.received)
        return Answer(308, [("Range", f"bytes=0-{got - 1}")] if got else [], b"")
    del emulator.uploads[upload_id]
    sent = dict(session.headers)
    if "authorization" in headers:
        sent["authorization"] = headers["authorization"]
    return emulator.api(
        session.route,
        session.path_params,
        session.query,
        sent,
        session.metadata,
        base,
        Media(bytes(session.received), session.mime_type),
    )
