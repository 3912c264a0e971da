"""The card contracts, the service's side; the relay's side is apps_script/test/relay.test.js."""

import json
from pathlib import Path

import pytest

from .card_schema import mistakes
from .conftest import card_of, headers

CONTRACTS = sorted((Path(__file__).resolve().parents[1] / "contracts").glob("*.json"))


@pytest.mark.parametrize("file", CONTRACTS, ids=lambda file: file.stem)
def test_what_the_relay_sends_is_answered_as_agreed(panel, file):
    contract = json.loads(file.read_text("utf-8"))
    wanted = contract["answered"]
    bearer = {"Authorization": f"Bearer {panel.token(contract['who'])}"}
    answer = panel.client.post(
        contract["sent"]["path"], json=contract["sent"]["body"], headers=bearer
    )
    assert answer.status_code == wanted["status"]
    (move,) = answer.json["action"]["navigations"]
    assert list(move) == [wanted["move"]]
    card = card_of(answer.json)
    assert mistakes(card) == []
    assert (card["name"], card["header"]["title"]) == (wanted["name"], wanted["title"])
    assert headers(card) == wanted["sections"]
    if "note" in wanted:
        assert answer.json["action"]["notification"]["text"] == wanted["note"]
