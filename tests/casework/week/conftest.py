"""A small school as `init` founds it, with two Active students of one case manager."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.casework.registry import AT_FIRST
from tests.school_fixture import COORDINATOR, DANA, TOMAS, Kept, LiveSchool
from tests.web.conftest import AUDIENCE, Panel

ANA, LEO = "Ana Silva", "Leo Brandão"


def begin(live: LiveSchool, student: str, **more: str) -> None:
    cells = {"Student": student, "Case manager": DANA, "Status": "Active", **more}
    live.type_row("caseload", "Caseload", cells)


@pytest.fixture(scope="session")
def week_school(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    live = LiveSchool(tmp_path_factory.mktemp("week"), modules=AT_FIRST).init()
    for email, name, role in (
        (DANA, "Dana Whitfield", "Case manager"),
        (TOMAS, "Tomás Herrera", "Case manager"),
        (COORDINATOR, "Maren Okafor", "Coordinator"),
    ):
        live.type_row("office", "Staff", {"Email": email, "Name": name, "Role": role})
    for number, name in (("0400", ANA), ("0401", LEO), ("0402", "Zoë O'Brien")):
        live.type_row("office", "Students", {"Student ID": number, "Student": name, "Grade": 7})
    things = "To-Do: empty the locker\ncall mom 10/6\nask about the chess match"
    begin(live, ANA, **{"Random things to do": things, "Make-up times": "Tue, lunch"})
    begin(live, LEO)
    action = {"Student": ANA, "Action": "Hand in the lab", "Who": "Ana", "Status": "To do"}
    live.type_row("caseload", "Actions", action)
    live.type_row("caseload", "Actions", {**action, "Action": "Call the lab", "Who": "Dana"})
    live.sync()
    live.control("POST", "id_token", {"email": DANA, "aud": AUDIENCE})
    live.school.ledger._engine.dispose()
    return live.keep()


@pytest.fixture
def live(week_school: Kept, tmp_path: Path) -> LiveSchool:
    """A copy of it, for one test."""
    live = LiveSchool(tmp_path, modules=AT_FIRST)
    live.take(week_school)
    return live


@pytest.fixture
def panel(live: LiveSchool) -> Panel:
    return Panel(live)
