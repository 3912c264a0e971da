"""Rights are those of this second, whatever lies on the shelf or in an undo button."""

import pytest

from service.web.answering import ACTIONS

from .conftest import (
    ANA,
    CARL,
    DANA,
    LEO,
    MAREN,
    RUTH,
    TOMAS,
    ZOE,
    button,
    card_of,
    words,
)


@pytest.fixture
def ticked(panel):
    """The undo button after Dana ticked off a thing to do for Ana."""
    given = {"code": ANA, "thing": "Ask about the chess match"}
    return button(card_of(panel.post(DANA, "tick_thing", given).json), "Undo")


def things(panel):
    return panel.live.find("caseload", "Caseload", Case_code=ANA)["Random things to do"]


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_who_is_taken_off_staff_has_no_card_five_seconds_later(panel, action):
    assert panel.client.get("/ready").status_code == 200
    panel.card(DANA, "home")
    panel.live.change("office", "Staff", {"Email": DANA}, {"Role": ""})
    panel.live.later(seconds=5)
    answer = panel.post(DANA, action, {"code": ANA, "row": ANA, "words": "Ana"})
    assert answer.status_code == 403
    assert "Ana" not in answer.get_data(as_text=True)


def test_charts_are_not_shown_from_the_shelf_to_who_may_no_longer_see_them(panel):
    panel.card(DANA, "charts", {"code": ANA})
    panel.live.change("office", "Staff", {"Email": DANA}, {"Role": "Teacher"})
    panel.live.later(seconds=5)
    assert panel.post(DANA, "charts", {"code": ANA}).status_code == 403


def test_undo_asks_for_the_rights_of_its_own_moment(panel, ticked):
    panel.live.change("office", "Staff", {"Email": DANA}, {"Role": "Teacher"})
    panel.live.later(seconds=5)
    assert panel.post(DANA, "undo", ticked).status_code == 403
    assert "Ask about the chess match ✓ 5 Oct" in things(panel)


@pytest.mark.parametrize(
    ("name", "value"), [("code", LEO), ("at", "2026-10-05T13:00:01+00:00"), ("did", "accept"),
                        ("seal", "é")]
)  # fmt: skip
def test_everything_an_undo_button_says_is_under_its_seal(panel, ticked, name, value):
    assert panel.post(DANA, "undo", {**ticked, name: value}).status_code == 403
    assert panel.post(MAREN, "undo", ticked).status_code == 403
    assert "Ask about the chess match ✓ 5 Oct" in things(panel)
    assert panel.post(DANA, "undo", ticked).status_code == 200
    assert "✓" not in things(panel)


def test_an_undo_button_is_not_good_for_ever(panel, ticked):
    panel.live.later(hours=25)
    answer = panel.post(DANA, "undo", ticked)
    assert "more than a day ago" in words(card_of(answer.json))
    assert "Ask about the chess match ✓ 5 Oct" in things(panel)


def test_who_decides_on_a_safety_referral_may_undo_it(panel):
    done = panel.post(RUTH, "need_more", {"row": "R-0003"}, {"reason": "Ring Nora."})
    held = lambda: panel.live.find("restricted", "Safety referrals", Referral_ID="R-0003")  # noqa: E731
    assert held()["Decision"] == "Need more"
    assert panel.post(RUTH, "undo", button(card_of(done.json), "Undo")).status_code == 200
    assert (held()["Decision"], held()["Reason"]) == ("", "")


def test_who_asks_for_a_decision_may_take_it_back_and_what_was_said_counts_no_more(panel):
    ask = {"code": ANA, "form": "once"}
    asked = panel.post(CARL, "ask_decision_save", ask, {"what": "Placement"})
    rows = lambda: [r for r in panel.live.rows("caseload", "Decisions") if r["What"]]  # noqa: E731
    assert len(rows()) == 1
    given = {"row": rows()[0]["Row ID"]}
    panel.live.later(seconds=6)
    yes = panel.post(DANA, "answer_decision_save", given, {"case_manager_says": "Agree"})
    assert panel.live.school.ledger.agreed_of("on_card")
    assert panel.post(DANA, "undo", button(card_of(yes.json), "Undo")).status_code == 200
    assert not panel.live.school.ledger.agreed_of("on_card")
    assert panel.post(CARL, "undo", button(card_of(asked.json), "Undo")).status_code == 200
    assert rows() == []


# ---------------------------------------------------------------- whose file it is


def sheets(panel):
    made = panel.live.school.ledger.agreed_of("progress_sheet")
    return {each.key: each.object_id for each in made}


