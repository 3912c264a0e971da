"""A card leads to a paper only where Google opens it for whoever looks at the card."""

from __future__ import annotations

import json

import pytest
import requests

from tests.school_fixture import ROOT

from .conftest import ANA, DANA, ELEANOR, MAREN, NORA, Panel, words


def papers(panel: Panel) -> list[str]:
    """The files of Ana's plan and of her progress sheet."""
    kinds = ("action_plan", "progress_sheet")
    return [f["id"] for kind in kinds for f in panel.live.files(holdfast=kind, holdfast_key=ANA)]


def may_read(panel: Panel, person: str, file_id: str) -> bool:
    session: requests.Session = panel.live.people.session_as(person)
    return session.get(f"{ROOT}/drive/v3/files/{file_id}").ok


def test_a_link_is_shown_to_whom_it_opens_and_to_nobody_else(panel: Panel):
    assert len(papers(panel)) == 2
    for person in (DANA, MAREN):
        card = json.dumps(panel.card(person, "case", {"code": ANA}))
        for file_id in papers(panel):
            assert (file_id in card) == may_read(panel, person, file_id), person


def test_the_coordinator_is_told_that_there_is_a_plan_and_may_still_enter_a_measurement(panel):
    shown = words(panel.card(MAREN, "case", {"code": ANA}))
    assert "There is an action plan; the case manager has it." in shown
    assert "Add a measurement" in shown


def test_own_questions_come_first_and_those_that_one_choice_settles_before_others(panel):
    for day in ("2025-12-07", "31/31/2026"):
        row = {"Student": "Leo Brandão", "Kind": "Check-in", "Date": day, "Status": "Planned"}
        panel.live.type_row("caseload", "Diary", row)
    panel.live.type_row("caseload", "Diary", {**row, "Student": "Nobody", "Date": "2026-10-09"})
    panel.live.later(minutes=5)
    panel.live.sync()
    card = json.dumps(panel.card(MAREN, "attention"))
    assert card.index("Is this the right year?") < card.index("Whose row is this?")
    assert card.index("Whose row is this?") < card.index("A date cannot be read")


@pytest.mark.parametrize(
    ("person", "tools"),
    [(DANA, ["case", "find", "attention"]), (ELEANOR, ["case", "find"]), (NORA, [])],
)
def test_a_panel_is_told_which_of_its_tools_work_for_this_person(panel, person, tools):
    answer = panel.post(person, "home")
    assert answer.headers["X-Holdfast-Tools"].split() == tools
    for name in ("case", "find", "attention"):
        assert (panel.post(person, name, {"code": ANA}).status_code == 200) == (name in tools)
