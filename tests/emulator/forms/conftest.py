"""Google's own Forms client and a respondent's browser against the local Workspace."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

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
def app() -> Emulator:
    return create_app(clock=Clock(NOW), seed=7, check=True)


@pytest.fixture
def client(app: Emulator) -> Callable[..., Any]:
    """`client(person, "forms", "v1")` is Google's client, acting as that person."""

    def build(person: str, api: str = "forms", version: str = "v1") -> Any:
        return build_from_document(get_static_doc(api, version), http=Http(app, person))

    return build


@pytest.fixture
def forms(client: Any) -> Any:
    return client(ANA).forms()


@dataclass(frozen=True)
class Browser:
    """Somebody who fills a form in; `headers` may hold a sign-in."""

    app: Emulator

    def get(self, form_id: str, query: str = "", **headers: str) -> tuple[int, str]:
        path = f"/forms/d/e/{form_id}/viewform"
        answer = self.app.handle("GET", path, query, headers)
        return answer.status, answer.body.decode()

    def post(self, form_id: str, fields: dict[str, Any], **headers: str) -> tuple[int, str]:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        answer = self.app.handle(
            "POST",
            f"/forms/d/e/{form_id}/formResponse",
            headers=kind | headers,
            body=urlencode(fields, doseq=True).encode(),
        )
        return answer.status, answer.body.decode()


@pytest.fixture
def browser(app: Emulator) -> Browser:
    return Browser(app)


def question(index: int, title: str, question_id: str, **kind: Any) -> dict[str, Any]:
    """A createItem request."""
    body = {"questionId": question_id} | kind
    item = {"title": title, "questionItem": {"question": body}}
    return {"createItem": {"item": item, "location": {"index": index}}}


def radio(*options: Any, kind: str = "RADIO") -> dict[str, Any]:
    """A choice question; an option is a text or a whole Option."""
    listed = [{"value": option} if isinstance(option, str) else option for option in options]
    return {"type": kind, "options": listed}


OPEN = {
    "updateSettings": {
        "settings": {"emailCollectionType": "DO_NOT_COLLECT"},
        "updateMask": "emailCollectionType",
    }
}


def make(forms: Any, *requests: dict[str, Any]) -> str:
    """A form that anybody may answer, with these requests carried out."""
    form_id = str(forms.create(body={"info": {"title": "Tell us"}}).execute()["formId"])
    forms.batchUpdate(formId=form_id, body={"requests": [OPEN, *requests]}).execute()
    welcome(forms, form_id, type="anyone")
    return form_id


def welcome(forms: Any, form_id: str, **who: str) -> None:
    """Who may answer a form is a permission in Drive."""
    drive = build_from_document(get_static_doc("drive", "v3"), http=forms._http)
    body = {"view": "published", "role": "reader", **who}
    drive.permissions().create(fileId=form_id, body=body).execute()


def refusal(request: Any) -> tuple[int, str, str]:
    """Code, status and message of the error that a request is answered with."""
    with pytest.raises(HttpError) as caught:
        request.execute()
    error = json.loads(caught.value.content)["error"]
    return error["code"], error["status"], error["message"]
