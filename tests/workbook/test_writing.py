"""Hand over edits, get back what landed: how many calls it takes, and what if something is off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from service.ports import BadRequest
from service.sheetwrite.fence import FIELDS, fence_id, standing
from service.sheetwrite.journal import Add
from service.sheetwrite.protocol import build
from service.sheetwrite.write import Written, settle_journal, write_workbook
from service.workbook.edits import AddRow, Edit, SetCells, SettleRow
from service.workbook.look import WorkbookSeen

from .school import Book

ROWS = [
    {"student": "Ana Silva", "kind": "Check-in", "date": 46309, "status": "Planned",
     "row_id": "hf-a"},
    {"student": "Ben Ito", "kind": "Meeting", "date": 46310, "status": "Planned",
     "row_id": "hf-b"},
    {"student": "Cleo Nkosi", "kind": "Meeting", "date": 46311, "status": "Planned"},
]  # fmt: skip
NEXT = AddRow("diary", "hf-n", {"student": "Ana Silva", "status": "Planned", "row_id": "hf-n"})


@pytest.fixture
def diary(book: Callable[..., Book]) -> Book:
    return book("caseload", {"diary": ROWS})


def write(made: Book, seen: WorkbookSeen, edits: Sequence[Edit], nonce: str = "n1") -> Written:
    return write_workbook(made.sheets, made.ledger, seen, edits, nonce, ZoneInfo("Europe/Lisbon"))  # type: ignore[arg-type]


def owner(made: Book, seen: WorkbookSeen, row_id: str, value: str = "kim@school.example") -> Edit:
    row = next(r for r in seen.tabs["diary"].rows if r.cells["row_id"] == row_id)
    return SetCells("diary", row, {"owner": value})


def sheets_calls(made: Book) -> dict[str, int]:
    return {k: n for k, n in made.control("GET", "requests").items() if k.startswith("sheets.")}


def test_all_of_it_is_one_call(diary: Book) -> None:
    seen = diary.look()
    rows = seen.tabs["diary"].rows
    diary.control("DELETE", "requests")
    written = write(
        diary,
        seen,
        [
            owner(diary, seen, "hf-a"),
            SetCells("diary", rows[2], {"row_id": "hf-c", "case_code": "C-0003"}),
            NEXT,
            AddRow("history", "hf-h", {"when": datetime(2026, 7, 1, 8, tzinfo=UTC),
                                       "what": "=1+1", "row_id": "hf-h"}),
        ],
    )  # fmt: skip
    assert len(written.landed) == 4
    assert not written.not_written
    assert sheets_calls(diary) == {"sheets.spreadsheets.batchUpdate": 1}
    after = diary.look()
    assert diary.row("diary", row_id="hf-c").cells["student"] == "Cleo Nkosi"
    assert diary.row("diary", row_id="hf-a").cells["owner"] == "kim@school.example"
    told = after.tabs["history"].rows[0]
    assert told.cells["what"] == "=1+1"
    assert told.cells["when"] == pytest.approx(46204 + 9 / 24)  # Lisbon's summer time


@pytest.mark.parametrize(
    ("find_replace", "calls"),
    [("typed", {"read": 0, "write": 2}), ("text", {"read": 1, "write": 3})],
)
def test_a_moved_date_is_few_calls_more_and_stays_a_date(
    diary: Book, find_replace: str, calls: dict[str, int]
) -> None:
    diary.app.vary({"find_replace": find_replace})
    seen = diary.look()
    row = seen.tabs["diary"].rows[0]
    written = write(
        diary, seen, [SetCells("diary", row, {"date": date(2026, 12, 1), "start": time(9, 30)})]
    )
    assert written.calls == calls
    after = diary.row("diary", row_id="hf-a")
    assert after.cells["date"] == 46357
    assert after.cells["start"] == pytest.approx(9.5 / 24)


def test_nothing_to_write_is_no_call(diary: Book) -> None:
    seen = diary.look()
    assert write(diary, seen, []).calls == {}
    same = SetCells("diary", seen.tabs["diary"].rows[0], {"student": "Ana Silva"})
    written = write(diary, seen, [same])
    assert written.calls == {"read": 0, "write": 0}
    assert written.landed == (same,)


def test_two_who_looked_at_the_same_moment_do_not_both_write_on_it(diary: Book) -> None:
    first, second = diary.look(), diary.look()
    write(diary, first, [NEXT], "n1")
    written = write(diary, second, [NEXT, owner(diary, second, "hf-b")], "n2")
    assert len(written.landed) == 2
    assert written.calls["read"] == 1
    assert len([r for r in diary.tab("diary").rows if r.cells["row_id"] == "hf-n"]) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_neither_loses_nor_doubles(diary: Book, when: str) -> None:
    seen = diary.look()
    diary.fault("sheets.spreadsheets.batchUpdate", drop=True, times=1, when=when)
    written = write(diary, seen, [NEXT, owner(diary, seen, "hf-a")])
    assert len(written.landed) == 2
    rows = diary.tab("diary").rows
    assert [r.cells["row_id"] for r in rows if r.cells["row_id"]] == ["hf-a", "hf-b", "hf-n"]


def test_people_sort_just_before_the_write(diary: Book) -> None:
    seen = diary.look()
    tab = seen.tabs["diary"]
    whole = {"sheetId": tab.sheet_id, "startRowIndex": 1, "endRowIndex": 4}
    specs = [{"dimensionIndex": tab.columns["date"], "sortOrder": "DESCENDING"}]
    diary.staff({"sortRange": {"range": whole, "sortSpecs": specs}})
    row = tab.rows[0]
    written = write(diary, seen, [SetCells("diary", row, {"date": 46400.0, "owner": "kim"})])
    assert len(written.landed) == 1
    assert written.repairs == 2
    by_id = {r.text("row_id"): r for r in diary.tab("diary").rows}
    assert (by_id["hf-a"].cells["date"], by_id["hf-a"].cells["owner"]) == (46400, "kim")
    assert (by_id["hf-b"].cells["date"], by_id["hf-b"].cells["owner"]) == (46310, None)
    assert (by_id[""].cells["date"], by_id[""].cells["owner"]) == (46311, None)


def test_what_somebody_types_in_that_second_stays(diary: Book) -> None:
    seen = diary.look()
    row = seen.tabs["diary"].rows[0]
    diary.type("diary", row.position, "date", 46999)
    written = write(diary, seen, [SetCells("diary", row, {"date": 46400.0})])
    assert [n.reason for n in written.not_written] == ["changed"]
    assert diary.row("diary", row_id="hf-a").cells["date"] == 46999


def test_a_row_that_is_gone_is_let_go(diary: Book) -> None:
    seen = diary.look()
    line = {"sheetId": seen.tabs["diary"].sheet_id, "dimension": "ROWS", "startIndex": 1,
            "endIndex": 2}  # fmt: skip
    diary.staff({"deleteDimension": {"range": line}})
    written = write(diary, seen, [owner(diary, seen, "hf-a"), owner(diary, seen, "hf-b", "lee")])
    assert [n.reason for n in written.not_written] == ["row_gone"]
    assert diary.row("diary", row_id="hf-b").cells["owner"] == "lee"


def test_a_tab_with_a_bound_column_gone_is_not_written(diary: Book) -> None:
    tab = diary.tab("diary")
    line = {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "startIndex": tab.columns["notes"],
            "endIndex": tab.columns["notes"] + 1}  # fmt: skip
    diary.staff({"deleteDimension": {"range": line}})
    seen = diary.look()
    written = write(diary, seen, [owner(diary, seen, "hf-a")])
    assert [(n.reason, n.column) for n in written.not_written] == [("column_gone", "notes")]
    assert written.calls["write"] == 0


def test_rows_with_one_id_are_left_alone(diary: Book) -> None:
    diary.type_rows("diary", [ROWS[0]])
    seen = diary.look()
    first = seen.tabs["diary"].rows[0]
    last = seen.tabs["diary"].rows[-1]
    written = write(diary, seen, [SetCells("diary", last, {"row_id": "hf-z"})])
    assert len(written.landed) == 1
    assert diary.row("diary", row_id="hf-a").position == first.position


def test_somebody_removed_the_journal(diary: Book) -> None:
    for number in (1, 2, 3):
        told = owner(diary, diary.look(), "hf-a", f"kim {number}")
        write(diary, diary.look(), [told], f"n{number}")
    diary.staff({"deleteSheet": {"sheetId": diary.template.sheet_id("holdfast_journal")}})
    seen = diary.look()
    written = write(diary, seen, [NEXT], "m1")
    assert len(written.landed) == 1
    assert diary.look().journal is not None


@pytest.mark.parametrize("ids", ["any", "refused"])
@pytest.mark.parametrize("missing", ["refused", "tolerated"])
def test_a_batch_that_was_built_on_an_older_look_is_refused_as_a_whole(
    ids: str, missing: str
) -> None:
    made = Book("caseload", {"diary": ROWS}, named_range_ids=ids, missing_named_range=missing)
    old = made.look()
    late = build(old, old.journal.epoch, "late", adds=[Add("diary", "hf-l", {"row_id": "hf-l"})])  # type: ignore[union-attr]
    for number in range(120):
        write(made, made.look(), [owner(made, made.look(), "hf-a", f"kim {number}")], f"n{number}")
        if number in (0, 1, 60, 98):
            with pytest.raises(BadRequest):
                made.sheets.batch_update(made.file_id, late.body)
    fences = standing(made.template, made.sheets.get(made.file_id, FIELDS))
    assert max(fences) == 120
    assert 100 <= len(fences) <= 151
    assert "hf-l" not in {row.text("row_id") for row in made.tab("diary").rows}


@pytest.mark.parametrize("below", ["data", "formats"])
def test_new_rows_stand_below_the_last_one_whatever_is_formatted_or_ticked_below(
    below: str,
) -> None:
    made = Book("caseload", {"diary": ROWS}, append_below=below)
    tab = made.tab("diary")
    ticks = {
        "sheetId": tab.sheet_id,
        "startRowIndex": 1,
        "endRowIndex": 500,
        "startColumnIndex": max(tab.columns.values()) + 1,
        "endColumnIndex": max(tab.columns.values()) + 2,
    }
    made.staff(
        {"setDataValidation": {"range": ticks, "rule": {"condition": {"type": "BOOLEAN"}}}},
        {"repeatCell": {"range": ticks, "cell": {"userEnteredValue": {"boolValue": False}},
                        "fields": "userEnteredValue"}},
    )  # fmt: skip
    more = AddRow("diary", "hf-m", {"student": "Ben Ito", "date": date(2026, 12, 1),
                                    "row_id": "hf-m"})  # fmt: skip
    assert len(write(made, made.look(), [NEXT, more]).landed) == 2
    assert [row.position for row in made.tab("diary").rows] == [1, 2, 3, 4, 5]
    made.type("diary", made.tab("diary").height - 1, "student", "Zoë O'Brien")
    last = AddRow("diary", "hf-o", {"student": "Ana Silva", "row_id": "hf-o"})
    assert len(write(made, made.look(), [last], "n2").landed) == 1
    assert made.row("diary", row_id="hf-o").position == made.tab("diary").height - 1


def test_what_somebody_types_where_a_row_is_about_to_be_added_stays(diary: Book) -> None:
    seen = diary.look()
    diary.type("diary", 4, "student", "Zoë O'Brien")
    assert len(write(diary, seen, [NEXT]).landed) == 1
    names = [row.text("student") for row in diary.tab("diary").rows]
    assert sorted(names) == ["Ana Silva", "Ana Silva", "Ben Ito", "Cleo Nkosi", "Zoë O'Brien"]


@pytest.mark.parametrize("missing", ["omitted", "error"])
def test_a_column_that_is_gone_is_told_whatever_google_says_to_the_question(missing: str) -> None:
    made = Book("caseload", {"diary": ROWS}, missing_metadata=missing)
    column = made.tab("diary").columns["notes"]
    made.staff({"deleteDimension": {"range": {
        "sheetId": made.tab("diary").sheet_id, "dimension": "COLUMNS", "startIndex": column,
        "endIndex": column + 1}}})  # fmt: skip
    assert made.tab("diary").gone == ("notes",)
    assert len(made.tab("diary").rows) == 3


def test_somebody_removed_the_fence(diary: Book) -> None:
    seen = diary.look()
    diary.staff({"deleteNamedRange": {"namedRangeId": fence_id(diary.template, 0)}})
    assert len(write(diary, seen, [NEXT]).landed) == 1
    assert len(write(diary, diary.look(), [owner(diary, seen, "hf-b")], "n2").landed) == 1


def test_more_rows_than_the_journal_has(diary: Book) -> None:
    diary.type_rows("diary", [{"student": f"Student {i}"} for i in range(1100)])
    seen = diary.look()
    edits = [
        SetCells("diary", row, {"row_id": f"hf-{row.position}"})
        for row in seen.tabs["diary"].rows
        if not row.cells["row_id"]
    ]
    written = write(diary, seen, edits)
    assert len(written.landed) == 1101
    assert written.calls == {"read": 0, "write": 1}
    assert all(row.cells["row_id"] for row in diary.tab("diary").rows)


def test_settled_questions_leave_and_a_pick_stays_with_its_own(book: Callable[..., Book]) -> None:
    made = book("caseload")
    asked = [
        AddRow("attention", f"hf-{i}", {"what": f"Question {i}", "since": 46309.0 + i,
                                        "why": "Because", "row_id": f"hf-{i}"})
        for i in range(8)
    ]  # fmt: skip
    write(made, made.look(), asked, "n1")
    made.type("attention", made.row("attention", row_id="hf-7").position, "pick", "Ana Silva")
    seen = made.look()
    settled = [SettleRow("attention", row) for row in seen.tabs["attention"].rows[:7]]
    assert len(write(made, seen, settled, "n2").landed) == 7
    seen = made.look()
    assert [row.text("row_id") for row in seen.tabs["attention"].rows] == ["hf-7"]
    assert len(seen.tabs["attention"].spent) == 7
    # The next write closes the gaps.
    write(made, seen, [AddRow("history", "hf-h", {"what": "x", "row_id": "hf-h"})], "n3")
    tab = made.tab("attention")
    assert not tab.spent
    (row,) = tab.rows
    assert (row.position, row.text("what"), row.text("pick")) == (1, "Question 7", "Ana Silva")


def test_a_clean_journal_costs_nothing(diary: Book) -> None:
    write(diary, diary.look(), [NEXT])
    seen = diary.look()
    diary.control("DELETE", "requests")
    settled = settle_journal(diary.sheets, diary.ledger, seen, "s1")  # type: ignore[arg-type]
    assert settled.seen is not None
    assert sheets_calls(diary) == {}


def test_a_run_that_died_is_judged_by_the_next(diary: Book) -> None:
    seen = diary.look()
    tab = seen.tabs["diary"]
    whole = {"sheetId": tab.sheet_id, "startRowIndex": 1, "endRowIndex": 4}
    specs = [{"dimensionIndex": tab.columns["date"], "sortOrder": "DESCENDING"}]
    diary.staff({"sortRange": {"range": whole, "sortSpecs": specs}})

    class Dies:
        def batch_update(self, file_id: str, body: dict[str, Any]) -> dict[str, Any]:
            diary.sheets.batch_update(file_id, body)
            raise KeyboardInterrupt

    edits = [SetCells("diary", tab.rows[0], {"date": 46400.0, "owner": "kim"})]
    with pytest.raises(KeyboardInterrupt):
        write_workbook(Dies(), diary.ledger, seen, edits, "n1")  # type: ignore[arg-type]
    settled = settle_journal(diary.sheets, diary.ledger, diary.look(), "s1")  # type: ignore[arg-type]
    assert settled.repairs == 2
    assert settled.seen is not None
    dates = {r.text("student"): r.cells["date"] for r in settled.seen.tabs["diary"].rows}
    assert dates == {"Ana Silva": 46309, "Ben Ito": 46310, "Cleo Nkosi": 46311}
    assert not any(r.cells["owner"] for r in settled.seen.tabs["diary"].rows)


def test_google_says_no(diary: Book) -> None:
    seen = diary.look()
    diary.fault("sheets.spreadsheets.batchUpdate", status=403, times=1)
    written = write(diary, seen, [NEXT])
    assert [n.reason for n in written.not_written] == ["google"]
    assert written.not_written[0].sentence
