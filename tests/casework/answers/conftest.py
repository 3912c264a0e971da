"""A small school with Answers on, two weeks before the end of the first quarter: two students with
accommodations, and teachers on their Teams."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.school_fixture import COORDINATOR, DANA, Kept, LiveSchool
from tests.web.conftest import AUDIENCE, LIN, NORA, Panel

ANA, LEO, ZOE = "Ana Silva", "Leo Brandão", "Zoë O'Brien"
BREAKS, TIME = "Breaks when asked", "Extra time"


@pytest.fixture(scope="session")
def answers_school(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    live = LiveSchool(tmp_path_factory.mktemp("answers"), modules=frozenset({"answers"})).init()
    for email, name, role in (
        (DANA, "Dana Whitfield", "Case manager"),
        (COORDINATOR, "Maren Okafor", "Coordinator"),
        (NORA, "Nora Lind", "Teacher"),
        (LIN, "Lin Zhao", "Teacher"),
    ):
        live.type_row("office", "Staff", {"Email": email, "Name": name, "Role": role})
    for number, name, plan in (("0400", ANA, "IEP"), ("0401", LEO, "ILP"), ("0402", ZOE, "ILP")):
        live.type_row("office", "Students", {"Student ID": number, "Student": name, "Grade": 7})
        case = {"Student": name, "Case manager": DANA, "Status": "Active", "Plan type": plan}
        live.type_row("caseload", "Caseload", case)
    for name, what in ((ANA, BREAKS), (ANA, TIME), (LEO, BREAKS), (ZOE, "Large print")):
        given = {"Student": name, "Accommodation": what, "School year": "2026-27"}
        live.type_row("caseload", "Accommodations", given)
    for name, who in ((ANA, "Nora Lind"), (ANA, "Lin Zhao"), (LEO, "Nora Lind")):
        member = {"Student": name, "Person": who, "Role": "Teacher", "May see": "Accommodations"}
        live.type_row("caseload", "Team", member)
    live.sync()
    live.control("POST", "id_token", {"email": DANA, "aud": AUDIENCE})
    live.school.ledger._engine.dispose()
    return live.keep()


@pytest.fixture
def panel(answers_school: Kept, tmp_path: Path) -> Panel:
    live = LiveSchool(tmp_path, modules=frozenset({"answers"}))
    live.take(answers_school)
    live.later(days=14)
    live.count_anew()
    return Panel(live)
