"""Hand on, on cards: who may, what they are shown, and what follows."""

from __future__ import annotations

import pytest

from .conftest import (
    ANA,
    DANA,
    LEO,
    MAREN,
    NORA,
    PHILIP,
    RUTH,
    TOMAS,
    Panel,
    button,
    card_of,
    clicks,
    words,
)

SILVA = "silva@mail.example"
IT = "I have read it: hand it on"


def team_row(panel: Panel, person: str) -> dict[str, str]:
    return panel.live.find("caseload", "Team", Person=person)


def readers(panel: Panel, person: str = DANA) -> dict[str, set[str]]:
    """Who may read each plan, by the end of its name."""
    found = {}
    for file in panel.live.files(holdfast="action_plan", holdfast_key=ANA):
        of = panel.live.google(f"/drive/v3/files/{file['id']}/permissions?fields=*", DANA)
        found[file["name"]] = {each["emailAddress"] for each in of["permissions"]}
    return found


def asked(panel: Panel, person: str) -> dict[str, str]:
    return {"row": team_row(panel, person)["Row ID"], "code": ANA}


def test_the_case_manager_hands_on_what_the_card_showed_and_history_says_who(panel):
    home = panel.card(DANA, "home")
    case = panel.card(DANA, "case", {"code": ANA})
    for card in (home, case):
        assert "Not handed on yet · Ms Silva" in words(card)
        assert [given for _, given in clicks(card) if given["action"] == "hand_on"]
    card = panel.card(DANA, "hand_on", asked(panel, "Ms Silva"))
    assert "reads the plan that the team reads" in words(card)
    panel.press(DANA, card, IT)
    assert team_row(panel, "Ms Silva")["Hand on"] == "Yes"
    panel.run_jobs()
    assert all(SILVA in who for who in readers(panel).values())
    assert len(panel.live.mails(SILVA)) == 1
    told = [row["Why"] for row in panel.live.rows("caseload", "History")]
    assert any("Handed on: Dana Whitfield." in why for why in told)
    assert "Not handed on yet" not in words(panel.card(DANA, "case", {"code": ANA}))
    assert panel.post(DANA, "hand_on", asked(panel, "Ms Silva")).status_code == 403
    # For the next version somebody typed it: it is not hers any more.
    panel.live.later(hours=1)
    panel.live.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 131})
    panel.live.sync()
    panel.live.change("caseload", "Team", {"Person": "Ms Silva"}, {"Hand on": "Yes"})
    panel.live.sync()
    told = [row["Why"] for row in panel.live.rows("caseload", "History")]
    assert len([why for why in told if "Handed on: Dana Whitfield." in why]) == 1
    assert any("Handed on: typed in Caseload." in why for why in told)


@pytest.mark.parametrize("person", [TOMAS, MAREN, PHILIP, RUTH, NORA])
def test_nobody_else_hands_on_whatever_they_press(panel, person):
    given = asked(panel, "Ms Silva")
    card = panel.card(DANA, "hand_on", given)
    assert panel.post(person, "hand_on", given).status_code == 403
    assert panel.post(person, "hand_on_save", button(card, IT)).status_code == 403
    assert team_row(panel, "Ms Silva")["Hand on"] == ""
    assert "Not handed on yet" not in words(panel.post(person, "case", {"code": ANA}).json)


def test_who_stands_in_hands_on_and_a_colleague_on_the_team_does_not(panel):
    live = panel.live
    live.type_row("office", "School days", {"From": "2026-10-05", "To": "2026-10-06", "Who": DANA,
                                            "Cover": TOMAS})  # fmt: skip
    live.later(minutes=1)
    card = panel.card(TOMAS, "hand_on", asked(panel, "Ms Silva"))
    panel.press(TOMAS, card, IT)
    panel.run_jobs()
    told = [row["Why"] for row in live.rows("caseload", "History")]
    assert any("Handed on: Tomás Herrera." in why for why in told)
    # Whoever may see the plan of another's student does not give it away.
    row = {"Student": "Leo Brandão", "Person": "Tomás Herrera", "Email": TOMAS, "May see": "Plan"}
    live.type_row("caseload", "Team", row)
    live.later(days=2)
    assert "Not handed on yet" not in words(panel.post(TOMAS, "case", {"code": LEO}).json)


def test_the_card_says_what_was_left_out_of_a_households_copy(panel):
    live = panel.live
    live.change("caseload", "Caseload", {"Student": "Ana"}, {
        "Needs": "Long texts tire her, says Paulo Costa (555 555 0199)."})  # fmt: skip
    live.type_row("caseload", "Team", {
        "Student": "Ana Silva", "Person": "Paulo Costa", "Role": "Father", "Household": "Oak Ave",
        "Email": "costa@x.example", "Phone": "(555) 555-0199", "Rights": "Shared",
        "May see": "Plan"})  # fmt: skip
    live.type_row("caseload", "Actions", {"Student": "Ana Silva", "Action": "Evening story",
                                          "Who": "Paulo Costa", "Status": "To do"})  # fmt: skip
    live.later(hours=1)
    live.sync()
    shown = words(panel.card(DANA, "hand_on", asked(panel, "Ms Silva")))
    for left_out in ("Paulo Costa", "555 555 0199", "Evening story"):
        assert left_out in shown
    assert "Nothing" not in shown


def test_a_document_that_changed_under_the_card_is_shown_again(panel):
    card = panel.card(DANA, "hand_on", asked(panel, "Ms Silva"))
    panel.live.later(hours=1)
    panel.live.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 131})
    panel.live.sync()
    again = panel.press(DANA, card, IT)
    assert "has changed" in again["action"]["notification"]["text"]
    assert team_row(panel, "Ms Silva")["Hand on"] == ""
    panel.press(DANA, card_of(again), IT)
    assert team_row(panel, "Ms Silva")["Hand on"] == "Yes"


def test_undone_at_once_nothing_goes_out(panel):
    card = panel.card(DANA, "hand_on", asked(panel, "Ms Silva"))
    answer = panel.press(DANA, card, IT)
    panel.press(DANA, card_of(answer), "Undo")
    panel.run_jobs()
    assert not any(SILVA in who for who in readers(panel).values())
    assert not panel.live.mails(SILVA)
