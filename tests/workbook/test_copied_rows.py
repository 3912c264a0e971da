"""Days that are written by their type land in rows that share an id, or have lost it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from service.sheetwrite.write import settle_journal

from .school import Book
from .test_rearranged import settle
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
