"""What Google takes from the add-on's relay, in each way the relay can answer."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Ask
from .fake_service import PIXEL, fake_service

HOME, BUTTON = {}, {"event": {"parameters": {"action": "home"}}}
MADE_AN_ERROR = "The add-on made an error"


def title(said: dict[str, Any]) -> str:
    action = (said.get("renderActions") or said)["action"]
    return str(action["navigations"][0]["pushCard"]["header"]["title"])


@pytest.mark.parametrize(
    ("callback", "answers", "homepage", "button"),
    [
        ("action", "render", True, True),
        ("action", "action", True, True),
        ("action", "cards", True, True),
        ("render_actions", "render", True, True),
        ("render_actions", "action", True, False),
        ("render_actions", "cards", True, True),
        ("cards_only", "render", False, False),
        ("cards_only", "action", False, False),
        ("cards_only", "cards", True, True),
    ],
)
def test_addon_callback(
    ask: Ask, callback: str, answers: str, homepage: bool, button: bool
) -> None:
    ask("/_emulator/variants", {"addon_callback": callback})
    assert ask("/_emulator/addon_host", {"answers": answers})[1] == {"answers": answers}
    with fake_service() as service:
        ask("/_emulator/addon", {"url": service.url})
        shown = [ask("/addon/relay/home", event)[1] for event in (HOME, BUTTON)]
    assert [title(one) != MADE_AN_ERROR for one in shown] == [homepage, button]
    assert ("renderActions" in shown[1]) == (answers == "render" and button)


def test_an_unknown_way_to_answer_is_explained(ask: Ask) -> None:
    assert ask("/_emulator/addon_host")[1] == {"answers": "render"}
    status, said = ask("/_emulator/addon_host", {"answers": "loudly"})
    assert status == 400
    assert "render, action, cards" in said["error"]["message"]


@pytest.mark.parametrize("variant", ["shown", "refused"])
def test_data_images(ask: Ask, variant: str) -> None:
    ask("/_emulator/variants", {"data_images": variant})
    with fake_service() as service:
        ask("/_emulator/addon", {"url": service.url})
        card = ask("/addon/relay/case", {})[1]["action"]["navigations"][0]["pushCard"]
    widgets = card["sections"][0]["widgets"]
    words = {"textParagraph": {"text": "Words a minute, rising"}}
    picture = {"image": {"imageUrl": PIXEL, "altText": "Words a minute, rising"}}
    assert (picture in widgets, words in widgets) == (variant == "shown", variant == "refused")
    assert ("imageUrl" in card["header"]) == (variant == "shown")
    assert len(widgets) == 8  # nothing else is lost
