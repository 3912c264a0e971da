"""Journeys 6 and 7: bad input is asked about and stops nothing; a quiet run costs a handful of
calls, however many students there are."""

from __future__ import annotations

from itertools import zip_longest

import pytest

from tests.school_fixture import ADMIN, DANA, LiveSchool, questions

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
    small.later(minutes=3)  # while a row still grows, nothing is asked about it
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
    assert report.changes["refresh_document"] == 1  # the plan says what is coming
    # The row; and the link of its case, which leads to the plan's new file.
    assert counts["sheets.spreadsheets.batchUpdate"] == 2
    assert counts["calendar.events.insert"] == 1


def test_pick_offers_its_choices_in_a_drop_down(small: LiveSchool) -> None:
    for student_id in ("00500", "00501"):
        case = {"Student": "Ana Lima", "Student ID": student_id, "Case manager": "Dana Whitfield"}
        small.type_row("caseload", "Caseload", {**case, "Status": "Active"})
    row = {"Student": "Ana Lima", "Kind": "Meeting", "Date": 46_310.0, "Status": "Planned"}
    small.type_row("caseload", "Diary", row)
    small.type_row("caseload", "Goals", {"Student": "Ana Silva", "Measure": "words"})
    small.sync()
    asked = small.rows("caseload", "Attention")
    offered = drop_downs(small)
    assert any(offered)
    for question, choices in zip_longest(asked, offered, fillvalue=[]):
        assert all(choice in question["Why"] for choice in choices)
        assert bool(choices) == (question["What"] == "Whose row is this?")
    small.change("caseload", "Attention", {"What": "Whose row"}, {"Pick": "Ana Lima · 00501"})
    small.sync()
    code = small.find("caseload", "Caseload", Student_ID="00501")["Case code"]
    assert small.find("caseload", "Diary", Student="Ana Lima")["Case code"] == code


def drop_downs(live: LiveSchool) -> list[list[str]]:
    """What the Pick cell of each Attention row offers."""
    tab = live.tab("caseload", "Attention")
    column = [name.rstrip("*") for name in tab.row_values(1)].index("Pick")
    letter, last = "ABCDEFGHIJKL"[column], len(tab.get_all_values())
    cells = live.google(
        f"/v4/spreadsheets/{tab.spreadsheet_id}?ranges=Attention!{letter}2:{letter}{last}"
        "&fields=sheets.data.rowData.values.dataValidation",
        ADMIN,
    )["sheets"][0]["data"][0].get("rowData", [])
    found = []
    for row in cells:
        (cell,) = row.get("values") or [{}]
        rule = cell.get("dataValidation", {}).get("condition", {})
        found.append([value["userEnteredValue"] for value in rule.get("values", ())])
    return found


def test_whatever_a_sync_of_several_passes_has_done_is_reported_with_its_reason(
    small: LiveSchool,
) -> None:
    small.change("office", "Settings", {"Setting": "Module: Library"}, {"Value": "yes"})
    done = small.sync()  # the Shelf is made in the first pass, the rest is looked at again
    assert done.changes["make_workbook"]
    assert set(done.changes) <= {each.kind for each in done.planned if each.because}


def test_a_gray_cell_typed_over_is_one_question_whatever_was_typed(small: LiveSchool) -> None:
    decision = {"Student": "Ana Silva", "What": "Placement", "Proposed on": "2026-10-05"}
    small.type_row("caseload", "Decisions", decision)
    small.sync()
    small.sync()
    typed = {"Answer by": "soon", "Review due": "???"}
    small.change("caseload", "Decisions", {"Student": "Ana Silva"}, typed)
    small.sync()
    asked = [row for row in questions(small, "caseload") if "Decisions" in row["Where"]]
    assert sorted(row["What"] for row in asked) == ["A gray cell was typed over"] * len(typed)
