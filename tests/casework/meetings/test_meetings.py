"""Before a meeting, through the front door: one mail, four taps and a line, and on the evening
before a brief that only the case manager has; it follows what is known; off, nothing is done."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocxDocument

from tests.school_fixture import ADMIN, COORDINATOR, DANA, DOCX, ROOT, TODAY, LiveSchool, kinds
from tests.web.conftest import NORA, Panel, clicks, words

ANA, TITLE = "Ana Silva", "Meeting brief · C-0001 · 14 Oct 2026"
DAY = (TODAY + timedelta(days=9)).isoformat()  # Wednesday of next week: seven school days


@pytest.fixture
def panel(tmp_path: Path) -> Panel:
    modules = frozenset({"meetings", "week"})
    live = LiveSchool(tmp_path, modules=modules).init()
    for email, name, role in (
        (DANA, "Dana Whitfield", "Case manager"),
        (COORDINATOR, "Maren Okafor", "Coordinator"),
        (NORA, "Nora Lind", "Teacher"),
    ):
        live.type_row("office", "Staff", {"Email": email, "Name": name, "Role": role})
    live.type_row("office", "Students", {"Student ID": "0400", "Student": ANA, "Grade": 7})
    case = {"Student": ANA, "Case manager": DANA, "Status": "Active", "Plan type": "IEP"}
    live.type_row("caseload", "Caseload", case)
    goal = {"Student": ANA, "Goal": "Reads aloud", "Unit": "words", "Direction": "Increase"}
    numbers = {"Baseline": 60, "Target": 100, "Start": "2026-09-01", "Due": "2026-12-18"}
    live.type_row("caseload", "Goals", {**goal, **numbers})
    action = {"Student": ANA, "Action": "Keyboard practice", "Who": "Nora", "Status": "To do"}
    live.type_row("caseload", "Actions", action)
    member = {"Student": ANA, "Person": "Nora Lind", "Role": "Teacher", "May see": "Accommodations"}
    live.type_row("caseload", "Team", member)
    met = {"Student": ANA, "Kind": "Plan review", "Date": DAY, "Status": "Planned"}
    live.type_row("caseload", "Diary", met)
    live.sync()
    live.control("POST", "id_token", {"email": DANA, "aud": "holdfast-tests"})
    return Panel(live)


def document_of(live: LiveSchool, file_id: str) -> DocxDocument:
    session, path = live.people.session_as(ADMIN), f"{ROOT}/drive/v3/files/{file_id}/export"
    return Document(io.BytesIO(session.get(path, params={"mimeType": DOCX}).content))


def pictures(live: LiveSchool, file_id: str) -> int:
    return len(document_of(live, file_id).inline_shapes)


def measure(live: LiveSchool, *points: tuple[str, int]) -> None:
    """Typed below what stands on the progress sheet's Measurements."""
    (sheet,) = live.files(holdfast="progress_sheet")
    tab = live.people.gspread_as(DANA).open_by_key(sheet["id"]).worksheet("Measurements")
    first = len([value for value in tab.col_values(1) if value]) + 1
    tab.update([[day, "Reads aloud", value] for day, value in points], f"A{first}", raw=False)


def text_of(live: LiveSchool, file_id: str) -> str:
    document = document_of(live, file_id)
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def briefs(live: LiveSchool) -> list[dict]:
    return live.files(holdfast="meeting_brief")


