"""The Class log through the front door: its rows, the goal they measure, and Growth."""

from __future__ import annotations

import io

from docx import Document

from tests.school_fixture import ADMIN, DANA, DOCX, ROOT, TOMAS, LiveSchool, questions
from tests.web.conftest import Panel, card_of, words

from .conftest import ANA, LEO

READS = "sheets.spreadsheets.values.batchGetByDataFilter"


def growth(live: LiveSchool) -> list[dict]:
    return live.files(holdfast="growth")


def text_of(live: LiveSchool, file_id: str) -> str:
    session, path = live.people.session_as(ADMIN), f"{ROOT}/drive/v3/files/{file_id}/export"
    content = session.get(path, params={"mimeType": DOCX}).content
    document = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_nothing_is_asked_and_the_next_sync_is_quiet(live: LiveSchool):
    assert not list(questions(live))
    live.sync()
    live.later(hours=1)
    live.count_anew()
    assert not live.sync().changes
    assert live.counts()[READS] == 3


def test_a_measure_that_is_a_goal_s_counts_for_the_goal(live: LiveSchool):
    goal = live.find("caseload", "Goals", Goal="Solves more")
    assert goal["Latest"] == "29"
    row = {"Student": ANA, "Date": "2026-10-05", "Class": "Math", "Measure": "Steps solved"}
    live.type_row("caseload", "Class log", {**row, "Value": 31})
    live.later(hours=1)
    live.sync()
    assert live.find("caseload", "Goals", Goal="Solves more")["Latest"] == "31"


def test_a_row_about_a_whole_class_needs_no_student(live: LiveSchool):
    whole = {"Date": "2026-10-05", "Class": "Math", "What we did": "Small group", "Minutes": 30}
    live.type_row("caseload", "Class log", whole)
    live.sync()
    live.later(hours=1)
    live.sync()
    assert not list(questions(live))
    (row,) = [r for r in live.rows("caseload", "Class log") if not r["Student"]]
    assert row["Row ID"]
    assert not row["Case code"]


def test_a_row_without_student_and_class_is_asked_about(live: LiveSchool):
    live.type_row("caseload", "Class log", {"Date": "2026-10-05", "Minutes": 30})
    live.sync()
    assert [each["What"] for each in questions(live)] == ["Whose row is this?"]


def test_the_case_card_says_what_was_given_of_what_is_owed(panel: Panel):
    assert "0 of 200 given" in words(panel.card(DANA, "case", {"code": "C-0001"}))
    for minutes in (100, 60):
        row = {"Student": ANA, "Date": "2026-10-05", "Class": "Math", "Minutes": minutes}
        panel.live.type_row("caseload", "Class log", row)
    panel.live.sync()
    panel.live.later(minutes=1)
    assert "160 of 200 given" in words(panel.card(DANA, "case", {"code": "C-0001"}))


def test_minutes_of_the_whole_class_count_for_who_is_in_it(panel: Panel):
    whole = {"Date": "2026-10-05", "Class": "math", "Minutes": 45}
    panel.live.type_row("caseload", "Class log", whole)
    panel.live.sync()
    panel.live.later(minutes=1)
    assert "45 of 200 given" in words(panel.card(DANA, "case", {"code": "C-0002"}))


def test_growth_is_one_document_of_a_class_with_means_pairs_and_the_way(panel: Panel):
    panel.card(DANA, "print_growth")
    panel.run_jobs()
    (file,) = growth(panel.live)
    assert file["name"] == "Growth · 5 Oct 2026"
    said = text_of(panel.live, file["id"])
    for words_of in (
        "Alone, from 8 Sep 2026: mean 22.7 of 6 points",
        "With cards, from 20 Sep 2026: mean 27.6 of 7 points",
        "in 38.5, a tie counting half (92 in 100)",
        "210% of the way from where it began to the goal of 25.",
        "This is not proof.",
        "Leo",
    ):
        assert words_of in said
    assert "Silva" not in said
    assert "only one phase so far" in said.casefold()  # Leo's: a picture and a sentence
    assert file["id"] in str(panel.card(DANA, "today"))
    panel.live.sync()
    assert len(growth(panel.live)) == 1


def test_growth_is_for_its_case_manager_alone(panel: Panel):
    panel.card(DANA, "print_growth")
    panel.run_jobs()
    (file,) = growth(panel.live)
    given = panel.live.google(f"/drive/v3/files/{file['id']}/permissions?fields=*", ADMIN)
    readers = {each["emailAddress"] for each in given["permissions"] if each["role"] != "owner"}
    assert readers == {DANA}
    assert panel.post(TOMAS, "print_growth").status_code == 403


def test_one_entry_is_logged_on_the_case_card_and_taken_back(panel: Panel):
    case = panel.card(DANA, "case", {"code": "C-0002"})
    form = card_of(panel.press(DANA, case, "Log a lesson"))
    entry = {"class": "Math", "what_we_did": "Prompted", "measure": "Steps", "value": "6"}
    saved = card_of(panel.press(DANA, form, "Save", entry))
    row = panel.live.find("caseload", "Class log", What_we_did="Prompted")
    assert (row["Student"], row["Value"]) == (LEO, "6")
    panel.press(DANA, saved, "Undo")
    assert not [r for r in panel.live.rows("caseload", "Class log") if r["Value"] == "6"]
