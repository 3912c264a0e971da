"""What the journal holds of what is still to be put right, however much that is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.sheetwrite import journal
from service.sheetwrite.judging import Fix
from service.sheetwrite.keeping import restore, store
from service.sheetwrite.protocol import Follow
from service.sheetwrite.repairs import RESTING_MOST, Repairs

from .school import Book
from .test_rearranged import ROWS


@pytest.fixture
def diary(book: Callable[..., Book]) -> Book:
    return book("caseload", {"diary": ROWS})


class TestTheJournalHolds:
    def test_more_to_put_right_than_it_has_cells(self, diary: Book) -> None:
        many = [Fix("diary", f"hf-gone-{i}", "owner", "0" * 16, "x" * 400) for i in range(300)]
        template, kept = diary.template, [store(each) for each in many]
        diary.sheets.batch_update(
            diary.file_id, {"requests": [journal.journal_head(template, 0, "n0", kept)]}
        )
        found = diary.look().journal
        assert found is not None
        assert list(restore(found.kept)) == many

    def test_what_people_have_written_whatever_they_wrote(self, diary: Book) -> None:
        odd = '{"k":"fix"}\n=1+1 \\"{"k":' + "é" * 49_000
        item = Fix("diary", "hf-gone", "notes", "0" * 16, odd)
        head = journal.journal_head(diary.template, 0, "n0", [store(item), store(item)])
        diary.sheets.batch_update(diary.file_id, {"requests": [head]})
        found = diary.look().journal
        assert found is not None
        assert list(restore(found.kept)) == [item, item]

    def test_what_it_held_cell_by_cell_before(self) -> None:
        items: list[Fix | Follow] = [Follow("diary", "… n.1", ""), Fix("diary", "a", "b", "c", 1.5)]
        assert list(restore([store(each) for each in items])) == items


def test_cells_known_by_a_token_never_push_out_what_rests(diary: Book) -> None:
    repairs = Repairs(diary.look())
    rests = [Fix("diary", f"hf-gone-{i}", "owner", "0", None) for i in range(RESTING_MOST)]
    tokens = [Fix("diary", f"… n.0.{i}", "", "0", "x") for i in range(RESTING_MOST + 5)]
    repairs.remember(diary.look(), [store(each) for each in (*rests, *tokens)])
    repairs.forget(diary.look())
    assert repairs.resting == [*rests, *tokens[5:]]
