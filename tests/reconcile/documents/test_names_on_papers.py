"""What papers call their student: by `Name on papers`, never in a title, and without a paper made
again for it where papers had no names before."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from tests.documents.reading import text_of
from tests.school_fixture import ADMIN, DANA, DOCX, ROOT, Kept, LiveSchool, kinds

PAPERS = ("action_plan", "decision_notice")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    school = LiveSchool(tmp_path_factory.mktemp("papers")).init()
    school.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    school.type_row("office", "Students", {"Student ID": "0400", "Student": "Silva, Ana"})
    row = {"Student": "Silva, Ana", "Case manager": DANA, "Status": "Active"}
    school.type_row("caseload", "Caseload", row)
    school.type_row("caseload", "Goals", {"Student": "Ana Silva", "Goal": "Read"})
    school.type_row("caseload", "Actions", {"Student": "Ana Silva", "Action": "Read daily"})
    for person in ("Inês Silva", "Paulo Costa"):
        home = {"Role": "Parent", "Household": person, "Rights": "Full", "May see": "Plan"}
        school.type_row("caseload", "Team", {"Student": "Ana Silva", "Person": person, **home})
    row = {"Student": "Ana Silva", "What": "Placement", "Why": "It is quieter.", "Notice": "Draft"}
    school.type_row("caseload", "Decisions", row)
    school.sync()
    return school.keep()


@pytest.fixture
def live(kept: Kept, tmp_path: Path) -> LiveSchool:
    school = LiveSchool(tmp_path)
    school.take(kept)
    return school


def papers(live: LiveSchool) -> dict[str, str]:
    """The text of each paper by what it is called; of its page, without the running lines."""
    session, read = live.people.session_as(ADMIN), {}
    for file in (file for kind in PAPERS for file in live.files(holdfast=kind)):
        path = f"{ROOT}/drive/v3/files/{file['id']}/export"
        read[file["name"]] = text_of(session.get(path, params={"mimeType": DOCX}).content)
    return read


def set_to(live: LiveSchool, setting: str, value: str) -> None:
    live.change("office", "Settings", {"Setting": setting}, {"Value": value})
    live.later(minutes=5)
    live.sync()


def test_every_paper_names_the_student_and_the_school_and_every_title_the_code(live):
    assert all("Our school" not in text for text in papers(live).values())
    set_to(live, "School name", "Alder Creek School")
    found = papers(live)
    assert len(found) == 4  # the team's plan, one for each home, the notice
    for title, text in found.items():
        assert "C-0001" in title
        assert "Ana" not in title
        assert "Ana" in text.split()
        assert "Silva" not in text.replace("Inês Silva", "")
        assert "Alder Creek School" in text


def test_another_name_on_papers_brings_them_up_to_date(live):
    set_to(live, "Name on papers", "Full name")
    assert all("Ana Silva" in text for text in papers(live).values())
    set_to(live, "Name on papers", "Code")
    assert "Action plan for C-0001" in papers(live)["Action plan · C-0001 · v1"]
    assert all("Ana" not in text.split() for text in papers(live).values())
    assert kinds(live.sync()) == {}


def test_papers_made_before_they_had_names_are_not_made_again(live):
    """As the ledger of an earlier release has it: no paper is remembered with names."""
    forget = {"named", "m:names"}
    ledger = live.school.ledger
    ledger.agree(
        replace(agreed, marks={k: v for k, v in agreed.marks.items() if k not in forget})
        for (kind, _), agreed in ledger.agreed().items()
        if kind in ("case", "document")
    )
    live.change("caseload", "Caseload", {"Student": "Silva, Ana"}, {"Grade": "7"})
    live.later(minutes=5)
    assert "refresh_document" not in kinds(live.sync())
    live.change("caseload", "Goals", {"Student": "Ana Silva"}, {"Goal": "Read aloud"})
    live.later(minutes=5)
    assert kinds(live.sync())["refresh_document"] == 3
    set_to(live, "Name on papers", "Full name")
    assert "Ana Silva" in papers(live)["Action plan · C-0001 · v1"]


def test_a_template_of_the_school_may_call_the_student_by_name(live):
    template = live.found["templates"]["action_plan"]
    session = live.people.session_as(ADMIN)
    document, packed = Document(), io.BytesIO()
    document.add_paragraph("Dear family of {{ student }}, this is about {{ case_code }}.")
    document.save(packed)
    upload = f"{ROOT}/upload/drive/v3/files/{template}?uploadType=media"
    session.patch(upload, data=packed.getvalue(), headers={"Content-Type": DOCX}).raise_for_status()
    live.change("caseload", "Goals", {"Student": "Ana Silva"}, {"Goal": "Read aloud"})
    live.later(minutes=5)
    live.sync()
    assert "Dear family of Ana, this" in papers(live)["Action plan · C-0001 · v1"]
