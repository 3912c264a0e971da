"""The main job under each Google that may exist: found, fill, referrals, two syncs, rebuild.

Where nobody could tell how Google behaves, the local Workspace behaves either way (variants of
docs/emulator.md). What the sheets themselves may do differently is tried in tests/adversary.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from emulator.app import create_app
from tests.school_fixture import ADMIN, LiveSchool

NORA = "nora@family.example"
USUAL = {"find_replace": "typed"}
LESS_LIKELY: dict[str, Any] = {
    "gmail_message_id": "kept",
    "drive_parents": "hidden",
    "default_visibility": "domain",
    "form_ids": "own",
    "form_goto_same_batch": "refused",
    "doc_revisions": "merged",
    "search_delay": 20,
    "addon_callback": "cards_only",
    "hd_claim": "absent",
    "data_images": "refused",
}
GATE = pytest.mark.gate("each Google alone")
GOOGLES = [
    pytest.param(LESS_LIKELY, id="all together"),
    *(pytest.param({name: value}, id=name, marks=GATE) for name, value in LESS_LIKELY.items()),
]


def school(folder: Path, variants: dict[str, Any]) -> LiveSchool:
    return LiveSchool(folder, app=create_app(variants={**USUAL, **variants}))


def main_job(live: LiveSchool) -> None:
    live.init()
    live.later(minutes=1)
    live.fill()
    live.sync()
    live.refer("inside", person=ADMIN, student_name="Ana", concern="Sleep", grade="7")
    live.refer(
        "outside",
        parent_name="Nora",
        reach=NORA,
        student_name="Zoë",
        concern="=1+1",
        adult_here="No",
    )
    live.later(minutes=5)
    live.sync()
    live.later(minutes=1)
    assert not live.sync().changes


def as_it_should_be(live: LiveSchool) -> None:
    rows = live.rows("office", "Referrals")
    assert ["Sleep" in str(row) for row in rows].count(True) == 1
    assert ["=1+1" in str(row) for row in rows].count(True) == 1
    sent = live.google("/gmail/v1/users/me/messages?labelIds=SENT&maxResults=500", ADMIN)
    mails = [live._mail(each["id"], ADMIN) for each in sent["messages"]]
    assert len([mail for mail in mails if mail["To"] == NORA]) == 1


def nobody_else_sees_them(live: LiveSchool) -> None:
    for kind in ("workbook", "form", "template", "action_plan", "progress_sheet", "folder"):
        found = live.files(holdfast=kind)
        assert found
        for file in found:
            kinds = {each["type"] for each in file["permissions"] if not each.get("view")}
            assert kinds <= {"user"}, file["name"]


def rebuilt(live: LiveSchool) -> None:
    live.later(minutes=1)
    live.school.ledger._engine.dispose()
    (live.folder / "ledger.db").unlink()
    live.school = live.open()
    live.school.rebuild(live.now)
    again = {"send_mail", "put_document", "make_document", "make_progress_sheet", "make_event"}
    assert not again & set(live.sync().changes)
    assert not live.sync().changes


@pytest.mark.parametrize("variants", GOOGLES)
def test_the_main_job(tmp_path: Path, variants: dict[str, Any]) -> None:
    live = school(tmp_path, variants)
    main_job(live)
    as_it_should_be(live)
    nobody_else_sees_them(live)
    rebuilt(live)
    as_it_should_be(live)