@pytest.fixture
def mixed_up(panel):
    """The link of Zoë's progress sheet stands in Ana's row, typed over a grey cell."""
    link = f"http://workspace.test/spreadsheets/d/{sheets(panel)[ZOE]}/edit"
    panel.live.change("caseload", "Caseload", {"Case code": ANA},
                      {"Progress sheet": link, "Action plan": link})  # fmt: skip
    panel.live.later(seconds=6)
    return panel


def test_a_card_reads_and_links_the_cases_own_files_whatever_the_cells_say(mixed_up):
    own, other = sheets(mixed_up)[ANA], sheets(mixed_up)[ZOE]
    assert own != other
    for action in ("case", "charts"):
        answer = str(mixed_up.card(DANA, action, {"code": ANA}))
        assert own in answer
        assert other not in answer
    assert f"progress:{other}" not in mixed_up.app.extensions["holdfast"].cache._places


def test_a_measurement_goes_into_the_cases_own_sheet_whatever_the_cell_says(mixed_up):
    goal = mixed_up.live.find("caseload", "Goals", Student="Ana Silva")["Row ID"]
    inputs = {"goal": goal, "value": "71"}
    answer = mixed_up.post(DANA, "add_measurement_save", {"code": ANA}, inputs)
    assert answer.status_code == 200
    client = mixed_up.live.people.gspread_as(DANA)
    written = client.open_by_key(sheets(mixed_up)[ANA]).worksheet("Measurements").get_all_values()
    assert any("71" in row for row in written)
    other = mixed_up.live.people.gspread_as("admin@alder-creek.example")
    there = other.open_by_key(sheets(mixed_up)[ZOE]).worksheet("Measurements").get_all_values()
    assert not any("71" in row for row in there)


def test_an_open_progress_sheet_leads_to_the_case_it_was_made_for(mixed_up):
    card = mixed_up.card(DANA, "case", workbook_id=sheets(mixed_up)[ZOE], tab="Measurements")
    assert card["header"]["title"] == "Zoë O'Brien"


# ---------------------------------------------------------------- whose case it is


def test_who_types_themselves_in_sees_no_more_of_a_case_and_the_old_manager_no_less(panel):
    panel.live.later(days=3)  # Dana stands in for Tomás only today
    panel.live.sync()
    panel.live.change("caseload", "Caseload", {"Case code": ANA}, {"Case manager": TOMAS})
    panel.live.later(seconds=6)
    for _ in range(2):
        assert "Please note" not in words(panel.card(TOMAS, "case", {"code": ANA}))
        assert panel.post(TOMAS, "access", {"code": ANA}).status_code == 403
        assert "Ana" not in words(panel.card(TOMAS, "home"))
        assert "Please note" in words(panel.card(DANA, "case", {"code": ANA}))
        panel.live.sync()
        panel.live.later(seconds=6)
    (question,) = [
        row for row in panel.live.rows("office", "Attention") if "Another" in row["What"]
    ]
    given = {"row": question["Row ID"]}
    assert panel.post(TOMAS, "question", given).status_code == 403
    panel.post(MAREN, "pick", given, {"pick": "Hand it over to Tomás Herrera"})
    panel.live.sync()
    panel.live.later(seconds=6)
    assert "Please note" in words(panel.card(TOMAS, "case", {"code": ANA}))
    assert panel.post(DANA, "access", {"code": ANA}).status_code == 403
    told = [r for r in panel.live.rows("caseload", "History") if r["What"] == "Case manager"]
    assert [row["Who"] for row in told] == ["Maren Okafor"]


def test_a_first_manager_who_was_typed_works_and_opens_nothing_older(panel):
    panel.live.change("caseload", "Caseload", {"Case code": ZOE}, {"Case manager": ""})
    ledger = panel.live.school.ledger
    ledger.forget([("manager", ZOE)])
    panel.live.type_row("restricted", "Flags", {"Case code": ZOE, "Speak to": RUTH})
    panel.live.change("caseload", "Caseload", {"Case code": ZOE}, {"Case manager": DANA})
    panel.live.change("office", "School days", {"Who": TOMAS}, {"Cover": ""})
    panel.live.later(seconds=6)
    card = panel.card(DANA, "case", {"code": ZOE})
    assert "Sums with several steps." in words(card)
    assert "Please note" not in words(card)
    assert "Progress sheet" not in words(card)
    done = panel.post(DANA, "add_thing_save", {"code": ZOE}, {"thing": "Bring the comic"})
    assert "Undo" in words(card_of(done.json))
