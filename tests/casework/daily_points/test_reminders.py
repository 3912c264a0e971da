"""One mail a week to each teacher who has not filled, for all students together, without names."""

from __future__ import annotations

from tests.school_fixture import DANA, LiveSchool, questions
from tests.web.conftest import Panel

from .conftest import ANA, LIN, NORA
from .test_cards import given


def points_mails(live: LiveSchool, person: str = NORA) -> list[dict]:
    return [mail for mail in live.mails(person) if mail["Subject"].startswith("Points of last")]


def test_who_has_not_filled_gets_one_mail_for_all_without_names(live: LiveSchool):
    live.later(days=7)
    live.sync()
    live.sync()
    live.later(days=1)
    live.sync()
    (mail,) = points_mails(live)
    assert "For 2 of your students" in mail["text"]
    for word in (ANA, "Ana", "Silva", "C-0001"):
        assert word not in mail["text"] + mail["Subject"]
    assert not points_mails(live, LIN)  # no student of theirs
    live.later(days=7)
    live.sync()
    assert len(points_mails(live)) == 2


def test_who_gave_points_on_the_card_gets_none(panel: Panel):
    card = panel.card(NORA, "points_today")
    panel.press(NORA, card, "Save", given(card, "5", "4"))
    panel.live.later(days=7)
    panel.live.sync()
    assert not points_mails(panel.live)


def test_who_typed_into_the_sheet_gets_none_for_that_student(live: LiveSchool):
    (file,) = live.files(holdfast="progress_sheet", holdfast_key="C-0001")
    tab = live.people.gspread_as("dana.whitfield@alder-creek.example").open_by_key(file["id"])
    names = tab.worksheet("Behavior").row_values(1)
    row = {"Date": "2026-10-06", "Period": 1, "Score": 5, "Of": 6, "By": "Nora Lind"}
    cells = [row.get(name, "") for name in names]
    live.later(days=2)
    tab.worksheet("Behavior").append_row(cells, value_input_option="USER_ENTERED")
    live.sync()
    live.later(days=5)
    live.sync()
    (mail,) = points_mails(live)
    assert "For 1 of your students" in mail["text"]


def test_weeks_before_it_was_switched_on_are_owed_by_nobody(live: LiveSchool):
    live.sync()
    assert not points_mails(live)


def test_a_week_without_school_is_not_asked_about(live: LiveSchool):
    off = {"From": "2026-10-05", "To": "2026-10-09", "What": "Fall break"}
    live.type_row("office", "School days", off)
    live.later(days=7)
    live.sync()
    assert not points_mails(live)


def test_nonsense_on_behavior_is_asked_about_and_stops_nothing(live: LiveSchool):
    (file,) = live.files(holdfast="progress_sheet", holdfast_key="C-0001")
    tab = live.people.gspread_as(DANA).open_by_key(file["id"]).worksheet("Behavior")
    row = dict.fromkeys(tab.row_values(1), "🙃 ¿qué?") | {"Date": "2026-10-02"}
    tab.append_row(list(row.values()))
    live.later(hours=1)
    live.sync()
    asked = [each["What"] for each in questions(live, "caseload")]
    assert len(asked) >= 3  # Score, Of and Teacher said
    tab.delete_rows(2)
    live.later(hours=1)
    live.sync()
    assert not list(questions(live, "caseload"))
