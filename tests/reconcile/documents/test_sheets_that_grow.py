"""A progress sheet that stands gets the columns of a module when it is next read, and keeps what
people made of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gspread
import pytest

from tests.reconcile.test_plan_journey import add_goal_and_action
from tests.school_fixture import ADMIN, DANA, Kept, LiveSchool

BEFORE = ["Date", "Class", "Target", "Score", "What helped", "By"]
AFTER = [
    "Date", "Class", "Period", "Target", "Score", "Of", "Absent", "Teacher said", "What helped",
    "By", "Row ID",
]  # fmt: skip


def switch_on(live: LiveSchool) -> None:
    live.change("office", "Settings", {"Setting": "Module: Daily points"}, {"Value": "yes"})


def sheet(live: LiveSchool, person: str = DANA, code: str = "C-0001") -> gspread.Spreadsheet:
    (file,) = live.files(holdfast="progress_sheet", holdfast_key=code)
    return live.people.gspread_as(person).open_by_key(file["id"])


def headings(live: LiveSchool) -> list[str]:
    return sheet(live).worksheet("Behavior").row_values(1)


def write(live: LiveSchool, *cells: Any) -> None:
    sheet(live).worksheet("Behavior").append_row(list(cells), value_input_option="USER_ENTERED")


def sheet_calls(live: LiveSchool) -> int:
    return live.counts().get("sheets.spreadsheets.values.batchGetByDataFilter", 0)


@pytest.fixture(scope="module")
def stood(small_kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A progress sheet that was made before the module was switched on."""
    live = LiveSchool(tmp_path_factory.mktemp("stood"))
    live.take(small_kept)
    add_goal_and_action(live)
    live.sync()
    live.sync()
    switch_on(live)
    live.sync()
    live.school.ledger._engine.dispose()
    return live.keep()


@pytest.fixture
def standing(stood: Kept, tmp_path: Path) -> LiveSchool:
    live = LiveSchool(tmp_path)
    live.take(stood)
    live.later(hours=1)
    return live


def test_a_sheet_that_nobody_has_touched_is_not_read_for_it(standing: LiveSchool) -> None:
    standing.count_anew()
    assert not standing.sync().changes
    assert sheet_calls(standing) == 3
    assert headings(standing) == BEFORE


def test_a_sheet_grows_when_somebody_has_written_into_it(standing: LiveSchool) -> None:
    tab = sheet(standing).worksheet("Behavior")
    tab.update_cell(1, 7, "My own")  # a column of staff's own, behind the last
    write(standing, "2026-10-05", "Math", "Ready to work", 2, "A seat in front", "Dana", "kept")
    own = sheet(standing).add_worksheet("Plans of mine", 10, 4)
    own.update_cell(1, 1, "theirs")
    planned = [each.kind for each in standing.plan().planned]
    assert "grow_progress_sheet" in planned
    assert headings(standing) == [*BEFORE, "My own"]

    report = standing.sync()
    assert report.changes["grow_progress_sheet"] == 1
    assert headings(standing) == [*AFTER, "My own"]
    row = dict(zip(headings(standing), tab.row_values(2), strict=False))
    told = {name: row[name] for name in ("Target", "Score", "What helped", "By", "My own")}
    assert told == {
        "Target": "Ready to work",
        "Score": "2",
        "What helped": "A seat in front",
        "By": "Dana",
        "My own": "kept",
    }
    assert sheet(standing).worksheet("Plans of mine").cell(1, 1).value == "theirs"
    assert standing.find("caseload", "History", What="progress sheet got")

    standing.later(hours=1)
    standing.count_anew()
    assert not standing.sync().changes
    assert sheet_calls(standing) == 3  # the three workbooks: the sheet is not read again


def test_the_drop_down_and_the_hidden_id_come_along(standing: LiveSchool) -> None:
    write(standing, "2026-10-05", "Math")
    standing.sync()
    fields = "sheets(properties.title,data(rowData.values.dataValidation,columnMetadata))"
    (file,) = standing.files(holdfast="progress_sheet")
    answer = standing.google(
        f"/v4/spreadsheets/{file['id']}?includeGridData=true&ranges=Behavior!A2:K2&fields={fields}",
        ADMIN,
    )
    (data,) = answer["sheets"][0]["data"]
    offered = data["rowData"][0]["values"][7]["dataValidation"]["condition"]["values"]
    assert [each["userEnteredValue"] for each in offered] == [
        "Specific praise", "Reminder", "Quiet correction", "Nothing",
    ]  # fmt: skip
    assert data["columnMetadata"][10]["hiddenByUser"]


