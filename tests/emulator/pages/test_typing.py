"""What a person types reaches the row they meant, through the API's own handlers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from .conftest import Ask, asking
from .school import CASELOAD, DANA, NORA, School, found_school, share


@dataclass(frozen=True, slots=True)
class Look:
    """What a page knows of a tab: the texts of each row as an editor shows them, and keys."""

    rows: list[list[str]]
    keys: list[int]

    def row(self, row: int) -> list[str]:
        return self.rows[row] if row < len(self.rows) else []

    def key(self, row: int) -> int:
        return self.keys[row] if row < len(self.keys) else 0

    def line(self, row: int, **cells: str) -> dict[str, Any]:
        """`line(…, F="text")`: into column F of that row (from 0), as a page sends it."""
        typed = {ord(letter) - 65: text for letter, text in cells.items()}
        was = {c: self.row(row)[c] if c < len(self.row(row)) else "" for c in typed}
        above = next((at for at in range(row - 1, -1, -1) if self.key(at)), None)
        return {
            "row": row,
            "key": self.key(row),
            "empty": set(self.row(row)) <= {"", "FALSE"},
            "above": {} if above is None else {"key": self.key(above), "by": row - above},
            "was": was,
            "cells": typed,
        }


def look(ask: Ask, school: School) -> Look:
    _, data = ask(f"/spreadsheets/d/{school.book}/data?gid={CASELOAD}")
    return Look([[edited(one) for one in line] for line in data["cells"]], data["keys"])


def edited(cell: Any) -> str:
    """What an editor begins with in a cell as the grid was told of it."""
    if isinstance(cell, dict):
        return str(cell.get("r", cell.get("t", "")))
    return cell or ""


def send(ask: Ask, school: School, *lines: dict[str, Any]) -> list[Any]:
    """What came of each line."""
    said = ask(f"/spreadsheets/d/{school.book}/type", {"gid": CASELOAD, "lines": list(lines)})
    assert said[0] == 200, said
    return list(said[1]["lines"])


def delete_row(school: School, row: int) -> None:
    line = {"sheetId": CASELOAD, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    change(school, {"deleteDimension": {"range": line}})


def insert_row(school: School, row: int) -> None:
    line = {"sheetId": CASELOAD, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
    change(school, {"insertDimension": {"range": line}})


def change(school: School, request: dict[str, Any]) -> None:
    school.client(DANA, "sheets", "v4").spreadsheets().batchUpdate(
        spreadsheetId=school.book, body={"requests": [request]}
    ).execute()


def sort(school: School) -> None:
    area = {"sheetId": CASELOAD, "startRowIndex": 1, "endRowIndex": 5}
    specs = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]
    change(school, {"sortRange": {"range": area, "sortSpecs": specs}})


def write(school: School, place: str, text: str) -> None:
    school.client(DANA, "sheets", "v4").spreadsheets().values().update(
        spreadsheetId=school.book,
        range=f"Caseload!{place}",
        valueInputOption="RAW",
        body={"values": [[text]]},
    ).execute()


def test_typing_follows_a_row_that_moved(school: School, ask: Ask) -> None:
    seen = look(ask, school)
    sort(school)
    (said,) = send(ask, school, seen.line(1, F="Tires easily."))
    assert (said["row"], said["over"]) == (4, {})
    assert school.shown("Caseload!A5:F5")[0][::5] == ["Ana Silva", "Tires easily."]


def test_typing_follows_a_row_that_moved_and_changed(school: School, ask: Ask) -> None:
    seen = look(ask, school)
    write(school, "G2", "C-7777")
    sort(school)
    insert_row(school, 1)
    assert send(ask, school, seen.line(1, F="new"))[0]["row"] == 5
    assert school.shown("Caseload!A6:G6")[0][5:] == ["new", "C-7777"]


def test_a_new_row_is_typed_cell_by_cell_while_others_write_into_it(
    school: School, ask: Ask
) -> None:
    """The page sends B before it has looked again, and C while an id was put into the row."""
    seen = look(ask, school)
    (first,) = send(ask, school, seen.line(5, A="Ana Reis"))
    assert (first["row"], first["aside"]) == (5, False)
    own = {"key": first["key"], "empty": False}
    send(ask, school, seen.line(5, B="9") | own)
    write(school, "H6", "ROW-1")
    send(ask, school, seen.line(5, C="Nora Lind") | own)
    insert_row(school, 1)
    (last,) = send(ask, school, seen.line(5, D="Active") | own)
    assert last["row"] == 6
    assert school.shown("Caseload!A7:H7")[0] == [
        *("Ana Reis", "9", "Nora Lind", "Active", "", "", "", "ROW-1")
    ]


def test_typing_beside_somebody_elses_change_of_the_same_row_stands(
    school: School, ask: Ask
) -> None:
    seen = look(ask, school)
    write(school, "A2", "Ana Silva Costa")
    assert send(ask, school, seen.line(1, F="new"))[0]["over"] == {}
    assert school.shown("Caseload!A2:F2")[0] == [
        *("Ana Silva Costa", "7", DANA, "Active", "14 Apr 2026", "new")
    ]


def test_what_is_typed_last_stands_and_what_it_replaced_is_told(school: School, ask: Ask) -> None:
    seen = look(ask, school)
    write(school, "F2", "written first")
    (said,) = send(ask, school, seen.line(1, F="written second"))
    assert said["over"] == {"5": "written first"}
    assert said["now"] == {"5": "written second"}
    assert school.shown("Caseload!F2") == [["written second"]]


def test_a_row_that_is_gone_takes_nothing_to_its_neighbour(school: School, ask: Ask) -> None:
    seen = look(ask, school)
    delete_row(school, 1)
    before = school.shown("Caseload!A1:Z20")
    assert send(ask, school, seen.line(1, F="lost?")) == [None]
    assert school.shown("Caseload!A1:Z20") == before


def test_two_new_entries_never_mix_in_one_row(school: School, ask: Ask) -> None:
    seen = look(ask, school)
    write(school, "A6", "Somebody")
    (said,) = send(ask, school, seen.line(5, B="9"))
    assert (said["row"], said["aside"]) == (6, True)
    assert school.shown("Caseload!A6:B7") == [["Somebody"], ["", "9"]]


def test_an_empty_row_follows_the_row_above_it(school: School, ask: Ask) -> None:
    seen = look(ask, school)
    insert_row(school, 1)
    (said,) = send(ask, school, seen.line(5, A="A new student"))
    assert (said["row"], said["aside"]) == (6, False)


def test_an_empty_row_stays_where_it_is_when_others_are_sorted(school: School, ask: Ask) -> None:
    seen = look(ask, school)
    sort(school)
    assert send(ask, school, seen.line(7, A="A new student"))[0]["row"] == 7


def test_a_block_is_written_but_for_the_row_that_is_gone(school: School, ask: Ask) -> None:
    seen = look(ask, school)
    delete_row(school, 2)
    said = send(ask, school, seen.line(1, F="one"), seen.line(2, F="two"), seen.line(3, F="three"))
    assert [line and line["row"] for line in said] == [1, None, 2]
    assert school.shown("Caseload!F2:F3") == [["one"], ["three"]]


def test_rows_are_not_moved_or_deleted_once_they_look_different(school: School, ask: Ask) -> None:
    was = look(ask, school).row(1)
    sort(school)
    line = {"sheetId": CASELOAD, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    wanted = {"requests": [{"deleteDimension": {"range": line}}], "gid": CASELOAD}
    seen = [{"row": 1, "was": was}]
    status, said = ask(f"/spreadsheets/d/{school.book}/change", wanted | {"seen": seen})
    assert status == 409
    assert said["error"].endswith("Please look again.")


@pytest.mark.parametrize("body", [{}, {"requests": [{"noSuch": {}}]}, {"requests": "x"}, []])
def test_what_is_no_request_is_refused(school: School, ask: Ask, body: Any) -> None:
    assert ask(f"/spreadsheets/d/{school.book}/change", body)[0] == 400


def test_a_reader_cannot_type(school: School, ask: Ask) -> None:
    share(school.app, school.book, NORA, "reader")
    status, data = ask(f"/spreadsheets/d/{school.book}/data?gid={CASELOAD}", person=NORA)
    assert (status, data["mayEdit"]) == (200, False)
    sent = {"gid": CASELOAD, "lines": [look(ask, school).line(6, A="x")]}
    assert ask(f"/spreadsheets/d/{school.book}/type", sent, NORA)[0] == 403


def test_nothing_new_is_said_in_one_word(school: School, ask: Ask) -> None:
    path = f"/spreadsheets/d/{school.book}/data?gid={CASELOAD}"
    _, data = ask(path)
    assert ask(f"{path}&since={data['version']}") == (200, {"same": True})
    write(school, "F2", "news")
    _, after = ask(f"{path}&since={data['version']}")
    assert after["cells"][1][5] == "news"


def test_names_offered_follow_the_list_they_come_from(school: School, ask: Ask) -> None:
    write_to = school.client(DANA, "sheets", "v4").spreadsheets().values()
    write_to.update(
        spreadsheetId=school.book,
        range="Staff!B4",
        valueInputOption="RAW",
        body={"values": [["Inés Kowalczyk"]]},
    ).execute()
    _, data = ask(f"/spreadsheets/d/{school.book}/data?gid={CASELOAD}")
    assert ["Dana Whitfield", "Nora Lind", "Inés Kowalczyk"] in [
        rule.get("choices") for rule in data["rules"]
    ]


SHARED = found_school()
TYPED = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["=1+1", "'5", "''x", "+1", "1e3", "50%", "$5", "TRUE", "true", " 7 ", "=", "-"]
    ),
    st.sampled_from(["3/4/2026", "4 March", "Mar 2026", "9:30", "9:30 PM", "2026-03-04 09:30"]),
    st.integers().map(str),
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(str),
)


@settings(max_examples=60, deadline=None)
@given(text=TYPED, column=st.sampled_from(["B", "E", "F"]))
@example(text="1e300", column="B")  # a format of one digit, and three hundred to show
def test_what_an_editor_shows_typed_again_changes_nothing(text: str, column: str) -> None:
    ask = asking(SHARED)

    def held() -> Any:
        cells = SHARED.shown(f"Caseload!{column}40", "UNFORMATTED_VALUE")
        return cells, SHARED.shown(f"Caseload!{column}40", "FORMULA")

    def type_in(typed: str) -> None:
        seen = look(ask, SHARED)
        said = send(ask, SHARED, seen.line(39, **{column: typed}) | {"empty": False})
        assert [line["row"] for line in said] == [39]

    type_in(text)
    before, at = held(), ord(column) - 65
    row = look(ask, SHARED).row(39)
    type_in(row[at] if len(row) > at else "")
    assert held() == before
