"""A day that can be read in two ways, through the front door: asked about once, and remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.school_fixture import DANA, LiveSchool, kinds, questions

ASKED = "Which day is meant?"


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    live = LiveSchool(tmp_path).init()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    live.type_row("office", "Students", {"Student ID": "0400", "Student": "Ana Silva", "Grade": 7})
    cells = {"Student": "Ana Silva", "Case manager": DANA, "Status": "Active"}
    things = "see the coach next Fri\nask about the chess match"
    live.type_row("caseload", "Caseload", {**cells, "Random things to do": things})
    live.sync()
    return live


def asked(live: LiveSchool) -> list[dict]:
    return [row for row in questions(live, "caseload") if row["What"] == ASKED]


def test_it_is_asked_once_and_the_line_stays_as_it_was_typed(live: LiveSchool) -> None:
    (question,) = asked(live)
    assert "9 Oct 2026" in question["Why"]
    assert question["Whose"] == "Dana"
    live.change("caseload", "Attention", {"What": ASKED}, {"Pick": "16 Oct 2026"})
    live.sync()
    assert asked(live) == []
    live.later(days=8)
    live.sync()
    assert asked(live) == []
    assert kinds(live.sync()) == {}
    row = live.find("caseload", "Caseload", Student="Ana Silva")
    assert row["Random things to do"] == "see the coach next Fri\nask about the chess match"


def test_a_line_that_is_ticked_or_gone_is_asked_about_no_more(live: LiveSchool) -> None:
    cells = {"Random things to do": "see the coach next Fri ✓ 5 Oct"}
    live.later(minutes=5)
    live.change("caseload", "Caseload", {"Student": "Ana Silva"}, cells)
    live.sync()
    assert asked(live) == []
