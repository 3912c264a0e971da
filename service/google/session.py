"""One discovery service per API and process; one connection per thread, person and API.

httplib2 hands one caller's answer to another when threads share a connection, and for us that
would be one student's data shown for another. So the discovery services carry no connection at
all, and every request is executed on one that belongs to the thread alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import copy
from functools import lru_cache
from threading import Lock, local
from typing import Any, TypeVar

import google_auth_httplib2
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc

from .access import SCOPES, Access
from .calls import Calls
from .connections import Connection
from .retries import Patience

T = TypeVar("T")

VERSIONS = {"sheets": "v4", "drive": "v3", "calendar": "v3", "forms": "v1", "gmail": "v1"}


class NoConnection:
    """Stands where a shared connection would: whoever uses it has forgotten `execute(http=…)`."""

    def request(self, *_args: object, **_kwargs: object) -> None:
        raise AssertionError("Requests are executed on the calling thread's own connection.")


@lru_cache(maxsize=32)
def service_for(api: str, root: str) -> Any:
    """Google's client for `api`, speaking to `root` ("" = Google). Built once per process."""
    document = json.loads(get_static_doc(api, VERSIONS[api]))
    if root:
        document["rootUrl"] = f"{root}/"
        document.pop("mtlsRootUrl", None)
    return build_from_document(document, http=NoConnection())


@lru_cache(maxsize=64)
def collection(api: str, root: str, path: str) -> Any:
    """A collection of methods such as "spreadsheets.values"; kept, for making one is dear."""
    found = service_for(api, root)
    for name in path.split("."):
        found = getattr(found, name)()
    return found


class Session:
    """Runs requests as people. Safe to share between threads.

    `root` is the Workspace's address ("" = Google); `transport` makes one connection (an object
    with httplib2's `request`).
    """

    def __init__(
        self,
        access: Access,
        root: str = "",
        *,
        transport: Callable[[], Any] | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.root = root.rstrip("/")
        self.calls = Calls()
        self.patience = patience or Patience()
        self._access = access
        self._transport = transport or Connection
        self._connections = local()
        self._credentials: dict[tuple[str, tuple[str, ...]], Any] = {}
        self._lock = Lock()
        self._may_write: Callable[[], None] = lambda: None

    def behind(self, may_write: Callable[[], None]) -> Session:
        """The same session for one run: `may_write` is asked before each attempt at a call that
        writes, and what it raises keeps that call from going out. So once it raises, at most the
        call that is on its way already arrives."""
        own = copy(self)
        own._may_write = may_write
        return own

    def about_to_call(self, api: str, count: int = 1, *, writes: bool) -> None:
        """Before each attempt: whether it may go out, and that it does."""
        if writes:
            self._may_write()
        self.calls.add(api, count)

    def collection(self, api: str, path: str) -> Any:
        """`collection("sheets", "spreadsheets.values")`: its methods make requests."""
        return collection(api, self.root, path)

    def execute(
        self, api: str, person: str, request: Any, *, changes: bool = False, safe: bool = True
    ) -> Any:
        """Carry out one request as `person`; see Patience.call for `changes` and `safe`."""

        def send() -> Any:
            http = self.connection(api, person)
            self.about_to_call(api, writes=changes)  # last: a new token may have been waited for
            return request.execute(http=http)

        return self.patience.call(send, changes=changes, safe=safe)

    def connection(self, api: str, person: str) -> Any:
        """This thread's own connection for `person`; a refused token is renewed once."""
        mine = self._connections.__dict__.setdefault("by_person", {})
        key = (api, person)
        if key not in mine:
            mine[key] = google_auth_httplib2.AuthorizedHttp(
                self.credentials(person, SCOPES[api]), http=self._transport()
            )
            mine[key]._max_refresh_attempts = 1
        http = mine[key]
        self._renew(http.credentials, http._request)
        return http

    def credentials(self, person: str, scopes: tuple[str, ...]) -> Any:
        """One token per person and scopes, shared by all threads."""
        with self._lock:
            key = (person, scopes)
            if key not in self._credentials:
                self._credentials[key] = self._access.credentials(person, scopes)
            return self._credentials[key]

    def stranger(self) -> Any:
        """A connection that carries nobody's token."""
        return self._transport()

    def _renew(self, credentials: Any, request: Any) -> None:
        """One thread fetches a token, the others wait for it instead of fetching their own."""
        if credentials.valid:
            return
        with self._lock:
            if not credentials.valid:
                self.calls.add("oauth")
                credentials.refresh(request)
