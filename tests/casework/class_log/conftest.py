"""A small school with two students in a co-taught class, and a few weeks of its log."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.school_fixture import COORDINATOR, DANA, TOMAS, Kept, LiveSchool
from tests.web.conftest import AUDIENCE, Panel

MODULES = frozenset({"class_log"})
ANA, LEO = "Ana Silva", "Leo Brandão"
# Published values: SingleCaseES and scan.
BEFORE, AFTER = (20, 20, 26, 25, 22, 23), (28, 25, 24, 27, 30, 30, 29)
FIRST = date(2026, 9, 8)


@pytest.fixture(scope="session")
def class_school(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    live = LiveSchool(tmp_path_factory.mktemp("class_log"), modules=MODULES).init()
    for email, name, role in (
        (DANA, "Dana Whitfield", "Case manager"),
        (TOMAS, "Tomás Herrera", "Case manager"),
        (COORDINATOR, "Maren Okafor", "Coordinator"),
    ):
        live.type_row("office", "Staff", {"Email": email, "Name": name, "Role": role})
    for number, name in (("0400", ANA), ("0401", LEO)):
        live.type_row("office", "Students", {"Student ID": number, "Student": name, "Grade": 7})
        case = {"Student": name, "Case manager": DANA, "Status": "Active"}
        live.type_row("caseload", "Caseload", {**case, "Minutes owed a week": 200})
    goal = {
        "Student": ANA, "Goal": "Solves more steps alone", "Kind": "Academic",
        "Measure": "Steps solved", "Unit": "steps", "Direction": "Increase", "Target": 25,
        "Start": "2026-09-01", "Due": "2026-12-18",
    }  # fmt: skip
    live.type_row("caseload", "Goals", goal)
    tab = live.tab("caseload", "Class log")
    names, rows = tab.row_values(1), []
    for number, value in enumerate((*BEFORE, *AFTER)):
        row = {
            "Student": ANA, "Date": (FIRST + timedelta(days=2 * number)).isoformat(),
            "Class": "Math", "Measure": "steps solved", "Value": value, "Minutes": 40,
            "Phase": {0: "Alone", len(BEFORE): "With cards"}.get(number, ""),
            "What we did": "Taught together",
        }  # fmt: skip
        rows.append([row.get(name, "") for name in names])
    leo = {"Student": LEO, "Date": "2026-09-30", "Class": "Math", "Measure": "Steps", "Value": 4}
    rows.append([leo.get(name, "") for name in names])
    tab.append_rows(rows, value_input_option="USER_ENTERED")
    live.sync()
    live.control("POST", "id_token", {"email": DANA, "aud": AUDIENCE})
    live.school.ledger._engine.dispose()
    return live.keep()


@pytest.fixture
def live(class_school: Kept, tmp_path: Path) -> LiveSchool:
    """A copy of it, for one test."""
    live = LiveSchool(tmp_path, modules=MODULES)
    live.take(class_school)
    return live


@pytest.fixture
def panel(live: LiveSchool) -> Panel:
    return Panel(live)
