"""HTTP batch: many calls in one multipart/mixed request.

`/batch/calendar/v3`, `/batch/drive/v3` and so on carry calls of that API only; the n calls
of a batch are n calls for counts, faults and quotas, in order, and each gets its own
answer. Sheets has refused batches since 2022, and uploads never travel in one.
"""

from __future__ import annotations

import hashlib
import re
from email.parser import BytesHeaderParser
from http.client import responses
from typing import TYPE_CHECKING

from werkzeug.http import parse_options_header

from . import discovery
from .call import Answer, Ask
from .errors import ApiError

if TYPE_CHECKING:
    from .app import Emulator

LIMITS = {"drive": 100, "calendar": 1000, "gmail": 100}
HEADERS = BytesHeaderParser()
# A long header value may go on in the next line.
FOLD = re.compile(r"\r?\n[ \t]+")


def split(body: bytes, boundary: str) -> list[tuple[dict[str, str], bytes]]:
    """The parts of a multipart body: (headers with lower-case names, content)."""
    parts = (b"\r\n" + body).split(b"\n--" + boundary.encode())
    found = []
    for part in parts[1:]:
        if part.startswith(b"--"):
            break
        part = part.partition(b"\n")[2].removesuffix(b"\r")
        found.append(headers_and_content(part))
    return found


def headers_and_content(part: bytes) -> tuple[dict[str, str], bytes]:
    """Split at the first empty line, whatever the line ends."""
    if part.startswith((b"\r\n", b"\n")):
        return {}, part.partition(b"\n")[2]
    ends = [(part.find(mark), len(mark)) for mark in (b"\r\n\r\n", b"\n\n")]
    at, length = min((end for end in ends if end[0] >= 0), default=(len(part), 0))
    head = HEADERS.parsebytes(part[:at])
    unfolded = {name.lower(): FOLD.sub(" ", str(value)).strip() for name, value in head.items()}
    return unfolded, part[at + length :]


def handle(emulator: Emulator, ask: Ask) -> Answer:
    """Carry out a batch and answer its parts in order."""
    api = ask.path.removeprefix("/batch").strip("/").partition("/")[0]
    kind, options = parse_options_header(ask.headers.get("content-type", ""))
    if kind != "multipart/mixed" or "boundary" not in options:
        return emulator.error(ApiError(400, "Failed to parse batch request"), "drive")
    parts = split(ask.body, options["boundary"])
    refusal = _refusal(api, [content for _, content in parts])
    if refusal:
        return emulator.error(refusal, "drive")
    # Not one of the Workspace's ids: looking must not change what is made afterwards.
    boundary = "batch_" + hashlib.sha256(ask.body).hexdigest()[:32]
    answers = []
    for part_headers, content in parts:
        answer = _one(emulator, content, ask)
        answers.append(_encode(boundary, part_headers.get("content-id", ""), answer))
    whole = b"".join(answers) + f"--{boundary}--\r\n".encode()
    return Answer(200, [("Content-Type", f"multipart/mixed; boundary={boundary}")], whole)


def _request_line(content: bytes) -> tuple[str, str, str]:
    verb, _, rest = content.partition(b"\n")[0].strip().decode("latin-1").partition(" ")
    target = rest.rsplit(" ", 1)[0] if rest.endswith(("HTTP/1.1", "HTTP/1.0")) else rest
    if "://" in target:
        target = "/" + target.split("/", 3)[-1]
    path, _, query = target.partition("?")
    return verb.upper(), path, query


def _refusal(api: str, contents: list[bytes]) -> ApiError | None:
    limit = LIMITS.get(api, 1000)
    if len(contents) > limit:
        text = f"The batch request has exceeded the maximum number of calls allowed ({limit})."
        return ApiError(400, text, reason="batchSizeTooLarge")
    for content in contents:
        verb, path, _ = _request_line(content)
        found = discovery.find(verb, path)
        called = found[0].api if found else ""
        if called == "sheets":
            return ApiError(404, "The Sheets API does not take batch requests.")
        if path.startswith(("/upload/", "/batch")):
            return ApiError(400, "Media requests are not allowed in a batch.")
        if api and called and called != api:
            return ApiError(400, f"This batch takes calls of {api} only, not of {called}.")
    return None


def _one(emulator: Emulator, content: bytes, ask: Ask) -> Answer:
    verb, path, query = _request_line(content)
    inner, body = headers_and_content(content.partition(b"\n")[2])
    if "authorization" not in inner and "authorization" in ask.headers:
        inner["authorization"] = ask.headers["authorization"]
    found = discovery.find(verb, path)
    if not found:
        return emulator.error(ApiError(404), "drive")
    return emulator.api(*found, Ask(verb, path, query, inner, body.strip(), ask.base))


def _encode(boundary: str, content_id: str, answer: Answer) -> bytes:
    lines = [f"--{boundary}", "Content-Type: application/http"]
    if content_id:
        lines.append(f"Content-ID: <response-{content_id.lstrip('<')}")
    reason = responses.get(answer.status, "")
    lines += ["", f"HTTP/1.1 {answer.status} {reason}"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    lines += [f"Content-Length: {len(answer.body)}", "", ""]
    return "\r\n".join(lines).encode() + answer.body + b"\r\n"
