"""`doctor --live` says which Google this is, and Holdfast heeds it; `init` says what is left to a
person, and `doctor` reads back who may answer the forms and who may open papers."""

import json

import httplib2
import pytest

from emulator.inprocess import Http
from service.reconcile.setup.capabilities import known
from service.settings import load_settings
from service.wiring import open_school

from .test_commands import Terminal


@pytest.fixture
def terminal(tmp_path, monkeypatch):
    monkeypatch.setattr("service.workbook.founding.ROWS", 100)
    return Terminal(tmp_path)


def live(terminal) -> dict:
    result = terminal.run("doctor", "--live", "--json")
    assert result.exit_code in (0, 3), result.output
    return json.loads(result.stdout)


def test_doctor_live_finds_what_is_set_and_says_what_follows(terminal):
    terminal.app.vary({"form_ids": "own", "default_visibility": "domain"})
    terminal.json("init")
    probes = {each["name"]: each for each in live(terminal)["probes"]}
    assert probes["form_ids"]["value"] == "own"
    assert probes["default_visibility"]["value"] == "domain"
    assert probes["gmail_message_id"]["value"] == "replaced"
    assert all(each["seen"] and each["follows"] for each in probes.values())
    shown = terminal.run("doctor", "--live").stdout
    assert "Which Google this is" in shown


def test_without_live_nothing_is_tried(terminal):
    terminal.json("init", "--skip-probes")
    assert "probes" not in json.loads(terminal.run("doctor", "--json").stdout)


class TwiceIsTaken(Http):
    """A Google that takes a second metadata of one id, and says nothing."""

    def request(self, uri, method="GET", body=None, headers=None, **more):
        answer, content = super().request(uri, method, body, headers, **more)
        if answer.status == 400 and b"createDeveloperMetadata" in _bytes(body):
            headers = {"content-type": "application/json", "status": "200"}
            return httplib2.Response(headers), b'{"replies": [{}]}'
        return answer, content


def _bytes(body) -> bytes:
    return body.encode() if isinstance(body, str) else body or b""


def test_where_ranges_take_no_id_of_ours_metadata_is_the_fence_and_all_goes_on(terminal):
    terminal.app.vary({"named_range_ids": "refused"})
    terminal.json("init")
    probes = {each["name"]: each["value"] for each in live(terminal)["probes"]}
    assert probes["named_range_ids"] == "refused"
    assert "doctor --live" not in {f["where"] for f in live(terminal)["findings"]}
    assert terminal.run("sync").exit_code == 0


def test_where_writing_cannot_be_fenced_nothing_is_written_and_it_is_said_why(terminal):
    terminal.json("init")
    terminal.app.vary({"named_range_ids": "refused"})
    terminal.way = TwiceIsTaken
    assert "doctor --live" in {f["where"] for f in live(terminal)["findings"]}
    refused = terminal.run("sync")
    assert refused.exit_code == 1
    assert "nothing is written" in refused.output
    terminal.app.vary({"named_range_ids": "any"})
    terminal.way = Http
    assert "doctor --live" not in {f["where"] for f in live(terminal)["findings"]}
    assert terminal.run("sync").exit_code == 0


def test_what_was_found_does_not_make_an_empty_ledger_look_full(terminal):
    live(terminal)
    settings = load_settings(terminal.environ)
    school = open_school(settings, transport=lambda: Http(terminal.app))
    assert known(school.ledger, "form_ids") == "kept"
    assert school.ledger.is_empty()


def test_init_lists_what_only_a_person_can_set(terminal):
    said = terminal.run("init").stdout
    assert "To be done by hand" in said
    assert said.count("/edit#settings") >= 4
    assert "Confirmation message" in said
    assert "911" in said
    assert "Allow response editing" in terminal.run("doctor").stdout
