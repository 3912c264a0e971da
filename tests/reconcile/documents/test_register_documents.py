"""Documents that a register wants, through the front door: notices of decisions."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from tests.linked_cells import leads_of
from tests.school_fixture import ADMIN, COORDINATOR, DANA, DOCX, LiveSchool, kinds

STUDENT = "Ana Silva"


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    school = LiveSchool(tmp_path).init()
    school.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    school.type_row("office", "Staff", {"Email": COORDINATOR, "Name": "M", "Role": "Coordinator"})
    school.type_row("office", "Students", {"Student ID": "0400", "Student": STUDENT, "Grade": 7})
    school.type_row(
        "caseload", "Caseload", {"Student": STUDENT, "Case manager": DANA, "Status": "Active"}
    )
    school.type_row(
        "caseload",
        "Decisions",
        {
            "Student": STUDENT,
            "What": "Placement",
            "Proposed by": "M",
            "Proposed on": "2026-10-05",
            "Why": "The room is quieter.",
        },
    )
    school.sync()
    return school


def notices(live: LiveSchool) -> list[dict]:
    return live.files(holdfast="decision_notice")


def text_of(live: LiveSchool, file_id: str) -> str:
    session = live.people.session_as(ADMIN)
    path = f"http://workspace.test/drive/v3/files/{file_id}/export"
    answer = session.get(path, params={"mimeType": DOCX})
    document = Document(io.BytesIO(answer.content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def draft(live: LiveSchool) -> str:
    """Notice is set to Draft; the id of the document that comes."""
    live.change("caseload", "Decisions", {"Student": STUDENT}, {"Notice": "Draft"})
    live.sync()
    (file,) = notices(live)
    return file["id"]


def test_no_notice_is_made_before_somebody_wants_one(live: LiveSchool):
    assert notices(live) == []
    assert live.files(holdfast="template", holdfast_key="decision_notice") == []


def test_a_draft_says_what_the_row_says_and_is_linked_in_it(live: LiveSchool):
    file_id = draft(live)
    said = text_of(live, file_id)
    assert "The room is quieter." in said
    assert "{{" not in said
    (address,) = leads_of(live, "caseload", "Decisions", "Document", " · ")
    assert file_id in address
    assert kinds(live.sync()) == {}


def test_its_title_names_no_student_and_only_the_case_manager_has_it(live: LiveSchool):
    draft(live)
    (file,) = notices(live)
    assert "Silva" not in file["name"]
    readers = {p["emailAddress"] for p in file["permissions"] if p["role"] != "owner"}
    assert readers == {DANA}


def test_history_calls_it_by_its_name(live: LiveSchool):
    draft(live)
    assert any("notice" in row["What"] for row in live.rows("caseload", "History"))


def test_it_follows_the_row_until_a_person_writes_into_it(live: LiveSchool):
    file_id = draft(live)
    live.change("caseload", "Decisions", {"Student": STUDENT}, {"Why": "It is nearer."})
    assert kinds(live.sync()).get("refresh_document") == 1
    (earlier,), (file,) = live.earlier(), notices(live)
    assert earlier["id"] == file_id
    file_id = file["id"]
    assert "It is nearer." in text_of(live, file_id)
    (led,) = leads_of(live, "caseload", "Decisions", "Document", "C-0001")
    assert file_id in led
    live.later(minutes=5)
    live.write_into(file_id, "We also asked the family.")
    live.later(minutes=5)
    live.change("caseload", "Decisions", {"Student": STUDENT}, {"Why": "It is warmer."})
    assert kinds(live.sync()).get("next_document") == 1
    assert len(notices(live)) == 2
    assert "We also asked the family." in text_of(live, file_id)
    _, earlier = leads_of(live, "caseload", "Decisions", "Document", " · v2")
    assert file_id in earlier
    assert kinds(live.sync()) == {}


def test_it_is_not_rendered_again_for_what_it_does_not_read(live: LiveSchool):
    draft(live)
    live.change("caseload", "Caseload", {"Student": STUDENT}, {"Needs": "Reading"})
    assert "refresh_document" not in kinds(live.sync())


def test_a_notice_thrown_away_is_not_made_again(live: LiveSchool):
    file_id = draft(live)
    live.google(f"/drive/v3/files/{file_id}", ADMIN, "PATCH", {"trashed": True})
    live.change("caseload", "Decisions", {"Student": STUDENT}, {"Why": "It is nearer."})
    live.sync()
    assert notices(live) == []
    assert kinds(live.sync()) == {}


def test_a_template_that_staff_changed_is_what_the_next_notice_is_made_from(live: LiveSchool):
    draft(live)
    (template,) = live.files(holdfast="template", holdfast_key="decision_notice")
    live.write_into(template["id"], "Our own line about {{ what }}.", ADMIN)
    live.change("caseload", "Decisions", {"Student": STUDENT}, {"Why": "It is nearer."})
    live.sync()
    (file,) = notices(live)
    assert "Our own line about Placement." in text_of(live, file["id"])


def test_doctor_says_what_is_wrong_with_the_template_of_any_kind(live: LiveSchool):
    draft(live)
    (template,) = live.files(holdfast="template", holdfast_key="decision_notice")
    live.write_into(template["id"], "About {{ waht }}.", ADMIN)
    found = [f for f in live.school.doctor(live.now) if f.where == "template/decision_notice"]
    assert [f for f in found if "waht" in f.what]


def test_a_ledger_that_was_lost_knows_the_notice_again(live: LiveSchool):
    file_id = draft(live)
    (live.folder / "ledger.db").unlink()
    live.school = live.open()
    live.school.rebuild(live.now)
    assert kinds(live.sync()).keys() <= {"set_cells"}
    (file,) = notices(live)
    assert file["id"] == file_id
    assert len(live.files(holdfast="template", holdfast_key="decision_notice")) == 1
    live.change("caseload", "Decisions", {"Student": STUDENT}, {"Why": "It is nearer."})
    live.sync()
    assert len(live.files(holdfast="template", holdfast_key="decision_notice")) == 1
