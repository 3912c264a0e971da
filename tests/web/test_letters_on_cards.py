"""A letter from the case card: written, read, and gone; and the reports of a quarter in one go."""

from __future__ import annotations

import json

import pytest

from service.casework.letters.records import NAME
from tests.linked_cells import leads_of
from tests.school_fixture import questions

from .conftest import DANA, LEO, NORA, TOMAS, Panel, card_of, words

LETTER = {"holdfast": "letter"}


@pytest.fixture
def letters(panel: Panel) -> Panel:
    """The school with Letters on, and a guardian of Leo's who wants them by mail."""
    live = panel.live
    live.change("office", "Settings", {"Setting": f"Module: {NAME}"}, {"Value": "yes"})
    guardian = {"Student": "Leo Brandão", "Person": "Mr Brandão", "Role": "Guardian"}
    guardian |= {"Email": "leo@mail.example", "Rights": "Full", "Letters by": "Mail"}
    live.type_row("caseload", "Team", guardian)
    for _ in range(2):
        live.later(minutes=6)
        live.sync()
    return panel


def settle(panel: Panel) -> None:
    panel.live.later(minutes=1)
    panel.live.sync()


@pytest.mark.gate("letters from the case card, and thirty reports in one go", 2)
def test_a_letter_is_written_read_and_sent_from_cards(letters: Panel) -> None:
    live = letters.live
    assert "Write a letter" in words(letters.card(DANA, "case", {"code": LEO}))
    assert letters.post(NORA, "write_letter", {"code": LEO}).status_code == 403
    empty = letters.post(DANA, "write_letter_save", {"code": LEO, "form": "a"}, {})
    assert "choose what kind" in words(card_of(empty.json))
    letters.post(DANA, "write_letter_save", {"code": LEO, "form": "b"}, {"kind": "Welcome"})
    settle(letters)
    (file,) = live.files(**LETTER)
    today = letters.card(DANA, "today")
    assert "Letters to read" in words(today)
    assert f"/document/d/{file['id']}/" in json.dumps(today)
    assert "Letters to read" not in words(letters.card(TOMAS, "today"))
    row = live.find("caseload", "Letters", Kind="Welcome")["Row ID"]
    live.later(seconds=6)
    letters.post(DANA, "send_letter_save", {"row": row}, {"send": "Yes"})
    settle(letters)
    (mail,) = live.mails("leo@mail.example")
    assert mail["enclosed"] == ["Letter.pdf"]
    said = live.find("caseload", "Letters", Kind="Welcome")
    assert said["Checked by"] == "Dana Whitfield"
    assert said["Sent"].startswith("✓ By mail")
    assert "Letters to read" not in words(letters.card(DANA, "today"))
    looked = words(letters.card(DANA, "access", {"code": LEO}))
    assert "document mailed" in looked
    (address,) = leads_of(live, "caseload", "Letters", "Document", said["Document"])
    assert file["id"] in address


@pytest.mark.gate("letters from the case card, and thirty reports in one go")
def test_the_reports_of_all_own_students_come_in_one_go_and_go_on_where_they_were(
    letters: Panel,
) -> None:
    live = letters.live
    for number in range(30):
        name = f"Student Number{number}"
        live.type_row("office", "Students", {"Student ID": f"90{number}", "Student": name})
        case = {"Student": name, "Case manager": DANA, "Status": "Active"}
        live.type_row("caseload", "Caseload", case)
        said = {"Student": name, "Person": "A parent", "Role": "Guardian", "Rights": "Full"}
        live.type_row("caseload", "Team", said)
    settle(letters)
    letters.post(DANA, "progress_letters")
    live.later(minutes=1)
    fault = {"method": "drive.files.create", "status": 503, "times": 200, "when": "before"}
    live.control("POST", "faults", fault)
    live.sync()
    live.control("DELETE", "faults")
    for _ in range(3):
        settle(letters)
    rows = [r for r in live.rows("caseload", "Letters") if r["Kind"] == "Progress report"]
    numbered = [row for row in rows if "Number" in row["Student"]]
    assert len(numbered) == 30
    assert all(row["Document"] for row in numbered)
    assert len(live.files(**LETTER)) == len({r["Document"] for r in rows if r["Document"]})
    letters.post(DANA, "progress_letters")
    settle(letters)
    assert len(live.rows("caseload", "Letters")) == len(rows)
    card = words(letters.card(DANA, "send_letters"))
    assert "Student Number7" in card
    assert not [q for q in questions(live, "caseload") if "letter" in q["What"]]
