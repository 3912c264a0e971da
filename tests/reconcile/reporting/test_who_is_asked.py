"""A question goes to who can answer it, leads to the very cell, and one choice settles it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.school_fixture import DANA, TODAY, Kept, LiveSchool, kinds, questions

ANA = {"Student": "Ana Silva"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    live = LiveSchool(tmp_path_factory.mktemp("asked")).init()
    row = {"Email": DANA, "Name": "Dana Whitfield", "Role": "Case manager"}
    live.type_row("office", "Staff", row)
    live.type_row("caseload", "Caseload", {**ANA, "Case manager": DANA, "Status": "Active"})
    live.type_row("caseload", "Goals", {**ANA, "Goal": "Sums"})
    live.sync()
    return live.keep()


@pytest.fixture
def live(kept: Kept, tmp_path: Path) -> LiveSchool:
    school = LiveSchool(tmp_path)
    school.take(kept)
    return school


def planned(live: LiveSchool, day: str, start: str = "") -> dict[str, Any]:
    """The one question about an entry that was planned for then."""
    row = {**ANA, "Kind": "Check-in", "Date": day, "Start": start or None, "Status": "Planned"}
    live.type_row("caseload", "Diary", row)
    live.later(minutes=5)
    live.sync()
    (asked,) = (row for row in questions(live) if row["Where"].startswith("Diary"))
    return asked


def test_a_typo_in_a_progress_sheet_is_asked_of_the_case_manager_with_the_way_to_its_cell(live):
    (sheet,) = live.files(holdfast="progress_sheet", holdfast_key="C-0001")
    tab = live.people.gspread_as(DANA).open_by_key(sheet["id"]).worksheet("Measurements")
    row = [str(TODAY - timedelta(days=3)), "Sum", 7]  # the goal is called Sums
    tab.update(values=[row], range_name="A2", value_input_option="USER_ENTERED")
    live.later(minutes=5)
    live.sync()
    (asked,) = (row for row in questions(live) if "Sum" in row["Why"])
    assert asked["Whose"] == "Dana Whitfield"
    assert asked["Where"] == "Measurements › Goal"
    assert f"/d/{sheet['id']}/edit#gid={tab.id}&range=B2" in asked["Link"]
    assert kinds(live.sync()) == {}


def test_the_name_says_whose_it_is_only_where_it_is_one_persons(live):
    assert planned(live, "2025-12-07")["Whose"] == "Dana Whitfield"
    other = {"Email": "d2@alder-creek.example", "Name": "Dana Whitfield", "Role": "Teacher"}
    live.type_row("office", "Staff", other)
    live.sync()
    assert {row["Whose"] for row in questions(live) if "Diary" in row["Where"]} == {DANA}


@pytest.mark.parametrize(
    ("day", "start", "choice", "cell", "shown"),
    [
        ("2025-12-07", "10:00", "7 Dec 2026", "Date", "2026-12-07"),
        ("2062-11-04", "10:00", "4 Nov 2026", "Date", "2026-11-04"),
        ("2026-10-07", "02:30", "14:30", "Start", "14:30"),
    ],
)
def test_what_is_likely_meant_is_offered_and_one_choice_settles_it(
    live, day, start, choice, cell, shown
):
    asked = planned(live, day, start)
    assert choice in asked["Why"]
    live.change("caseload", "Attention", {"Where": asked["Where"]}, {"Pick": choice})
    live.later(minutes=5)
    live.sync()
    assert live.find("caseload", "Diary", **ANA)[cell] == shown
    assert [row for row in questions(live) if row["Where"].startswith("Diary")] == []
    assert len(live.events(DANA)) == 1
    assert kinds(live.sync()) == {}


def test_a_day_that_no_year_nearby_has_is_asked_about_without_a_choice(live):
    assert "Pick" not in planned(live, "2024-02-29", "10:00")["Why"]
