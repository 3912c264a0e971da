"""Tickets to the Week and To-Do through the front door: asked for on a card, written once, made
anew beside what somebody has written into, and never with a word that is not the student's."""

from __future__ import annotations

import io

import pytest
from docx import Document

from tests.school_fixture import ADMIN, COORDINATOR, DANA, DOCX, ROOT, TOMAS, LiveSchool, kinds
from tests.web.conftest import Panel, button, card_of, words

from .conftest import ANA, LEO

TICKET, TO_DO = "ticket_to_the_week", "to_do"


def made(live: LiveSchool, kind: str) -> list[dict]:
    return live.files(holdfast=kind)


def text_of(live: LiveSchool, file_id: str) -> str:
    session, path = live.people.session_as(ADMIN), f"{ROOT}/drive/v3/files/{file_id}/export"
    content = session.get(path, params={"mimeType": DOCX}).content
    document = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def printed(panel: Panel, action: str, person: str = DANA, **given: str) -> None:
    """Ask for a paper, and let the sync make it."""
    panel.card(person, action, given)
    panel.run_jobs()


def test_tickets_are_one_document_with_names_in_the_text_and_none_in_the_title(panel: Panel):
    printed(panel, "print_tickets")
    (file,) = made(panel.live, TICKET)
    assert file["name"] == "Ticket to the Week · 5 Oct 2026"
    said = text_of(panel.live, file["id"])
    assert "Ana" in said
    assert "Leo" in said
    assert "Silva" not in said  # Name on papers is First name
    assert "Make-up times: Tue, lunch" in said
    opens = panel.card(DANA, "today")
    assert file["id"] in str(opens)
    assert kinds(panel.live.sync()) == {}


def test_only_to_do_lines_and_the_student_s_own_open_actions_are_printed(panel: Panel):
    printed(panel, "print_to_dos")
    (file,) = made(panel.live, TO_DO)
    assert file["name"] == "To-Do · 5 Oct 2026"
    said = text_of(panel.live, file["id"])
    for word in ("empty the locker", "Hand in the lab"):
        assert word in said
    for word in ("call mom", "chess", "Call the lab", "To-Do: "):
        assert word not in said


def test_asked_for_twice_it_is_one_and_follows_what_is_known(panel: Panel):
    printed(panel, "print_tickets")
    printed(panel, "print_tickets")
    live = panel.live
    live.change("caseload", "Week", {"Student": ANA}, {"Student's promise": "Bring the lab"})
    live.later(minutes=5)
    live.sync()
    (file,) = made(live, TICKET)
    assert "Bring the lab" in text_of(live, file["id"])


def test_one_that_somebody_has_written_into_is_left_and_the_next_stands_beside_it(panel: Panel):
    printed(panel, "print_tickets")
    live = panel.live
    (file,) = made(live, TICKET)
    live.later(minutes=5)
    live.write_into(file["id"], "See me on Tuesday")
    live.sync()
    live.change("caseload", "Week", {"Student": ANA}, {"Student's promise": "Bring the lab"})
    live.later(minutes=5)
    live.sync()
    first, second = sorted(made(live, TICKET), key=lambda each: each["createdTime"])
    assert "See me on Tuesday" in text_of(live, first["id"])
    assert "Bring the lab" not in text_of(live, first["id"])
    assert "Bring the lab" in text_of(live, second["id"])


def test_once_its_day_is_over_a_to_do_stays_as_it_was(panel: Panel):
    printed(panel, "print_to_do", code="C-0001")
    live = panel.live
    (file,) = made(live, TO_DO)
    assert file["name"] == "To-Do · 5 Oct 2026 · C-0001"
    assert "Leo" not in text_of(live, file["id"])
    live.later(days=1)
    live.change("caseload", "Actions", {"Action": "Hand in the lab"}, {"Status": "Done"})
    live.sync()
    assert "Hand in the lab" in text_of(live, file["id"])


@pytest.mark.parametrize(
    ("action", "given"), [("print_tickets", {}), ("print_to_do", {"code": "C-0001"})]
)
def test_nobody_prints_for_another_s_students(panel: Panel, action, given):
    assert panel.post(TOMAS, action, given).status_code == 403
    panel.run_jobs()
    assert not made(panel.live, TICKET) + made(panel.live, TO_DO)


def test_the_coordinator_may_print_for_one_student_and_the_look_is_recorded(panel: Panel):
    printed(panel, "print_to_do", COORDINATOR, code="C-0001")
    assert len(made(panel.live, TO_DO)) == 1
    assert "paper to_do" in {each["what"] for each in panel.live.school.ledger.accesses("C-0001")}


def test_a_ledger_that_was_lost_makes_no_paper_again(panel: Panel):
    printed(panel, "print_tickets")
    live = panel.live
    live.school.ledger._engine.dispose()
    for file in live.folder.glob("ledger.db*"):
        file.unlink()
    live.school = live.open()
    live.school.rebuild(live.now)
    live.sync()
    assert len(made(live, TICKET)) == 1
    assert kinds(live.sync()) == {}


def test_switched_off_there_is_no_button_and_nothing_is_written(panel: Panel):
    live = panel.live
    live.change("office", "Settings", {"Setting": "Module: Weekly checks"}, {"Value": "no"})
    live.sync()
    assert "Tickets for my students" not in words(panel.card(DANA, "home"))
    assert panel.post(DANA, "print_tickets").status_code == 403


