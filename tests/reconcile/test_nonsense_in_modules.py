"""A module comes to a school that is running, people type nonsense into every cell of its tabs and
sort them, and it goes again: nothing typed is lost, and nothing stops."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from service.casework.register import Register
from service.casework.registry import MODULES
from service.workbook.templates import OF_PERSONS, Tab, load_templates
from tests.school_fixture import ADMIN, COORDINATOR, DANA, LiveSchool

TEMPLATES = load_templates(frozenset(module.name for module in MODULES))
NONSENSE = (
    "???", "-5", "99999999999", "31/02/2026", "=1+1", "'0142", "12:75", "<b>x</b>", "1e400", "inf",
    "nan", "-Infinity", "{{ student }}", "ñandú 𝔘", "yes/no", "2026-13-45", "  ", "#REF!", "C-9999",
)  # fmt: skip
STUDENTS = ("Ana Silva", "Leo Brandão", "Zoë O'Brien")
QUIET = {"sheets": 3, "drive": 1, "forms": 2, "calendar": 1}


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    """At work, with no module on."""
    live = LiveSchool(tmp_path, modules=frozenset()).init()
    for email, role in ((DANA, "Case manager"), (COORDINATOR, "Coordinator")):
        live.type_row("office", "Staff", {"Email": email, "Name": role, "Role": role})
    for number, name in enumerate(STUDENTS):
        roster = {"Student ID": f"040{number}", "Student": name, "Grade": 7}
        live.type_row("office", "Students", roster)
        case = {"Student": name, "Case manager": DANA, "Status": "Active", "Plan type": "IEP"}
        live.type_row("caseload", "Caseload", case)
    settle(live)
    return live


def settle(live: LiveSchool) -> None:
    for _ in range(2):
        live.later(minutes=5)
        live.sync()


def switch(live: LiveSchool, module: Register, value: str) -> None:
    live.change("office", "Settings", {"Setting": f"Module: {module.module}"}, {"Value": value})
    live.later(minutes=6)
    settle(live)


def typed(live: LiveSchool, book: str, tab: Tab) -> Counter[tuple[str, ...]]:
    """What stands in the cells that are people's, row by row."""
    headings, *rows = live.tab(book, tab.heading).get_all_values()
    own = [c.heading for c in tab.columns if not c.service and c.heading in headings]
    places = [headings.index(heading) for heading in own]
    return Counter(said for row in rows if any(said := tuple(row[at] for at in places)))


def type_nonsense(live: LiveSchool, book: str, tab: Tab, rng: random.Random) -> None:
    standing = live.tab(book, tab.heading).row_values(1)
    own = [c.heading for c in tab.columns if not c.service and c.heading in standing]
    for number in range(6):
        row = {heading: rng.choice(NONSENSE) for heading in own}
        if "Student" in row and number < 5:
            row["Student"] = rng.choice(STUDENTS)
        live.type_row(book, tab.heading, row)


def sort(live: LiveSchool, book: str, tab: Tab) -> None:
    area = {"sheetId": live.tab(book, tab.heading).id, "startRowIndex": 1}
    specs = [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]
    path = f"/v4/spreadsheets/{live.found['workbooks'][book]}:batchUpdate"
    live.google(
        path, ADMIN, "POST", {"requests": [{"sortRange": {"range": area, "sortSpecs": specs}}]}
    )


@pytest.mark.gate("modules that come, are filled with nonsense, and go", len(MODULES))
@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_comes_is_filled_with_nonsense_and_goes(
    live: LiveSchool, module: Register
) -> None:
    rng = random.Random(module.name)
    switch(live, module, "yes")
    live.found = live.school.init()
    for book, key in module.tabs:
        tab = TEMPLATES[book].by_key[key]
        if tab.hidden:
            continue
        if book in OF_PERSONS:
            settle(live)  # it is shared
            live.open_own(book, DANA)
        type_nonsense(live, book, tab, rng)
        before = typed(live, book, tab)
        settle(live)
        assert not before - typed(live, book, tab)
        sort(live, book, tab)
        settle(live)
        assert not before - typed(live, book, tab)
    asked = len(live.rows("caseload", "Attention")) + len(live.rows("office", "Attention"))
    live.later(minutes=5)
    report = live.sync()
    assert report.problems == asked
    assert asked > 0 or not module.tabs  # one without a tab has nothing that can be mistyped here
    assert not report.changes
    switch(live, module, "no")
    assert live.sync().problems == 0
    live.later(minutes=5)
    assert not Counter(live.sync().calls) - Counter(QUIET)


def test_a_word_that_a_computer_takes_for_a_number_is_asked_about(live: LiveSchool) -> None:
    words = ["-Infinity", "1e400", "inf", "nan"]
    row = {"Student": "Ana Silva", "Kind": "Check-in", "Date": "2026-10-12", "Status": "Planned"}
    for written in words:
        live.type_row("caseload", "Diary", {**row, "Minutes": written})
    settle(live)
    asked = [each["Where"] for each in live.rows("caseload", "Attention")]
    assert asked.count("Diary › Minutes") == len(words)
    assert sorted(each["Minutes"] for each in live.rows("caseload", "Diary")) == words
