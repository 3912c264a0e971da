"""Names that are like another's, as people type them: asked about, never acted upon."""

import pytest

from tests.school_fixture import COORDINATOR, DANA, LiveSchool, questions


@pytest.fixture
def school(tmp_path):
    live = LiveSchool(tmp_path).init()
    for email, name, role in (
        (DANA, "Dána Whitfield", "Case manager"),
        (COORDINATOR, "Maren Okafor", "Coordinator"),
    ):
        live.type_row("office", "Staff", {"Email": email, "Name": name, "Role": role})
    for number, name in (("'0401", "Erik Holm"), ("0402", "Erika Holm")):
        live.type_row("office", "Students", {"Student ID": number, "Student": name, "Grade": 7})
    live.type_row(
        "caseload",
        "Caseload",
        {"Student": "Erik Holm", "Case manager": "dana whitfield", "Status": "Active"},
    )
    return live


def test_a_row_for_a_sibling_without_a_case_is_asked_about_and_acts_for_nobody(school):
    school.type_row("caseload", "Goals", {"Student": "Erika Holm", "Goal": "Eat lunch"})
    school.type_row("caseload", "Goals", {"Student": "Erick Holm", "Goal": "Come on time"})
    school.sync()
    assert [row["Case code"] for row in school.rows("caseload", "Goals")] == ["", ""]
    asked = {row["Student"]: row["Why"] for row in questions(school, "caseload")}
    assert "no case" in asked["Erika Holm"]
    assert "Erik Holm" in asked["Erick Holm"]  # offered, and only offered
    assert school.find("caseload", "Caseload", Student="Erik Holm")["Student ID"] == "0401"


def test_a_pick_settles_whose_row_it_is_once_and_for_all(school):
    school.type_row("caseload", "Goals", {"Student": "Erick Holm", "Goal": "Come on time"})
    school.sync()
    row = {"Student": "Erick Holm"}
    school.change("caseload", "Attention", row, {"Pick": "Erik Holm"})
    school.sync()
    school.sync()
    assert school.find("caseload", "Goals", **row)["Case code"] == "C-0001"
    assert not list(questions(school, "caseload"))


def test_colleagues_are_known_without_accents_and_as_mail_programs_copy_them(school):
    cells = {"Student": "Erika Holm", "Status": "Active"}
    school.type_row("caseload", "Caseload", {**cells, "Case manager": f"Dana Whitfield <{DANA}>"})
    school.sync()
    assert not list(questions(school))
    school.change("caseload", "Caseload", {"Student": "Erika"}, {"Case manager": f"Maren <{DANA}"})
    school.sync()
    assert [row["What"] for row in questions(school)] == ["A colleague is not known"]
