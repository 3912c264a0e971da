"""Files come into Data through the front door: once, whole, a corrected one in place of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.casework.signals.signals_school import bring_in, run, signals_school
from tests.school_fixture import LiveSchool

HEAD = "Student ID,Date,Kind,Excused\n"
TWO = HEAD + "0142,2026-09-01,Absent,No\n0555,2026-09-02,Late,Yes\n"


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    return signals_school(tmp_path)


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
