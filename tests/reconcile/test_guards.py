"""What looks like an accident is not acted on: that part waits, everything else goes on, and it
is asked about until a person says that it was meant or brings it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gspread
import pytest
from gspread.utils import rowcol_to_a1

from service.casework.settings import SchoolSettings
from tests.school_fixture import DANA, TOMAS, LiveSchool

from .guarded_school import asked, bring_back, grid_of, the_rest_goes_on, visible, world

# ---------------------------------------------------------------- tabs

HOW_EMPTIED: dict[str, Callable[[gspread.Worksheet], Any]] = {
    "every cell": lambda tab: tab.batch_clear([f"A2:ZZ{tab.row_count}"]),
    "the cells one sees": lambda tab: tab.batch_clear([visible(tab)]),
    "the rows": lambda tab: tab.delete_rows(2, len(tab.get_all_values())),
}
TABS = {
    "diary": ("caseload", "Diary"),
    "goals": ("caseload", "Goals"),
    "team": ("caseload", "Team"),
    "school_days": ("office", "School days"),
}
# Nothing at all is decided without these.
BASIS = {
    "caseload": ("caseload", "Caseload"),
    "staff": ("office", "Staff"),
    "settings": ("office", "Settings"),
}


def emptied() -> Iterator[Any]:
    yield from (("diary", how) for how in HOW_EMPTIED)
    yield from ((tab, "the cells one sees") for tab in (*TABS, *BASIS) if tab != "diary")


@pytest.mark.parametrize(("key", "how"), emptied())
def test_a_tab_that_is_suddenly_empty_waits(settled: LiveSchool, key: str, how: str) -> None:
    book, title = {**TABS, **BASIS}[key]
    tab = settled.tab(book, title)
    before, grid = world(settled), grid_of(tab)
    HOW_EMPTIED[how](tab)
    settled.sync()
    (question,) = asked(settled)
    assert question["What"] == "A tab is suddenly empty"
    assert f"{book}/{key} had {len(grid) - 1} rows and has none now" in question["Why"]
    assert f"--confirm {book}/{key}" in question["Why"]
    assert world(settled) == before
    if key in TABS:
        the_rest_goes_on(settled)
    assert not settled.sync().changes
    assert asked(settled) == [question]
    bring_back(tab, grid)
    settled.sync()
    assert not asked(settled)
    assert not settled.sync().changes
    assert world(settled)["calendars"] == before["calendars"]


def test_most_rows_gone_waits_and_a_yes_goes_on(settled: LiveSchool) -> None:
    before, tab = world(settled), settled.tab("caseload", "Diary")
    tab.delete_rows(2, 4)
    settled.sync()
    (question,) = asked(settled)
    assert question["What"] == "Many rows are gone"
    assert "caseload/diary had 7 rows and has 4 now" in question["Why"]
    assert world(settled) == before
    the_rest_goes_on(settled)
    settled.sync("caseload/goals")  # a yes to something else
    assert asked(settled) == [question]
    report = settled.sync("caseload/diary")
    assert report.changes["cancel_event"] == 3
    assert len(settled.events(DANA)) == 2
    assert len(settled.events(TOMAS)) == 2
    assert not asked(settled)
    assert not settled.sync().changes


def test_a_yes_to_an_empty_tab_goes_on_and_is_not_asked_about_again(settled: LiveSchool) -> None:
    settled.tab("caseload", "Diary").batch_clear(["A2:ZZ100"])
    settled.sync()
    assert settled.sync("caseload/diary").changes["cancel_event"] == 7
    assert not settled.events(DANA)
    assert not asked(settled)
    assert not settled.sync().changes


def test_the_share_that_may_go_is_the_schools_to_set(settled: LiveSchool) -> None:
    """One in seven is work by default; where Settings says 10%, it is not."""
    tab, before = settled.tab("caseload", "Diary"), world(settled)
    settled.change("office", "Settings", {"Setting": "Gone rows"}, {"Value": 10})
    tab.delete_rows(2, 2)
    settled.sync()
    assert [each["What"] for each in asked(settled)] == ["Many rows are gone"]
    assert world(settled) == before
    settled.change("office", "Settings", {"Setting": "Gone rows"}, {"Value": 20})
    assert settled.sync().changes["cancel_event"] == 1
    assert not asked(settled)


def test_a_few_rows_are_tidied_up_without_being_asked_about(settled: LiveSchool) -> None:
    settled.tab("caseload", "Diary").delete_rows(2, 2)
    assert settled.sync().changes["cancel_event"] == 1
    assert not asked(settled)


def test_an_id_that_stands_twice_stops_both_its_rows(settled: LiveSchool) -> None:
    """Where nobody can tell the copy from the original: both have been changed since."""
    tab, before = settled.tab("caseload", "Diary"), world(settled)
    grid = grid_of(tab)
    copied = [*grid[1]]
    copied[grid[0].index("Status")] = "Cancelled"
    tab.update([copied], f"A{len(grid) + 1}", raw=True)
    tab.update_cell(2, grid[0].index("Notes") + 1, "Rang first.")
    settled.sync()
    questions_of_both = asked(settled)
    assert questions_of_both
    assert all(grid[1][-1] in each["Why"] for each in questions_of_both)
    assert world(settled) == before
    the_rest_goes_on(settled)
    assert not settled.sync().changes
    tab.batch_clear([f"A{len(grid) + 1}:ZZ{len(grid) + 1}"])
    settled.sync()
    assert not asked(settled)
    assert world(settled)["calendars"] == before["calendars"]
    assert not settled.sync().changes


# ---------------------------------------------------------------- columns


MEANWHILE = {
    "Student": "Ana Silva",
    "Kind": "Meeting",
    "Date": "2026-10-20",
    "Status": "Planned",
    "With": "me",
}


MONITORED = SchoolSettings().monitor_months


@pytest.mark.parametrize("heading", ["Date", "Row ID", "Case code", "Status"])
def test_a_column_that_is_gone_stops_its_tab_until_it_is_back(
    settled: LiveSchool, heading: str
) -> None:
    before, tab = world(settled), settled.tab("caseload", "Diary")
    undo = delete_column(settled, tab, heading)
    settled.change("caseload", "Caseload", {"Student": "Leo"}, {"Status": "Monitor"})
    _somebody_works_on(tab)
    rows = tab.get_all_values()
    settled.sync()
    (question,) = asked(settled)
    assert question["What"] == "A column is gone"
    assert "can no longer be found on caseload/diary" in question["Why"]
    assert "Undo" in question["Why"]
    assert tab.get_all_values() == rows
    assert world(settled)["calendars"] == before["calendars"]
    assert settled.find("office", "Students", Student="Leo")["Status"] == "Monitor"
    the_rest_goes_on(settled)
    assert not settled.sync("*").changes
    undo()
    written = tab.col_values(tab.row_values(1).index("With") + 1).index("me") + 1
    for column, value in MEANWHILE.items():
        tab.update_cell(written, tab.row_values(1).index(column) + 1, value)
    settled.sync()
    assert not asked(settled)
    old = before["calendars"][DANA]
    new = world(settled)["calendars"][DANA]
    assert [event for event in new if event in old] == old
    assert len(new) == len(old) + 1 + MONITORED  # and Leo's check-ins of the coming months
    assert not settled.sync().changes


def _somebody_works_on(tab: gspread.Worksheet) -> None:
    """A row is typed meanwhile; its cell in the column that is not there comes later."""
    row = [MEANWHILE.get(each) for each in tab.row_values(1)]
    tab.update([row], f"A{len(tab.get_all_values()) + 1}", raw=True)


def delete_column(live: LiveSchool, tab: gspread.Worksheet, heading: str) -> Callable[[], None]:
    """A person deletes a column; what Undo does then: the column, its values, its identity."""
    index = tab.row_values(1).index(heading)
    values = [row[index : index + 1] for row in grid_of(tab)]
    address = f"/v4/spreadsheets/{tab.spreadsheet_id}"
    here = {"sheetId": tab.id, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
    found = live.google(
        f"{address}/developerMetadata:search",
        "admin@alder-creek.example",
        "POST",
        {
            "dataFilters": [
                {"developerMetadataLookup": {"metadataLocation": {"dimensionRange": here}}}
            ]
        },
    )["matchedDeveloperMetadata"]
    bound = [each["developerMetadata"] for each in found]
    tab.delete_columns(index + 1)

    def undo() -> None:
        insert = {"insertDimension": {"range": here, "inheritFromBefore": index > 0}}
        again = [{"createDeveloperMetadata": {"developerMetadata": each}} for each in bound]
        body = {"requests": [insert, *again]}
        live.google(f"{address}:batchUpdate", "admin@alder-creek.example", "POST", body)
        tab.update(values, rowcol_to_a1(1, index + 1), raw=True)

    return undo
