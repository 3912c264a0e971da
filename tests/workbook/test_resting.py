"""What cannot be put right because its row is gone is kept, and costs nothing till it is back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from service.ports import Unreachable
from service.sheetwrite.judging import Fix
from service.sheetwrite.keeping import store
from service.sheetwrite.protocol import Follow
from service.sheetwrite.repairs import RESTING_MOST, Repairs
from service.sheetwrite.write import Written, settle_journal, write_workbook
from service.workbook.edits import AddRow, SetCells
from service.workbook.look import JournalSeen

from .school import Book, entered

OURS = "kim@school.example"
ROWS = [
    {"student": "Ana Silva", "kind": "Check-in", "date": 46311, "row_id": "hf-a"},
    {"student": "Ben Ito", "kind": "Meeting", "date": 46310, "row_id": "hf-b"},
    {"student": "Cleo Nkosi", "kind": "Meeting", "date": 46309, "row_id": "hf-c"},
]


@pytest.fixture
def diary(book: Callable[..., Book]) -> Book:
    return book("caseload", {"diary": ROWS})


class Before:
    """The way to the sheet, with somebody at work before some of the calls; counts them by kind."""

    def __init__(self, made: Book, deeds: Mapping[tuple[str, int], Callable[[], None]]) -> None:
        self.made, self.deeds = made, deeds
        self.counted = {"look": 0, "write": 0}

    def call(self, kind: str) -> None:
        self.counted[kind] += 1
        self.deeds.get((kind, self.counted[kind]), lambda: None)()

    def look(self, file_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        self.call("look")
        return self.made.sheets.look(file_id, body)

    def batch_update(self, file_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        self.call("write")
        return self.made.sheets.batch_update(file_id, body)


def rows_of(made: Book, first: int, end: int) -> dict[str, Any]:
    sheet_id = made.tab("diary").sheet_id
    return {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": first, "endIndex": end}


def give_owner(made: Book, way: Any, row_id: str, nonce: str) -> Written:
    seen = made.look()
    row = next(r for r in seen.tabs["diary"].rows if r.text("row_id") == row_id)
    edit = SetCells("diary", row, {"owner": OURS})
    return write_workbook(way, made.ledger, seen, [edit], nonce)  # type: ignore[arg-type]


def settle(made: Book, nonce: str) -> tuple[Written, dict[str, int]]:
    way: Any = Before(made, {})
    return settle_journal(way, made.ledger, made.look(), nonce), way.counted  # type: ignore[arg-type]


class TestARowThatWentWithSomethingOfOurs:
    """Ana's owner was written into Ben's row, for somebody put a row in above; before it could be
    put right Ben's row was deleted."""

    @pytest.fixture
    def gone(self, diary: Book) -> Book:
        self.kept: list[list[dict[str, Any]]] = []

        def push_down() -> None:
            diary.staff({"insertDimension": {"range": rows_of(diary, 1, 2)}})
            # Ben now stands where Ana stood.
            move = {"source": rows_of(diary, 3, 4), "destinationIndex": 1}
            diary.staff({"moveDimension": move})
            diary.staff({"deleteDimension": {"range": rows_of(diary, 2, 3)}})

        def delete() -> None:
            tab = diary.tab("diary")
            row = next(r for r in tab.rows if r.text("row_id") == "hf-b")
            assert row.text("owner") == OURS
            values: list[dict[str, Any]] = [{} for _ in range(max(tab.columns.values()) + 1)]
            for column, value in row.cells.items():
                if value is not None:
                    values[tab.columns[column]] = {"userEnteredValue": entered(value)}
            self.kept.append(values)
            at = row.position
            diary.staff({"deleteDimension": {"range": rows_of(diary, at, at + 1)}})

        way = Before(diary, {("write", 1): push_down, ("look", 1): delete})
        self.written = give_owner(diary, way, "hf-a", "n1")
        return diary

    def test_is_not_asked_about(self, gone: Book) -> None:
        assert self.kept
        assert len(self.written.landed) == 1
        assert not self.written.unsure

    def test_costs_the_next_syncs_nothing(self, gone: Book) -> None:
        for turn in range(3):
            settled, calls = settle(gone, f"s{turn}")
            assert calls == {"look": 0, "write": 0}
            assert not settled.unsure
        way = Before(gone, {})
        written = give_owner(gone, way, "hf-c", "n2")
        assert len(written.landed) == 1
        assert not written.unsure
        assert way.counted == {"look": 0, "write": 1}

    def test_is_put_right_once_it_is_back(self, gone: Book) -> None:
        give_owner(gone, Before(gone, {}), "hf-c", "n2")
        sheet_id = gone.tab("diary").sheet_id
        again = [{"values": values} for values in self.kept]
        fields = "userEnteredValue"
        gone.staff({"appendCells": {"sheetId": sheet_id, "rows": again, "fields": fields}})
        assert gone.row("diary", row_id="hf-b").text("owner") == OURS
        settled, _ = settle(gone, "s1")
        assert settled.seen is not None
        owners = {r.text("row_id"): r.text("owner") for r in gone.tab("diary").rows}
        assert owners == {"hf-a": OURS, "hf-b": "", "hf-c": OURS}
        # Then it is done with.
        _, calls = settle(gone, "s2")
        assert calls == {"look": 0, "write": 0}


