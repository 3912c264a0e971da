"""What of ours stands in a wrong cell is found again, however often it was hit while it went back;
what can no longer be told is let go, or asked about. Each history here is one that was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from service.sheetwrite import finding, journal, mending, protocol
from service.sheetwrite.repairs import Repairs
from service.sheetwrite.write import Written, settle_journal, write_workbook
from service.workbook.edits import Edit, SetCells, digest

from .school import Book
from .test_resting import Before

OURS = "kim@school.example"
NEXT = 46364.0
MARK = "… 20261005T130000-0123abcd.0.caseload.0.hf-gone"
ROWS = [
    {"student": "Ana Silva", "kind": "Check-in", "date": 46311, "row_id": "hf-a"},
    {"student": "Ben Ito", "kind": "Meeting", "date": 46310, "row_id": "hf-b"},
    {"student": "Cleo Nkosi", "kind": "Meeting", "date": 46309, "row_id": "hf-c"},
]


@pytest.fixture
def diary(book: Callable[..., Book]) -> Book:
    return book("caseload", {"diary": ROWS})


@pytest.fixture
def cases(book: Callable[..., Book]) -> Book:
    named = [{"student": "Ana Silva", "needs": "ana"}, {"student": "Ben Ito", "needs": "ben"}]
    return book("caseload", {"caseload": named})


def put_in(made: Book, tab: str, dimension: str, at: int) -> Callable[[], None]:
    """Somebody puts in a blank row or column."""
    span = {"sheetId": made.template.sheet_id(tab), "dimension": dimension}
    span |= {"startIndex": at, "endIndex": at + 1}
    return lambda: made.staff({"insertDimension": {"range": span}}) and None


def write(
    made: Book, edits: Sequence[Edit], deeds: Mapping[tuple[str, int], Callable[[], None]]
) -> Written:
    way: Any = Before(made, deeds)
    return write_workbook(way, made.ledger, made.look(), edits, "n1")  # type: ignore[arg-type]


def settle(made: Book, nonce: str = "s1") -> tuple[Written, dict[str, int]]:
    way: Any = Before(made, {})
    return settle_journal(way, made.ledger, made.look(), nonce), way.counted  # type: ignore[arg-type]


def everything(made: Book, tab: str) -> list[tuple[int, int, Any]]:
    """Every cell below the headings: (row, column, value), in whichever column it stands."""
    sheets = made.session.collection("sheets", "spreadsheets.values")
    body = {
        "dataFilters": [{"gridRange": {"sheetId": made.template.sheet_id(tab)}}],
        "valueRenderOption": "UNFORMATTED_VALUE",
    }
    request = sheets.batchGetByDataFilter(spreadsheetId=made.file_id, body=body)
    answer = made.session.execute("sheets", "cm@school.example", request)
    grid = answer["valueRanges"][0]["valueRange"].get("values", [])
    return [(i, k, c) for i, row in enumerate(grid) if i for k, c in enumerate(row) if c != ""]


def test_a_value_in_a_column_of_theirs_is_found_again_beneath_a_repair_that_went_astray(
    diary: Book,
) -> None:
    """The owner of two rows came to stand in a column that was just put in. While both were put
    right somebody put in a row: the repair of the lower one hit the upper one's cell."""
    rows = diary.look().tabs["diary"].rows
    edits = [SetCells("diary", row, {"owner": OURS}) for row in rows[:2]]
    column = diary.tab("diary").columns["owner"]
    deeds = {
        ("write", 1): put_in(diary, "diary", "COLUMNS", column),
        ("write", 2): put_in(diary, "diary", "ROWS", 1),
    }
    written = write(diary, edits, deeds)
    owner = diary.tab("diary").columns["owner"]
    assert owner == column + 1
    ours = [(i, k) for i, k, cell in everything(diary, "diary") if cell == OURS]
    assert ours == [(2, owner), (3, owner)]
    assert len(written.landed) == 2
    assert not written.unsure


