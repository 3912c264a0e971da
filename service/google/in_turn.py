"""A connection whose calls to Sheets wait for their turn.

Sheets is the one of Google's APIs whose quota many schools meet; the others give thirty times as
much. So only calls to it are counted here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

SHEETS = "/v4/spreadsheets"
READS = (":getByDataFilter", ":batchGetByDataFilter", ":search")  # though they are POSTs


class InTurn:
    """`inner` is an object with httplib2's `request`; `before` is told whether a call to Sheets
    writes, and comes back when it may go."""

    def __init__(self, inner: Any, before: Callable[[bool], None]) -> None:
        self._inner, self._before = inner, before

    def request(self, uri: str, method: str = "GET", *args: Any, **kwargs: Any) -> Any:
        path = urlsplit(uri).path
        if path.startswith(SHEETS):
            self._before(method != "GET" and not path.endswith(READS))
        return self._inner.request(uri, method, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)
