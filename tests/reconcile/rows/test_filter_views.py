"""One filter view for each case manager on each tab about students, made once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from service.casework.registry import AT_FIRST
from service.workbook.templates import load_template
from tests.school_fixture import ADMIN, COORDINATOR, DANA, TOMAS, LiveSchool, kinds

NAMES = {DANA: "Dana Whitfield", TOMAS: "Tomás Herrera"}
CASELOAD = load_template("caseload")
TABS = {tab.heading for tab in CASELOAD.tabs if tab.about_student}


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    live = LiveSchool(tmp_path, modules=AT_FIRST).init()
    for email, name in NAMES.items():
        live.type_row("office", "Staff", {"Email": email, "Name": name, "Role": "Case manager"})
    live.type_row("office", "Staff", {"Email": COORDINATOR, "Name": "M", "Role": "Coordinator"})
    case(live, "0400", "Ana Silva", DANA)
    live.sync()
    return live


def case(live: LiveSchool, number: str, name: str, manager: str, status: str = "Active") -> None:
    live.type_row("office", "Students", {"Student ID": number, "Student": name, "Grade": 7})
    cells = {"Student": name, "Case manager": manager, "Status": status}
    live.type_row("caseload", "Caseload", cells)


def views(live: LiveSchool) -> list[tuple[str, dict[str, Any]]]:
    """Every filter view of the Caseload workbook, with the tab on which it is."""
    file_id = live.found["workbooks"]["caseload"]
    fields = "sheets(properties(title),filterViews)"
    answer = live.google(f"/v4/spreadsheets/{file_id}?fields={fields}", ADMIN)
    return [
        (sheet["properties"]["title"], view)
        for sheet in answer["sheets"]
        for view in sheet.get("filterViews", ())
    ]


def names(live: LiveSchool) -> Counter[tuple[str, str]]:
    return Counter((tab, view["title"]) for tab, view in views(live))


def by_staff(live: LiveSchool, *requests: dict[str, Any]) -> None:
    file_id = live.found["workbooks"]["caseload"]
    path = f"/v4/spreadsheets/{file_id}:batchUpdate"
    live.google(path, ADMIN, "POST", {"requests": list(requests)})


def test_each_tab_about_students_has_one_for_the_case_manager_and_no_other_tab(live: LiveSchool):
    assert names(live) == Counter((tab, NAMES[DANA]) for tab in TABS)
    assert {"Diary", "Goals", "Actions", "Accommodations", "Team", "Decisions"} <= TABS


def test_it_shows_just_the_rows_that_are_one_s_own(live: LiveSchool):
    """By name under Case manager; on the Diary by address under Owner."""
    for tab, view in views(live):
        headings = live.tab("caseload", tab).row_values(1)
        (spec,) = view["filterSpecs"]
        (value,) = spec["filterCriteria"]["condition"]["values"]
        column, shown = headings[spec["columnIndex"]], value["userEnteredValue"]
        wanted = ("Owner", DANA) if tab == "Diary" else ("Case manager", NAMES[DANA])
        assert (column, shown) == wanted
        assert view["range"].get("endRowIndex") is None  # rows to come are shown too


def test_none_is_made_twice(live: LiveSchool):
    before = views(live)
    case(live, "0401", "Bo Lind", DANA)
    assert "add_filter_views" not in kinds(live.sync())
    assert kinds(live.sync()) == {}
    assert views(live) == before


def test_a_case_manager_who_comes_gets_theirs_and_nobody_else_gets_more(live: LiveSchool):
    case(live, "0401", "Bo Lind", TOMAS)
    assert kinds(live.sync())["add_filter_views"] == 1
    assert names(live) == Counter((tab, name) for tab in TABS for name in NAMES.values())


def test_who_manages_no_open_case_gets_none(live: LiveSchool):
    case(live, "0401", "Bo Lind", TOMAS, status="Exited")
    live.sync()
    assert NAMES[TOMAS] not in {title for _, title in names(live)}


def test_one_that_staff_deleted_is_not_made_again(live: LiveSchool):
    (gone,) = [view for tab, view in views(live) if tab == "Goals"]
    by_staff(live, {"deleteFilterView": {"filterId": gone["filterViewId"]}})
    case(live, "0401", "Bo Lind", TOMAS)  # views are made again for somebody else
    live.sync()
    assert ("Goals", NAMES[DANA]) not in names(live)
    assert ("Goals", NAMES[TOMAS]) in names(live)
    assert kinds(live.sync()) == {}


def test_one_that_staff_renamed_or_changed_stays_as_they_have_it(live: LiveSchool):
    (theirs,) = [view for tab, view in views(live) if tab == "Goals"]
    renamed = {"filterViewId": theirs["filterViewId"], "title": "Mine"}
    by_staff(live, {"updateFilterView": {"filter": renamed, "fields": "title"}})
    case(live, "0401", "Bo Lind", TOMAS)
    live.sync()
    on_goals = Counter(title for tab, title in names(live).elements() if tab == "Goals")
    assert on_goals == {"Mine": 1, NAMES[TOMAS]: 1}
    assert kinds(live.sync()) == {}


def test_a_view_of_that_name_that_people_had_is_taken_for_it(live: LiveSchool):
    sheet_id = CASELOAD.sheet_id("goals")
    by_staff(
        live,
        {"addFilterView": {"filter": {"title": NAMES[TOMAS], "range": {"sheetId": sheet_id}}}},
    )
    case(live, "0401", "Bo Lind", TOMAS)
    live.sync()
    assert names(live)["Goals", NAMES[TOMAS]] == 1
    assert kinds(live.sync()) == {}
