"""What a handler gets and how it registers.

An API's handlers are plain functions:

    @method("calendar.events.insert")            # the id in the discovery document
    def insert(call: Call) -> dict | Media | None: ...

By the time a handler runs, the request has been checked against the discovery document:
every query and path parameter is known and typed, every key of the body exists in the
schema and has the right JSON type. A handler returns the full resource as a dict (the app
applies `fields` and encodes it; `call.mask` tells what was asked for, if that spares work),
`Media` for a download, or None for an empty 204; or it raises `ApiError`.

Handlers run one at a time, under one lock. A handler that can fail half-way must leave
everything as it was: work on a copy, then put it in place.

A browser page registers with a werkzeug route and gets werkzeug's request:

    @page("/forms/d/e/<form_id>/viewform", methods=("GET",))
    def viewform(request: Request, workspace: Workspace, person: str, form_id: str) -> Response: ...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from .fields import Mask
    from .workspace import Workspace


@dataclass(frozen=True, slots=True)
class Media:
    """Bytes with their type: what was uploaded, or what is downloaded or exported."""

    content: bytes
    mime_type: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Call:
    """One API call.

    person   e-mail of who is acting
    params   path and query parameters, typed as the discovery document says (int, bool,
             str; repeated → list); only those that were sent, plus documented defaults
    body     the parsed JSON body, {} if there was none; explicit nulls are kept
    media    the uploaded bytes, if any
    headers  request headers, lower-case names
    mask     the parsed `fields` parameter, None if there was none
    base     scheme and host the caller used, e.g. "http://127.0.0.1:8080", for links
    """

    workspace: Workspace
    person: str
    params: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    media: Media | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    mask: Mask | None = None
    base: str = "http://localhost"
    method_id: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """An HTTP request: `path` percent-encoded, header names in lower case."""

    verb: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    base: str = "http://localhost"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A registered browser page, or another endpoint outside the discovery documents."""

    rule: str
    methods: tuple[str, ...]
    method_id: str | None
    handler: Callable[..., Any]


Result = dict[str, Any] | Media | None
Handler = Callable[[Call], Result]
H = TypeVar("H", bound=Handler)
HANDLERS: dict[str, Handler] = {}
PAGES: list[Page] = []


def method(method_id: str) -> Callable[[H], H]:
    """Register a function as the handler of one API method, by its discovery id."""

    def register(handler: H) -> H:
        if method_id in HANDLERS and HANDLERS[method_id] is not handler:
            raise ValueError(f"two handlers for {method_id}")
        HANDLERS[method_id] = handler
        return handler

    return register


def page(
    rule: str, methods: tuple[str, ...] = ("GET",), method_id: str | None = None
) -> Callable[[Any], Any]:
    """Register a browser page: handler(request, workspace, person, **route arguments).

    `method_id` gives an endpoint that no discovery document lists (such as the token
    endpoint) a name for the request counts and the faults.
    """

    def register(handler: Callable[..., Any]) -> Callable[..., Any]:
        PAGES.append(Page(rule, methods, method_id, handler))
        return handler

    return register
