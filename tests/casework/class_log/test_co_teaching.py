"""Every fortnight the co-teacher is asked what worked and what next, once for each class."""

from __future__ import annotations

from tests.school_fixture import DOMAIN
from tests.web.conftest import Panel, card_of, words

from .conftest import ANA

NORA = f"nora.lind@{DOMAIN}"


def co_teach(panel: Panel, role: str = "Co-teacher") -> None:
    staff = {"Email": NORA, "Name": "Nora Lind", "Role": "Teacher"}
    panel.live.type_row("office", "Staff", staff)
    member = {"Student": ANA, "Person": "Nora Lind", "Role": role, "Email": NORA}
    panel.live.type_row("caseload", "Team", {**member, "May see": "Accommodations"})
    panel.live.sync()
    panel.live.later(minutes=1)


def asked(panel: Panel) -> bool:
    return "What worked, what next?" in words(panel.card(NORA, "home"))


def answer(panel: Panel) -> None:
    home = panel.card(NORA, "home")
    (line,) = [
        w["decoratedText"]
        for s in home["sections"]
        for w in s["widgets"]
        if w.get("decoratedText", {}).get("topLabel") == "What worked, what next?"
    ]
    given = {p["key"]: p["value"] for p in line["onClick"]["action"]["parameters"]}
    form = card_of(panel.post(NORA, given.pop("action"), given).json)
    worked = "class_log.co_teaching.options.small_group"
    said = {"class": "Math", "worked": worked, "in_their_words": "Fold the card away"}
    panel.press(NORA, form, "Save", said)


def test_the_co_teacher_is_asked_and_what_they_say_stands_on_answers(panel: Panel):
    co_teach(panel)
    assert asked(panel)
    answer(panel)
    row = panel.live.find("caseload", "Answers", About="Co-teaching")
    assert (row["Student"], row["Class"], row["Answered by"]) == (ANA, "Math", NORA)
    assert row["In their words"] == "Worked: a small group\nNext: Fold the card away"


def test_who_has_answered_is_asked_again_after_a_fortnight_with_new_lessons(panel: Panel):
    co_teach(panel)
    answer(panel)
    assert not asked(panel)
    panel.live.sync()
    panel.live.later(days=13)
    entry = {"Student": ANA, "Date": "2026-10-17", "Class": "Math", "What we did": "Checked"}
    panel.live.type_row("caseload", "Class log", entry)
    panel.live.sync()
    assert not asked(panel)
    panel.live.later(days=2)
    assert asked(panel)


def test_a_class_that_was_not_logged_lately_is_not_asked_about(panel: Panel):
    co_teach(panel)
    panel.live.later(days=21)
    assert not asked(panel)


def test_another_teacher_is_not_asked(panel: Panel):
    co_teach(panel, "Art teacher")
    assert not asked(panel)
