"""Course plans through the front door: the sheet, the check-in, the exam, on and off."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from docx import Document

from tests.linked_cells import leads_of
from tests.school_fixture import ADMIN, COORDINATOR, DANA, DOCX, LiveSchool, kinds

STUDENT = "Ana Silva"
SHEET = {"holdfast": "planning_sheet"}


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    """A small school that has just switched course plans on."""
    live = LiveSchool(tmp_path, modules=frozenset({"deadlines"})).init()
    live.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    live.type_row("office", "Staff", {"Email": COORDINATOR, "Name": "M", "Role": "Coordinator"})
    live.type_row("office", "Students", {"Student ID": "0400", "Student": STUDENT, "Grade": 10})
    live.type_row(
        "caseload", "Caseload", {"Student": STUDENT, "Case manager": DANA, "Status": "Active"}
    )
    live.change("office", "Settings", {"Setting": "Module: Course plans"}, {"Value": "yes"})
    live.sync()
    live.sync()
    return live


def plan(live: LiveSchool, **cells: str) -> None:
    said = {"Student": STUDENT, "Course": "Biology", "Level": "AP", "Starts": "2026-10-12"}
    live.type_row("caseload", "Course plans", {**said, **cells})
    live.later(minutes=1)
    live.sync()


def test_a_course_has_its_sheet_its_check_in_and_its_exam(live: LiveSchool) -> None:
    quiet = dict(live.sync().calls)
    plan(live, **{"Family chose": "Yes", "Why": "Likes animals."})
    (file,) = live.files(**SHEET)
    said = live.find("caseload", "Course plans", Course="Biology")["Document"]
    (address,) = leads_of(live, "caseload", "Course plans", "Document", said)
    assert file["id"] in address
    assert "Silva" not in file["name"]
    assert {p["emailAddress"] for p in file["permissions"] if p["role"] != "owner"} == {DANA}
    path = f"http://workspace.test/drive/v3/files/{file['id']}/export"
    answer = live.people.session_as(ADMIN).get(path, params={"mimeType": DOCX})
    document = Document(io.BytesIO(answer.content))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Likes animals." in said
    assert "Your accommodations come with you." in said
    assert "{{" not in said
    (second,) = [p for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert second.text == "What I say"
    check_in = live.find("caseload", "Diary", Kind="Check-in")
    assert check_in["Date"] == "Mon 23 Nov 2026"
    exam = live.find("caseload", "Deadlines", Kind="Exam access")
    assert exam["Due"] == "Fri 27 Nov 2026"
    live.sync()
    calm = live.sync()
    assert kinds(calm) == {}
    assert not Counter(calm.calls) - Counter(quiet | {"sheets": 3})


def test_what_people_took_out_does_not_come_back(live: LiveSchool) -> None:
    plan(live)
    tab = live.tab("caseload", "Diary")
    row = tab.col_values(2).index("Check-in") + 1
    live.later(minutes=1)
    tab.delete_rows(row)
    live.sync()
    live.sync()
    assert not live.rows("caseload", "Diary")


def test_switched_off_it_is_left_alone(live: LiveSchool) -> None:
    live.change("office", "Settings", {"Setting": "Module: Course plans"}, {"Value": "no"})
    live.sync()
    plan(live, **{"Family chose": "Yes"})
    assert not live.files(**SHEET)
    assert not live.rows("caseload", "Diary")
    assert not live.rows("caseload", "Deadlines")
