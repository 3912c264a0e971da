"""A template that cannot be used: it is named with the word, and the last good plan stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.documents import default_template
from tests.school_fixture import ADMIN, DANA, DOCX, ROOT, LiveSchool, kinds, questions


@pytest.fixture
def live(tmp_path: Path) -> LiveSchool:
    school = LiveSchool(tmp_path).init()
    school.type_row("office", "Staff", {"Email": DANA, "Name": "Dana", "Role": "Case manager"})
    school.type_row("office", "Students", {"Student ID": "0400", "Student": "Ana Silva"})
    row = {"Student": "Ana Silva", "Case manager": DANA, "Status": "Active"}
    school.type_row("caseload", "Caseload", row)
    school.type_row("caseload", "Goals", {"Student": "Ana Silva", "Goal": "Read"})
    school.type_row("caseload", "Actions", {"Student": "Ana Silva", "Action": "Read daily"})
    return school


@pytest.mark.parametrize("word", ["{{ student_name }}", "<<Student Name>>", "{{ Case code }}"])
def test_no_plan_is_written_from_it_and_the_word_is_told_until_it_is_mended(live, word):
    template = live.found["templates"]["action_plan"]
    live.write_into(template, f"Dear family of {word},", ADMIN)
    live.sync()
    assert live.files(holdfast="action_plan") == []
    (asked,) = questions(live)
    assert asked["What"] == "A template needs mending"
    assert word.strip("{<>} ") in asked["Why"]
    assert "create_document" not in kinds(live.sync())
    assert word.strip("{<>} ") in " ".join(found.what for found in live.school.doctor(live.now))
    restore(live, template)
    live.sync()
    assert len(live.files(holdfast="action_plan")) == 1
    assert list(questions(live)) == []


def test_a_plan_that_stands_stays_as_it_is(live):
    live.sync()
    (before,) = live.files(holdfast="action_plan")
    live.write_into(live.found["templates"]["action_plan"], "Dear {{ nobody }},", ADMIN)
    live.change("caseload", "Goals", {"Student": "Ana Silva"}, {"Goal": "Reads 60 words"})
    live.sync()
    (after,) = live.files(holdfast="action_plan")
    assert after["modifiedTime"] == before["modifiedTime"]


def restore(live: LiveSchool, template: str) -> None:
    """Somebody puts the template back as it was."""
    upload = f"{ROOT}/upload/drive/v3/files/{template}?uploadType=media"
    session = live.people.session_as(ADMIN)
    docx = default_template("action_plan")
    session.patch(upload, data=docx, headers={"Content-Type": DOCX}).raise_for_status()
