"""The one call that a sync had on its way when another took over arrives late, and does no harm.

Every kind of call on a busy day is tried in `tests/crash/test_overtaken.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from service.ports import LeaseLost
from tests.linked_cells import leads_of
from tests.overtaken import Paused
from tests.school_fixture import ADMIN, DANA, LiveSchool, questions

from .reporting.test_mail_once import NORA, fault

LEASE_ENDS = 6  # minutes
SHEET = {"holdfast": "progress_sheet"}


def overtaken_at(live: LiveSchool, kind: str) -> list[str]:
    """A sync is held up in its first call of this kind, and another does all of its work; the
    calls that the first one made."""
    paused = Paused(live, 0, partial(finish, live), at_kind=kind)
    held_up = live.open()
    held_up.transport = paused.connection
    with pytest.raises(LeaseLost):
        held_up.sync(live.now)
    return paused.calls


def finish(live: LiveSchool) -> None:
    live.later(minutes=LEASE_ENDS)
    live.open().sync(live.now)


def drafts(live: LiveSchool) -> list[Any]:
    return live.google("/gmail/v1/users/me/drafts", ADMIN).get("drafts", [])


@pytest.mark.parametrize("kind", ["/drafts", "/drafts/send"])
def test_a_mail_goes_once_though_its_call_comes_late(small: LiveSchool, kind: str) -> None:
    small.sync()
    small.refer("outside", parent_name="Nora", reach=NORA, student_name="Ana", concern="Sleep")
    calls = overtaken_at(small, kind)
    assert calls[-1].endswith(kind)
    assert len(small.mails(NORA)) == 1
    assert len(drafts(small)) == (kind == "/drafts")  # one that nobody holds, and nobody sends
    assert not small.sync().changes
    assert len(small.mails(NORA)) == 1


def test_where_drafts_may_not_be_kept_a_mail_goes_at_once(small: LiveSchool) -> None:
    small.sync()
    small.refer("outside", parent_name="Nora", reach=NORA, student_name="Ana", concern="Sleep")
    fault(small, "drafts.create", 403, times=9)
    small.sync()
    assert len(small.mails(NORA)) == 1
    assert not small.sync().changes


def test_a_draft_that_somebody_threw_away_is_asked_about(small: LiveSchool) -> None:
    small.sync()
    small.refer("outside", parent_name="Nora", reach=NORA, student_name="Ana", concern="Sleep")
    fault(small, "drafts.send", 503, times=99)
    small.sync()
    small.control("DELETE", "faults")
    (draft,) = drafts(small)
    small.google(f"/gmail/v1/users/me/drafts/{draft['id']}", ADMIN, "DELETE")
    small.sync()
    small.sync()
    assert not small.mails(NORA)
    assert [row for row in questions(small, "office") if "HF-" in row["What"]]


def test_a_file_that_was_made_twice_goes_into_the_bin(small: LiveSchool) -> None:
    overtaken_at(small, "/drive/v3/files")
    assert len(small.files(**SHEET)) == 2
    assert small.sync().changes["bin_twin"] == 1
    (left,) = small.files(**SHEET)
    (address,) = leads_of(small, "caseload", "Caseload", "Progress sheet", "Progress")
    assert left["id"] in address
    assert not small.sync().changes


def rename(live: LiveSchool, file_id: str) -> None:
    live.google(f"/drive/v3/files/{file_id}", ADMIN, "PATCH", {"name": "Mine"})


def write_into(live: LiveSchool, file_id: str) -> None:
    allowed = {"type": "user", "role": "writer", "emailAddress": DANA}
    live.google(f"/drive/v3/files/{file_id}/permissions", ADMIN, "POST", allowed)
    live.people.gspread_as(DANA).open_by_key(file_id).sheet1.update_acell("A1", "My notes")


def move_out(live: LiveSchool, file_id: str) -> None:
    away = f"?addParents=root&removeParents={live.found['folder_id']}"
    live.google(f"/drive/v3/files/{file_id}{away}", ADMIN, "PATCH", {})


def give_to_another_school(live: LiveSchool, file_id: str) -> None:
    properties = {"appProperties": {"holdfast_school": "another"}}
    live.google(f"/drive/v3/files/{file_id}", ADMIN, "PATCH", properties)


@pytest.mark.parametrize("touch", [rename, write_into, move_out, give_to_another_school])
def test_one_that_is_somebody_else_s_by_now_stays(
    small: LiveSchool, touch: Callable[[LiveSchool, str], None]
) -> None:
    overtaken_at(small, "/drive/v3/files")
    _, twin = sorted(small.files(**SHEET), key=lambda file: file["createdTime"])
    touch(small, twin["id"])
    small.sync()
    assert len(small.files(**SHEET)) == 2
    assert not small.sync().changes
