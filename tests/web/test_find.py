"""Find: one box on every card; notes, decisions, arguments and papers, by today's rights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.school_fixture import Kept, LiveSchool

from .conftest import ANA, CARL, DANA, ELEANOR, MAREN, NORA, TOMAS, Panel, section, words

NOTES, SHARED, PAPERS = (
    "In notes and records, this year first",
    "In what all staff share",
    "In plans and papers (whole words)",
)


@pytest.fixture(scope="module")
def noted(prepared: Kept, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Notes of this year and of years ago, a decision, a goal about behavior, and a sync."""
    live = LiveSchool(tmp_path_factory.mktemp("noted"))
    live.take(prepared)

    def row(tab: str, **cells: str) -> None:
        live.type_row("caseload", tab, {"Student": "Ana Silva", **cells})

    row("Diary", Kind="Meeting", Date="2019-10-02", Status="Done",
        Notes="I argued that extra time on the quiz measures knowledge.")  # fmt: skip
    row("Diary", Kind="Meeting", Date="2026-09-15", Status="Done",
        Notes="The QUIZ again; José Núñez, her tutor, agreed.")  # fmt: skip
    row("Decisions", What="Program", Why="The quiz takes too long.", **{"Proposed by": "Eleanor"})
    row("Goals", Goal="Stays in the room during a quiz", Kind="Behavior")
    live.sync()
    live.school.ledger._engine.dispose()
    return live.keep()


@pytest.fixture
def told(noted: Kept, tmp_path: Path) -> Panel:
    live = LiveSchool(tmp_path)
    live.take(noted)
    live.later(minutes=1)
    return Panel(live)


def found(panel: Panel, email: str, asked: str) -> str:
    return words(panel.card(email, "find", {}, {"words": asked}))


def test_the_argument_of_years_ago_is_found_and_this_year_stands_first(told):
    card = told.card(DANA, "find", {}, {"look_for": "quiz"})
    shown = words(section(card, NOTES))
    for word in ("measures knowledge", "The QUIZ again", "takes too long", "Stays in the room",
                 "2 Oct 2019", "15 Sep 2026", "Ana Silva"):  # fmt: skip
        assert word in shown, word
    assert shown.index("The QUIZ again") < shown.index("measures knowledge")


def test_case_accents_and_endings_do_not_matter(told):
    for asked in ("JOSE nunez", "núñez", "knowled measures"):
        assert "Ana Silva" in found(told, DANA, asked), asked
    assert "Nothing was found" in found(told, DANA, "nowledge")  # a word is told by its beginning


def test_a_hit_leads_to_its_case_and_to_the_very_row(told):
    card = told.card(DANA, "find", {}, {"words": "tutor"})
    (hit,) = section(card, NOTES)["widgets"]
    line = hit["decoratedText"]
    asks = {p["key"]: p["value"] for p in line["onClick"]["action"]["parameters"]}
    assert asks == {"action": "case", "code": ANA}
    link = line["button"]["onClick"]["openLink"]["url"]
    assert told.live.found["workbooks"]["caseload"] in link
    assert "range=" in link


@pytest.mark.parametrize(
    ("email", "sees", "does_not"),
    [
        (MAREN, ("measures knowledge", "takes too long"), ()),
        (TOMAS, (), ("measures knowledge", "takes too long", "Stays in the room")),
        (ELEANOR, ("takes too long",), ("measures knowledge", "The QUIZ", "Stays in the room")),
        (CARL, ("takes too long",), ("measures knowledge", "The QUIZ", "Stays in the room")),
    ],
)
def test_what_is_found_is_what_the_asker_may_see(told, email, sees, does_not):
    told.live.later(days=3)  # Dana stands in for Tomás until tomorrow
    shown = found(told, email, "quiz")
    for word in sees:
        assert word in shown, word
    for word in does_not:
        assert word not in shown, word


def test_the_counselor_on_team_finds_the_goal_about_behavior(told):
    row = {"Student": "Ana Silva", "Person": "Carl Berg", "Role": "Counselor"}
    told.live.type_row("caseload", "Team", row)
    told.live.sync()
    told.live.later(minutes=1)
    assert "Stays in the room" in found(told, CARL, "room")
    assert "Reads aloud" not in found(told, CARL, "aloud")


