"""What is tried again, and what never is."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from service.ports import BadRequest, GatewayError, Missing, NotAllowed, Unreachable

FOLDER = "application/vnd.google-apps.folder"
PASSING = [
    {"status": 429},
    {"status": 500},
    {"status": 503},
    {"status": 403, "reason": "userRateLimitExceeded"},
    {"drop": True},
    {"timeout": True},
]


@pytest.mark.parametrize("fault", PASSING)
def test_a_read_is_tried_again(workspace, local, naps, fault):
    local.fault("drive.files.list", times=2, **fault)
    assert workspace.files.find(holdfast="folder") == ()
    assert len(naps) == 2
    assert local.counts()["drive.files.list"] == workspace.calls["drive"] == 3


def test_patience_ends(workspace, local, naps):
    local.fault("drive.files.list", times=99)
    with pytest.raises(Unreachable, match="next run") as raised:
        workspace.files.find(holdfast="folder")
    assert raised.value.status == 503
    assert not raised.value.maybe_applied
    assert local.counts()["drive.files.list"] == 4
    assert len(naps) == 3


def test_waits_grow_are_jittered_and_bounded(workspace, local, naps):
    for _ in range(20):
        local.fault("drive.files.list", times=3)
        workspace.files.find(holdfast="folder")
    by_turn = [naps[turn::3] for turn in range(3)]
    assert [max(waits) <= limit for waits, limit in zip(by_turn, (1, 2, 4), strict=True)] == [
        True
    ] * 3
    assert len(set(naps)) > 50


def test_google_says_how_long_to_wait(workspace, local, naps):
    local.fault("drive.files.list", 429, retry_after=7)
    workspace.files.find(holdfast="folder")
    assert 7 <= naps[0] <= 8
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    local.fault("drive.files.list", 503, retry_after=when)
    workspace.files.find(holdfast="folder")
    assert 25 <= naps[1] <= 31


def test_nobody_waits_for_an_hour(workspace, local, naps):
    local.fault("drive.files.list", 429, retry_after=3600)
    with pytest.raises(Unreachable):
        workspace.files.find(holdfast="folder")
    assert naps == []


@pytest.mark.parametrize("fault", [{"status": 503}, {"drop": True}, {"timeout": True}])
@pytest.mark.parametrize("when", ["before", "after"])
def test_what_may_have_happened_is_not_done_again(workspace, local, naps, fault, when):
    """A folder made twice stays twice: the caller looks first."""
    local.fault("drive.files.create", when=when, **fault)
    with pytest.raises(Unreachable) as raised:
        workspace.files.create("Holdfast", FOLDER, properties={"holdfast": "folder"})
    assert raised.value.maybe_applied
    assert naps == []
    assert len(workspace.files.find(holdfast="folder")) == (1 if when == "after" else 0)


def test_what_surely_did_not_happen_is_tried_again(workspace, local, naps):
    local.fault("drive.files.create", 429, times=2)
    workspace.files.create("Holdfast", FOLDER, properties={"holdfast": "folder"})
    assert len(workspace.files.find(holdfast="folder")) == 1
    assert len(naps) == 2


def test_a_write_that_comes_out_the_same_is_tried_again(workspace, local, naps):
    made = workspace.files.create("Holdfast", FOLDER)
    local.fault("drive.files.update", 503, times=2, when="after")
    workspace.files.set_properties(made.file_id, {"holdfast": "folder"})
    assert workspace.files.get(made.file_id).properties == {"holdfast": "folder"}
    assert len(naps) == 2


def test_doubt_outlasts_a_later_refusal(workspace, local):
    made = workspace.files.create("Holdfast", FOLDER)
    local.fault("drive.files.update", 503)
    local.fault("drive.files.update", 429, times=9)
    with pytest.raises(Unreachable) as raised:
        workspace.files.set_properties(made.file_id, {"holdfast": "folder"})
    assert raised.value.status == 429
    assert raised.value.maybe_applied


LASTING = [(400, BadRequest), (401, NotAllowed), (403, NotAllowed), (404, Missing)]


@pytest.mark.parametrize(("status", "kind"), LASTING)
def test_what_waiting_does_not_mend_is_said_at_once(workspace, local, naps, status, kind):
    local.fault("drive.files.list", status, times=9, message="Ana Silva cannot be found")
    with pytest.raises(kind) as raised:
        workspace.files.find(holdfast="folder")
    assert naps == []
    assert "Ana" not in raised.value.sentence + raised.value.reason
    assert raised.value.sentence.endswith(".")


def test_a_refused_sign_in_is_renewed_once(workspace, local, naps):
    local.fault("drive.files.list", 401)
    assert workspace.files.find(holdfast="folder") == ()
    local.fault("drive.files.list", 401, times=9)
    local.control("DELETE", "requests")
    with pytest.raises(NotAllowed):
        workspace.files.find(holdfast="folder")
    assert local.counts()["drive.files.list"] == 2


def test_what_google_does_not_do_is_an_error_like_any_other(workspace, local, naps):
    local.fault("drive.files.list", 501)
    with pytest.raises(GatewayError):
        workspace.files.find(holdfast="folder")
    assert naps == []


def test_which_request_of_a_batch_was_refused_is_known(workspace, local):
    local.fault(
        "sheets.spreadsheets.batchUpdate",
        400,
        message="Invalid requests[3].deleteNamedRange: 'Ana Silva' is not there",
    )
    with pytest.raises(BadRequest) as raised:
        workspace.sheets.batch_update("x", {"requests": []})
    assert raised.value.reason.endswith("requests[3].deleteNamedRange")
    assert "Ana" not in raised.value.reason
