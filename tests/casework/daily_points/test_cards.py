"""Points today: who sees the card, what it writes, twice and back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.school_fixture import ADMIN, COORDINATOR, DANA, TOMAS, LiveSchool
from tests.web.conftest import Panel, button, card_of, words

from .conftest import ANA, LEO, LIN, NORA

WRITES = "sheets.spreadsheets.batchUpdate"


def fields(card: Any, begin: str) -> list[str]:
    """The names of the card's choices that begin so, in order."""
    widgets = [w for s in card["sections"] for w in s["widgets"] if "selectionInput" in w]
    names = [w["selectionInput"]["name"] for w in widgets]
    return [name for name in names if name.startswith(begin)]


def given(card: Any, *points: str, said: str = "Specific praise", period: str = "3") -> dict:
    tapped = dict(zip(fields(card, "points_"), points, strict=False))
    spoken = dict.fromkeys(fields(card, "said_")[: len(points)], said)
    return {"period": period, "class": "Math", **tapped, **spoken}


def rows(live: LiveSchool, code: str) -> list[dict[str, str]]:
    (file,) = live.files(holdfast="progress_sheet", holdfast_key=code)
    tab = live.people.gspread_as(ADMIN).open_by_key(file["id"]).worksheet("Behavior")
    return [row for row in tab.get_all_records() if row["Date"]]


def test_a_teacher_gives_points_to_both_students_with_one_save(panel: Panel):
    home = panel.card(NORA, "home")
    assert button(home, "Points today")
    card = panel.card(NORA, "points_today")
    shown = words(card)
    assert ANA in shown
    assert "Kind words · Ready to work · Stays with the class" in shown
    saved = panel.press(NORA, card, "Save", given(card, "5", "absent"))
    assert "Saved for 2" in words(card_of(saved))
    (row,) = rows(panel.live, "C-0001")
    told = {n: row[n] for n in ("Class", "Period", "Score", "Of", "Absent", "Teacher said", "By")}
    assert told == {
        "Class": "Math",
        "Period": 3,
        "Score": 5,
        "Of": 6,
        "Absent": "",
        "Teacher said": "Specific praise",
        "By": "Nora Lind",
    }
    (away,) = rows(panel.live, "C-0002")
    assert (away["Score"], away["Of"], away["Absent"]) == ("", "", "x")


def test_each_file_is_written_once_and_saving_again_adds_nothing(panel: Panel):
    card = panel.card(NORA, "points_today")
    panel.live.count_anew()
    panel.press(NORA, card, "Save", given(card, "5", "4"))
    assert panel.live.counts()[WRITES] <= 4  # a sheet's first card brings its journal
    panel.press(NORA, card, "Save", given(card, "5", "4"))
    assert [len(rows(panel.live, code)) for code in ("C-0001", "C-0002")] == [1, 1]


def test_the_same_period_given_anew_is_corrected(panel: Panel):
    for points in ("5", "6"):
        card = panel.card(NORA, "points_today")
        panel.press(NORA, card, "Save", given(card, points))
    (row,) = rows(panel.live, "C-0001")
    assert row["Score"] == 6
    card = panel.card(NORA, "points_today")
    panel.press(NORA, card, "Save", given(card, "2", period="4"))
    assert len(rows(panel.live, "C-0001")) == 2


def test_one_press_takes_all_of_it_back(panel: Panel):
    card = panel.card(NORA, "points_today")
    saved = card_of(panel.press(NORA, card, "Save", given(card, "5", "4")))
    panel.press(NORA, saved, "Undo")
    assert not rows(panel.live, "C-0001")
    assert not rows(panel.live, "C-0002")


def test_what_one_may_give_another_may_not_take_back(panel: Panel):
    card = panel.card(NORA, "points_today")
    saved = card_of(panel.press(NORA, card, "Save", given(card, "5")))
    asked = dict(button(saved, "Undo"))
    assert panel.post(LIN, asked["action"], asked).status_code == 403
    assert rows(panel.live, "C-0001")


def test_what_could_not_be_written_is_said_and_written_with_the_next_press(panel: Panel):
    card = panel.card(NORA, "points_today")
    fault = {"method": WRITES, "status": 403, "times": 9}
    panel.live.control("POST", "faults", fault)
    again = panel.post(NORA, "points_today_save", button(card, "Save"), given(card, "5", "4"))
    panel.live.control("DELETE", "faults")
    drawn = card_of(again.json)
    assert "of 2" in words(drawn)
    chosen = [
        item["value"]
        for s in drawn["sections"]
        for w in s["widgets"]
        for item in w.get("selectionInput", {}).get("items", ())
        if item["selected"] and w["selectionInput"]["name"].startswith("points_")
    ]
    assert chosen == ["5", "4"]
    panel.press(NORA, drawn, "Save", given(drawn, "5", "4"))
    assert [len(rows(panel.live, code)) for code in ("C-0001", "C-0002")] == [1, 1]


@pytest.mark.parametrize(("person", "students"), [(DANA, 2), (NORA, 2), (LIN, 0), (TOMAS, 0)])
def test_only_the_own_students_are_on_it(panel: Panel, person: str, students: int):
    card = panel.card(person, "points_today")
    assert len(fields(card, "points_")) == students
    assert (LEO in words(card)) is bool(students)


def test_nobody_else_may_open_it(panel: Panel):
    assert panel.post(COORDINATOR, "points_today").status_code == 403


def test_without_a_period_or_points_nothing_is_written(panel: Panel):
    card = panel.card(NORA, "points_today")
    for inputs in (given(card, "5", period=""), given(card)):
        panel.post(NORA, "points_today_save", button(card, "Save"), inputs)
    assert not rows(panel.live, "C-0001")


def test_the_class_with_the_lowest_mean_is_told_so_privately(panel: Panel):
    (file,) = panel.live.files(holdfast="progress_sheet", holdfast_key="C-0001")
    tab = panel.live.people.gspread_as(ADMIN).open_by_key(file["id"]).worksheet("Behavior")
    names = tab.row_values(1)
    for klass, score, by in (("Art", 6, "Lin Zhao"), ("Math", 1, "Nora Lind")):
        row = {"Date": "2026-10-02", "Class": klass, "Period": 1, "Score": score, "Of": 6, "By": by}
        tab.append_row([row.get(n, "") for n in names], value_input_option="USER_ENTERED")
    card = panel.card(NORA, "points_today")
    saved = panel.press(NORA, card, "Save", given(card, "2"))
    assert "yours has the lowest mean" in words(card_of(saved))


def test_switched_off_the_card_is_gone(panel: Panel):
    panel.live.change("office", "Settings", {"Setting": "Module: Daily points"}, {"Value": "no"})
    panel.live.later(minutes=1)
    assert panel.post(NORA, "points_today").status_code == 403
    assert "Points today" not in words(panel.card(NORA, "home"))
