"""A cell as long as Sheets lets it be, in every column that people type into, holds up nobody."""

from __future__ import annotations

import time

import pytest

from tests.school_fixture import DANA, LiveSchool

LONG = 49_000
# What patterns for numbers, times, names, ids and addresses choke on, if they can.
TEXTS = {
    "blanks": "9" + " " * (LONG - 2) + "!",
    "digits": "#" + "1" * (LONG - 2) + "!",
    "dashes": "- 1" * (LONG // 3),
    "address": "a@" + "a." * (LONG // 2 - 2) + ",",
}
TABS = {
    "caseload": ("Caseload", "Diary", "Goals", "Actions", "Accommodations", "Team"),
    "office": ("Referrals", "Students", "Staff", "School days"),
    "restricted": ("Safety referrals", "Flags"),
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_sync_with_long_cells_everywhere_is_done_in_seconds(small: LiveSchool, text: str) -> None:
    small.sync()
    for book, tabs in TABS.items():
        for tab in tabs:
            headings = small.tab(book, tab).row_values(1)
            row = dict.fromkeys(headings, TEXTS[text])
            if "Student" in row and tab != "Students":
                row["Student"] = "Ana Silva"
            small.type_row(book, tab, row)
    home = {"Student": "Ana Silva", "Role": "Parent", "Rights": "Full", "May see": "Plan"}
    for label in ("Home A", "Home B"):
        person = {**home, "Person": TEXTS[text], "Phone": TEXTS[text], "Household": label}
        small.type_row("caseload", "Team", person)
    papers = {"Goal": TEXTS[text], "Measure": "Words", "Direction": "Increase"}
    small.type_row("caseload", "Goals", {"Student": "Ana Silva", **papers})
    small.type_row("caseload", "Actions", {"Student": "Ana Silva", "Action": TEXTS[text]})
    meeting = {"Kind": "Meeting", "Date": "2026-10-21", "Status": "Planned"}
    small.type_row("caseload", "Diary", {"Student": "Ana Silva", **meeting})
    begun = time.process_time()
    small.sync()
    small.sync()
    assert time.process_time() - begun < 60  # the local Workspace's own work is part of it
    assert any(each["start"].get("date") == "2026-10-21" for each in small.events(DANA))
