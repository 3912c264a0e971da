"""Google's own client against the local Workspace, in process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError

from emulator.app import Emulator, create_app
from emulator.inprocess import Http
from emulator.workspace import Clock

ANA, BEN = "ana@school.example", "ben@school.example"
NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


@pytest.fixture
def app() -> Iterator[Emulator]:
    """A local Workspace at noon of a school day, holding its answers to the schema."""
    return create_app(clock=Clock(NOW), seed=7, check=True)


@pytest.fixture
def calendar(app: Emulator) -> Callable[[str], Any]:
    """`calendar(person)` is Google's Calendar client, acting as that person."""

    def build(person: str) -> Any:
        document = get_static_doc("calendar", "v3")
        return build_from_document(document, http=Http(app, person))

    return build


@pytest.fixture
def ana(calendar: Callable[[str], Any]) -> Any:
    return calendar(ANA)


@pytest.fixture
def ben(calendar: Callable[[str], Any]) -> Any:
    return calendar(BEN)


def refusal(request: Any) -> tuple[int, str, str]:
    """Status, reason and message of the error that a request is answered with."""
    with pytest.raises(HttpError) as caught:
        request.execute()
    body = json.loads(caught.value.content)["error"]
    assert body["code"] == caught.value.resp.status
    assert "status" not in body
    return body["code"], body["errors"][0]["reason"], body["message"]


def talk(**more: Any) -> dict[str, Any]:
    """The body of half an hour's event on 6 March 2026 at 9:00 in New York."""
    return {
        "summary": "First Talk C-0142",
        "start": {"dateTime": "2026-03-06T09:00:00-05:00"},
        "end": {"dateTime": "2026-03-06T09:30:00-05:00"},
    } | more
