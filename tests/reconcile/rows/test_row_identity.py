"""Which row is which, and whose words stand in a grey cell: a copy gets its own id, a lost id
comes back, a torn tab waits, and nobody's text is typed over."""

from __future__ import annotations

from typing import Any

import gspread
import pytest

from tests.school_fixture import DANA, LiveSchool, kinds, questions

DAYS = (46_301.0, 46_302.0, 46_303.0)  # 5, 6 and 7 October 2026 are the days before
TALKS = ("before the test", "after the test", "with her mother")


@pytest.fixture
def three(small: LiveSchool) -> LiveSchool:
    """Ana has a case and three follow-ups, each with its event."""
    for day, notes in zip(DAYS, TALKS, strict=True):
        talk = {"Student": "Ana Silva", "Kind": "Meeting", "Date": day, "Start": 0.5}
        small.type_row("caseload", "Diary", {**talk, "Status": "Planned", "Notes": notes})
    small.sync()
    small.sync()
    assert len(small.events(DANA)) == 3
    assert not list(questions(small, "caseload"))
    return small


def diary(live: LiveSchool) -> gspread.Worksheet:
    return live.tab("caseload", "Diary")


def number_of(tab: gspread.Worksheet, text: str) -> int:
    return next(n for n, row in enumerate(tab.get_all_values(), 1) if text in row)


def column_of(tab: gspread.Worksheet, heading: str) -> int:
    return [name.rstrip("*") for name in tab.row_values(1)].index(heading) + 1


def copy_row(tab: gspread.Worksheet, of: str, **changes: Any) -> None:
    """Ctrl-C and Ctrl-V of a whole row below the others, hidden id and all; then a few words."""
    source = number_of(tab, of)
    target = len(tab.get_all_values()) + 1
    width = tab.column_count

    def line(number: int) -> dict[str, int]:
        return {
            "sheetId": tab.id,
            "startRowIndex": number - 1,
            "endRowIndex": number,
            "startColumnIndex": 0,
            "endColumnIndex": width,
        }

    paste = {"source": line(source), "destination": line(target), "pasteType": "PASTE_NORMAL"}
    tab.client.batch_update(tab.spreadsheet_id, {"requests": [{"copyPaste": paste}]})
    for heading, value in changes.items():
        tab.update_cell(target, column_of(tab, heading), value)


def ids(live: LiveSchool) -> dict[str, str]:
    return {row["Notes"]: row["Row ID"] for row in live.rows("caseload", "Diary")}


def test_a_copy_gets_its_own_id_and_event_and_the_original_keeps_its_own(
    three: LiveSchool,
) -> None:
    before, events = ids(three), {event["id"] for event in three.events(DANA)}
    copy_row(diary(three), TALKS[0], Notes="another one", Date=46_308)
    report = three.sync()
    after = ids(three)
    assert {notes: after[notes] for notes in TALKS} == before
    assert after["another one"] not in {"", *before.values()}
    assert kinds(report).get("create_event") == 1
    assert not kinds(report).get("move_event")
    assert events < {event["id"] for event in three.events(DANA)}
    assert not list(questions(three, "caseload"))
    assert not three.sync().changes


def test_of_two_equal_rows_the_upper_one_keeps_the_id(three: LiveSchool) -> None:
    copy_row(diary(three), TALKS[0])
    three.sync()
    rows = [row for row in three.rows("caseload", "Diary") if row["Notes"] == TALKS[0]]
    assert len({row["Row ID"] for row in rows}) == 2
    assert len(three.events(DANA)) == 4
    assert not list(questions(three, "caseload"))


def test_a_copied_case_gets_its_own_code(three: LiveSchool) -> None:
    copy_row(three.tab("caseload", "Caseload"), "Ana Silva", Student="Zoë O'Brien")
    three.change("caseload", "Caseload", {"Student": "Zoë"}, {"Student ID": "00777"})
    three.sync()
    codes = {row["Student"]: row["Case code"] for row in three.rows("caseload", "Caseload")}
    assert codes["Ana Silva"]
    assert codes["Zoë O'Brien"] not in ("", codes["Ana Silva"])
    diary_codes = {row["Case code"] for row in three.rows("caseload", "Diary")}
    assert diary_codes == {codes["Ana Silva"]}


def test_a_deleted_id_comes_back_and_the_event_stays(three: LiveSchool) -> None:
    before, events = ids(three), three.events(DANA)
    three.change("caseload", "Diary", {"Notes": TALKS[1]}, {"Row ID": ""})
    report = three.sync()
    assert ids(three) == before
    assert kinds(report) == {"give_id": 1}
    assert three.events(DANA) == events


PICKS = {"A new row": False, "The row that is missing": True}


@pytest.mark.parametrize("pick", PICKS)
def test_a_changed_row_without_its_id_is_asked_about(three: LiveSchool, pick: str) -> None:
    before, events = ids(three), {event["id"] for event in three.events(DANA)}
    three.change(
        "caseload", "Diary", {"Notes": TALKS[1]}, {"Row ID": "", "Notes": "with her father"}
    )
    three.sync()
    (asked,) = questions(three, "caseload")
    assert asked["What"] == "Is this a new row?"
    assert all(choice in asked["Why"] for choice in PICKS)
    assert {event["id"] for event in three.events(DANA)} == events
    assert not three.sync().changes
    three.change("caseload", "Attention", {"What": asked["What"]}, {"Pick": pick})
    three.sync()
    assert (ids(three)["with her father"] == before[TALKS[1]]) is PICKS[pick]
    three.sync()
    assert not list(questions(three, "caseload"))
    assert len(three.events(DANA)) == 3
    assert ({event["id"] for event in three.events(DANA)} == events) is PICKS[pick]
    assert not three.sync().changes


