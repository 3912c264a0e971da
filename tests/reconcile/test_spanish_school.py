"""A school that speaks Spanish: its forms, its mails, its plans, its questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.settings import SettingsProblem
from service.workbook.forms import load_form
from tests.school_fixture import ADMIN, COORDINATOR, DANA, DOMAIN, ROOT, LiveSchool

from .test_plan_journey import add_goal_and_action, plan_text


@pytest.fixture
def spanish(tmp_path: Path) -> LiveSchool:
    """Founded in Spanish, with a case manager, a coordinator, a student and her case."""
    live = LiveSchool(tmp_path)
    live.school = live.open(HOLDFAST_LANGUAGE="Español")
    live.found = live.school.init()
    for email, name, role in (
        ("dana.whitfield", "Dana Whitfield", "Gestor/a de casos"),
        ("maren.okafor", "Maren Okafor", "Coordinator"),
        ("ruth.adeyemi", "Ruth Adeyemi", "Safeguarding lead"),
    ):
        address = f"{email}@alder-creek.example"
        live.type_row("office", "Staff", {"Email": address, "Name": name, "Role": role})
    roster = {"Student ID": "00142", "Student": "Ana Silva", "Grade": "7"}
    live.type_row("office", "Students", roster)
    case = {**roster, "Case manager": "Dana Whitfield", "Status": "Activo"}
    live.type_row("caseload", "Caseload", {**case, "Needs": "Empezar.", "Strengths": "Dibuja."})
    return live


def send(live: LiveSchool, **answers: str) -> None:
    """A family fills in the outside form, in the words that stand on it."""
    form = load_form("outside", "es")
    given = {"danger": "No", "adult_here": "No", "relationship": "Madre, padre o tutor", **answers}
    fields = {
        f"entry.{int(form.question_id(page.key, question.key), 16)}": given[question.key]
        for page, question in form.questions()
        if page.key != "danger" and question.key in given
    }
    address = f"{ROOT}/forms/d/e/{live.found['forms']['outside']}/formResponse"
    live.people.session_as("").post(address, data=fields).raise_for_status()


def test_the_forms_and_the_template_of_the_plan_are_in_spanish(spanish: LiveSchool) -> None:
    form = spanish.google(f"/v1/forms/{spanish.found['forms']['inside']}", ADMIN)
    assert form["info"]["title"].startswith("Cuéntenos de un estudiante que le preocupa (para ")
    assert "llame o envíe un mensaje de texto al 988" in form["info"]["description"]
    template = plan_text(spanish, spanish.found["templates"]["action_plan"])
    assert "Lo que va bien" in template
    assert "Goals" not in template


def test_a_family_writes_in_spanish_and_is_answered_in_spanish(spanish: LiveSchool) -> None:
    send(
        spanish,
        student_name="Ana Silva",
        concern="Llora cada mañana.",
        urgency="Esta semana",
        reach="mama@example.org",
    )
    spanish.sync()
    row = spanish.find("office", "Referrals", Student_as_written="Ana Silva")
    assert (row["Relationship"], row["Urgency"]) == ("Parent or guardian", "This week")
    assert row["Status"] == "Nueva"
    (mail,) = spanish.mails("mama@example.org")
    assert mail["Subject"].startswith("Recibimos su mensaje · R-")
    assert "Si hay peligro ahora: llame al 911." in mail["text"]
    assert not spanish.sync().changes


def test_danger_said_in_spanish_goes_to_safeguarding(spanish: LiveSchool) -> None:
    send(spanish, student_name="Ana Silva", concern="Le pegan.", adult_here="Sí")
    spanish.sync()
    (held,) = spanish.rows("office", "Referrals")
    assert held["Status"] == "en manos de protección de menores"
    assert "Le pegan" not in str(held)


def test_a_plan_is_written_in_spanish(spanish: LiveSchool) -> None:
    add_goal_and_action(spanish)
    spanish.sync()
    (plan,) = spanish.files(holdfast="action_plan")
    assert plan["name"] == "Plan de acción · C-0001 · v1"
    text = plan_text(spanish, plan["id"])
    for words in ("Metas", "Dibuja.", "Esta es la primera versión.", "Quién hace qué"):
        assert words in text
    assert not spanish.sync().changes


def test_a_school_that_changes_its_language_keeps_its_forms_and_understands_them(
    spanish: LiveSchool,
) -> None:
    spanish.sync()
    spanish.school = spanish.open(HOLDFAST_LANGUAGE="en-gb")
    send(spanish, student_name="Ana Silva", concern="Llora.", relationship="Un estudiante")
    spanish.sync()
    row = spanish.find("office", "Referrals", Student_as_written="Ana Silva")
    assert row["Relationship"] == "Another student"
    assert not spanish.mails(COORDINATOR)
    assert not spanish.sync().changes


def test_a_language_that_nobody_has_written_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match="There are en, en-GB, es"):
        LiveSchool(tmp_path).open(HOLDFAST_LANGUAGE="Klingon")


def test_a_school_that_changes_its_language_still_knows_its_rows(spanish: LiveSchool) -> None:
    send(spanish, student_name="Ana Silva", concern="Le pegan.", adult_here="Sí")
    send(spanish, student_name="Ana Silva", concern="Llora.")
    spanish.sync()
    spanish.change("office", "Referrals", {"Concern": "Llora."}, {"Decision": "Aceptar"})
    spanish.sync()
    before = state(spanish)
    accepted = ("R-0002", "Aceptada · C-0001 (unida)")
    assert (*accepted, "Sin correo electrónico; favor de llamar") in before
    spanish.school = spanish.open(HOLDFAST_LANGUAGE="English")
    spanish.sync()
    # No second First Talk, no second mail; only what is said anew is said in English.
    after = state(spanish)
    assert (*accepted, "No e-mail address; please call") in after
    assert len(after) == len(before)
    assert not spanish.sync().changes


def state(live: LiveSchool) -> list[tuple[str, ...]]:
    """Rows of Office, appointments and mails."""
    rows = live.rows("office", "Referrals")
    found = [(row["Referral ID"], row["Status"], row["Acknowledged"]) for row in rows]
    found += [(row["Kind"], row["Date"], row["Row ID"]) for row in live.rows("caseload", "Diary")]
    people = (DANA, COORDINATOR, f"ruth.adeyemi@{DOMAIN}")
    return found + [(mail["Subject"], who) for who in people for mail in live.mails(who)]


def test_a_school_chooses_its_language_on_settings(spanish: LiveSchool) -> None:
    """Set up in Spanish: the row that says "en" from the first day on is no choice, English is."""
    add_goal_and_action(spanish)
    spanish.sync()
    asked = spanish.rows("caseload", "Attention")
    spanish.type_row("caseload", "Goals", {"Student": "Ana Silva", "Goal": "Leer", "Target": "mil"})
    spanish.sync()
    assert "número" in str(spanish.rows("caseload", "Attention"))
    spanish.change("office", "Settings", {"Setting": "Language"}, {"Value": "English"})
    spanish.sync()
    said = str(spanish.rows("caseload", "Attention"))
    assert "número" not in said
    assert "number" in said
    assert len(spanish.rows("caseload", "Attention")) == len(asked) + 1
    assert not spanish.sync().changes