def test_a_mark_that_was_put_back_where_it_stood_goes_once_its_row_is_right(cases: Book) -> None:
    """Two new cases were written one row too high and one column too far left; their repair went
    astray as well, and the repair of that one, a plain number, hit the very mark by which its row
    is known."""
    rows = cases.look().tabs["caseload"].rows
    edits = [
        SetCells("caseload", row, {"case_code": f"C-000{n}", "next": NEXT})
        for n, row in enumerate(rows, 1)
    ]
    columns = cases.tab("caseload").columns
    assert columns["next"] == columns["case_code"] + 1 == columns["also_known_as"] + 2

    def put_in_both() -> None:
        put_in(cases, "caseload", "ROWS", 1)()
        put_in(cases, "caseload", "COLUMNS", 5)()

    deeds = {
        ("write", 1): put_in_both,
        ("write", 2): put_in(cases, "caseload", "ROWS", 1),
        ("write", 3): put_in(cases, "caseload", "COLUMNS", 6),
    }
    written = write(cases, edits, deeds)
    assert not written.unsure
    # The rows are not what was read any more: the next look decides anew.
    assert [each.reason for each in written.not_written] == ["row_gone", "row_gone"]
    said = {cell for _, _, cell in everything(cases, "caseload")}
    assert said == {"Ana Silva", "ana", "Ben Ito", "ben"}


NAMES = ("ana", "ben", "cleo")
# Before each write of three first cases: (row or column put in, where) or (row moved, from, to).
ROW, COLUMN, MOVED = "row", "column", "moved"
HIT_AGAIN_AND_AGAIN = (((COLUMN, 18),), ((ROW, 2),), ((ROW, 2),), ((ROW, 2),))
A_DAY_KEPT_AS_TEXT = (((ROW, 2),), ((ROW, 2),))
A_MARK_IN_TWO_CELLS = (
    ((COLUMN, 17),),
    ((COLUMN, 3),),
    ((ROW, 3), (COLUMN, 3)),
    ((ROW, 2),),
    ((MOVED, 4, 2),),
)
A_MARK_IN_ANOTHER_ROW = (((ROW, 2), (COLUMN, 17)), ((ROW, 2), (COLUMN, 3)), ((ROW, 3),))
A_MARK_COVERED = (
    ((MOVED, 2, 5),),
    ((ROW, 1),),
    ((ROW, 2), (COLUMN, 3)),
    ((COLUMN, 18),),
    ((COLUMN, 19),),
)


def out_of_place(made: Book, turns: Sequence[Sequence[tuple[Any, ...]]]) -> list[Any]:
    """Writes three new cases while people do `turns`; what of ours stands where it should not."""
    rows = made.look().tabs["caseload"].rows
    edits = [
        SetCells("caseload", row, {"case_code": f"C-{n}", "next": NEXT, "action_plan": "None yet"})
        for n, row in enumerate(rows, 1)
    ]
    sheet_id = made.template.sheet_id("caseload")

    def deeds_of(turn: Sequence[tuple[Any, ...]]) -> Callable[[], None]:
        def act() -> None:
            for deed, at, *to in turn:
                if deed == MOVED:
                    span = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": at}
                    move = {"source": span | {"endIndex": at + 1}, "destinationIndex": to[0]}
                    made.staff({"moveDimension": move})
                else:
                    put_in(made, "caseload", "ROWS" if deed == ROW else "COLUMNS", at)()

        return act

    write(made, edits, {("write", n): deeds_of(turn) for n, turn in enumerate(turns, 1)})
    for turn in range(2):
        settle(made, f"s{turn}")
    tab = made.tab("caseload")
    students = {row.position: row.text("student") for row in tab.rows}
    theirs = {tab.columns["student"], tab.columns["needs"]}
    ours = {tab.columns["case_code"], tab.columns["next"], tab.columns["action_plan"]}
    return [
        (row, column, cell)
        for row, column, cell in everything(made, "caseload")
        if not (column in theirs and cell == students[row])
        and not (column in ours and students[row] and not str(cell).startswith("… "))
    ]


