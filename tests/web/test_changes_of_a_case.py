"""A head decides on a card, and what follows happens by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.linked_cells import leads_of
from tests.school_fixture import TODAY

from .conftest import ANA, DANA, ELEANOR, LEO, MAREN, Panel, card_of, words

# Of what is written into workbooks.
REFUSED = {"method": "sheets.spreadsheets.batchUpdate", "status": 403, "times": 500}


def decided(panel: Panel, code: str, **said: object) -> None:
    decide(panel, code, **said)
    panel.live.later(minutes=1)
    panel.live.sync()


def decide(panel: Panel, code: str, **said: object) -> None:
    panel.post(ELEANOR, "ask_decision_save", {"code": code, "form": said["what"]}, said)
    panel.live.later(minutes=1)
    panel.live.sync()
    (row,) = [r for r in panel.live.rows("caseload", "Decisions") if r["What"] == said["what"]]
    panel.live.later(seconds=6)
    panel.post(ELEANOR, "decide_decision_save", {"row": row["Row ID"]}, {"decided": "Yes"})


def some_syncs(panel: Panel) -> None:
    for _ in range(3):
        panel.live.later(minutes=2)
        panel.live.sync()


def day(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


@pytest.mark.gate("a leave and an exit that a head decides", 3)
def test_a_leave_puts_appointments_away_and_somebody_sits_down_afterwards(panel: Panel) -> None:
    live = panel.live
    before = {e["id"] for e in live.events(DANA) if e["status"] != "cancelled"}
    decided(panel, LEO, what="Leave", takes_effect=day(1), until=day(4), why="In hospital.")
    talk = live.find("caseload", "Diary", Student="Leo", Kind="First Talk")
    assert talk["Status"] == "Planned"
    assert "hospital" not in str(talk)
    away = live.find("caseload", "Diary", Student="Leo", Kind="Check-in", Start="09:00")
    assert away["Status"] == "Cancelled"
    live.find("caseload", "Diary", Student="Leo", Kind="Meeting", Status="Planned")
    (paper,) = live.files(holdfast="case_paper")
    said = live.find("caseload", "Decisions", What="Leave")["Document"]
    (address,) = leads_of(live, "caseload", "Decisions", "Document", said)
    assert paper["id"] in address
    after = {e["id"] for e in live.events(DANA) if e["status"] != "cancelled"}
    assert len(before - after) == 1
    live.sync()
    assert not live.sync().changes


@pytest.mark.gate("a leave and an exit that a head decides")
def test_a_transfer_leaves_nothing_in_a_calendar_and_ends_the_case(panel: Panel) -> None:
    live = panel.live
    decided(panel, LEO, what="Transfer out", takes_effect=day(1))
    assert {f["name"].partition(" · ")[0] for f in live.files(holdfast="case_paper")} == {
        "Closing paper",
        "Transfer packet",
    }
    live.later(days=1)
    live.sync()
    live.sync()
    assert live.find("caseload", "Caseload", Student="Leo")["Status"] == "Exited"
    coming = [
        row
        for row in live.rows("caseload", "Diary")
        if "Leo" in row["Student"] and row["Status"] == "Planned" and row["Kind"] == "Check-in"
    ]
    assert not coming
    assert not live.sync().changes


@pytest.mark.gate("a leave and an exit that a head decides")
def test_an_end_that_could_not_be_written_is_made_later_and_who_opens_the_case_again_has_it(
    panel: Panel,
) -> None:
    live = panel.live
    decide(panel, LEO, what="Transfer out", takes_effect=day(1))
    live.later(days=1)
    live.control("POST", "faults", REFUSED)
    live.sync()
    assert live.find("caseload", "Caseload", Student="Leo")["Status"] != "Exited"
    live.control("DELETE", "faults")
    some_syncs(panel)
    assert live.find("caseload", "Caseload", Student="Leo")["Status"] == "Exited"
    check_in = live.find("caseload", "Diary", Student="Leo", Kind="Check-in", Start="09:00")
    assert check_in["Status"] == "Cancelled"

    live.change("caseload", "Caseload", {"Student": "Leo"}, {"Status": "Active"})
    meet = {"Student": "Leo Brandão", "Kind": "Check-in", "Status": "Planned", "Start": "10:00"}
    live.type_row("caseload", "Diary", {**meet, "Date": day(7).isoformat()})
    some_syncs(panel)
    assert live.find("caseload", "Caseload", Student="Leo")["Status"] == "Active"
    assert live.find("caseload", "Diary", Student="Leo", Start="10:00")["Status"] == "Planned"
    assert not live.sync().changes


def test_who_answers_and_who_decides_reads_what_is_asked(panel: Panel) -> None:
    asked = {"what": "Placement", "takes_effect": day(5), "why": "A place is free."}
    panel.post(ELEANOR, "ask_decision_save", {"code": ANA, "form": "p"}, asked)
    row = {"row": panel.live.find("caseload", "Decisions", What="Placement")["Row ID"]}
    answer = words(panel.card(DANA, "answer_decision", row))
    assert "What: Placement" in answer
    assert "Why: A place is free." in answer
    panel.live.later(seconds=6)
    word = {"case_manager_says": "Object", "their_word": "Not before the review."}
    panel.post(DANA, "answer_decision_save", row, word)
    decide_it = words(panel.card(ELEANOR, "decide_decision", row))
    assert "Case manager says: Object" in decide_it
    assert "Their word: Not before the review." in decide_it


@pytest.mark.gate("a leave and an exit that a head decides")
def test_a_modification_waits_for_a_sentence_about_graduation(panel: Panel) -> None:
    live = panel.live
    asked = {"what": "Modification", "takes_effect": day(5)}
    panel.post(ELEANOR, "ask_decision_save", {"code": ANA, "form": "m"}, asked)
    live.later(minutes=1)
    live.sync()
    row = live.find("caseload", "Decisions", What="Modification")["Row ID"]
    live.later(seconds=6)
    said = panel.post(MAREN, "decide_decision_save", {"row": row}, {"decided": "Yes"})
    assert "Graduation path" in words(card_of(said.json))
    assert live.find("caseload", "Decisions", What="Modification")["Decided"] == ""
    live.change("caseload", "Caseload", {"Student": "Ana"}, {"Graduation path": "Diploma by 12"})
    live.later(minutes=1)
    panel.post(MAREN, "decide_decision_save", {"row": row}, {"decided": "Yes"})
    decision = live.find("caseload", "Decisions", What="Modification")
    assert decision["Decided"] == "To the team"  # an IEP: the team has not met