def test_teachers_are_asked_and_the_brief_stands_on_the_evening_before(panel: Panel):
    live = panel.live
    live.later(minutes=5)
    live.sync()
    (mail,) = live.mails(NORA)
    assert not any(word in str(mail) for word in ("Ana", "Silva", "C-0001"))
    home = panel.card(NORA, "home")
    assert "Before a meeting" in words(home)
    asked = next(given for _, given in clicks(home) if given["action"] == "before_a_meeting")
    form = panel.card(NORA, "before_a_meeting", asked)
    said = {"hard": "meetings.hard.finishing", "grade": "meetings.grade.passing"}
    panel.press(NORA, form, "Save", {**said, "class": "Art", "in_their_words": "Sings in class."})
    row = live.find("caseload", "Answers", Student=ANA)
    assert row["In their words"] == "Hard: finishing work\nGrade: passing\nSings in class."
    assert (row["About"], row["As"], row["Quarter"]) == (
        "Before a meeting",
        "Teacher",
        "2026-27 Q1",
    )
    live.sync()
    assert "before_a_meeting" not in {
        given["action"] for _, given in clicks(panel.card(NORA, "home"))
    }
    assert "Sings in class." in words(panel.card(DANA, "case", {"code": "C-0001"}))
    assert not briefs(live)

    measure(live, ("2026-09-07", 64), ("2026-09-21", 70), ("2026-10-05", 79))
    live.later(days=8)
    live.sync()
    (file,) = briefs(live)
    assert file["name"] == TITLE
    assert {p["emailAddress"] for p in file["permissions"] if p["role"] == "writer"} >= {DANA}
    assert NORA not in str(file["permissions"])
    text = text_of(live, file["id"])
    for word in ("Plan review", "Reads aloud", "Nora Lind · Art", "finishing work", "Keyboard"):
        assert word in text
    assert "79" in text
    assert pictures(live, file["id"]) == 1
    assert file["id"] in str(panel.card(DANA, "home"))
    assert kinds(live.sync()) == {}
    check = {"Missing work": 4, "Student's promise": "Hand in the labs", "Organized": "Partly"}
    live.change("caseload", "Week", {"Student": ANA}, check)
    live.later(minutes=5)
    live.sync()
    (file,) = briefs(live)
    assert "Hand in the labs" in text_of(live, file["id"])
    assert len(live.mails(NORA)) == 1
    measure(live, ("2026-10-13", 93))
    live.later(minutes=5)
    live.sync()
    (file,) = briefs(live)
    assert "93" in text_of(live, file["id"])
    assert kinds(live.sync()) == {}


@pytest.mark.gate("tests through the front door at length")
def test_switched_off_nobody_is_asked_and_nothing_is_written(panel: Panel):
    live = panel.live
    live.change("office", "Settings", {"Setting": "Module: Meetings"}, {"Value": "no"})
    live.later(days=8)
    live.sync()
    live.later(minutes=5)
    live.sync()
    assert not briefs(live)
    assert panel.post(NORA, "before_a_meeting", {"code": "C-0001"}).status_code == 403
    assert "Before a meeting" not in words(panel.card(NORA, "home"))


@pytest.mark.gate("tests through the front door at length")
def test_nobody_answers_for_a_student_who_is_not_theirs_and_undo_takes_it_back(panel: Panel):
    live = panel.live
    given = {"code": "C-0001", "form": "f"}
    assert panel.post(DANA, "before_a_meeting", given).status_code == 403
    saved = panel.post(NORA, "before_a_meeting_save", given, {"in_their_words": "Sings."}).json
    assert live.find("caseload", "Answers", Student=ANA)["Answered by"] == NORA
    panel.press(NORA, next(iter(saved["action"]["navigations"][0].values())), "Undo")
    assert not [row for row in live.rows("caseload", "Answers") if row["Student"]]
    live.change("caseload", "Team", {"Student": ANA}, {"May see": "Nothing"})
    live.later(minutes=5)
    assert panel.post(NORA, "before_a_meeting", given).status_code == 403


@pytest.mark.gate("tests through the front door at length")
def test_a_quiet_sync_makes_the_same_calls_with_it_on_and_off(panel: Panel):
    live = panel.live
    live.later(days=8)
    for _ in range(2):
        live.later(minutes=5)
        live.sync()
    assert briefs(live)
    quiet = live.sync()
    assert not quiet.changes
    live.change("office", "Settings", {"Setting": "Module: Meetings"}, {"Value": "no"})
    for _ in range(2):
        live.later(minutes=5)
        live.sync()
    assert dict(live.sync().calls) == dict(quiet.calls)
