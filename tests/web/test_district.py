"""The district's account: every school at a glance and as metrics; nobody else, and no student."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from emulator.inprocess import Http
from service.district import open_district
from service.served_schools import ServedSchools
from service.web.app import create_app
from service.web.hooks import LAST_LOOK
from tests.school_fixture import DOMAIN, Kept, LiveSchool

from .conftest import AUDIENCE, DANA, MAREN, STAFF, STUDENTS, Panel, card_of, clicks, words

DISTRICT = f"district@{DOMAIN}"
ROBOT = "metrics@project.iam.gserviceaccount.com"


@pytest.fixture
def panel(prepared: Kept, tmp_path: Path) -> Panel:
    """One school that was synced, and two on the list that were not."""
    live = LiveSchool(tmp_path)
    live.take(prepared)
    live.school = live.open(HOLDFAST_DISTRICT=DISTRICT, HOLDFAST_METRICS_FOR=ROBOT)
    schools = open_district(live.school.settings)
    schools.add("north-high", {"folder_id": "f-1", "domain": "north.example"})
    schools.add("south", {"folder_id": "f-2"})
    live.later(minutes=3)
    return served(live)


def served(live: LiveSchool) -> Panel:
    clock, timer = (lambda: live.now), (lambda: live.now.timestamp())
    others = ServedSchools(live.school.settings, lambda: Http(live.app), clock, timer)
    panel = Panel(live)
    panel.app = create_app(live.school, panel.jobs.append, others)
    panel.client = panel.app.test_client()
    return panel


def read(panel: Panel, email: str, **spec: Any) -> Any:
    headers = {"Authorization": f"Bearer {panel.token(email, **spec)}"}
    return panel.client.get("/metrics", headers=headers)


def test_the_district_s_account_sees_every_school_and_no_student(panel: Panel) -> None:
    card = panel.card(DISTRICT, "home")
    said = words(card)
    assert "north-high · north.example" in said
    assert f"1 · {DOMAIN}" in said
    assert said.count("Never synced") == 2
    for name in (*(each[1] for each in STUDENTS), *(each[1] for each in STAFF), "C-00"):
        assert name not in said
    assert {given["action"] for _, given in clicks(card)} == {"district"}
    again = panel.post(DISTRICT, "district")
    assert words(card_of(again.json)) == said


def test_it_is_told_from_the_ledger_alone(panel: Panel) -> None:
    assert panel.calls(DISTRICT, "home") == {}


def test_it_says_what_waits(panel: Panel) -> None:
    assert "waiting" not in words(panel.card(DISTRICT, "home"))
    panel.live.school.ledger.set_tokens({LAST_LOOK: panel.live.now.isoformat()}, news=False)
    run = panel.live.school.ledger.last_run()
    assert run is not None
    waits = panel.live.now > run["ended"]
    assert ("A look has been waiting" in words(panel.card(DISTRICT, "home"))) is waits


@pytest.mark.parametrize("email", [DANA, MAREN, "nobody@" + DOMAIN])
def test_nobody_else_sees_it(panel: Panel, email: str) -> None:
    answer = panel.post(email, "district")
    assert answer.status_code == 403
    assert "north-high" not in answer.get_data(as_text=True)
    assert "north-high" not in panel.post(email, "home").get_data(as_text=True)


def test_the_district_s_account_gains_nothing_else_by_it(panel: Panel) -> None:
    book = panel.live.found["workbooks"]["caseload"]
    for action in ("case", "find", "attention", "sync_now"):
        assert panel.post(DISTRICT, action, {"code": "C-0001"}).status_code == 403
        answer = panel.post(DISTRICT, action, {"code": "C-0001"}, workbook_id=book)
        assert answer.status_code == 403
    assert panel.post(DISTRICT, "home", workbook_id=book).status_code == 403


def test_without_the_setting_there_is_no_such_account(panel: Panel) -> None:
    live = panel.live
    live.school = live.open()
    closed = served(live)
    assert closed.post(DISTRICT, "home").status_code == 403
    assert closed.post(DISTRICT, "district").status_code == 403
    assert read(closed, DISTRICT).status_code == 403
    assert read(closed, ROBOT).status_code == 401


def test_its_name_in_another_domain_s_token_opens_nothing(panel: Panel) -> None:
    claims = {"hd": "north.example"}
    token = panel.token(DISTRICT, claims=claims)
    headers = {"Authorization": f"Bearer {token}"}
    assert panel.client.post("/addon/home", json={}, headers=headers).status_code == 401
    assert panel.client.get("/metrics", headers=headers).status_code == 401


# ---------------------------------------------------------------- metrics


def test_metrics_are_read_by_the_district_s_account_and_the_one_that_is_named(
    panel: Panel,
) -> None:
    for answer in (read(panel, DISTRICT), read(panel, ROBOT)):
        assert answer.status_code == 200
        assert answer.content_type.startswith("text/plain; version=0.0.4")
    told = dict(
        line.rsplit(" ", 1)
        for line in answer.get_data(as_text=True).splitlines()
        if not line.startswith("#")
    )
    assert float(told['holdfast_school_last_sync_timestamp_seconds{school="1"}']) > 0
    assert told['holdfast_school_last_sync_timestamp_seconds{school="south"}'] == "0.0"
    assert told['holdfast_google_calls_limit_per_minute{api="sheets"}'] == "300.0"
    assert 'holdfast_school_questions_older_than_a_week{school="north-high"}' in told


@pytest.mark.parametrize("email", [DANA, MAREN])
def test_nobody_else_reads_the_metrics(panel: Panel, email: str) -> None:
    assert read(panel, email).status_code == 403


@pytest.mark.parametrize(
    "spec",
    [
        {"expired": True},
        {"claims": {"email_verified": False}},
        {"aud": "somebody-else"},
        {"alg": "HS256"},
    ],
    ids=["expired", "unverified", "audience", "algorithm"],
)
def test_a_token_of_the_named_account_must_count(panel: Panel, spec: dict[str, Any]) -> None:
    assert read(panel, ROBOT, **spec).status_code == 401


def test_without_a_token_there_are_no_metrics(panel: Panel) -> None:
    assert panel.client.get("/metrics").status_code == 401
    assert AUDIENCE not in panel.client.get("/metrics").get_data(as_text=True)
