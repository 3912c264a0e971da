"""A new case: what its case manager is told, and the First Talk that fills all its tabs at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.school_fixture import TODAY, LiveSchool

from .conftest import (
    DANA,
    ELEANOR,
    MAREN,
    NORA,
    PHILIP,
    RUTH,
    TOMAS,
    Panel,
    button,
    card_of,
    headers,
    section,
    words,
)
from .test_entry import fields
from .test_kept import sentence_after

CONCERN, WELL, BRIEF = "Sleeps in class.", "Knows every bird.", "Ring the aunt first."
NEXT, DUE = TODAY + timedelta(days=14), TODAY + timedelta(days=60)
TALK = {
    "strengths": "Knows every bird.", "needs": "To sleep more.", "goal_1": "Awake in class",
    "unit_1": "days of five", "baseline_1": "1", "target_1": "4,5", "goal_due_1": DUE,
    "action_1": "Talk to the aunt", "who_1": "Dana", "action_2": "Move the seat",
    "next": NEXT, "start": (9, 30), "review_due": DUE, "status": "Active", "note": "A good talk.",
}  # fmt: skip


@pytest.fixture(scope="module")
def accepted(prepared, tmp_path_factory):
    """The school after one more referral was accepted for Dana, and one of safety."""
    live = LiveSchool(tmp_path_factory.mktemp("accepted"))
    live.take(prepared)
    live.refer(student_name="Oscar D'Angelo", grade="9", concern=CONCERN, strengths=WELL,
               tried="A quiet seat.", person=NORA)  # fmt: skip
    live.sync()
    (mine,) = [r for r in live.rows("office", "Referrals") if WELL in r["Details"]]
    decided = {"Decision": "Accept", "Case manager": DANA, "Brief for case manager": BRIEF}
    live.change("office", "Referrals", {"Referral ID": mine["Referral ID"]}, decided)
    live.sync()
    live.later(minutes=1)
    live.school.ledger._engine.dispose()
    return live.keep()


@pytest.fixture
def panel(accepted, tmp_path: Path) -> Panel:
    live = LiveSchool(tmp_path)
    live.take(accepted)
    live.later(minutes=1)
    return Panel(live)


def oscar(panel):
    return panel.live.find("caseload", "Caseload", Student="Oscar")


def the_talk(panel):
    return panel.live.find("caseload", "Diary", Student="Oscar", Kind="First Talk")


def open_talk(panel, who=DANA):
    return panel.card(who, "first_talk", {"code": oscar(panel)["Case code"]})


def rows_of(panel, tab):
    code = oscar(panel)["Case code"]
    return [r for r in panel.live.rows("caseload", tab) if r["Case code"] == code and r["Student"]]


def test_the_case_manager_hears_of_a_new_case_by_a_mail_without_a_name(panel):
    code = oscar(panel)["Case code"]
    told = [m for m in panel.live.mails(DANA) if m["Subject"] == f"A new case for you · {code}"]
    assert len(told) == 1
    for word in ("Oscar", "Angelo", "Sleeps", "bird", "aunt", "Nora"):
        assert word not in told[0]["text"]
    panel.live.sync()
    again = [m for m in panel.live.mails(DANA) if m["Subject"].startswith("A new case")]
    assert len(again) == 1


def test_case_and_entry_say_why_there_is_a_case(panel):
    row, talk = oscar(panel), the_talk(panel)
    assert (row["Status"], row["Needs"], row["Strengths"]) == ("Referred", "", "")
    case = panel.card(DANA, "case", {"code": row["Case code"]})
    entry = panel.card(DANA, "entry", {"row": talk["Row ID"], "code": row["Case code"]})
    for card in (case, entry):
        why = words(section(card, "Why this case"))
        for said in (CONCERN, WELL, BRIEF, "Nora Lind", "A quiet seat."):
            assert said in why


def test_nobody_else_is_told_why(panel):
    panel.live.later(days=3)  # nobody stands in for anybody
    code = oscar(panel)["Case code"]
    for who in (TOMAS, PHILIP, RUTH, ELEANOR, NORA):
        seen = words(card_of(panel.post(who, "case", {"code": code}).json))
        for said in (CONCERN, WELL, BRIEF, "Nora Lind"):
            assert said not in seen


def test_the_coordinator_is_told_why(panel):
    assert CONCERN in words(panel.card(MAREN, "case", {"code": oscar(panel)["Case code"]}))


def test_who_types_themselves_in_is_not_told_why(panel):
    panel.live.later(days=3)
    code = oscar(panel)["Case code"]
    panel.live.school.ledger.forget([("manager", code)])
    panel.live.change("caseload", "Caseload", {"Case code": code}, {"Case manager": TOMAS})
    panel.live.later(seconds=6)
    seen = words(panel.card(TOMAS, "case", {"code": code}))
    assert "Log a contact" in seen
    assert "Why this case" not in seen
    form = panel.card(TOMAS, "first_talk", {"code": code})
    assert CONCERN not in str(form)


def test_a_safety_referral_tells_its_case_manager_nothing_on_cards_or_by_mail(panel):
    live = panel.live
    live.refer(danger="Yes", student_name="Siobhán Ní Bhriain", concern="A secret.", person=NORA)
    live.change("caseload", "Caseload", {"Student": "Siobh"}, {"Status": "Exited"})
    live.sync()
    held = live.find("restricted", "Safety referrals", Concern="A secret.")
    decided = {"Decision": "Accept", "Case manager": DANA, "Brief for case manager": "Hush."}
    where = {"Referral ID": held["Referral ID"]}
    live.change("restricted", "Safety referrals", where, decided)
    mails = len(live.mails(DANA))
    live.sync()
    live.later(minutes=1)
    new = live.find("caseload", "Caseload", Student="Siobh", Status="Referred")
    card = panel.card(DANA, "case", {"code": new["Case code"]})
    form = panel.card(DANA, "first_talk", {"code": new["Case code"]})
    for said in ("secret", "Hush", "Why this case", "Nora"):
        assert said not in words(card) + str(form)
    assert len(live.mails(DANA)) == mails


def test_the_first_talk_proposes_what_the_referral_says_and_writes_nothing_yet(panel):
    card = open_talk(panel)
    there = fields(card)
    assert (there["needs"]["value"], there["strengths"]["value"]) == (CONCERN, WELL)
    assert oscar(panel)["Needs"] == ""
    assert len(str(card)) < 30_000
    assert sum(len(s["widgets"]) for s in card["sections"]) <= 50


def test_one_save_fills_every_tab_and_one_undo_empties_them(panel):
    before = {tab: panel.live.rows("caseload", tab) for tab in ("Diary", "Goals", "Actions")}
    row = oscar(panel)
    panel.live.count_anew()
    answer = panel.press(DANA, open_talk(panel), "Save", TALK)
    assert panel.live.counts()["sheets.spreadsheets.batchUpdate"] <= 3
    assert "Goals: 1, actions: 2" in answer["action"]["notification"]["text"]
    now = oscar(panel)
    assert (now["Needs"], now["Strengths"], now["Status"]) == (
        "To sleep more.", "Knows every bird.", "Active"
    )  # fmt: skip
    assert now["Review due"].endswith(f"{DUE:%Y}")
    (goal,) = rows_of(panel, "Goals")
    assert (goal["Goal"], goal["Unit"], goal["Baseline"], goal["Target"], goal["Direction"]) == (
        "Awake in class", "days of five", "1", "4.5", "Increase"
    )  # fmt: skip
    assert [(a["Action"], a["Who"], a["Status"]) for a in rows_of(panel, "Actions")] == [
        ("Talk to the aunt", "Dana", "To do"), ("Move the seat", "", "To do")
    ]  # fmt: skip
    talk = the_talk(panel)
    assert (talk["Status"], talk["Notes"]) == ("Done", f"{BRIEF}\nA good talk.")
    (following,) = [r for r in rows_of(panel, "Diary") if r["Kind"] == "Check-in"]
    assert (following["Status"], following["Start"]) == ("Planned", "09:30")
    panel.press(DANA, card_of(answer), "Undo")
    assert oscar(panel) == row
    for tab, rows in before.items():
        left = [r for r in panel.live.rows("caseload", tab) if r["Student"]]
        assert left == [r for r in rows if r["Student"]]


def test_the_plan_and_the_progress_sheet_follow_from_the_first_talk(panel):
    panel.press(DANA, open_talk(panel), "Save", TALK)
    panel.run_jobs()
    row = oscar(panel)
    assert row["Action plan"]
    assert row["Progress sheet"]
    case = panel.card(DANA, "case", {"code": row["Case code"]})
    assert "Fill in the First Talk" not in words(case)
    panel.live.later(minutes=1)
    assert not panel.live.sync().changes


def test_a_first_talk_marked_done_in_the_sheet_makes_the_case_active(panel):
    where = {"Row ID": the_talk(panel)["Row ID"]}
    panel.live.change("caseload", "Diary", where, {"Status": "Done", "Date": TODAY.isoformat()})
    panel.live.sync()
    assert oscar(panel)["Status"] == "Active"


def test_a_talk_that_is_saved_once_more_is_corrected_and_adds_nothing(panel):
    card = open_talk(panel)
    panel.press(DANA, card, "Save", TALK)
    panel.live.later(minutes=1)
    mended = {**TALK, "goal_1": "Awake all day", "needs": "Rest.", "action_2": "", "note": "Good."}
    panel.press(DANA, card, "Save", mended)
    assert [goal["Goal"] for goal in rows_of(panel, "Goals")] == ["Awake all day"]
    assert [each["Action"] for each in rows_of(panel, "Actions")] == ["Talk to the aunt"]
    assert oscar(panel)["Needs"] == "Rest."
    assert the_talk(panel)["Notes"] == f"{BRIEF}\nGood."


SLIPS = [
    ({"target_1": "soon"}, "target_1", "as a number"),
    ({"goal_1": ""}, "goal_1", "shall be reached"),
    ({"action_2": "", "who_2": "Ana"}, "action_2", "shall be done"),
    ({"next": TODAY - timedelta(days=1)}, "next", "has passed"),
    ({"goal_due_1": TODAY - timedelta(days=1)}, "goal_due_1", "has passed"),
    ({"review_due": TODAY - timedelta(days=1)}, "review_due", "has passed"),
    ({"day": TODAY + timedelta(days=1)}, "day", "not come yet"),
    ({"needs": "x" * 3_001}, "needs", "too long"),
]


def test_a_slip_is_said_at_its_field_and_nothing_is_written(panel):
    before, talk, form = oscar(panel), the_talk(panel), open_talk(panel)
    for changed, field, said in SLIPS:
        again = card_of(panel.press(DANA, form, "Save", {**TALK, **changed}))
        assert said in sentence_after(again, field)
        assert fields(again)["note"]["value"] == "A good talk."
        assert not any(each.get("collapsible") for each in again["sections"])
    assert (oscar(panel), the_talk(panel), rows_of(panel, "Goals")) == (before, talk, [])


def test_needs_that_somebody_typed_meanwhile_are_not_written_over(panel):
    card, code = open_talk(panel), oscar(panel)["Case code"]
    panel.live.change("caseload", "Caseload", {"Case code": code}, {"Needs": "Typed."})
    panel.live.later(minutes=1)
    again = card_of(panel.press(DANA, card, "Save", TALK))
    assert "It says now: “Typed.”" in sentence_after(again, "needs")
    assert oscar(panel)["Needs"] == "Typed."
    panel.live.later(minutes=1)
    panel.press(DANA, again, "Save", TALK)
    assert oscar(panel)["Needs"] == "To sleep more."


def test_only_who_works_on_the_case_opens_the_form(panel):
    panel.live.later(days=3)
    code = oscar(panel)["Case code"]
    for who in (TOMAS, NORA, PHILIP, ELEANOR):
        for action in ("first_talk", "first_talk_save"):
            assert panel.post(who, action, {"code": code}).status_code == 403


def test_the_case_card_leads_to_it_until_it_is_done(panel):
    case = panel.card(DANA, "case", {"code": oscar(panel)["Case code"]})
    given = button(case, "Fill in the First Talk")
    assert (given["action"], given["row"]) == ("first_talk", the_talk(panel)["Row ID"])
    assert "Goal 1" in headers(panel.card(DANA, given["action"], given))
