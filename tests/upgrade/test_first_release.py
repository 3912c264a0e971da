"""A school of the first release, opened by this one: nothing typed is lost, nothing is made twice.

The school was recorded by that release itself; see record.py.
"""

from __future__ import annotations

import contextlib
import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from emulator.app import create_app
from tests.school_fixture import ADMIN, DANA, TOMAS, LiveSchool

RECORDED = Path(__file__).parent / "first_release"
WORKBOOKS = ("caseload", "office", "restricted")
# What Holdfast itself keeps: new lines there are what an upgrade is seen by.
ITS_OWN = {
    "Holdfast journal",
    "History",
    "Attention",
    "Today",
    "Progress",
    "Message wording",
    "Settings",
    "Help",
}

# Holdfast's own words for a proposal may be better in a later release.
REASONS = {("office", "Referrals", "Why")}


def unpack(name: str, into: Path) -> None:
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_bytes(gzip.decompress((RECORDED / f"{name}.gz").read_bytes()))


@pytest.fixture
def old_school(tmp_path: Path) -> LiveSchool:
    """The school as the first release left it; nobody of this release has looked at it yet."""
    unpack("workspace.sqlite", tmp_path / "data" / "workspace.sqlite")
    unpack("ledger.db", tmp_path / "ledger.db")
    found = json.loads((RECORDED / "school.json").read_text())
    app = create_app(tmp_path / "data")
    return LiveSchool(tmp_path, app=app, found=found)


def typed(live: LiveSchool) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Every row of every tab of people, by heading."""
    tabs = {}
    client = live.people.gspread_as(live.found["admin"])
    for book in WORKBOOKS:
        for tab in client.open_by_key(live.found["workbooks"][book]).worksheets():
            if tab.title not in ITS_OWN:
                tabs[book, tab.title] = live.rows(book, tab.title)
    return tabs


def outputs(live: LiveSchool) -> dict[str, Any]:
    """The events and documents that the school has, as whoever reads them finds them."""
    events = {
        who: sorted((e["id"], e["summary"], json.dumps(e["start"])) for e in live.events(who))
        for who in (DANA, TOMAS)
    }
    files = sorted(
        (each["id"], each["name"], each["modifiedTime"])
        for each in live.google("/drive/v3/files?fields=*&pageSize=1000", ADMIN)["files"]
        if each["mimeType"].endswith((".document", ".spreadsheet"))
        and each["id"] not in live.found["workbooks"].values()
    )
    return {"events": events, "files": files}


def says_the_same(was: Any, now: Any) -> bool:
    """A day typed as text is a day afterwards, and is shown as one."""
    with contextlib.suppress(ValueError, TypeError):
        return datetime.strptime(now, "%a %d %b %Y").date().isoformat() == was or was == now
    return was == now


def lost(before: dict[Any, list[dict[str, Any]]], after: dict[Any, list[dict[str, Any]]]) -> list:
    """What stood in a cell before and does not now: the tab, the heading and both."""
    return [
        (*tab, heading, was, now.get(heading))
        for tab, rows in before.items()
        for row, now in zip(rows, after[tab], strict=True)
        for heading, was in row.items()
        if not says_the_same(was, now.get(heading)) and (*tab, heading) not in REASONS
    ]


def test_an_upgrade_loses_nothing_and_makes_nothing_again(old_school: LiveSchool):
    before, made = typed(old_school), outputs(old_school)
    planned = old_school.plan()
    assert planned.changes["grow_workbook"]
    done = old_school.sync()
    assert done.not_done == 0
    assert lost(before, typed(old_school)) == []
    assert outputs(old_school) == made


def test_a_plan_of_the_upgrade_writes_nothing_and_says_what_will_be_new(old_school: LiveSchool):
    old_school.count_anew()
    planned = old_school.plan()
    writes = [name for name in old_school.counts() if "batchUpdate" in name or "insert" in name]
    assert writes == []
    words = " ".join(change.because for change in planned.planned if change.kind == "grow_workbook")
    assert "Letters by" in words
    assert "Case manager" in words


def test_after_the_upgrade_a_quiet_sync_costs_what_it_always_did(old_school: LiveSchool):
    old_school.sync()
    quiet = old_school.sync()
    assert dict(quiet.changes) == {}
    assert dict(quiet.calls) == {"sheets": 3, "drive": 1, "forms": 2, "calendar": 2}


def test_rows_of_an_old_workbook_are_no_longer_as_high_as_their_longest_cell(
    old_school: LiveSchool,
):
    def heights() -> set[int]:
        book = old_school.found["workbooks"]["caseload"]
        fields = "sheets(properties.title,data.rowMetadata.pixelSize)"
        path = f"/v4/spreadsheets/{book}?includeGridData=true&fields={fields}"
        sheets = old_school.google(path, old_school.found["admin"])["sheets"]
        (diary,) = (each for each in sheets if each["properties"]["title"] == "Diary")
        return {row["pixelSize"] for row in diary["data"][0]["rowMetadata"][1:]}

    assert heights() != {46}
    old_school.sync()
    assert heights() == {46}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "method", ["sheets.spreadsheets.batchUpdate", "sheets.spreadsheets.values.batchGet"]
)
def test_an_upgrade_that_is_cut_short_is_gone_on_with(
    old_school: LiveSchool, method: str, when: str
):
    """The connection is lost, whether Google did it or not; later syncs do the rest."""
    before, made = typed(old_school), outputs(old_school)
    fault = {"method": method, "drop": True, "when": when, "times": 2}
    old_school.control("POST", "faults", fault)
    with contextlib.suppress(Exception):  # it may give up; what matters is what comes after
        old_school.sync()
    old_school.control("DELETE", "faults")
    old_school.sync()
    old_school.sync()
    assert dict(old_school.sync().changes) == {}
    assert lost(before, typed(old_school)) == []
    assert outputs(old_school) == made


def test_a_student_monitored_before_the_upgrade_is_not_planned_for_backwards(
    old_school: LiveSchool,
):
    """Bo was monitored when nobody planned for him; his month's check-in is there already."""
    diary = [row for row in old_school.rows("caseload", "Diary") if row["Student"] == "Bo Lind"]
    old_school.sync()
    now = [row for row in old_school.rows("caseload", "Diary") if row["Student"] == "Bo Lind"]
    assert len(now) == len(diary)


def test_a_row_whose_id_was_cut_before_the_upgrade_gets_its_own_again(old_school: LiveSchool):
    where = {"Student": "Ana Silva", "Kind": "Check-in"}
    row_id = old_school.find("caseload", "Diary", **where)["Row ID"]
    old_school.change("caseload", "Diary", where, {"Row ID": ""})
    old_school.sync()
    old_school.later(minutes=3)
    old_school.sync()
    assert old_school.find("caseload", "Diary", **where)["Row ID"] == row_id


def test_people_type_into_the_new_columns_at_once(old_school: LiveSchool):
    old_school.sync()
    old_school.change("caseload", "Team", {"Person": "Rosa Silva"}, {"Letters by": "Paper"})
    old_school.sync()
    row = old_school.find("caseload", "Team", Person="Rosa Silva")
    assert row["Letters by"] == "Paper"
    assert dict(old_school.sync().changes) == {}
