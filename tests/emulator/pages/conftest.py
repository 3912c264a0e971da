"""The small school, and a browser's requests to it without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from emulator.call import Answer

from .school import DANA, School, found_school

Visit = Callable[..., Answer]
Ask = Callable[..., tuple[int, Any]]


@pytest.fixture
def school() -> School:
    return found_school()


@pytest.fixture
def visit(school: School) -> Visit:
    """`visit(path, person, form)`: GET a page, or POST a form to it."""

    def go(address: str, person: str | None = DANA, form: dict[str, str] | None = None) -> Answer:
        path, _, query = address.partition("?")
        headers = {"cookie": f"as={person}"} if person else {}
        if form is None:
            return school.app.handle("GET", path, query, headers)
        headers["content-type"] = "application/x-www-form-urlencoded"
        return school.app.handle("POST", path, query, headers, urlencode(form).encode())

    return go


@pytest.fixture
def ask(school: School) -> Ask:
    return asking(school)


def asking(school: School) -> Ask:
    """`ask(path, body, person)`: what a page's script asks; (status, JSON)."""

    def go(address: str, body: Any = None, person: str = DANA) -> tuple[int, Any]:
        path, _, query = address.partition("?")
        headers = {"cookie": f"as={person}", "content-type": "application/json"}
        verb = "GET" if body is None else "POST"
        content = b"" if body is None else json.dumps(body).encode()
        answer = school.app.handle(verb, path, query, headers, content)
        return answer.status, json.loads(answer.body)

    return go
