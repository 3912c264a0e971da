"""The local Workspace as one application: every request passes through `Emulator.handle`.

    create_app(...)  ->  an Emulator: a WSGI callable, with `.workspace` and `.controls`

A request is read (route, person, parameters, mask, body), checked, carried out by the
handler registered for its method, saved, and answered. One lock makes every request
atomic. `emulator.inprocess` calls `handle` directly; a real server comes in by WSGI.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from . import batch, controls, discovery, people, uploads
from .call import HANDLERS, PAGES, Answer, Ask, Call, Media, Result
from .discovery import Route
from .errors import ApiError, error_body
from .fields import apply
from .pages import relay
from .quotas import Quotas
from .variants import checked
from .variants import parse as parse_variants
from .workspace import Clock, Snapshot, Workspace

# Importing an API package registers its handlers and pages.
PACKAGES = ("drive", "sheets", "calendar", "forms", "gmail", "oauth", "docs", "pages")
JSON = "application/json; charset=UTF-8"
CHECK = "HOLDFAST_EMULATOR_CHECK"
VARIANTS = "HOLDFAST_EMULATOR_VARIANTS"


class WrongAnswer(AssertionError):
    """An answer of ours that the discovery document does not allow."""


def load_packages() -> None:
    """Import the API packages that are there."""
    for name in PACKAGES:
        try:
            importlib.import_module(f"emulator.{name}")
        except ModuleNotFoundError as missing:
            if missing.name != f"emulator.{name}":
                raise


def create_app(
    data: Path | str | None = None,
    quotas: bool = False,
    clock: Clock | None = None,
    seed: int | None = None,
    check: bool | None = None,
    snapshot: Snapshot | None = None,
    variants: Mapping[str, object] | None = None,
) -> Emulator:
    """A local Workspace.

    data    folder that keeps its state; None = in memory only
    quotas  enforce Google's per-minute limits, on the Workspace's clock
    check   hold every answer against the discovery document and raise WrongAnswer; by
            default as the environment variable HOLDFAST_EMULATOR_CHECK says
    snapshot  begin as the Workspace was whose Emulator.snapshot() this is
    variants  which Google it is where nobody could tell (see variants.py); by default as the
              environment variable HOLDFAST_EMULATOR_VARIANTS says. Raises ApiError(400)
    """
    load_packages()
    workspace = Workspace(data, clock, seed)
    if check is None:
        check = os.environ.get(CHECK, "") not in ("", "0")
    app = Emulator(workspace, Quotas(workspace.clock) if quotas else None, check)
    app.vary(parse_variants(os.environ.get(VARIANTS, "")) if variants is None else variants)
    app.begun_with = dict(workspace.variants)
    if snapshot is not None:
        app.restore(snapshot)
    return app


@cache
def pages_map(count: int) -> Map:
    """The addresses of the pages, of which there are `count` by now; costly to make."""
    return Map([Rule(one.rule, endpoint=one, methods=one.methods) for one in PAGES])


def method_table() -> list[tuple[str, str, bool]]:
    """Every method of every served API: (API, method id, whether it is carried out)."""
    load_packages()
    return sorted(
        (route.api, route.method_id, route.method_id in HANDLERS)
        for route in discovery.routes().values()
    )


class Emulator:
    """The application. Thread-safe: one request at a time is carried out."""

    def __init__(self, workspace: Workspace, quotas: Quotas | None, check: bool) -> None:
        self.workspace = workspace
        self.controls = controls.Controls()
        self.quotas = quotas
        self.check = check
        self.uploads = uploads.Sessions()
        self.lock = threading.RLock()
        self.addon = relay.from_environment()
        self.addon_answers = "render"
        self.pages = pages_map(len(PAGES))
        self.begun_with = dict(workspace.variants)

    def vary(self, given: Mapping[str, object]) -> None:
        """Be another Google in some respects. Raises ApiError(400), changing nothing."""
        self.workspace.variants.update(checked(given))

    def reset(self) -> None:
        """An empty Workspace, no counts, no faults, real time, the variants it began with."""
        self.workspace.variants.update(self.begun_with)
        self._empty()

    def _empty(self) -> None:
        self.workspace.reset()
        self.workspace.clock.run()
        self.controls = controls.Controls()
        self.uploads = uploads.Sessions()
        if self.quotas:
            self.quotas = Quotas(self.workspace.clock)

    def snapshot(self) -> Snapshot:
        """All that the Workspace holds, its clock too; for `restore` or `create_app`."""
        with self.lock:
            return self.workspace.snapshot()

    def restore(self, snapshot: Snapshot) -> None:
        """Be as the Workspace was when the snapshot was taken: no counts, no faults; the
        variants stay."""
        with self.lock:
            self._empty()
            self.workspace.restore(snapshot)

    def handle(
        self,
        verb: str,
        path: str,
        query: str = "",
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        base: str = "http://localhost",
    ) -> Answer:
        """Answer one request. `path` is percent-encoded; header names are lower-case.

        Raises controls.Lost when a fault says that the connection fails.
        """
        headers = headers or {}
        override = headers.get("x-http-method-override")
        if override:
            verb, query, body = override.upper(), body.decode("latin-1") or query, b""
        ask = Ask(verb, path, query, headers, body, base)
        if relay.is_for_relay(path):
            return relay.handle(self, ask)
        with self.lock:
            return self._dispatch(ask)

    def _dispatch(self, ask: Ask) -> Answer:
        path = ask.path
        if path.startswith("/_emulator/") and not any(one.rule == path for one in PAGES):
            return self._control(ask)
        if path == "/batch" or path.startswith("/batch/"):
            return batch.handle(self, ask)
        if path.startswith(("/upload/", "/resumable/upload/")):
            return uploads.handle(self, ask)
        found = discovery.find(ask.verb, path)
        return self.api(*found, ask) if found else self._page(ask)

    def api(
        self, route: Route, path_params: dict[str, str], ask: Ask, media: Media | None = None
    ) -> Answer:
        """Carry out one API call and encode its answer."""
        self.controls.counts[route.method_id] += 1
        try:
            self.controls.strike(route.method_id, "before")
            call = self._read(route, path_params, ask, media)
            handler = HANDLERS.get(route.method_id)
            if handler is None:
                raise ApiError(501, f"The local Workspace does not carry out {route.method_id}.")
            answer = self._encode(call, handler(call))
            self.controls.strike(route.method_id, "after")
        except ApiError as error:
            return self.error(error, route.api)
        finally:
            self.workspace.settle(reads=route.reads)
        return answer

    def _read(
        self, route: Route, path_params: dict[str, str], ask: Ask, media: Media | None
    ) -> Call:
        """Check a request and turn it into a call. Raises ApiError."""
        pairs = parse_qsl(ask.query, keep_blank_values=True)
        token = next((v for k, v in pairs if k in ("access_token", "oauth_token")), None)
        person = people.acting(self.workspace, ask.headers, token, route.scopes)
        if self.quotas:
            self.quotas.spend(route, person)
        params = discovery.check_params(route, path_params, pairs)
        return Call(
            workspace=self.workspace,
            person=person,
            params=params,
            mask=discovery.check_mask(
                route, params.get("fields") or ask.headers.get("x-goog-fieldmask")
            ),
            body=discovery.check_body(route, parse_json(route, ask.body)) if ask.body else {},
            media=media,
            headers=ask.headers,
            base=ask.base,
            method_id=route.method_id,
        )

    def _encode(self, call: Call, result: Result) -> Answer:
        if isinstance(result, Media):
            kind = [("Content-Type", result.mime_type), *result.headers]
            return Answer(200, kind, result.content)
        if result is None:
            return Answer(204, [], b"")
        if self.check:
            faults = discovery.check_answer(call.method_id, result)
            if faults:
                raise WrongAnswer(f"{call.method_id}: " + "; ".join(faults[:5]))
        return self.json(200, apply(call.mask, result))

    def json(self, status: int, value: Any, headers: Iterable[tuple[str, str]] = ()) -> Answer:
        content = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return Answer(status, [("Content-Type", JSON), *headers], content)

    def error(self, error: ApiError, api: str) -> Answer:
        """An error in the style of this API."""
        return self.json(error.status, error_body(error, api), error.headers.items())

    def _control(self, ask: Ask) -> Answer:
        try:
            return self.json(200, controls.control(self, ask.verb, ask.path, ask.body))
        except ApiError as error:
            return self.error(error, "sheets")

    def _page(self, ask: Ask) -> Answer:
        """A browser page, or another endpoint outside the discovery documents."""
        builder = EnvironBuilder(
            path=unquote(ask.path),
            query_string=ask.query,
            method=ask.verb,
            data=ask.body,
            base_url=ask.base,
            headers=list(ask.headers.items()),
        )
        environ = builder.get_environ()
        request = Request(environ)
        try:
            found, arguments = self.pages.bind_to_environ(environ).match()
            if found.method_id:
                self.controls.counts[found.method_id] += 1
                self.controls.strike(found.method_id, "before")
            person = people.browsing(self.workspace, request)
            response = found.handler(request, self.workspace, person, **arguments)
            if found.method_id:
                self.controls.strike(found.method_id, "after")
        except HTTPException as error:
            response = error.get_response(environ)
        except ApiError as error:
            return self.error(error, "drive")
        finally:
            self.workspace.settle(reads=ask.verb == "GET")
        return Answer(response.status_code, list(response.headers), response.get_data())

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """WSGI."""
        request = Request(environ)
        raw = environ.get("REQUEST_URI") or environ.get("RAW_URI") or environ["PATH_INFO"]
        headers = {name.lower(): value for name, value in request.headers}
        path = raw.partition("?")[0]
        if "://" in path:
            path = "/" + path.split("/", 3)[3]
        try:
            answer = self.handle(
                request.method,
                path,
                environ.get("QUERY_STRING", ""),
                headers,
                request.get_data(),
                request.host_url.rstrip("/"),
            )
        except controls.Lost as lost:
            return _lose(lost, environ, start_response)
        except Exception:  # a fault of ours: the log says where, the caller gets Google's 500
            logging.exception("%s %s", request.method, path)
            answer = self.error(ApiError(500), "sheets")
        response = Response(answer.body, answer.status, answer.headers)
        return response(environ, start_response)


def _lose(
    lost: controls.Lost, environ: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    """Let the connection fail as the fault says."""
    if lost.kind == "timeout":
        time.sleep(lost.late)
    connection = environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(2)
    start_response("503 Service Unavailable", [("Content-Length", "0"), ("Connection", "close")])
    return [b""]


def parse_json(route: Route, body: bytes) -> Any:
    """The JSON of a request body. Raises ApiError(400) as the API does."""
    try:
        read = json.loads(body, parse_constant=_no_constant)
        if b"\\u" in body:
            json.dumps(read, ensure_ascii=False).encode()  # half a surrogate pair is no text
        return read
    except (ValueError, RecursionError) as error:
        if route.api in ("drive", "calendar"):
            raise ApiError(400, "Parse Error", reason="parseError") from None
        text = body.decode("utf-8", "replace")[:200]
        message = f"Invalid JSON payload received. {str(error).split(':')[0]}.\n{text}\n^"
        raise ApiError(400, message) from None


def _no_constant(name: str) -> None:
    """NaN and Infinity are not JSON."""
    raise ValueError(f"Unexpected token {name}")