def sort_only(tab: gspread.Worksheet, heading: str) -> None:
    """Somebody marks one column and sorts just that."""
    column, last = column_of(tab, heading) - 1, len(tab.get_all_values())
    cells = {"sheetId": tab.id, "startRowIndex": 1, "endRowIndex": last}
    cells |= {"startColumnIndex": column, "endColumnIndex": column + 1}
    order = [{"dimensionIndex": column, "sortOrder": "DESCENDING"}]
    request = {"sortRange": {"range": cells, "sortSpecs": order}}
    tab.client.batch_update(tab.spreadsheet_id, {"requests": [request]})


@pytest.mark.parametrize("meant", [False, True])
def test_a_tab_of_which_a_part_was_sorted_waits(three: LiveSchool, meant: bool) -> None:
    day = {"Student": "Ana Silva", "Kind": "Check-in", "Date": 46_309.0, "Start": 0.5}
    three.type_row("caseload", "Diary", {**day, "Status": "Planned", "Notes": "and one more"})
    three.sync()
    three.sync()
    before = three.events(DANA)
    sort_only(diary(three), "Date")
    three.sync()
    (asked,) = questions(three, "caseload")
    assert asked["What"] == "Part of this tab looks sorted on its own"
    assert "Date" in asked["Why"]
    assert "--confirm caseload/diary" in asked["Why"]
    assert three.events(DANA) == before
    assert not three.sync().changes
    if meant:
        report = three.sync("caseload/diary")
        assert kinds(report).get("move_event")
    else:
        for notes, date in zip((*TALKS, "and one more"), (*DAYS, 46_309.0), strict=True):
            three.change("caseload", "Diary", {"Notes": notes}, {"Date": date})
        three.sync()
        assert three.events(DANA) == before
    three.sync()
    assert not list(questions(three, "caseload"))


def test_text_in_a_grey_cell_stays_until_it_is_emptied(three: LiveSchool) -> None:
    three.change("caseload", "Diary", {"Notes": TALKS[0]}, {"Calendar": "room 12, not 14"})
    three.change("caseload", "Caseload", {"Student": "Ana"}, {"Next": "ask Dana"})
    three.sync()
    assert three.find("caseload", "Diary", Notes=TALKS[0])["Calendar"] == "room 12, not 14"
    assert three.find("caseload", "Caseload", Student="Ana")["Next"] == "ask Dana"
    asked = list(questions(three, "caseload"))
    assert {row["What"] for row in asked} == {"A gray cell was typed over"}
    assert len(asked) == 2
    assert not three.sync().changes
    three.change("caseload", "Diary", {"Notes": TALKS[0]}, {"Calendar": ""})
    three.change("caseload", "Caseload", {"Student": "Ana"}, {"Next": ""})
    three.sync()
    assert three.find("caseload", "Diary", Notes=TALKS[0])["Calendar"] == "In the calendar"
    assert not list(questions(three, "caseload"))


def test_grey_cells_that_came_with_a_copy_are_not_somebodys_text(three: LiveSchool) -> None:
    three.change("caseload", "Diary", {"Notes": TALKS[0]}, {"Status": "Cancelled"})
    three.sync()
    assert three.find("caseload", "Diary", Notes=TALKS[0])["Calendar"] != "In the calendar"
    copy_row(diary(three), TALKS[0], Notes="again", Status="Planned")
    three.change("caseload", "Diary", {"Notes": "again"}, {"Row ID": ""})
    three.sync()
    three.sync()
    assert three.find("caseload", "Diary", Notes="again")["Calendar"] == "In the calendar"
    assert not list(questions(three, "caseload"))


def test_grey_cells_go_on_after_the_ledger_was_rebuilt(three: LiveSchool, tmp_path: Any) -> None:
    three.database_url = f"sqlite:///{tmp_path / 'fresh.db'}"
    three.school = three.open()
    three.school.rebuild(three.now)
    assert not three.sync().changes
    three.change("caseload", "Diary", {"Notes": TALKS[0]}, {"Status": "Cancelled"})
    three.sync()
    assert three.find("caseload", "Diary", Notes=TALKS[0])["Calendar"] != "In the calendar"
    assert not list(questions(three, "caseload"))


def test_each_grey_cell_of_a_row_is_remembered_by_itself(three: LiveSchool) -> None:
    """One run fills in Next, a later one Last family contact; then Next again."""
    call = {"Student": "Ana Silva", "Kind": "Family contact", "Date": 46_299.0}
    three.type_row("caseload", "Diary", {**call, "Status": "Done", "Notes": "a call"})
    three.sync()
    assert three.find("caseload", "Caseload", Student="Ana")["Last family contact"]
    before = three.find("caseload", "Caseload", Student="Ana")["Next"]
    three.change("caseload", "Diary", {"Notes": TALKS[0]}, {"Status": "Cancelled"})
    three.sync()
    assert three.find("caseload", "Caseload", Student="Ana")["Next"] not in ("", before)
    assert not list(questions(three, "caseload"))


def test_text_over_what_was_measured_is_told_though_nothing_new_was_measured(
    three: LiveSchool,
) -> None:
    aim = {"Goal": "Reads aloud", "Direction": "Increase", "Baseline": 60, "Target": 100}
    dates = {"Start": "2026-08-31", "Due": "2026-12-18"}
    three.type_row("caseload", "Goals", {"Student": "Ana Silva", **aim, **dates})
    three.sync()
    three.sync()
    three.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Latest": "about 70, I think"})
    for _ in range(2):
        three.sync()
        (asked,) = questions(three, "caseload")
        assert asked["What"] == "A gray cell was typed over"
    three.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Latest": ""})
    three.sync()
    assert not list(questions(three, "caseload"))
