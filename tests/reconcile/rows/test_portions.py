"""A large writing goes in portions; a row's edits stay together, lines of History go first."""

from __future__ import annotations

from service.reconcile.rows.portions import portions, size_of
from service.workbook.edits import AddRow, Edit, SetCells
from service.workbook.look import RowSeen, WorkbookSeen
from service.workbook.templates import load_template

SEEN = WorkbookSeen(load_template("caseload", frozenset()), "file", {})


def add(tab: str, number: int, text: str = "x") -> AddRow:
    return AddRow(tab, f"hf-{number}", {"row_id": f"hf-{number}", "notes": text})


def set_cells(position: int, text: str = "x") -> SetCells:
    return SetCells("diary", RowSeen(position, {}), {"notes": text})


def test_nothing_to_write_is_no_portion() -> None:
    assert list(portions(SEEN, [])) == []


def test_what_fits_is_one_portion_in_its_order_but_for_history() -> None:
    edits: list[Edit] = [set_cells(1), add("diary", 1), add("history", 2), set_cells(2)]
    assert list(portions(SEEN, edits)) == [[edits[2], edits[0], edits[1], edits[3]]]


def test_each_portion_is_about_as_large_as_it_may_be_and_nothing_is_lost() -> None:
    edits: list[Edit] = [set_cells(number, "y" * 500) for number in range(40)]
    most = 5 * size_of(SEEN, edits[0])
    found = list(portions(SEEN, edits, most))
    assert [len(portion) for portion in found] == [5] * 8
    assert [edit for portion in found for edit in portion] == edits


def test_edits_of_one_row_are_never_parted() -> None:
    first, last = set_cells(7, "a" * 2000), set_cells(7, "b" * 2000)
    found = list(portions(SEEN, [first, *(set_cells(n) for n in range(20, 29)), last], 3000))
    assert [first, last] in [[e for e in portion if e.row.position == 7] for portion in found]


def test_text_beyond_ascii_counts_as_it_is_sent() -> None:
    assert size_of(SEEN, set_cells(1, "é" * 100)) >= size_of(SEEN, set_cells(1, "e" * 600))


def test_one_edit_larger_than_a_portion_goes_alone() -> None:
    edits: list[Edit] = [set_cells(1), set_cells(2, "z" * 9000), set_cells(3)]
    assert list(portions(SEEN, edits, 3000)) == [[edits[0]], [edits[1]], [edits[2]]]
