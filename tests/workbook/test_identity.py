"""Which row is which, when ids were copied, deleted, or part of a tab was sorted."""

from __future__ import annotations

from service.keys import Keys
from service.workbook.identity import Identified, RowMarks, identify
from service.workbook.look import RowSeen, TabSeen
from service.workbook.templates import load_template

TEMPLATE = load_template("caseload").by_key["diary"]
FINGERPRINT = Keys(b"a secret of the school").fingerprint


def tab(*rows: dict[str, object]) -> TabSeen:
    columns = {column.key: index for index, column in enumerate(TEMPLATE.columns)}
    seen = tuple(
        RowSeen(position, {key: row.get(key) for key in columns})  # type: ignore[misc]
        for position, row in enumerate(rows, 1)
    )
    return TabSeen("diary", 1, "Diary", columns, {}, (), seen, "row_id")


def told(seen: TabSeen, remembered: dict[str, RowMarks] | None = None) -> Identified:
    return identify(seen, TEMPLATE, remembered or {}, FINGERPRINT)


def row(student: str, day: int, row_id: str | None = None) -> dict[str, object]:
    return {"student": student, "kind": "Check-in", "date": day, "row_id": row_id}


def marks(*rows: dict[str, object]) -> dict[str, RowMarks]:
    stored = dict(told(tab(*rows)).marks)
    return {row_id: RowMarks.from_marks(m.as_marks()) for row_id, m in stored.items()}


def test_new_rows_get_an_id_and_blank_ones_do_not() -> None:
    found = told(tab(row("Ana", 1), {"owner": "kim"}))
    assert [r.position for r in found.fresh] == [1]


def test_the_copy_of_a_row_gets_its_own_id() -> None:
    known = marks(row("Ana", 1, "hf-a"))
    found = told(tab(row("Ana", 9, "hf-a"), row("Ana", 1, "hf-a")), known)
    assert [r.position for r in found.fresh] == [1]
    assert not found.asked


def test_when_neither_says_what_was_agreed_a_person_is_asked() -> None:
    known = marks(row("Ana", 1, "hf-a"))
    found = told(tab(row("Ana", 8, "hf-a"), row("Ana", 9, "hf-a")), known)
    assert found.asked_positions == {1, 2}
    assert not found.fresh


def test_a_deleted_id_is_known_again() -> None:
    known = marks(row("Ana", 1, "hf-a"), row("Ben", 2, "hf-b"))
    found = told(tab(row("Ana", 1), row("Ben", 2, "hf-b")), known)
    assert [(r.position, row_id) for r, row_id in found.returned] == [(1, "hf-a")]


def test_a_deleted_id_in_a_changed_row_is_asked_about() -> None:
    known = marks(row("Ana", 1, "hf-a"))
    assert told(tab(row("Ana", 7)), known).asked_positions == {1}
    gone = {"hf-a": RowMarks(known["hf-a"].whole, known["hf-a"].cells, gone=True)}
    assert [r.position for r in told(tab(row("Ana", 7)), gone).fresh] == [1]


def test_dates_that_changed_places_stop_everything() -> None:
    known = marks(row("Ana", 1, "hf-a"), row("Ben", 2, "hf-b"), row("Cleo", 3, "hf-c"))
    sorted_apart = tab(row("Ana", 3, "hf-a"), row("Ben", 1, "hf-b"), row("Cleo", 2, "hf-c"))
    assert told(sorted_apart, known).braked == ("date",)
    moved = tab(row("Cleo", 3, "hf-c"), row("Ana", 1, "hf-a"), row("Ben", 2, "hf-b"))
    assert told(moved, known).braked == ()
