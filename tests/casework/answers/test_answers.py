"""Answers through the front door: a teacher's one tap and what was different, the student's answer,
what the case manager reads, the mail that goes once, and nothing while it is off."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.school_fixture import DANA, LiveSchool, kinds
from tests.web.conftest import LIN, NORA, Panel, clicks, words

from .conftest import ANA, BREAKS, LEO, TIME, ZOE

ROUND, QUARTER = "all_offered_and_used", "2026-27 Q1"


def rows(live: LiveSchool) -> list[tuple[str, ...]]:
    shown = ("Student", "Accommodation", "Quarter", "As", "Offered", "Used")
    return [tuple(row[each] for each in shown) for row in live.rows("caseload", "Answers")]


def boxes(card: dict) -> dict[str, dict[str, str]]:
    """Student -> what may be ticked -> its value."""
    inputs = [
        w["selectionInput"] for s in card["sections"] for w in s["widgets"] if "selectionInput" in w
    ]
    return {each["label"]: {i["text"]: i["value"] for i in each["items"]} for each in inputs}


def settle(live: LiveSchool) -> None:
    live.later(minutes=5)
    live.sync()


def different(panel: Panel, *, what: str = TIME, who: str = NORA) -> None:
    """One tap for all, with one accommodation of Ana's marked."""
    card = panel.card(who, ROUND)
    panel.press(who, card, "All offered and used", {"ticks_C-0001": boxes(card)[ANA][what]})


def test_one_tap_is_one_row_a_student_and_the_exception_is_said_after_it(panel: Panel):
    live = panel.live
    assert "All offered and used" in words(panel.card(NORA, "home"))
    card = panel.card(NORA, ROUND)
    assert {name: list(items) for name, items in boxes(card).items()} == {
        ANA: [BREAKS, TIME],
        LEO: [BREAKS],
    }
    different(panel)
    assert rows(live) == [
        (ANA, "", QUARTER, "Teacher", "Every time", "Yes"),
        (ANA, TIME, QUARTER, "Teacher", "", ""),
        (LEO, "", QUARTER, "Teacher", "Every time", "Yes"),
    ]
    settle(live)
    assert live.find("caseload", "Accommodations", Accommodation=TIME)["Answers"] == ""
    home = panel.card(NORA, "home")
    (row,) = [given["row"] for _, given in clicks(home) if given["action"] == "answer_exception"]
    form = panel.card(NORA, "answer_exception", {"row": row})
    said = {"offered": "Sometimes", "used": "No", "why_not": "Forgot", "class": "Art"}
    panel.press(NORA, form, "Save", said)
    found = live.find("caseload", "Answers", Accommodation=TIME)
    assert (found["Offered"], found["Why not"], found["Answered by"]) == (
        "Sometimes",
        "Forgot",
        NORA,
    )
    assert "Embarrassed" not in words(form)
    assert f"Accommodation: {TIME}" in words(form)
    settle(live)
    told = live.find("caseload", "Accommodations", Accommodation=TIME)
    assert told["Answers"] == "Q1: 1 asked, 1 offered, 0 used"
    assert told["Proposal"].startswith("Too few answers")
    assert told["Q1"] == ""
    assert kinds(live.sync()) == {}


@pytest.mark.gate("tests through the front door at length")
def test_pressed_twice_or_without_rights_nothing_is_added_and_undo_takes_it_back(panel: Panel):
    card = panel.card(NORA, ROUND)
    saved = panel.press(NORA, card, "All offered and used")
    panel.press(NORA, card, "All offered and used")
    assert len(rows(panel.live)) == 2
    assert panel.post(DANA, ROUND).status_code == 403
    given = {"codes": "C-0002,C-0003", "form": "f"}  # Lin is on the Team of neither
    panel.post(LIN, f"{ROUND}_save", given)
    assert len(rows(panel.live)) == 2
    undone = saved["action"]["navigations"][0]
    panel.press(NORA, next(iter(undone.values())), "Undo")
    assert not [row for row in rows(panel.live) if row[0]]


@pytest.mark.gate("tests through the front door at length")
def test_teachers_get_one_mail_a_quarter_and_none_who_has_answered(panel: Panel):
    live = panel.live
    panel.press(LIN, panel.card(LIN, ROUND), "All offered and used")
    settle(live)
    (mail,) = live.mails(NORA)
    assert "minute of your time" in str(mail)
    assert not any(word in str(mail) for word in ("Ana", "Leo", "C-000", BREAKS))
    live.later(days=3)
    live.sync()
    assert len(live.mails(NORA)) == 1
    assert not live.mails(LIN)