def test_a_column_put_in_just_before_the_write_hides_no_row(diary: Book) -> None:
    """It moves the id out of the cells that are copied; all the rest tells the row."""

    def put_in() -> None:
        tab = diary.tab("diary")
        at = tab.columns["row_id"]
        span = {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "startIndex": at}
        diary.staff({"insertDimension": {"range": {**span, "endIndex": at + 1}}})

    written = give_owner(diary, Before(diary, {("write", 1): put_in}), "hf-a", "n1")
    assert (len(written.landed), written.repairs) == (1, 0)
    assert written.calls == {"read": 0, "write": 1}


def test_a_column_and_a_row_put_in_just_before_the_write_do_not_hide_that_it_is_another(
    diary: Book,
) -> None:
    def put_in() -> None:
        tab = diary.tab("diary")
        at = tab.columns["row_id"]
        span = {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "startIndex": at}
        move = {"source": rows_of(diary, 2, 3), "destinationIndex": 1}
        diary.staff(
            {"insertDimension": {"range": {**span, "endIndex": at + 1}}}, {"moveDimension": move}
        )

    written = give_owner(diary, Before(diary, {("write", 1): put_in}), "hf-a", "n1")
    assert len(written.landed) == 1
    assert written.repairs == 1
    owners = {r.text("row_id"): r.text("owner") for r in diary.tab("diary").rows}
    assert owners == {"hf-a": OURS, "hf-b": "", "hf-c": ""}


def test_a_row_that_went_with_our_words_takes_nobody_elses_along(diary: Book) -> None:
    """A row was added while a column was put in, and deleted before it could be taken away: the
    same words in a row that somebody is just typing are theirs."""

    def put_in() -> None:
        tab = diary.tab("diary")
        span = {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
        diary.staff({"insertDimension": {"range": span}})

    def delete_and_type() -> None:
        diary.staff({"deleteDimension": {"range": rows_of(diary, 4, 5)}})
        diary.type_rows("diary", [{"student": "Dora Quist", "kind": "Meeting"}])

    way: Any = Before(diary, {("write", 1): put_in, ("look", 1): delete_and_type})
    cells = {"student": "Dora Quist", "kind": "Check-in", "row_id": "hf-n"}
    added = AddRow("diary", "hf-n", cells)
    written = write_workbook(way, diary.ledger, diary.look(), [added], "n1")  # type: ignore[arg-type]
    assert len(written.landed) == 1
    said = [(row.text("student"), row.text("kind")) for row in diary.tab("diary").rows]
    assert ("Dora Quist", "Meeting") in said
    assert ("Dora Quist", "Check-in") in said


def test_a_lost_answer_is_judged_once(diary: Book) -> None:
    class Loses(Before):
        def batch_update(self, file_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
            super().batch_update(file_id, body)
            raise Unreachable("No answer.", maybe_applied=True)

    assert len(give_owner(diary, Loses(diary, {}), "hf-a", "n1").landed) == 1
    _, calls = settle(diary, "s1")
    assert calls == {"look": 0, "write": 0}


def test_what_rests_is_bounded_and_the_newest_of_it_stays(diary: Book) -> None:
    seen = diary.look()
    many: list[Fix | Follow] = [
        Fix("diary", f"hf-gone-{i}", "owner", "0", None) for i in range(RESTING_MOST + 5)
    ]
    lost: list[Fix | Follow] = [Follow("diary", f"… n.{i}", "") for i in range(RESTING_MOST + 5)]
    assert isinstance(seen.journal, JournalSeen)
    repairs = Repairs(seen)
    repairs.remember(seen, [store(each) for each in (*many, *lost)])
    repairs.forget(seen)
    assert repairs.resting == many[5:]
    assert repairs.lost == lost[5:]
    assert not repairs.mends
