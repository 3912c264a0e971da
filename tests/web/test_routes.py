"""Every way in is checked; every failure is a card with a plain sentence."""

import json
import re
import sqlite3

import pytest
from sqlalchemy import event

from service.ledger import LedgerError
from service.web.answering import ACTIONS, EVERYBODY
from service.web.app import OPEN
from tests.school_fixture import DOMAIN

from .conftest import ANA, CARL, DANA, ELEANOR, MAREN, NORA, PHILIP, RUTH, TOMAS, card_of, words

BY_ROLE = {
    "Case manager": DANA, "Coordinator": MAREN, "Deputy": PHILIP, "Safeguarding lead": RUTH,
    "Counselor": CARL, "Teacher": NORA, "Head": ELEANOR,
}  # fmt: skip


def unchecked(app):
    """Routes that neither stand on the list of open ones nor check who asks."""
    return [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in OPEN
        and not getattr(app.view_functions[rule.endpoint], "is_guarded", False)
    ]


def test_no_route_is_without_a_check(panel):
    assert unchecked(panel.app) == []
    for rule in panel.app.url_map.iter_rules():
        path = re.sub(r"<[^>]+>", "home", rule.rule)
        for method in sorted(rule.methods - {"OPTIONS", "HEAD"}):
            answer = panel.client.open(path, method=method, json={})
            assert answer.status_code == (200 if rule.endpoint in OPEN else 401), (method, path)


def test_that_test_would_notice_a_route_without_a_check(panel):
    panel.app.add_url_rule("/left-open", view_func=lambda: "hello")
    assert unchecked(panel.app) == ["/left-open"]


def test_the_open_routes_say_nothing_about_the_school(panel):
    for path in ("/health", "/ready"):
        assert panel.client.get(path).json == {"status": "ok"}


def test_who_is_not_on_staff_sees_nothing(panel):
    for email in (f"stranger@{DOMAIN}", f"admin@{DOMAIN}"):
        for action in ("home", "case", "find", "workload", *ACTIONS):
            answer = panel.post(email, action, {"code": ANA})
            assert answer.status_code == 403
            assert "Ana" not in answer.get_data(as_text=True)


def test_a_role_that_the_school_does_not_know_sees_nothing(panel):
    panel.live.type_row("office", "Staff", {"Email": f"x@{DOMAIN}", "Name": "X", "Role": "Aide"})
    answer = panel.post(f"x@{DOMAIN}", "home")
    assert answer.status_code == 403


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_an_action_is_open_to_its_roles_and_to_no_other(panel, role):
    for name, action in ACTIONS.items():
        answer = panel.post(BY_ROLE[role], name, {"code": "C-9999"})
        if role not in action.roles:
            assert answer.status_code == 403, name
        assert answer.status_code < 500, name


def test_an_unknown_action_is_refused_like_one_that_is_not_for_you(panel):
    one, other = panel.post(NORA, "no_such_thing"), panel.post(NORA, "workload")
    assert one.status_code == other.status_code == 403
    assert one.json == other.json


def test_what_is_not_there_and_what_is_not_yours_are_answered_alike(panel):
    panel.live.later(days=3)
    answers = [panel.post(TOMAS, "access", {"code": code}) for code in (ANA, "C-9999", "x")]
    assert {answer.status_code for answer in answers} == {403}
    assert answers[0].json == answers[1].json == answers[2].json


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"x"', b'{"commonEventObject": 5, "holdfast": []}',
             b'{"commonEventObject": {"formInputs": {"a": {"": 1}}, "parameters": [1]}}']
)  # fmt: skip
def test_odd_bodies_are_read_as_far_as_they_go(panel, body):
    headers = {"Authorization": f"Bearer {panel.token(DANA)}", "Content-Type": "application/json"}
    assert panel.client.post("/addon/home", data=body, headers=headers).status_code == 200


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"commonEventObject":' * 20_000])
def test_a_body_that_is_nested_without_end_is_refused_kindly(panel, body):
    headers = {"Authorization": f"Bearer {panel.token(DANA)}", "Content-Type": "application/json"}
    answer = panel.client.post("/addon/home", data=body, headers=headers)
    assert answer.status_code == 400
    assert "cannot be read" in words(card_of(answer.json))


def test_a_full_disk_is_said_and_nothing_untrue(panel):
    """The change is in the sheet; only the record of it could not be kept."""

    class Full(sqlite3.OperationalError):
        pass

    def no_room(connection, cursor, statement, *_):
        if "INSERT INTO accesses" in statement:
            raise Full("database or disk is full")

    engine = panel.live.school.ledger._engine
    event.listen(engine, "before_cursor_execute", no_room)
    answer = panel.post(DANA, "add_thing_save", {"code": ANA}, {"thing": "Bring the comic"})
    event.remove(engine, "before_cursor_execute", no_room)
    assert answer.status_code == 500
    said = words(card_of(answer.json))
    assert "may stand in the sheet already" in said
    assert "Nothing" not in said
    row = panel.live.find("caseload", "Caseload", Case_code=ANA)
    assert "Bring the comic" in row["Random things to do"]


def test_a_body_that_is_too_large_is_refused_kindly(panel):
    headers = {"Authorization": f"Bearer {panel.token(DANA)}", "Content-Type": "application/json"}
    answer = panel.client.post("/addon/home", data=b" " * 600_000, headers=headers)
    assert answer.status_code == 413
    assert words(card_of(answer.json))


def test_without_the_access_log_nothing_is_shown(panel, monkeypatch):
    def broken(*_args):
        raise LedgerError("the disk is full")

    monkeypatch.setattr(panel.live.school.ledger, "record_accesses", broken)
    answer = panel.post(DANA, "case", {"code": ANA})
    assert answer.status_code == 500
    said = answer.get_data(as_text=True)
    assert "Ana" not in said
    assert "disk" not in said


def test_the_unexpected_has_a_number_and_no_trace(panel, monkeypatch, capfd):
    monkeypatch.setattr(panel.live.school, "context", lambda: 1 / 0)
    answer = panel.post(DANA, "case", {"code": ANA})
    assert answer.status_code == 500
    said = words(card_of(answer.json))
    assert re.search(r"\b[0-9a-f]{8}\b", said)
    for word in ("Traceback", "ZeroDivision", "Ana", ".py"):
        assert word not in json.dumps(answer.json)


def test_when_google_is_down_a_card_says_so(panel):
    fault = {"method": "*", "status": 503, "times": 50}
    token = panel.token(DANA)
    panel.card(DANA, "home")
    panel.live.later(hours=0.5)
    panel.live.control("POST", "faults", fault)
    answer = panel.client.post("/addon/home", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 502
    assert "Google did not answer" in words(card_of(answer.json))


def test_cards_are_not_kept_on_the_way(panel):
    assert panel.post(DANA, "home").headers["Cache-Control"] == "no-store"