def test_a_teacher_cannot_search(told):
    assert told.post(NORA, "find", {}, {"words": "quiz"}).status_code == 403


def test_each_look_is_recorded(told):
    found(told, MAREN, "quiz")
    ledger = told.live.school.ledger
    who = ledger.hash_of(MAREN)
    looks = {each["what"] for each in ledger.accesses(ANA) if each["who"] == who}
    assert {"found in diary", "found in decisions", "found in goals"} <= looks
    before = len(ledger.accesses(ANA))
    found(told, TOMAS, "quiz")
    assert len(ledger.accesses(ANA)) == before


def test_needs_are_found_by_who_may_see_needs_alone(told):
    assert "Reading" in found(told, DANA, "tables")
    assert "Nothing was found" in found(told, ELEANOR, "tables")
    assert "Needs a quiet place" in found(told, ELEANOR, "quiet")
    # Words of two columns, each behind a right of its own, are not put together.
    assert "Nothing was found" in found(told, DANA, "tables quiet")


def test_what_a_safety_referral_says_is_found_by_nobody(told):
    for email in (DANA, MAREN, TOMAS, ELEANOR, CARL):
        assert "A bruise" not in found(told, email, "bruise")


def test_a_referral_is_found_by_the_coordinator(told):
    assert "Sleeps in class" in found(told, MAREN, "sleeps")
    assert "Sleeps in class" not in found(told, ELEANOR, "sleeps")


def test_history_is_found(told):
    assert "History" in words(told.card(MAREN, "find", {}, {"words": "action plan"}))


def test_plans_are_found_by_their_words_with_one_call_to_drive(told):
    told.live.later(seconds=10)
    calls = told.calls(DANA, "find", {}, {"words": "keyboard"})
    assert calls["drive.files.list"] == 1
    card = told.card(DANA, "find", {}, {"words": "keyboard"})
    assert "Action plan · C-0001" in words(section(card, PAPERS))
    for email in (TOMAS, ELEANOR, CARL):
        told.live.later(days=3)
        assert "Action plan" not in found(told, email, "keyboard")


def test_papers_that_cannot_be_searched_are_said(told):
    told.live.control(
        "POST",
        "faults",
        {"method": "drive.files.list", "status": 403, "times": 9, "when": "before"},
    )
    shown = found(told, DANA, "quiz")
    assert "papers were not looked through" in shown
    assert "measures knowledge" in shown


def test_arguments_of_the_library_are_found(told):
    live = told.live
    live.change("office", "Settings", {"Setting": "Module: Library"}, {"Value": "yes"})
    live.sync()
    live.found = live.school.init()
    entry = {"Topic": "Time", "Kind": "Argument", "About": "Why a quiz may take longer"}
    live.type_row("shelf", "Library", entry)
    live.later(minutes=1)
    live.sync()
    for email in (DANA, ELEANOR):
        card = told.card(email, "find", {}, {"words": "quiz"})
        assert "Why a quiz may take longer" in words(section(card, SHARED))


def test_a_name_that_is_also_written_somewhere_shows_both(told):
    live = told.live
    row = {"Student": "Leo Brandão", "Kind": "Check-in", "Date": "2026-10-01"}
    live.type_row("caseload", "Diary", {**row, "Status": "Done", "Notes": "Oscar waits for him."})
    live.sync()
    live.later(minutes=1)
    assert "Oscar waits" in found(told, DANA, "oscar")
    assert told.card(DANA, "find", {}, {"words": "ana silva"})["name"] == "case"


def boxes(card: Any) -> list[str]:
    fields = (w.get("textInput", {}) for s in card["sections"] for w in s["widgets"])
    return [field["name"] for field in fields if field.get("name") in ("words", "look_for")]


def test_the_box_stands_once_on_every_card(told):
    for email, action, given in (
        (DANA, "home", {}), (DANA, "case", {"code": ANA}), (DANA, "attention", {}),
        (DANA, "log_contact", {"code": ANA}), (MAREN, "home", {}), (MAREN, "workload", {}),
        (MAREN, "modules", {}), (ELEANOR, "home", {}), (CARL, "home", {}),
    ):  # fmt: skip
        assert len(boxes(told.card(email, action, given))) == 1, (email, action)
    assert boxes(told.card(NORA, "home")) == []