class TestHowOftenItIsHit:
    @pytest.fixture
    def new(self, book: Callable[..., Book]) -> Callable[..., Book]:
        rows = {"caseload": [{"student": name, "needs": name} for name in NAMES]}
        return lambda find_replace="typed": book("caseload", rows, find_replace=find_replace)

    def test_each_repair_knows_what_its_cell_will_say(
        self, new: Callable[..., Book], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert out_of_place(new(), HIT_AGAIN_AND_AGAIN) == []
        with monkeypatch.context() as without:
            for module in (finding, mending):
                without.setattr(module, "beneath", lambda tab, cell, covers: iter((cell,)))
            assert out_of_place(new(), HIT_AGAIN_AND_AGAIN) != []
        monkeypatch.setattr(Repairs, "_covered", lambda _, mend: mend.want)
        assert out_of_place(new(), HIT_AGAIN_AND_AGAIN) != []

    def test_a_day_that_was_kept_as_text_is_known_again(
        self, new: Callable[..., Book], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert out_of_place(new("text"), A_DAY_KEPT_AS_TEXT) == []
        monkeypatch.setattr(finding, "holds", lambda cell, said: digest(cell) == said)
        assert out_of_place(new("text"), A_DAY_KEPT_AS_TEXT) != []

    @pytest.mark.parametrize("turns", [A_MARK_IN_TWO_CELLS, A_MARK_IN_ANOTHER_ROW, A_MARK_COVERED])
    def test_a_mark_names_one_row_and_goes_with_the_last_that_needs_it(
        self, new: Callable[..., Book], turns: Sequence[Sequence[tuple[Any, ...]]]
    ) -> None:
        assert out_of_place(new(), turns) == []


def test_a_mark_to_the_right_of_all_that_is_bound_still_tells_its_row(
    book: Callable[..., Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dates stood to the far right, beside a blank column, and were moved to the left while they
    and the owners were written: the marks of their rows stand where nothing is bound any more. A
    row is put in above them then."""

    def ours() -> list[Any]:
        made = book("caseload", {"diary": ROWS}, find_replace="typed")
        tab = made.tab("diary")
        end = len(tab.columns)

        def move(at: int, to: int) -> None:
            span = {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "startIndex": at}
            span |= {"endIndex": at + 1}
            made.staff({"moveDimension": {"source": span, "destinationIndex": to}})

        put_in(made, "diary", "COLUMNS", end)()
        move(tab.columns["date"], end + 1)
        rows = made.look().tabs["diary"].rows
        edits = [SetCells("diary", row, {"date": NEXT, "owner": OURS}) for row in rows]
        deeds = {("write", 1): lambda: move(end, 6), ("write", 2): put_in(made, "diary", "ROWS", 1)}
        write(made, edits, deeds)
        settle(made)
        return [cell for _, _, cell in everything(made, "diary") if str(cell).startswith("… ")]

    assert ours() == []
    real = journal.widest
    for module in (journal, protocol):
        monkeypatch.setattr(module, "widest", lambda seen, tabs, _: real(seen, tabs, ()))
    assert ours() != []


class TestAMarkOfWhichNothingIsKnownAnyMore:
    """Somebody's undo brought it back long after, or took the journal away meanwhile."""

    def test_goes_from_a_grey_cell(self, diary: Book) -> None:
        diary.type("diary", 2, "calendar", MARK)
        settled, calls = settle(diary)
        assert (diary.row("diary", row_id="hf-b").cells["calendar"], settled.unsure) == (
            None,
            frozenset(),
        )
        assert calls["write"] == 1
        assert settle(diary, "s2")[1] == {"look": 0, "write": 0}

    def test_is_asked_about_in_a_cell_of_peoples_as_long_as_it_stands(self, diary: Book) -> None:
        diary.type("diary", 2, "date", MARK)
        for turn in range(2):
            settled, calls = settle(diary, f"s{turn}")
            assert settled.unsure == {("diary", "hf-b")}
            assert calls == {"look": 0, "write": 0}
        assert diary.row("diary", row_id="hf-b").cells["date"] == MARK
        diary.type("diary", 2, "date", 46310)
        assert not settle(diary, "s3")[0].unsure

    def test_is_not_taken_for_one_when_people_write_alike(self, diary: Book) -> None:
        for text in ("… see the plan v1.2.3", "… etc.", "…hf-a"):
            diary.type("diary", 2, "calendar", text)
            settled, calls = settle(diary)
            assert diary.row("diary", row_id="hf-b").cells["calendar"] == text
            assert (calls["write"], settled.unsure) == (0, frozenset())