@pytest.mark.gate("tests through the front door at length")
def test_never_offered_of_an_iep_is_told_that_day_and_who_disagrees_is_talked_to(panel: Panel):
    live = panel.live
    said = {"About": "Accommodation", "Quarter": QUARTER, "Offered": "Never"}
    live.type_row("caseload", "Answers", {"Student": ANA, "Accommodation": BREAKS, **said})
    live.type_row("caseload", "Answers", {"Student": LEO, "Accommodation": BREAKS, **said})
    live.type_row(
        "caseload",
        "Answers",
        {"Student": ANA, "Accommodation": TIME, **said, "Why not": "I disagree, let's talk"},
    )
    for _ in range(2):
        settle(live)
    told = [mail for mail in live.mails(DANA) if "not offered" in str(mail)]
    assert ["C-0001" in str(mail) for mail in told] == [True, True]
    talk = live.find("caseload", "Diary", Kind="Teacher contact")
    assert (talk["Student"], talk["Status"], TIME in talk["Notes"]) == (ANA, "Planned", True)
    assert {row[3] for row in rows(live)} == {"Teacher"}


@pytest.mark.gate("tests through the front door at length")
def test_the_student_answers_on_the_case_card_and_a_quarter_is_filled_in_with_one_tap(panel: Panel):
    live = panel.live
    for teacher in (NORA, LIN):
        panel.press(teacher, panel.card(teacher, ROUND), "All offered and used")
    settle(live)
    assert "Ask about accommodations" in words(panel.card(DANA, "home"))
    card = panel.card(DANA, "case", {"code": "C-0001"})
    assert "Q1: 2 asked, 2 offered, 2 used" in words(card)
    asked = [given for _, given in clicks(card) if given["action"] == "student_answers"]
    assert len(asked) == 2
    form = panel.card(DANA, "student_answers", asked[0])
    assert "Forgot" not in words(form)
    said = {"accommodation": BREAKS, "used": "No", "why_not": "Embarrassed", "wants_a_goal": "Yes"}
    panel.press(DANA, form, "Save", said)
    found = live.find("caseload", "Answers", As="Student")
    assert (found["Answered by"], found["Wants a goal"], found["Offered"]) == (ANA, "Yes", "")
    fill = panel.card(DANA, "fill_in_quarter", {"code": "C-0001"})
    ticked = [value for items in boxes(fill).values() for value in items.values()]
    assert len(ticked) == 2
    panel.press(DANA, fill, "Save", {"ticks_C-0001": ticked[0]})
    filled = [r["Q1"] for r in live.rows("caseload", "Accommodations") if r["Student"] == ANA]
    assert filled == ["Used", ""]


@pytest.mark.gate("tests through the front door at length")
def test_bad_input_is_one_kind_question_each_and_off_it_is_silent(panel: Panel):
    live = panel.live
    for number, (column, value) in enumerate(
        (
            ("Quarter", "soon"),
            ("Accommodation", "A pony"),
            ("Offered", "Perhaps"),
            ("About", "Lunch"),
        )
    ):
        good = {"Student": ZOE, "About": "Accommodation", "Quarter": QUARTER, "Used": "Yes"}
        live.type_row("caseload", "Answers", {**good, "Class": str(number), column: value})
    settle(live)
    asked = [r["Where"] for r in live.rows("caseload", "Attention") if "Answers" in r["Where"]]
    assert sorted(asked) == [
        f"Answers › {each}" for each in ("About", "Accommodation", "Offered", "Quarter")
    ]
    live.change("office", "Settings", {"Setting": "Module: Answers"}, {"Value": "no"})
    settle(live)
    settle(live)
    assert panel.post(NORA, ROUND).status_code == 403
    assert "All offered and used" not in words(panel.card(NORA, "home"))
    assert live.sync().problems == 0


@pytest.mark.gate("tests through the front door at length")
def test_a_quiet_sync_makes_the_same_calls_with_it_on_and_off(panel: Panel):
    live = panel.live
    panel.press(NORA, panel.card(NORA, ROUND), "All offered and used")
    for _ in range(2):
        settle(live)
    quiet = dict(live.sync().calls)
    live.change("office", "Settings", {"Setting": "Module: Answers"}, {"Value": "no"})
    for _ in range(2):
        settle(live)
    assert not Counter(live.sync().calls) - Counter(quiet | {"sheets": 3})
