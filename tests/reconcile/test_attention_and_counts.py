"""Journeys 6 and 7: bad input is asked about and stops nothing; a quiet run costs a handful of
calls, however many students there are."""

from __future__ import annotations

import pytest

from tests.school_fixture import DANA, LiveSchool, questions

BAD = {
    "unknown name": (
        "Diary",
        {"Student": "Nobody Known", "Kind": "Check-in", "Date": 46310.0, "Status": "Planned"},
    ),
    "unreadable date": (
        "Diary",
        {"Student": "Ana Silva", "Kind": "Meeting", "Date": "soonish", "Status": "Planned"},
    ),
    "target below baseline": (
        "Goals",
        {
            "Student": "Ana Silva",
            "Goal": "Reads",
            "Direction": "Increase",
            "Baseline": 60,
            "Target": 40,
        },
    ),
    "end before start": (
        "Goals",
        {
            "Student": "Ana Silva",
            "Goal": "Writes",
            "Direction": "Increase",
            "Start": "2026-12-01",
            "Due": "2026-11-01",
        },
    ),
    "text in a number": (
        "Goals",
        {"Student": "Ana Silva", "Goal": "Sums", "Direction": "Increase", "Target": "many"},
    ),
    "missing required cell": ("Goals", {"Student": "Ana Silva", "Measure": "words"}),
    "modification without graduation": (
        "Accommodations",
        {"Student": "Ana Silva", "Accommodation": "Shorter list", "Type": "Modification"},
    ),
    "unknown staff": (
        "Caseload",
        {"Student": "Zoë O'Brien", "Case manager": "who@else.example", "Status": "Active"},
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_each_kind_of_bad_input_is_one_question_that_goes_when_mended(
    small: LiveSchool, case: str
) -> None:
    small.sync()
    assert not list(questions(small, "caseload"))
    tab, cells = BAD[case]
    small.type_row("caseload", tab, cells)
    small.sync()
    asked = list(questions(small, "caseload"))
    assert len(asked) == 1, asked
    assert asked[0]["Why"]
    assert asked[0]["Whose"]
    assert "gid=" in asked[0]["Link"]
    assert "range=" in asked[0]["Link"]
    assert not small.sync().changes
    blank(small, tab, cells)
    small.sync()
    assert not list(questions(small, "caseload"))


def blank(live: LiveSchool, tab_title: str, cells: dict[str, object]) -> None:
    """The person takes the row back: it is emptied."""
    tab = live.tab("caseload", tab_title)
    headings, *rows = tab.get_all_values()
    probe, text = list(cells.items())[1]
    number = next(n for n, r in enumerate(rows, 2) if r[headings.index(probe)] == str(text))
    tab.batch_clear([f"A{number}:AD{number}"])


def test_the_same_id_twice_is_asked_about_and_neither_row_is_acted_on(small: LiveSchool) -> None:
    row = {"Student": "Ana Silva", "Kind": "Meeting", "Status": "Planned", "Row ID": "hf-copied"}
    small.type_row("caseload", "Diary", {**row, "Notes": "one"})
    small.type_row("caseload", "Diary", {**row, "Notes": "two"})
    small.sync()
    asked = list(questions(small, "caseload"))
    assert any("hf-copied" in each["Why"] for each in asked)
    assert not small.events(DANA)


def test_plan_shows_everything_and_changes_nothing(small: LiveSchool) -> None:
    small.refer("outside", student_name="Ana Silva", concern="x")
    small.count_anew()
    planned = small.plan()
    counts = small.counts()
    reads = ("list", "get", "batchGetByDataFilter", "query", "getStartPageToken")
    assert all(method.rsplit(".", 1)[1] in reads for method in counts), counts
    assert planned.planned
    assert all(change.because for change in planned.planned)
    done = small.sync()
    assert dict(done.changes) == dict(planned.changes)


def test_a_quiet_run_costs_the_same_few_calls_for_any_school(live: LiveSchool) -> None:
    live.sync()
    live.sync()
    live.count_anew()
    report = live.sync()
    assert not report.changes
    assert live.counts() == {
        "drive.changes.list": 1,
        "sheets.spreadsheets.values.batchGetByDataFilter": 3,
        "calendar.events.list": 4,
        "forms.forms.responses.list": 2,
    }
    assert dict(report.calls) == {"drive": 1, "sheets": 3, "calendar": 4, "forms": 2}


def test_one_changed_row_costs_one_more_write(live: LiveSchool) -> None:
    live.sync()
    live.sync()
    live.type_row(
        "caseload",
        "Diary",
        {"Student": "Siobhán Ní Bhriain", "Kind": "Meeting", "Date": 46310.0, "Status": "Planned"},
    )
    live.count_anew()
    report = live.sync()
    assert report.changes["create_event"] == 1
    counts = live.counts()
    assert counts["sheets.spreadsheets.batchUpdate"] == 1
    assert counts["calendar.events.insert"] == 1
