"""The library on cards: for all staff by topic, for the coordinator whom they trained, a new entry
for those who argue and present."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.school_fixture import ADMIN, COORDINATOR, DANA, DOMAIN, LiveSchool
from tests.web.conftest import Panel, headers, section, words

NORA = f"nora.lind@{DOMAIN}"
STAFF = ((COORDINATOR, "Coordinator"), (DANA, "Case manager"), (NORA, "Teacher"))
ENTRIES = (
    ("Time", "Argument", "A quiz measures knowledge", "2026-09-10", "Teachers", ""),
    ("Time", "Presentation", "Time and a half", "2026-08-20", "Teachers", "24"),
    ("Families", "Presentation", "What we do", "2026-09-02", "Families", "31"),
    ("Plans", "Presentation", "A plan on day one", "2026-09-21", "Teachers", "9"),
)


@pytest.fixture
def panel(tmp_path: Path) -> Panel:
    """A school with a library of four entries."""
    live = LiveSchool(tmp_path).init()
    for email, role in STAFF:
        person = {"Email": email, "Name": email.partition(".")[0].title(), "Role": role}
        live.type_row("office", "Staff", person)
    live.change("office", "Settings", {"Setting": "Module: Library"}, {"Value": "yes"})
    live.sync()
    live.found = live.school.init()
    for topic, kind, about, day, audience, attended in ENTRIES:
        cells = {"Topic": topic, "Kind": kind, "About": about, "Audience": audience}
        day_and_count = {"Used on": day, "Attended": int(attended) if attended else None}
        live.type_row("shelf", "Library", {**cells, **day_and_count})
    live.later(minutes=1)
    live.sync()
    return Panel(live)


def test_everybody_opens_it_from_their_first_card_and_reads_it_by_topic(panel: Panel) -> None:
    for email, _ in STAFF:
        home = panel.card(email, "home")
        assert "Library" in words(home)
        card = panel.card(email, "library")
        topics = [h for h in headers(card) if not h.startswith("Trained")]
        assert topics == ["Families", "Plans", "Time"], email
        time = words(section(card, "Time"))
        assert time.index("A quiz measures knowledge") < time.index("Time and a half")


def test_the_coordinator_sees_whom_they_trained_the_newest_first(panel: Panel) -> None:
    card = panel.card(COORDINATOR, "library")
    trained = [h for h in headers(card) if h.startswith("Trained")]
    assert trained == ["Trained: Families", "Trained: Teachers"]
    said = words(section(card, "Trained: Teachers"))
    assert said.index("9 came") < said.index("24 came")
    assert "Trained" not in words(panel.card(NORA, "library"))


def test_a_new_entry_is_written_and_can_be_taken_back(panel: Panel) -> None:
    card = panel.card(DANA, "library")
    form = panel.press(DANA, card, "New entry")
    shown = form["action"]["navigations"][0]["pushCard"]
    given = {"topic": "Rooms", "kind": "Argument", "about": "A quiet room", "attended": "many"}
    refused = panel.press(DANA, shown, "Save", given)
    assert "many" in words(refused)
    again = refused["action"]["navigations"][0]["updateCard"]
    kept = panel.press(DANA, again, "Save", {**given, "attended": ""})
    assert panel.live.find("shelf", "Library", Topic="Rooms")["About"] == "A quiet room"
    done = kept["action"]["navigations"][0]["updateCard"]
    panel.press(DANA, done, "Undo")
    assert "Rooms" not in [row["Topic"] for row in panel.live.rows("shelf", "Library")]


def test_who_only_reads_it_cannot_write(panel: Panel) -> None:
    assert "New entry" not in words(panel.card(NORA, "library"))
    for action in ("add_to_library", "add_to_library_save"):
        assert panel.post(NORA, action).status_code == 403


def test_it_goes_from_cards_when_it_is_switched_off(panel: Panel) -> None:
    live = panel.live
    live.change("office", "Settings", {"Setting": "Module: Library"}, {"Value": "no"})
    live.later(minutes=1)
    assert "Library" not in words(panel.card(NORA, "home"))
    assert panel.post(NORA, "library").status_code == 403
    assert live.google(f"/drive/v3/files/{live.found['workbooks']['shelf']}", ADMIN)
