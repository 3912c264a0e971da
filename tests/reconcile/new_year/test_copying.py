"""Closed rows of earlier years are copied into archives once, compared there, and stay here."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from service.cli import Tools, main
from service.google.retries import Patience
from tests.school_fixture import COORDINATOR, DANA, Kept, LiveSchool
from tests.web.conftest import Panel, words

from .last_year import archives, rows_of

GATE = pytest.mark.gate("archives in bad weather")


@pytest.fixture
def live(three_years: Kept, tmp_path: Path) -> LiveSchool:
    school = LiveSchool(tmp_path)
    school.take(three_years)
    school.later(minutes=5)
    return school


def new_year(live: LiveSchool, *words: str) -> Any:
    opener = partial(lambda settings, tell=None, school=None: school, school=live.school)
    environ = {"HOLDFAST_WORKSPACE_URL": "http://workspace.test"}
    done = CliRunner().invoke(main, ["new-year", *words, "--json"], obj=Tools(opener, environ))
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def tabs(told: Any, year: str) -> dict[str, tuple[int, int, int]]:
    """By tab: rows, copied, verified."""
    (found,) = [each for each in told["years"] if each["year"] == year]
    return {t["tab"]: (t["rows"], t["copied"], t["verified"]) for t in found["tabs"]}


def test_a_dry_run_lists_and_writes_nothing(live: LiveSchool) -> None:
    told = new_year(live, "--dry-run")
    assert tabs(told, "2025-26") == {"Diary": (3, 0, 0), "Decisions": (1, 0, 0)}
    assert tabs(told, "2024-25") == {"Diary": (1, 0, 0)}
    assert (told["now"], told["written"], told["rows_leave"]) == ("2026-27", False, False)
    assert archives(live) == {}


def test_closed_rows_stand_in_a_readable_archive_and_stay_where_they_were(live: LiveSchool) -> None:
    before = live.rows("caseload", "Diary"), live.rows("caseload", "Decisions")
    told = new_year(live)
    assert tabs(told, "2025-26") == {"Diary": (3, 3, 3), "Decisions": (1, 1, 1)}
    assert all(year["verified"] for year in told["years"])
    assert set(archives(live)) == {"Archive 2025-26", "Archive 2024-25"}
    diary = rows_of(live, archives(live)["Archive 2025-26"], "Diary")
    said = "\n".join(" | ".join(row) for row in diary)
    for word in ("Ana Silva", "Check-in", "Fri 31 Jul 2026", "=last day", "last year", "first day"):
        assert word in said, word
    for word in ("this year", "the year before", "open still"):
        assert word not in said, word
    assert (live.rows("caseload", "Diary"), live.rows("caseload", "Decisions")) == before


def test_it_is_copied_once_however_often_it_is_run(live: LiveSchool) -> None:
    new_year(live)
    live.later(minutes=1)
    again = new_year(live)
    assert tabs(again, "2025-26") == {"Diary": (3, 0, 3), "Decisions": (1, 0, 1)}
    assert len(rows_of(live, archives(live)["Archive 2025-26"], "Diary")) == 3
    live.type_row(
        "caseload", "Diary",
        {"Student": "Ana Silva", "Kind": "Check-in", "Date": "2026-05-05", "Status": "Done"},
    )  # fmt: skip
    live.sync()
    assert tabs(new_year(live), "2025-26")["Diary"] == (4, 1, 4)


def test_a_row_that_was_changed_after_it_was_copied_is_told_and_not_copied_again(
    live: LiveSchool,
) -> None:
    new_year(live)
    live.change("caseload", "Diary", {"Notes": "last year"}, {"Notes": "mended"})
    live.later(minutes=1)
    told = new_year(live)
    assert tabs(told, "2025-26")["Diary"] == (3, 0, 2)
    (year,) = [each for each in told["years"] if each["year"] == "2025-26"]
    assert not year["verified"]
    assert len(rows_of(live, archives(live)["Archive 2025-26"], "Diary")) == 3


def test_rows_that_people_sorted_in_the_archive_are_known_again(live: LiveSchool) -> None:
    new_year(live)
    book = live.people.gspread_as("admin@alder-creek.example").open_by_key(
        archives(live)["Archive 2025-26"]
    )
    book.worksheet("Diary").sort((3, "asc"))
    live.later(minutes=1)
    assert tabs(new_year(live), "2025-26")["Diary"] == (3, 0, 3)


def test_the_sync_does_not_look_at_archives_and_costs_what_it_cost(live: LiveSchool) -> None:
    live.sync()
    live.count_anew()
    live.sync()
    before = live.counts()
    new_year(live)
    live.later(minutes=1)
    live.sync()
    live.count_anew()
    assert not live.sync().changes
    assert live.counts() == before


def test_after_the_ledger_s_loss_the_archive_is_found_again(live: LiveSchool) -> None:
    new_year(live)
    live.school.ledger.forget([("archive", "2025"), ("archive", "2024")])
    live.later(minutes=1)
    assert tabs(new_year(live), "2025-26")["Diary"] == (3, 0, 3)
    assert len(archives(live)) == 2


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"drop": True, "when": "after"}, id="answer lost"),
        pytest.param({"status": 503, "when": "after"}, id="done though refused", marks=GATE),
        pytest.param({"drop": True}, id="dropped", marks=GATE),
    ],
)
@pytest.mark.parametrize("times", [1, pytest.param(2, marks=GATE), pytest.param(4, marks=GATE)])
def test_whatever_happens_to_a_batch_each_row_stands_once(
    live: LiveSchool, fault: dict[str, object], times: int
) -> None:
    live.school.session.patience = Patience(sleep=lambda seconds: None)
    method = "sheets.spreadsheets.batchUpdate"
    live.control("POST", "faults", {"method": method, "times": times, **fault})
    opener = partial(lambda settings, tell=None, school=None: school, school=live.school)
    environ = {"HOLDFAST_WORKSPACE_URL": "http://workspace.test"}
    CliRunner().invoke(main, ["new-year"], obj=Tools(opener, environ))
    live.control("DELETE", "faults")
    live.later(minutes=6)
    told = new_year(live)
    assert all(year["verified"] for year in told["years"])
    assert len(rows_of(live, archives(live)["Archive 2025-26"], "Diary")) == 3
    assert len(rows_of(live, archives(live)["Archive 2024-25"], "Diary")) == 1


def test_the_coordinator_copies_on_a_card_and_nobody_else(live: LiveSchool) -> None:
    panel = Panel(live)
    for action in ("new_year", "new_year_copy"):
        assert panel.post(DANA, action).status_code == 403
    card = panel.card(COORDINATOR, "new_year")
    assert "2025-26 · Diary: 3 closed rows" in words(card)
    assert "none is taken out" in words(card)
    assert archives(live) == {}
    panel.press(COORDINATOR, card, "Copy them into archives")
    panel.run_jobs()
    assert len(archives(live)) == 2
    assert "Archive 2024-25" in words(panel.card(COORDINATOR, "new_year"))