def test_a_column_that_staff_deleted_is_not_put_back(standing: LiveSchool) -> None:
    write(standing, "2026-10-05", "Math")
    standing.sync()
    sheet(standing).worksheet("Behavior").delete_columns(3)
    standing.later(hours=1)
    write(standing, "2026-10-06", "Math")
    assert "grow_progress_sheet" not in standing.sync().changes
    assert "Period" not in headings(standing)


def test_what_stands_is_known_again_after_the_ledger_was_lost(standing: LiveSchool) -> None:
    write(standing, "2026-10-05", "Math")
    standing.sync()
    standing.database_url = f"sqlite:///{standing.folder / 'another.db'}"
    standing.school = standing.open()
    standing.school.rebuild(standing.now)
    assert "grow_progress_sheet" not in standing.sync().changes
    standing.later(hours=1)
    write(standing, "2026-10-06", "Math")
    assert "grow_progress_sheet" not in standing.sync().changes
    assert headings(standing)[: len(AFTER)] == AFTER


def test_one_whose_answer_was_lost_is_not_grown_twice(standing: LiveSchool) -> None:
    write(standing, "2026-10-05", "Math")
    method = "sheets.spreadsheets.batchUpdate"
    lost = {"method": method, "status": 503, "when": "after", "times": 900}
    standing.control("POST", "faults", lost)
    standing.sync()
    standing.control("DELETE", "faults")
    standing.later(minutes=5)
    standing.sync()
    standing.sync()
    assert headings(standing) == AFTER
    standing.later(hours=1)
    assert not standing.sync().changes


@pytest.fixture
def second(standing: LiveSchool) -> LiveSchool:
    """Another student begins while the module is on."""
    cells = {"Student": "Thandi Dlamini", "Case manager": "Dana Whitfield", "Status": "Active"}
    standing.type_row("caseload", "Caseload", cells)
    add_points_goal(standing, "Thandi Dlamini")
    standing.sync()
    return standing


def test_a_new_sheet_has_all_of_it_at_once(second: LiveSchool) -> None:
    tab = sheet(second, code="C-0002").worksheet("Behavior")
    assert tab.row_values(1) == AFTER
    second.later(hours=1)
    points(second, "C-0002", "2026-10-02", 6, 3)
    assert "grow_progress_sheet" not in second.sync().changes
    charts = sheet(second, ADMIN, "C-0002").worksheet("Chart data")
    place = charts.row_values(6).index("Day")
    assert charts.row_values(7)[place + 1] == "75"
    assert second.find("caseload", "Goals", Student="Thandi")["Latest"] == "75"
    second.later(hours=1)
    assert not second.sync().changes


def add_points_goal(live: LiveSchool, student: str = "Ana Silva") -> None:
    goal = {
        "Student": student, "Goal": "Ready to work", "Kind": "Behavior",
        "Measure": "Daily points", "Unit": "%", "Direction": "Increase", "Target": 80,
        "Start": "2026-08-31", "Due": "2026-12-18",
    }  # fmt: skip
    live.type_row("caseload", "Goals", goal)


def points(live: LiveSchool, code: str, day: str, *scores: int) -> None:
    tab = sheet(live, code=code).worksheet("Behavior")
    names = tab.row_values(1)
    rows = []
    for period, score in enumerate(scores, start=1):
        row = {"Date": day, "Class": f"Class {period}", "Period": period, "Score": score, "Of": 6}
        rows.append([row.get(name, "") for name in names])
    tab.append_rows(rows, value_input_option="USER_ENTERED")


def test_a_goal_measured_by_points_takes_its_days_from_behavior(standing: LiveSchool) -> None:
    add_points_goal(standing)
    standing.sync()
    assert headings(standing) == AFTER  # its goal asks for it
    points(standing, "C-0001", "2026-10-01", 6, 6, 6, 6, 5, 0)
    points(standing, "C-0001", "2026-10-02", 6, 6, 6, 6, 4, 0)
    standing.later(hours=1)
    standing.sync()
    goal = standing.find("caseload", "Goals", Goal="Ready to work")
    assert goal["Latest"] == "77.8"
    assert goal["Recommendation"].startswith("Weeks met: 0 of 1 (80% of the points).")
    assert goal["Recommendation"].endswith(
        "Lowest mean: Class 6 (0%). Prompt there first, in private."
    )
    charts = sheet(standing, ADMIN).worksheet("Chart data")
    names = charts.row_values(6)
    place = names.index("Day")
    shown = [row[place : place + 2] for row in charts.get_all_values()[6:9]]
    assert [each[1] for each in shown] == ["80.55555556", "77.77777778", "#N/A"]
    standing.later(hours=1)
    standing.count_anew()
    assert not standing.sync().changes
    assert sheet_calls(standing) == 3