def test_today_lists_the_checks_and_one_is_made_on_one_card_and_undone(panel: Panel):
    live = panel.live
    card = panel.card(DANA, "home")
    assert "This week's checks" in words(card)
    row = live.find("caseload", "Week", Student=ANA)["Row ID"]
    form = panel.card(DANA, "check_week", {"row": row})
    answered = {"organized": "Partly", "effort": "3", "inbox": "14", "missing_work": "2"}
    saved = panel.press(DANA, form, "Save", answered)
    found = live.find("caseload", "Week", Student=ANA)
    assert (found["Organized"], found["Inbox"], found["Done on"]) == (
        "Partly",
        "14",
        "Mon 5 Oct 2026",
    )
    panel.run_jobs()
    assert ANA not in words(_section(panel.card(DANA, "home"), "This week's checks"))
    assert LEO in words(_section(panel.card(DANA, "home"), "This week's checks"))
    onward = button(card_of(saved), f"Next: {LEO}")
    assert LEO in words(panel.card(DANA, "check_week", dict(onward)))
    panel.post(DANA, "undo", dict(button(card_of(saved), "Undo")))
    found = live.find("caseload", "Week", Student=ANA)
    assert (found["Organized"], found["Inbox"], found["Done on"]) == ("", "", "")


def _section(card: dict, title: str) -> dict:
    return next((s for s in card["sections"] if s.get("header") == title), {})


def test_a_line_that_is_due_stands_on_today_from_its_day_on(panel: Panel):
    due = "Random things that are due"
    assert "call mom" not in words(_section(panel.card(DANA, "home"), due))
    panel.live.later(days=1)
    assert "call mom 10/6" in words(_section(panel.card(DANA, "home"), due))


def boxes(card: dict) -> dict[str, dict[str, str]]:
    """Input name -> words -> value, of what can be ticked."""
    widgets = [widget for section in card["sections"] for widget in section["widgets"]]
    inputs = [each["selectionInput"] for each in widgets if "selectionInput" in each]
    return {i["name"]: {item["text"]: item["value"] for item in i["items"]} for i in inputs}


def test_what_was_done_is_ticked_at_once_and_undone_at_once(panel: Panel):
    printed(panel, "print_to_dos")
    live, card = panel.live, panel.card(DANA, "to_do_is_back")
    (ticks,) = boxes(card).values()
    assert set(ticks) == {"All of it", "Hand in the lab", "empty the locker"}
    saved = panel.press(DANA, card, "Save", {"ticks_C-0001": "all"})
    action = live.find("caseload", "Actions", Action="Hand in the lab")
    assert (action["Status"], action["Done on"]) == ("Done", "Mon 5 Oct 2026")
    things = live.find("caseload", "Caseload", Student=ANA)["Random things to do"]
    assert things.splitlines()[0] == "To-Do: empty the locker ✓ 5 Oct"
    assert things.splitlines()[1:] == ["call mom 10/6", "ask about the chess match"]
    assert boxes(panel.card(DANA, "to_do_is_back")) == {}
    panel.post(DANA, "undo", dict(button(card_of(saved), "Undo")))
    assert live.find("caseload", "Actions", Action="Hand in the lab")["Status"] == "To do"
    assert "✓" not in live.find("caseload", "Caseload", Student=ANA)["Random things to do"]


def test_what_is_open_stands_on_the_card_the_next_day_as_second_day(panel: Panel):
    printed(panel, "print_to_dos")
    title = "Still open from the To-Do"
    assert not _section(panel.card(DANA, "home"), title)
    card = panel.card(DANA, "to_do_is_back", {"code": "C-0001"})
    chosen = boxes(card)["ticks_C-0001"]["Hand in the lab"]
    panel.press(DANA, card, "Save", {"ticks_C-0001": chosen})
    panel.live.later(days=1)
    shown = words(_section(panel.card(DANA, "home"), title))
    assert "empty the locker" in shown
    assert "2nd day" in shown
    assert "Hand in the lab" not in shown
    panel.live.later(days=6)  # Monday: the weekend does not count
    assert "6th day" in words(_section(panel.card(DANA, "home"), title))


def test_nobody_ticks_for_another_s_students_and_nothing_ticked_is_said(panel: Panel):
    printed(panel, "print_to_dos")
    assert panel.post(TOMAS, "to_do_is_back", {"code": "C-0001"}).status_code == 403
    given = {"ticks_C-0001": "all"}
    panel.post(TOMAS, "to_do_is_back_save", {}, given)
    action = panel.live.find("caseload", "Actions", Action="Hand in the lab")
    assert action["Status"] == "To do"
    answer = panel.post(DANA, "to_do_is_back_save", {"code": "C-0001"})
    assert "Please tick what was done first." in words(card_of(answer.json))


@pytest.mark.parametrize(("paper", "width"), [("Letter", 216), ("A4", 210)])
def test_pages_have_the_size_that_the_school_s_settings_say(panel: Panel, paper, width):
    live = panel.live
    live.change("office", "Settings", {"Setting": "Paper"}, {"Value": paper})
    live.sync()
    printed(panel, "print_tickets")
    (file,) = made(live, TICKET)
    path = f"{ROOT}/drive/v3/files/{file['id']}/export"
    content = live.people.session_as(ADMIN).get(path, params={"mimeType": DOCX}).content
    section = Document(io.BytesIO(content)).sections[0]
    assert round(section.page_width.mm) == width
    assert round(section.page_width.mm - section.left_margin.mm - section.right_margin.mm) == 182
