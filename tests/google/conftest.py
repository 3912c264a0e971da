"""The gateways under test, talking to a local Workspace in the same process."""

from __future__ import annotations

import json

import pytest

from emulator.app import create_app
from emulator.inprocess import Http
from service.google import Session, open_workspace
from service.google.access import LocalAccess
from service.google.retries import Patience
from service.ports import Workspace

ROOT = "http://workspace.test"
ADMIN = "admin@holdfast.example"
CM = "cm@holdfast.example"
ZONE = "America/New_York"


class LocalWorkspace:
    """An emulator with its controls at hand."""

    def __init__(self) -> None:
        self.app = create_app()

    def control(self, method: str, name: str, body: dict | None = None) -> dict:
        content = json.dumps(body) if body is not None else None
        headers = {"content-type": "application/json"}
        _response, answer = Http(self.app).request(
            f"{ROOT}/_emulator/{name}", method, content, headers
        )
        return json.loads(answer or b"{}")

    def fault(self, method: str, status: int = 503, times: int = 1, **spec) -> None:
        self.control("POST", "faults", {"method": method, "status": status, "times": times, **spec})

    def counts(self) -> dict[str, int]:
        return self.control("GET", "requests")

    def transport(self) -> Http:
        return Http(self.app)


@pytest.fixture
def local() -> LocalWorkspace:
    return LocalWorkspace()


@pytest.fixture
def naps() -> list[float]:
    """How long each wait would have been."""
    return []


@pytest.fixture
def session(local, naps) -> Session:
    patience = Patience(attempts=4, sleep=naps.append)
    return Session(LocalAccess(), ROOT, transport=local.transport, patience=patience)


@pytest.fixture
def workspace(session) -> Workspace:
    return open_workspace(session, admin=ADMIN, mail_from=ADMIN, time_zone=ZONE)
