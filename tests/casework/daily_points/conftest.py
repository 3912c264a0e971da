"""A small school in which two students' days are measured by points, and who gives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.school_fixture import COORDINATOR, DANA, DOMAIN, TOMAS, Kept, LiveSchool
from tests.web.conftest import AUDIENCE, Panel

MODULES = frozenset({"daily_points"})
NORA, LIN = f"nora.lind@{DOMAIN}", f"lin.zhao@{DOMAIN}"
ANA, LEO = "Ana Silva", "Leo Brandão"


@pytest.fixture(scope="session")
def points_school(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    live = LiveSchool(tmp_path_factory.mktemp("points"), modules=MODULES).init()
    for email, name, role in (
        (DANA, "Dana Whitfield", "Case manager"),
        (TOMAS, "Tomás Herrera", "Case manager"),
        (COORDINATOR, "Maren Okafor", "Coordinator"),
        (NORA, "Nora Lind", "Teacher"),
        (LIN, "Lin Zhao", "Teacher"),
    ):
        live.type_row("office", "Staff", {"Email": email, "Name": name, "Role": role})
    for number, name in (("0400", ANA), ("0401", LEO)):
        live.type_row("office", "Students", {"Student ID": number, "Student": name, "Grade": 7})
        case = {"Student": name, "Case manager": DANA, "Status": "Active", "Plan type": "IEP"}
        live.type_row("caseload", "Caseload", case)
        goal = {
            "Student": name, "Goal": "Kind words\nReady to work\nStays with the class",
            "Kind": "Behavior", "Measure": "Daily points", "Unit": "%", "Direction": "Increase",
            "Target": 80, "Start": "2026-08-31", "Due": "2026-12-18",
        }  # fmt: skip
        live.type_row("caseload", "Goals", goal)
        member = {"Student": name, "Person": "Nora Lind", "Role": "Math", "Email": NORA}
        live.type_row("caseload", "Team", {**member, "May see": "Accommodations"})
    live.sync()
    live.control("POST", "id_token", {"email": DANA, "aud": AUDIENCE})
    live.school.ledger._engine.dispose()
    return live.keep()


@pytest.fixture
def live(points_school: Kept, tmp_path: Path) -> LiveSchool:
    """A copy of it, for one test."""
    live = LiveSchool(tmp_path, modules=MODULES)
    live.take(points_school)
    return live


@pytest.fixture
def panel(live: LiveSchool) -> Panel:
    return Panel(live)
