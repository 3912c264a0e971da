"""Schools to try journeys on: one empty, one with the invented school's people and papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.school_fixture import Kept, LiveSchool

from .guarded_school import kept, settled


@pytest.fixture
def empty(tmp_path: Path) -> LiveSchool:
    """Founded, and nothing typed yet."""
    return LiveSchool(tmp_path).init()


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    """Filled with the invented school; not synced yet."""
    return LiveSchool(tmp_path).init().fill()


@pytest.fixture
def small(tmp_path: Path, small_kept: Kept) -> LiveSchool:
    """Two case managers, a coordinator, a safeguarding lead, four students, one case."""
    live = LiveSchool(tmp_path)
    assert live.take(small_kept)
    return live


@pytest.fixture(scope="session")
def small_kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """The same, typed in once and copied from then on."""
    empty = LiveSchool(tmp_path_factory.mktemp("small")).init()
    for email, name, role in (
        ("dana.whitfield", "Dana Whitfield", "Case manager"),
        ("tomas.herrera", "Tomás Herrera", "Case manager"),
        ("maren.okafor", "Maren Okafor", "Coordinator"),
        ("ruth.adeyemi", "Ruth Adeyemi", "Safeguarding lead"),
        ("nora.lind", "Nora Lind", "Teacher"),
    ):
        address = f"{email}@alder-creek.example"
        empty.type_row("office", "Staff", {"Email": address, "Name": name, "Role": role})
    for student_id, name, grade in (
        ("00142", "Ana Silva", "7"),
        ("00019", "Siobhán Ní Bhriain", "8"),
        ("00777", "Zoë O'Brien", "10"),
        ("00555", "Thandi Dlamini", "11"),
    ):
        row = {"Student ID": student_id, "Student": name, "Grade": grade}
        empty.type_row("office", "Students", row)
    empty.type_row(
        "caseload",
        "Caseload",
        {
            "Student": "Ana Silva",
            "Student ID": "00142",
            "Grade": "7",
            "Case manager": "Dana Whitfield",
            "Status": "Active",
            "Needs": "Starting written work.",
            "Strengths": "Draws beautifully.",
        },
    )
    empty.school.ledger._engine.dispose()
    return empty.keep()


__all__ = ["empty", "kept", "live", "settled", "small", "small_kept"]
