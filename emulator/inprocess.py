"""Transports without ports: Google's own clients talk to an Emulator in the same process.

    Http(app, person=None)     has httplib2.Http's `request`; for googleapiclient
    Adapter(app)               a requests adapter; for gspread and google-auth:
                               session.mount("https://", Adapter(app))

Both take any scheme and host. Faults that lose the connection raise what a real
connection would: ConnectionResetError or TimeoutError from Http, requests' own
ConnectionError or ReadTimeout from Adapter.

A Workspace that takes long to fill is filled once and copied: `kept = app.snapshot()`, then
`create_app(snapshot=kept)`, or `other.restore(kept)` for one whose transports are in use.
A school's workbooks, forms and calendars are copied in some ten milliseconds.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from http.client import responses
from typing import Any
from urllib.parse import urlsplit

import httplib2
import requests
from requests.adapters import BaseAdapter

from .app import Emulator
from .call import Answer
from .controls import Lost


def _ask(app: Emulator, verb: str, uri: str, headers: Mapping[str, str], body: Any) -> Answer:
    parts = urlsplit(uri)
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, str):
        body = body.encode()
    return app.handle(
        verb,
        parts.path or "/",
        parts.query,
        {name.lower(): _text(value) for name, value in headers.items()},
        body or b"",
        f"{parts.scheme}://{parts.netloc}",
    )


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


class Http:
    """Looks like httplib2.Http; may be shared between threads."""

    redirect_codes = frozenset({300, 301, 302, 303, 307})
    follow_redirects = True
    timeout: float | None = None

    def __init__(self, app: Emulator, person: str | None = None) -> None:
        self.app = app
        self.own = {"authorization": f"Bearer as:{person}"} if person else {}
        self.connections: dict[str, Any] = {}

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        redirections: int = 5,
        connection_type: Any = None,
    ) -> tuple[httplib2.Response, bytes]:
        try:
            answer = _ask(self.app, method, uri, self.own | dict(headers or {}), body)
        except Lost as lost:
            if lost.kind == "timeout":
                raise TimeoutError("timed out") from None
            raise ConnectionResetError("connection reset by peer") from None
        response = httplib2.Response({name.lower(): value for name, value in answer.headers})
        response.status = answer.status
        response["status"] = str(answer.status)
        response["content-length"] = str(len(answer.body))
        response.reason = responses.get(answer.status, "")
        return response, answer.body

    def close(self) -> None:
        """Nothing is open."""


class Adapter(BaseAdapter):
    """Carries the requests of a requests.Session into an Emulator."""

    def __init__(self, app: Emulator) -> None:
        super().__init__()
        self.app = app

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            answer = _ask(
                self.app,
                request.method or "GET",
                request.url or "",
                request.headers,
                request.body,
            )
        except Lost as lost:
            kind = requests.ReadTimeout if lost.kind == "timeout" else requests.ConnectionError
            raise kind(lost.kind, request=request) from None
        response = requests.Response()
        response.status_code = answer.status
        response.reason = responses.get(answer.status, "")
        response.headers.update(answer.headers)
        response.encoding = requests.utils.get_encoding_from_headers(response.headers)
        response.raw = io.BytesIO(answer.body)
        response.url = request.url or ""
        response.request = request
        return response

    def close(self) -> None:
        """Nothing is open."""
