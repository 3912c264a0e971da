"""The relay behind the add-on's panel."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.auth import jwt

from .conftest import Ask
from .fake_service import fake_service
from .school import DANA, NORA, School


def title(said: dict[str, Any]) -> str:
    return str(said["action"]["navigations"][0]["pushCard"]["header"]["title"])


def test_the_service_gets_a_good_token_of_the_chosen_person(school: School, ask: Ask) -> None:
    with fake_service() as service:
        ask("/_emulator/addon", {"url": service.url, "audience": "aud-1"})
        status, said = ask("/addon/relay/home", {"event": {"parameters": {"a": 1}}}, NORA)
    assert (status, title(said)) == (200, "Today")
    ((action, authorization, body),) = service.asked
    keys = json.loads(school.app.handle("GET", "/oauth2/v1/certs").body)
    claims = jwt.decode(authorization.removeprefix("Bearer "), certs=keys, verify=False)
    assert (action, claims["email"], claims["aud"]) == ("home", NORA, "aud-1")
    assert body["commonEventObject"]["parameters"] == {"a": "1"}
    assert body["holdfast"] == {"workbook_id": "", "tab": "", "row_id": ""}


def test_what_the_service_says_is_shown_as_a_card_whatever_it_is(ask: Ask) -> None:
    assert title(ask("/addon/relay/home", {})[1]) == "Holdfast is not connected"
    with fake_service() as service:
        ask("/_emulator/addon", {"url": service.url + "/", "audience": "aud-1"})
        assert title(ask("/addon/relay/refuse", {})[1]) == "Please sign in"
        assert title(ask("/addon/relay/broken", {})[1]) == "Holdfast could not answer"
    assert title(ask("/addon/relay/home", {})[1]) == "Holdfast is away"


def test_the_service_may_ask_the_workspace_while_it_answers(school: School, ask: Ask) -> None:
    looked: list[Any] = []
    with fake_service() as service:
        service.first = lambda: looked.append(school.shown("Caseload!A2"))
        ask("/_emulator/addon", {"url": service.url})
        assert title(ask("/addon/relay/home", {})[1]) == "Today"
    assert looked == [[["Ana Silva"]]]


@pytest.mark.parametrize("action", ["", "a/b", "..%2fhooks", "a?b", "1"])
def test_only_actions_are_relayed(school: School, ask: Ask, action: str) -> None:
    with fake_service() as service:
        ask("/_emulator/addon", {"url": service.url})
        ask(f"/addon/relay/{action}", {}, DANA)
    assert [one[0] for one in service.asked] == (["a"] if action == "a?b" else [])


def test_the_control_says_where_the_service_is(ask: Ask) -> None:
    assert ask("/_emulator/addon")[1] == {"url": None}
    told = ask("/_emulator/addon", {"url": "http://x"})[1]
    assert told == ask("/_emulator/addon")[1] == {"url": "http://x", "audience": "http://x"}
    assert ask("/_emulator/addon", {"url": None})[1] == {"url": None}
