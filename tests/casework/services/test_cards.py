"""Services on cards: what is proposed leads to a form that is filled in, a look sets the next one,
and nothing of it stands on a teacher's card."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.school_fixture import COORDINATOR, DANA, DOMAIN, LiveSchool
from tests.web.conftest import Panel, clicks, section, words

NORA = f"nora.lind@{DOMAIN}"
STUDENT = "Ana Silva"


@pytest.fixture
def panel(tmp_path: Path) -> Panel:
    """A school with six resources and a student for whom the first has no place."""
    live = LiveSchool(tmp_path, modules=frozenset({"services"})).init()
    staff = ((DANA, "Dana", "Case manager"), (COORDINATOR, "Maren", "Coordinator"))
    for email, name, role in (*staff, (NORA, "Nora Lind", "Teacher")):
        live.type_row("office", "Staff", {"Email": email, "Name": name, "Role": role})
    live.type_row("office", "Students", {"Student ID": "0400", "Student": STUDENT, "Grade": 7})
    live.type_row(
        "caseload", "Caseload", {"Student": STUDENT, "Case manager": DANA, "Status": "Active"}
    )
    teacher = {"Person": "Nora Lind", "Role": "Teacher", "May see": "Accommodations"}
    live.type_row("caseload", "Team", {"Student": STUDENT, **teacher})
    for number in range(6):
        kind = "Therapy" if number < 2 else "Food"
        said = {"Name": f"Place {number}", "Kind": kind, "Checked on": "2026-09-01"}
        live.type_row("shelf", "Resources", said)
    referral = {"Resource": "Place 0", "For": "Student", "Made on": "2026-09-30"}
    live.type_row(
        "caseload", "Service referrals", {"Student": STUDENT, **referral, "Status": "No place"}
    )
    live.sync()
    return Panel(live)


def given_by(card: object, action: str) -> dict[str, str]:
    return next(given for _, given in clicks(card) if given["action"] == action)


def test_what_is_proposed_opens_a_form_that_is_filled_in(panel: Panel) -> None:
    card = panel.card(DANA, "case", {"code": "C-0001"})
    services = section(card, "Services")
    assert "Could be tried next: Place 1" in words(services)
    form = panel.card(DANA, "refer_service", given_by(services, "refer_service"))
    assert "Place 1" in str(form)
    panel.press(DANA, form, "Save", {"resource": "Place 1", "for": "Student"})
    made = panel.live.find("caseload", "Service referrals", Resource="Place 1")
    assert (made["Status"], made["Made on"]) == ("Made", "Mon 5 Oct 2026")


def test_a_look_on_the_card_sets_the_next_one(panel: Panel) -> None:
    today = panel.card(DANA, "home")
    waiting = section(today, "Services to look at")
    assert "Place 0 · No place" in words(waiting)
    form = panel.card(DANA, "look_service", given_by(waiting, "look_service"))
    panel.press(DANA, form, "Save", {"status": "No place", "outcome": "", "words": "A list"})
    row = panel.live.find("caseload", "Service referrals", Resource="Place 0")
    assert (row["Words"], row["Next look"]) == ("A list", "Fri 9 Oct 2026")
    panel.live.later(minutes=1)
    panel.live.sync()
    assert "Services to look at" not in words(panel.card(DANA, "home"))


def test_who_teaches_sees_resources_and_nothing_of_a_referral(panel: Panel) -> None:
    assert "Place 3" in words(panel.card(NORA, "resources"))
    card = panel.card(NORA, "home")
    assert "Place 0" not in words(card)
    row = panel.live.find("caseload", "Service referrals", Resource="Place 0")["Row ID"]
    assert panel.post(NORA, "look_service", {"row": row, "code": "C-0001"}).status_code == 403
    assert panel.post(NORA, "refer_service", {"code": "C-0001"}).status_code == 403


def test_whoever_looks_at_a_service_reads_which_it_is(panel: Panel) -> None:
    today = panel.card(DANA, "home")
    form = panel.card(DANA, "look_service", given_by(today, "look_service"))
    assert "Resource: Place 0" in words(form)


def test_resources_are_found_by_what_is_typed(panel: Panel) -> None:
    page = panel.card(NORA, "resources")
    found = panel.press(NORA, page, "Find", {"words": "therapy"})
    shown = str(found)
    assert "Place 1" in shown
    assert "Place 3" not in shown
    none = panel.card(NORA, "resources", {}, {"words": "ballet"})
    assert "No resource fits all of “ballet”" in words(none)
    assert "Place 3" in str(panel.press(NORA, none, "Show all", {"words": "ballet"}))
