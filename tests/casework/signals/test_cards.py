"""Signals on cards: why a student is suggested and what is decided; for a case manager, what is
counted of the students whose case is theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.casework.signals.signals_school import bring_in
from tests.casework.signals.test_indicators import GATE, HEAD, absences
from tests.school_fixture import COORDINATOR, DANA, LiveSchool
from tests.web.conftest import Panel, clicks, words


@pytest.fixture
def panel(live: LiveSchool, tmp_path: Path) -> Panel:
    """Ana has an open case; Thandi and Ben are suggested."""
    case = {"Student": "Ana Silva", "Student ID": "0142", "Status": "Active"}
    live.type_row("caseload", "Caseload", {**case, "Case manager": DANA})
    lines = absences("0142", 12) + absences("0555", 12) + absences("0777", 3)
    bring_in(live, tmp_path, attendance=HEAD + lines)
    live.sync()
    return Panel(live)


def row_of(panel: Panel, card: object, name: str) -> str:
    rows = panel.live.rows("office", "Indicators")
    found = {row["Student"]: row["Row ID"] for row in rows}
    assert found[name] in [given.get("row") for _, given in clicks(card)]
    return found[name]


def test_the_coordinator_reads_why_and_decides_and_can_take_it_back(panel: Panel) -> None:
    home = panel.card(COORDINATOR, "home")
    assert "Thandi Dlamini" in words(home)
    assert "Ana Silva" not in words(home)
    row = row_of(panel, home, "Thandi Dlamini")
    why = panel.card(COORDINATOR, "indicator", {"row": row})
    assert "12 of 45 school days absent" in words(why)
    assert "EDFacts" in words(why) or "Ed-Fi" in words(why)
    refused = panel.press(COORDINATOR, why, "Save", {"decision": "Not now", "reason": ""})
    assert "why not now" in words(refused)
    kept = panel.press(COORDINATOR, why, "Save", {"decision": "Not now", "reason": "Flu"})
    assert panel.live.find("office", "Indicators", Student="Thandi")["Decision"] == "Not now"
    done = kept["action"]["navigations"][0]["updateCard"]
    panel.press(COORDINATOR, done, "Undo")
    assert panel.live.find("office", "Indicators", Student="Thandi")["Decision"] == ""


@GATE
def test_one_reason_for_all_that_is_marked(panel: Panel) -> None:
    live = panel.live
    for name in ("Thandi Dlamini", "Ben Okoro"):
        live.change("office", "Indicators", {"Student": name}, {"Decision": "Not now"})
    live.later(minutes=1)
    listed = panel.card(COORDINATOR, "indicators")
    form = panel.press(COORDINATOR, listed, "Not now for all marked")
    shown = form["action"]["navigations"][0]["pushCard"]
    panel.press(COORDINATOR, shown, "Save", {"reason": "Known to the nurse"})
    reasons = [row["Reason"] for row in live.rows("office", "Indicators")]
    assert reasons == ["Known to the nurse"] * 2


def test_the_case_manager_of_an_open_case_sees_what_is_counted(panel: Panel) -> None:
    today = panel.card(DANA, "today")
    assert "12 of 45 school days absent" in words(today)
    code = panel.live.rows("caseload", "Caseload")[0]["Case code"]
    assert "Far over" in words(panel.card(DANA, "case", {"code": code}))
    for action in ("indicators", "indicator", "indicator_save", "not_now_all"):
        assert panel.post(DANA, action).status_code == 403


@GATE
def test_switched_off_nothing_of_it_is_shown(panel: Panel) -> None:
    live = panel.live
    live.change("office", "Settings", {"Setting": "Module: Signals"}, {"Value": "no"})
    live.later(minutes=1)
    assert "school days absent" not in words(panel.card(DANA, "today"))
    assert panel.post(COORDINATOR, "indicators").status_code == 403
