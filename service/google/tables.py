"""gspread, as a person: for tools that want a worksheet rather than a batch of requests."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import gspread
from gspread.http_client import HTTPClient
from requests import Response
from requests.adapters import BaseAdapter

from .access import SCOPES
from .session import Session

APIS = {"sheets.googleapis.com": "sheets", "www.googleapis.com": "drive"}
CONNECT_AND_READ_S = (10.0, 60.0)


def gspread_client(
    session: Session, person: str, adapter: BaseAdapter | None = None
) -> gspread.Client:
    """A gspread client that acts as `person` on the session's Workspace.

    It counts its calls with the session's and tries again with the session's patience (gspread's
    own back-off never gives up, and repeats writes that may have been applied). `adapter` carries
    the requests in tests. One client per thread. Errors are `gateways` errors.
    """
    client = gspread.Client(
        auth=session.credentials(person, SCOPES["sheets"]), http_client=WorkspaceHTTPClient
    )
    client.http_client.holdfast = session
    client.http_client.set_timeout(CONNECT_AND_READ_S)
    if adapter:
        for scheme in ("https://", "http://"):
            client.http_client.session.mount(scheme, adapter)
    return client


class WorkspaceHTTPClient(HTTPClient):
    """gspread's client, sent to the session's host."""

    holdfast: Session

    def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Response:
        parts = urlsplit(endpoint)
        api = APIS.get(parts.netloc, "drive")
        url = endpoint
        if self.holdfast.root:
            url = endpoint.replace(f"{parts.scheme}://{parts.netloc}", self.holdfast.root, 1)

        def send() -> Response:
            self.holdfast.calls.add(api)
            answer: Response = super(WorkspaceHTTPClient, self).request(
                method, url, *args, **kwargs
            )
            return answer

        reads = method.lower() in ("get", "head")
        return self.holdfast.patience.call(send, changes=not reads, safe=reads)
