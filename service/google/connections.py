"""Connections that send every request once.

When the answer to a request is lost, httplib2 silently sends it a second time, whatever it was
("the connection just went stale"): that would append a row, or send a mail, twice. Here a lost
answer is an error, and `retries` decides. So that a connection that Google closed in the
meantime is not taken for a lost answer, one that was idle for a while is opened anew.
"""

from __future__ import annotations

import http.client
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httplib2

TIMEOUT_S = 60.0
IDLE_S = 20.0


class Once:
    """What both kinds of connection share."""

    used = 0.0

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.used and monotonic() - self.used > IDLE_S:
            self.close()  # type: ignore[attr-defined]
        super().request(*args, **kwargs)  # type: ignore[misc]

    def getresponse(self) -> Any:
        try:
            answer = super().getresponse()  # type: ignore[misc]
        except http.client.HTTPException as lost:
            raise ConnectionResetError("The answer was lost.") from lost
        self.used = monotonic()
        return answer


class OnceHttp(Once, httplib2.HTTPConnectionWithTimeout):
    """Plain HTTP: a local Workspace."""


class OnceHttps(Once, httplib2.HTTPSConnectionWithTimeout):
    """TLS: Google."""


class Connection(httplib2.Http):
    """One thread's connections to one or more hosts."""

    def __init__(self) -> None:
        super().__init__(timeout=TIMEOUT_S)
        # 308 is how a resumable upload goes on, not a redirect
        self.redirect_codes: frozenset[int] = httplib2.REDIRECT_CODES - {308}

    def request(self, uri: str, *args: Any, **kwargs: Any) -> Any:
        if not kwargs.get("connection_type"):
            secure = urlsplit(uri).scheme == "https"
            kwargs["connection_type"] = OnceHttps if secure else OnceHttp
        return super().request(uri, *args, **kwargs)
