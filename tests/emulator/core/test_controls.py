"""Counts, faults, the clock, quotas: what tests drive the Workspace with."""

import pytest
import requests
from googleapiclient.errors import HttpError

from emulator.app import create_app
from emulator.inprocess import Adapter
from tests.emulator.clients import ANA, BEN, ask, drive, fault


@pytest.fixture
def app():
    return create_app()


def test_calls_are_counted_by_method(app):
    drive(app).files().list().execute()
    drive(app).files().list().execute()
    assert ask(app, "GET", "/_emulator/requests") == (200, {"drive.files.list": 2})
    assert ask(app, "DELETE", "/_emulator/requests") == (200, {})
    assert ask(app, "GET", "/_emulator/requests") == (200, {})


def test_a_fault_before_leaves_nothing_done(app):
    spec = {"method": "drive.files.create", "status": 503, "times": 1, "when": "before"}
    assert ask(app, "POST", "/_emulator/faults", spec)[0] == 200
    with pytest.raises(HttpError) as error:
        drive(app).files().create(body={"name": "a"}).execute()
    assert error.value.resp.status == 503
    assert drive(app).files().list().execute()["files"] == []
    drive(app).files().create(body={"name": "a"}).execute()
    assert len(drive(app).files().list().execute()["files"]) == 1


def test_a_fault_after_loses_only_the_answer(app):
    fault(app, method="drive.files.create", status=500, when="after")
    with pytest.raises(HttpError):
        drive(app).files().create(body={"name": "a"}).execute()
    assert len(drive(app).files().list().execute()["files"]) == 1


def test_google_clients_repeat_a_503_when_told_to(app, monkeypatch):
    monkeypatch.setattr("googleapiclient.http._sleep", None, raising=False)
    fault(app, method="*", status=503)
    request = drive(app).files().list()
    request._sleep = lambda seconds: None
    assert request.execute(num_retries=1)["files"] == []


@pytest.mark.parametrize(
    ("status", "reason"),
    [(401, "authError"), (403, "rateLimitExceeded"), (404, "notFound"), (409, "duplicate"),
     (410, "gone"), (412, "conditionNotMet"), (429, "rateLimitExceeded"), (500, "backendError")],
)  # fmt: skip
def test_faults_look_like_googles(app, status, reason):
    fault(app, method="*", status=status, reason=reason, retry_after=7)
    fault(app, method="*", status=status)
    answered, body = ask(app, "GET", "/drive/v3/files")
    assert (answered, body["error"]["errors"][0]["reason"]) == (status, reason)
    answered, body = ask(app, "GET", "/v4/spreadsheets/x")
    assert answered == body["error"]["code"] == status
    assert body["error"]["status"].isupper()


def test_retry_after_is_a_header(app):
    fault(app, method="*", status=429, retry_after=7)
    answer = app.handle("GET", "/drive/v3/files", headers={"authorization": "Bearer x"})
    assert ("Retry-After", "7") in answer.headers


def test_chance_is_repeatable(app):
    def pattern():
        app.controls.faults.clear()
        fault(app, method="*", status=503, probability=0.5, seed=7)
        return [ask(app, "GET", "/drive/v3/files")[0] for _ in range(20)]

    first = pattern()
    assert set(first) == {200, 503}
    assert pattern() == first


@pytest.mark.parametrize(
    ("kind", "plain", "with_requests"),
    [
        ("drop", ConnectionResetError, requests.ConnectionError),
        ("timeout", TimeoutError, requests.ReadTimeout),
    ],
)
def test_connections_fail_as_real_ones(app, kind, plain, with_requests):
    fault(app, method="*", when="after", times=2, **{kind: True})
    with pytest.raises(plain):
        drive(app).files().create(body={"name": "a"}).execute()
    session = requests.Session()
    session.mount("https://", Adapter(app))
    with pytest.raises(with_requests):
        session.get("https://x/drive/v3/files", headers={"Authorization": f"Bearer as:{ANA}"})
    assert len(drive(app).files().list().execute()["files"]) == 1


def test_a_fault_that_is_misspelt_is_explained(app):
    status, body = ask(app, "POST", "/_emulator/faults", {"metod": "x"})
    assert status == 400
    assert "metod" in body["error"]["message"]
    assert ask(app, "POST", "/_emulator/faults", {"method": "x", "when": "later"})[0] == 400
    assert ask(app, "GET", "/_emulator/nothing")[0] == 404


def test_reset_empties_everything(app):
    drive(app).files().create(body={"name": "a"}).execute()
    fault(app, method="*", status=503)
    assert ask(app, "POST", "/_emulator/reset") == (200, {})
    assert drive(app).files().list().execute()["files"] == []
    assert ask(app, "GET", "/_emulator/requests") == (200, {"drive.files.list": 1})


def test_the_clock_can_be_set(app):
    set_to = {"now": "2026-03-01T09:00:00+02:00"}
    assert ask(app, "POST", "/_emulator/clock", set_to)[1] == {"now": "2026-03-01T07:00:00+00:00"}
    made = drive(app).files().create(body={"name": "a"}, fields="createdTime").execute()
    assert made["createdTime"] == "2026-03-01T07:00:00.000Z"
    assert ask(app, "POST", "/_emulator/clock", {"advance": 90})[1]["now"][11:19] == "07:01:30"
    assert ask(app, "POST", "/_emulator/clock", {"now": None})[1]["now"][:10] != "2026-03-01"
    assert ask(app, "POST", "/_emulator/clock", {"now": "noon"})[0] == 400
    assert ask(app, "POST", "/_emulator/clock", {"now": "2026-03-01T09:00"})[0] == 400


def test_quotas_on_the_simulated_clock():
    app = create_app(quotas=True)
    ask(app, "POST", "/_emulator/clock", {"now": "2026-03-01T09:00:00Z"})
    url = "/v4/spreadsheets/x"
    assert [ask(app, "GET", url)[0] == 429 for _ in range(61)] == [False] * 60 + [True]
    _, body = ask(app, "GET", url)
    assert body["error"]["status"] == "RESOURCE_EXHAUSTED"
    assert body["error"]["message"] == (
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per "
        "user' of service 'sheets.googleapis.com' for consumer 'project_number:603366585132'."
    )
    metadata = body["error"]["details"][0]["metadata"]
    assert metadata["quota_limit"] == "ReadRequestsPerMinutePerUser"
    assert metadata["quota_limit_value"] == "60"
    assert ask(app, "GET", url, person=BEN)[0] != 429
    for number in range(239):
        ask(app, "GET", url, person=f"p{number}@school.example")
    _status, body = ask(app, "GET", url, person=BEN)
    assert body["error"]["details"][0]["metadata"]["quota_unit"] == "1/min/{project}"
    ask(app, "POST", "/_emulator/clock", {"advance": 60})
    assert ask(app, "GET", url)[0] != 429


def test_a_calendar_quota_is_a_403():
    app = create_app(quotas=True)
    ask(app, "POST", "/_emulator/clock", {"now": "2026-03-01T09:00:00Z"})
    answers = [ask(app, "GET", "/calendar/v3/users/me/calendarList") for _ in range(601)]
    status, body = answers[-1]
    assert answers[-2][0] == 200
    assert status == 403
    assert body["error"]["errors"][0]["reason"] == "rateLimitExceeded"
    assert body["error"]["errors"][0]["domain"] == "usageLimits"
