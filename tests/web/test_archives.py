"""What left the working tabs with its school year: found by a button, and in the whole record."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.casework.registry import REGISTERS
from service.reconcile.new_year.copying import NewYear
from service.reconcile.new_year.reading import COMES_FROM, template_of
from service.workbook.templates import load_template
from tests.school_fixture import ADMIN, ROOT, Kept, LiveSchool

from .conftest import ANA, CARL, DANA, ELEANOR, MAREN, TOMAS, Panel, button, section, words
from .test_whole_record import made

ARCHIVED, EARLIER = "In archives of earlier years", "Look in earlier years too"


@pytest.fixture(scope="module")
def kept(prepared: Kept, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Rows of two earlier years; they are copied, and one of each year is not here any more."""
    live = LiveSchool(tmp_path_factory.mktemp("archived"))
    live.take(prepared)
    for day, notes in (
        ("2024-10-02", "I argued that quiz time measures knowledge."),
        ("2026-03-02", "The quiz was argued with Zoë O'Brien."),
        ("2026-03-03", "The quiz stays here."),
    ):
        row = {"Student": "Ana Silva", "Kind": "Meeting", "Date": day, "Status": "Done"}
        live.type_row("caseload", "Diary", {**row, "Notes": notes})
    live.sync()
    live.later(minutes=1)
    NewYear(live.school.run(), live.now).copy()
    leave(live, "measures knowledge")
    leave(live, "Zoë O'Brien")
    live.school.ledger._engine.dispose()
    return live.keep()


@pytest.fixture
def told(kept: Kept, tmp_path: Path) -> Panel:
    live = LiveSchool(tmp_path)
    live.take(kept)
    live.later(minutes=2)
    return Panel(live)


def leave(live: LiveSchool, notes: str) -> None:
    """Take the row with these notes out of the Diary."""
    found = live.found["workbooks"]["caseload"]
    tab = live.people.gspread_as(ADMIN).open_by_key(found).worksheet("Diary")
    for number, row in reversed(list(enumerate(tab.get_all_values(), 1))):
        if any(notes in cell for cell in row):
            tab.delete_rows(number)


def earlier(panel: Panel, email: str, asked: str) -> str:
    return words(panel.card(email, "find", {"words": asked, "earlier": "yes"}))


def test_earlier_years_are_found_by_a_button_the_newest_first(told: Panel) -> None:
    card = told.card(DANA, "find", {}, {"words": "quiz"})
    assert "measures knowledge" not in words(card)
    card = told.card(DANA, "find", button(card, EARLIER), {"words": "quiz"})
    shown = words(section(card, ARCHIVED))
    for word in ("Ana Silva", "Diary, archive 2024-25", "2 Oct 2024", "measures knowledge"):
        assert word in shown, word
    assert shown.index("with Zoë") < shown.index("measures knowledge")
    assert EARLIER not in words(card)


def test_what_stands_here_still_is_found_here_alone(told: Panel) -> None:
    card = told.card(DANA, "find", {"words": "quiz", "earlier": "yes"})
    assert "stays here" in words(section(card, "In notes and records, this year first"))
    assert "stays here" not in words(section(card, ARCHIVED))


@pytest.mark.parametrize("email", [ELEANOR, CARL, TOMAS])
def test_what_is_found_there_is_what_the_asker_may_see(told: Panel, email: str) -> None:
    told.live.later(days=3)  # Dana stands in for Tomás until tomorrow
    assert "measures knowledge" not in earlier(told, email, "quiz")
    assert "measures knowledge" in earlier(told, MAREN, "quiz")


def test_each_look_into_an_archive_is_recorded(told: Panel) -> None:
    earlier(told, MAREN, "knowledge")
    looks = {each["what"] for each in told.live.school.ledger.accesses(ANA)}
    assert "found in diary of 2024-25" in looks


def test_history_of_earlier_years_is_the_coordinator_s(told: Panel) -> None:
    live = told.live
    live.later(days=365)
    NewYear(live.school.run(), live.now).copy()
    book = live.people.gspread_as(ADMIN).open_by_key(live.found["workbooks"]["office"])
    history = book.worksheet("History")
    history.delete_rows(2, len(history.get_all_values()))
    assert "History (Office), archive 2026-27" in earlier(told, MAREN, "referral")
    for email in (DANA, ELEANOR, CARL):
        assert "History (Office)" not in earlier(told, email, "referral"), email


def test_archives_are_looked_at_once_in_ten_minutes(told: Panel) -> None:
    asked = {"words": "quiz", "earlier": "yes"}
    quiet = told.calls(DANA, "find", {}, {"words": "quiz"})
    told.live.later(minutes=1)
    looks = "sheets.spreadsheets.values.batchGetByDataFilter"
    assert told.calls(DANA, "find", asked)[looks] - quiet.get(looks, 0) >= 2
    assert looks not in told.calls(DANA, "find", asked)
    told.live.later(minutes=11)
    assert looks in told.calls(DANA, "find", asked)


def test_an_archive_that_cannot_be_read_is_said(told: Panel) -> None:
    (known,) = [a for a in told.live.school.ledger.agreed_of("archive") if a.key == "2024"]
    session = told.live.people.session_as(ADMIN)
    session.delete(f"{ROOT}/drive/v3/files/{known.object_id}")
    shown = earlier(told, DANA, "quiz")
    assert "The archive of 2024-25 did not answer" in shown
    assert "with Zoë" in shown


def test_no_button_where_there_is_no_archive(panel: Panel) -> None:
    assert EARLIER not in words(panel.card(DANA, "find", {}, {"words": "quiz"}))


@pytest.mark.gate("archives after a ledger's loss")
def test_archives_are_searched_again_after_the_ledger_was_rebuilt(told: Panel) -> None:
    school = told.live.school
    school.ledger.forget([("archive", "2024"), ("archive", "2025")])
    school.rebuild()
    assert "measures knowledge" in earlier(told, DANA, "quiz")


def test_the_whole_record_holds_what_left_the_tabs_once_and_masked(told: Panel) -> None:
    said = made(told)
    for part in ("Diary · Archive 2024-25", "Diary · Archive 2025-26", "measures knowledge"):
        assert part in said, part
    assert said.count("stays here") == 1
    assert "The quiz was argued with another student." in said
    assert "O'Brien" not in said


def test_every_tab_that_closes_can_be_read_again() -> None:
    modules = frozenset(register.name for register in REGISTERS)
    templates = {book: load_template(book, modules) for book in ("caseload", "office")}
    template = template_of("2025", "Archive", templates)
    closing = {(book, key) for r in REGISTERS for book, key in r.tabs if key in r.closes}
    assert {COMES_FROM[tab.key] for tab in template.tabs} == closing


@pytest.mark.gate("old rows that leave from a card")
def test_old_rows_leave_by_a_button_once_they_were_copied(told: Panel) -> None:
    live = told.live
    line = {"When": "2025-03-02 10:00", "Who": "Dana", "What": "an old line", "Row ID": "hf-old"}
    live.type_row("office", "History", line)
    live.sync()
    live.later(minutes=1)
    card = told.card(MAREN, "new_year")
    assert "1 rows would leave" in words(card)
    told.press(MAREN, card, "Let old rows leave")
    told.run_jobs()
    assert "an old line" not in [row["What"] for row in live.rows("office", "History")]
    live.later(seconds=30)
    assert "Let old rows leave" not in words(told.card(MAREN, "new_year"))
