"""Class today: the students of a class, one value each or one for all, saved at once."""

from __future__ import annotations

from typing import Any

from tests.school_fixture import COORDINATOR, DANA, TOMAS, LiveSchool
from tests.web.conftest import Panel, button, card_of, clicks, words

from .conftest import ANA, LEO


def lesson(panel: Panel, name: str = "Math") -> dict[str, Any]:
    return panel.card(DANA, "class_today", {"class": name})


def value_fields(card: Any) -> dict[str, str]:
    """The fields for a value, by student."""
    widgets = [w["textInput"] for s in card["sections"] for w in s["widgets"] if "textInput" in w]
    return {w["label"]: w["name"] for w in widgets if w["name"].startswith("value_")}


def today(live: LiveSchool) -> list[dict[str, Any]]:
    return [row for row in live.rows("caseload", "Class log") if row["Date"].endswith("5 Oct 2026")]


def test_the_classes_of_this_year_are_offered_the_newest_first(panel: Panel):
    choice = panel.card(DANA, "class_today")
    (given,) = [g for _, g in clicks(choice) if g.get("class")]
    assert given["class"] == "Math"
    assert f"{ANA}, {LEO}" in words(choice)


def test_each_student_gets_a_row_with_the_own_value(panel: Panel):
    card = lesson(panel)
    of = value_fields(card)
    assert list(of) == [ANA, LEO]
    inputs = {"what_we_did": "Small group", "minutes": "40", "measure": "Steps solved"}
    saved = panel.press(DANA, card, "Save", {**inputs, of[ANA]: "31", of[LEO]: "7"})
    assert "Math: logged for 2" in words(card_of(saved))
    rows = today(panel.live)
    assert [(r["Student"], r["Value"], r["Minutes"]) for r in rows] == [
        (ANA, "31", "40"),
        (LEO, "7", "40"),
    ]


def test_one_value_for_all_and_another_for_one(panel: Panel):
    card = lesson(panel)
    inputs = {"measure": "Steps", "all": "5", value_fields(card)[LEO]: "6"}
    panel.press(DANA, card, "Save", inputs)
    assert {r["Student"]: r["Value"] for r in today(panel.live)} == {ANA: "5", LEO: "6"}


def test_without_values_the_row_is_about_the_class(panel: Panel):
    card = lesson(panel)
    saved = panel.press(DANA, card, "Save", {"what_we_did": "Taught together", "minutes": "30"})
    assert "for the whole class" in words(card_of(saved))
    (row,) = today(panel.live)
    assert (row["Student"], row["Class"], row["Minutes"]) == ("", "Math", "30")


def test_saved_twice_it_stands_once_and_one_press_takes_it_back(panel: Panel):
    card = lesson(panel)
    inputs = {"measure": "Steps", "all": "5"}
    panel.press(DANA, card, "Save", inputs)
    saved = card_of(panel.press(DANA, card, "Save", inputs))
    assert len(today(panel.live)) == 2
    panel.press(DANA, saved, "Undo")
    assert not today(panel.live)


def test_a_new_class_has_all_own_students(panel: Panel):
    card = panel.card(DANA, "class_today", {}, {"class": "Science"})
    assert list(value_fields(card)) == [ANA, LEO]


def test_what_cannot_be_used_is_said_and_nothing_is_written(panel: Panel):
    card = lesson(panel)
    save = button(card, "Save")
    for inputs in ({"measure": "Steps", "all": "many"}, {"measure": "", "all": "5"}, {}):
        panel.post(DANA, "class_today_save", save, {"measure": "", **inputs})
    assert not today(panel.live)


def test_it_is_for_case_managers_and_shows_only_their_own_students(panel: Panel):
    assert panel.post(COORDINATOR, "class_today").status_code == 403
    assert ANA not in words(panel.card(TOMAS, "class_today", {"class": "Math"}))


def test_switched_off_there_is_no_card(panel: Panel):
    panel.live.change("office", "Settings", {"Setting": "Module: Class log"}, {"Value": "no"})
    panel.live.later(minutes=1)
    assert panel.post(DANA, "class_today").status_code == 403
    assert "Class today" not in words(panel.card(DANA, "today"))
