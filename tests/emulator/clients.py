"""Google's own clients, in the same process as a local Workspace."""

from __future__ import annotations

import functools
import json
from typing import Any

from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.http import HttpRequest

from emulator.app import Emulator
from emulator.controls import Fault, read_fault
from emulator.inprocess import Http

ANA, BEN, CLEO = "ana@school.example", "ben@school.example", "cleo@elsewhere.example"


@functools.cache
def document(api: str, version: str) -> dict[str, Any]:
    loaded = json.loads(get_static_doc(api, version))
    loaded["rootUrl"] = "http://workspace.test/"
    loaded.pop("mtlsRootUrl", None)
    # Of the schemas the client needs only where pages go on; the rest it makes into docstrings,
    # which takes longer than all else.
    for name, schema in loaded["schemas"].items():
        known = schema.get("properties", {})
        paging = {key: known[key] for key in ("nextPageToken", "pageToken") if key in known}
        loaded["schemas"][name] = {"id": name, "type": "object", "properties": paging}
    return loaded


def service(app: Emulator, person: str, api: str, version: str) -> Any:
    """A googleapiclient service of one API, acting as one person."""
    return build_from_document(
        document(api, version), http=Http(app, person), requestBuilder=HttpRequest
    )


def drive(app: Emulator, person: str = ANA) -> Any:
    return service(app, person, "drive", "v3")


def ask(
    app: Emulator,
    verb: str,
    url: str,
    body: Any = None,
    person: str | None = ANA,
    **headers: str,
) -> tuple[int, Any]:
    """One raw request: (status, parsed JSON or text)."""
    path, _, query = url.partition("?")
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if person:
        sent.setdefault("authorization", f"Bearer as:{person}")
    content = body if isinstance(body, bytes) else json.dumps(body).encode() if body else b""
    answer = app.handle(verb, path, query, sent, content)
    try:
        return answer.status, json.loads(answer.body)
    except ValueError:
        return answer.status, answer.body.decode("utf-8", "replace")


def fault(app: Emulator, **spec: Any) -> Fault:
    """Let something go wrong; see emulator/controls.py."""
    added = read_fault(spec)
    app.controls.faults.append(added)
    return added
