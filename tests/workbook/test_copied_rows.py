"""Days that are written by their type land in rows that share an id, or have lost it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from service.sheetwrite.write import settle_journal
from service.workbook.edits import SetCells

from .school import Book
from .test_rearranged import NEXT, OURS, ROWS, put_in, settle, write
from .test_resting import Before


class TestADayThatIsWrittenByItsTypeInRowsThatShareAnId:
    """`findReplace` left it as text. Between the look and the write a row above is deleted, so that
    it lands one row too low, in the copy of another row or of its own."""

    AS_TEXT, DAY = "2026-10-05", 46300

    def days(self, made: Book) -> dict[str, Any]:
        return {row.text("notes"): row.cells["date"] for row in made.tab("diary").rows}

    def play(
        self,
        book: Callable[..., Book],
        rows: Sequence[tuple[str, str, Any]],
        deed: Callable[[Book], None] = lambda _: None,
    ) -> dict[str, Any]:
        """`rows`: what each says in Notes, its id and its day. The first is deleted just before the
        days are written; `deed` comes before the next look."""
        typed = [{"notes": notes, "row_id": row_id, "date": day} for notes, row_id, day in rows]
        made = book("caseload", {"diary": typed}, find_replace="text")
        span = {"sheetId": made.template.sheet_id("diary"), "dimension": "ROWS"}
        span |= {"startIndex": 1, "endIndex": 2}
        deeds = {
            ("write", 1): lambda: made.staff({"deleteDimension": {"range": span}}) and None,
            ("look", 2): lambda: deed(made),
        }
        way: Any = Before(made, deeds)
        settle_journal(way, made.ledger, made.look(), "s1")  # type: ignore[arg-type]
        settle(made, "s2")
        return self.days(made)

    def test_the_one_that_it_was_meant_for_is_not_taken_for_the_one_that_it_hit(
        self, book: Callable[..., Book]
    ) -> None:
        rows = [("gone", "hf-x", 46290), ("first", "hf-a", self.AS_TEXT), ("copy", "hf-a", 46291)]
        assert self.play(book, rows) == {"first": self.DAY, "copy": 46291}

    def test_each_of_them_gets_back_what_stood_in_it(self, book: Callable[..., Book]) -> None:
        rows = [
            ("gone", "hf-x", 46290),
            ("third", "hf-c", self.AS_TEXT),
            ("first", "hf-a", 46291),
            ("fourth", "hf-d", self.AS_TEXT),
            ("copy", "hf-a", 46292),
        ]
        said = {"third": self.DAY, "first": 46291, "fourth": self.DAY, "copy": 46292}
        assert self.play(book, rows) == said

    def test_one_that_has_lost_its_id_meanwhile_is_told_by_what_it_says(
        self, book: Callable[..., Book]
    ) -> None:
        rows = [
            ("gone", "hf-x", 46290),
            ("first", "hf-a", 46291),
            ("third", "hf-c", self.AS_TEXT),
            ("copy", "hf-a", 46292),
        ]
        said = {"first": 46291, "third": self.DAY, "copy": 46292}
        assert self.play(book, rows, lambda made: made.type("diary", 3, "row_id", None)) == said


def test_a_row_whose_id_is_on_its_way_back_is_not_taken_for_a_blank_one(
    book: Callable[..., Book],
) -> None:
    """Dates, moved while they were written, hit the ids; what went back then fell into a blank row
    when another was moved: what stands there goes, and the same day beside it stays."""
    made = book("caseload", {"diary": ROWS}, find_replace="typed")
    tab = made.tab("diary")
    end = len(tab.columns)

    def move(dimension: str, at: int, to: int) -> None:
        span = {"sheetId": tab.sheet_id, "dimension": dimension, "startIndex": at}
        span |= {"endIndex": at + 1}
        made.staff({"moveDimension": {"source": span, "destinationIndex": to}})

    put_in(made, "diary", "COLUMNS", end - 1)()
    move("COLUMNS", tab.columns["date"], end + 1)
    rows = made.look().tabs["diary"].rows
    edits = [SetCells("diary", row, {"date": NEXT, "owner": OURS}) for row in rows]
    deeds = {
        ("write", 1): lambda: move("COLUMNS", end, 10),
        ("write", 2): lambda: move("ROWS", 2, 5),
    }
    write(made, edits, deeds)
    settle(made)
    dates = {row.text("row_id"): row.cells["date"] for row in made.tab("diary").rows}
    assert all(dates[row["row_id"]] in (row["date"], NEXT) for row in ROWS), dates
