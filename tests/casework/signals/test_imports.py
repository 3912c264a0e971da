"""Files come into Data through the front door: once, whole, a corrected one in place of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.google.retries import Patience
from service.reconcile.importing.writing import DataWriter, standing_protections
from service.workbook.shown import look_at
from service.workbook.templates import load_template
from tests.casework.signals.signals_school import bring_in, run
from tests.school_fixture import LiveSchool

GATE = pytest.mark.gate("imports in bad weather, and schools with signals")
HEAD = "Student ID,Date,Kind,Excused\n"
TWO = HEAD + "0142,2026-09-01,Absent,No\n0555,2026-09-02,Late,Yes\n"


def attendance(live: LiveSchool) -> list[tuple[str, str, str]]:
    rows = live.rows("data", "Attendance")
    return [(row["Student ID"], row["Date"], row["Kind"]) for row in rows]


def test_a_dry_run_tells_and_writes_nothing(live: LiveSchool, tmp_path: Path):
    (told,) = bring_in(live, tmp_path, "--dry-run", attendance=TWO)
    assert (told["taken"], told["already"], told["lines"]) == (2, 0, 2)
    assert attendance(live) == []


def test_a_file_comes_in_once(live: LiveSchool, tmp_path: Path):
    bring_in(live, tmp_path, attendance=TWO)
    before = live.rows("data", "Attendance")
    assert attendance(live) == [
        ("0142", "Tue 1 Sep 2026", "Absent"),
        ("0555", "Wed 2 Sep 2026", "Late"),
    ]
    (again,) = bring_in(live, tmp_path, attendance=TWO)
    assert (again["taken"], again["already"]) == (0, 2)
    assert live.rows("data", "Attendance") == before


def test_a_corrected_file_takes_the_place_of_its_own_rows_and_of_no_others(
    live: LiveSchool, tmp_path: Path
):
    live.type_row(
        "data", "Attendance", {"Student ID": "0777", "Date": "2026-09-01", "Kind": "Absent"}
    )
    bring_in(live, tmp_path, attendance=TWO)
    corrected = HEAD + "0142,2026-09-01,Late,No\n0555,2026-09-02,Late,Yes\n"
    (told,) = bring_in(live, tmp_path, attendance=corrected)
    assert (told["taken"], told["already"]) == (1, 1)
    assert sorted(attendance(live)) == [
        ("0142", "Tue 1 Sep 2026", "Late"),
        ("0555", "Wed 2 Sep 2026", "Late"),
        ("0777", "Tue 1 Sep 2026", "Absent"),
    ]


def test_what_is_said_to_people(live: LiveSchool, tmp_path: Path):
    (tmp_path / "a.csv").write_text(HEAD + "0142,2026-09-01,Absent,No\n0142,NULL,Absent,\n")
    shown = run(live, "import", str(tmp_path / "a.csv"), "--dry-run")
    assert shown.exit_code == 0, shown.output
    assert "line 3: It has no date." in shown.stdout


def test_a_tab_that_people_bring_into_data_is_recognized_and_read_once(live: LiveSchool):
    live.later(minutes=1)
    book = live.tab("data", "Attendance").spreadsheet
    tab = book.add_worksheet("attendance (1)", 10, 4)
    tab.update([["Student ID", "Date", "Kind"], [142, "2026-09-01", "Absent"], [555, "", "Late"]])
    live.sync()
    assert attendance(live) == [("0142", "Tue 1 Sep 2026", "Absent")]
    (line,) = [row for row in live.rows("office", "History") if "attendance (1)" in row["Why"]]
    assert "1 new" in line["Why"]
    assert "1 that cannot be read" in line["Why"]
    live.later(minutes=1)
    live.sync()
    assert len(attendance(live)) == 1
    assert dict(live.sync().changes) == {}


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"drop": True, "when": "after"}, id="answer lost"),
        pytest.param({"status": 503, "when": "after"}, id="done though refused", marks=GATE),
        pytest.param({"drop": True}, id="dropped", marks=GATE),
        pytest.param({"status": 429, "retry_after": 0}, id="too many calls", marks=GATE),
    ],
)
def test_whatever_happens_to_a_batch_each_line_stands_once(
    live: LiveSchool, tmp_path: Path, fault: dict[str, object]
):
    live.school.session.patience = Patience(sleep=lambda seconds: None)
    struck = {"method": "sheets.spreadsheets.batchUpdate", "times": 1, **fault}
    live.control("POST", "faults", struck)
    path = tmp_path / "attendance.csv"
    path.write_text(TWO)
    done = run(live, "import", str(path), "--json")
    live.control("DELETE", "faults")
    if done.exit_code:
        bring_in(live, tmp_path, attendance=TWO)
    assert len(attendance(live)) == 2
    live.later(minutes=1)
    live.sync()
    (again,) = bring_in(live, tmp_path, attendance=TWO)
    assert (again["taken"], len(attendance(live))) == (0, 2)


@GATE
def test_a_tab_that_a_dead_import_left_protected_is_free_after_the_next_sync(live: LiveSchool):
    live.later(minutes=1)
    template = load_template("data", frozenset({"signals"}))
    sheets = live.school.workspace.sheets
    file_id = live.found["workbooks"]["data"]
    seen = look_at(template, file_id, sheets.look)
    DataWriter(sheets, live.school.ledger, seen, "dead").protect(["attendance"])
    assert standing_protections(sheets, template, file_id) == ["attendance"]
    live.sync()
    assert standing_protections(sheets, template, file_id) == []
    assert dict(live.sync().changes) == {}
