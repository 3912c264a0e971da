"""What a person types reaches the row they meant, through the API's own handlers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .conftest import Ask, asking
from .school import CASELOAD, DANA, NORA, School, found_school, share


def rows(ask: Ask, school: School) -> list[list[str]]:
    """Each row as the grid would send it back."""
    _, data = ask(f"/spreadsheets/d/{school.book}/data?gid={CASELOAD}")
    return [[edited(one) for one in line] for line in data["cells"]]


def edited(cell: Any) -> str:
    """What an editor begins with in a cell as the grid was told of it."""
    if isinstance(cell, dict):
        return str(cell.get("r", cell.get("t", "")))
    return cell or ""


def type_in(ask: Ask, school: School, row: int, was: list[str], **cells: str) -> tuple[int, Any]:
    """`type_in(…, F="text")` types into column F of that row (from 0)."""
    placed = {str(ord(letter) - 65): text for letter, text in cells.items()}
    line = {"row": row, "was": was, "cells": placed}
    return ask(f"/spreadsheets/d/{school.book}/type", {"gid": CASELOAD, "lines": [line]})


def sort(school: School) -> None:
    area = {"sheetId": CASELOAD, "startRowIndex": 1, "endRowIndex": 5}
    specs = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]
    school.client(DANA, "sheets", "v4").spreadsheets().batchUpdate(
        spreadsheetId=school.book,
        body={"requests": [{"sortRange": {"range": area, "sortSpecs": specs}}]},
    ).execute()


def write(school: School, place: str, text: str) -> None:
    school.client(DANA, "sheets", "v4").spreadsheets().values().update(
        spreadsheetId=school.book,
        range=f"Caseload!{place}",
        valueInputOption="RAW",
        body={"values": [[text]]},
    ).execute()


def test_typing_follows_a_row_that_moved(school: School, ask: Ask) -> None:
    was = rows(ask, school)[1]
    sort(school)
    status, said = type_in(ask, school, 1, was, F="Tires easily.")
    assert (status, said) == (200, {"rows": [4]})
    assert school.shown("Caseload!A5:F5")[0][::5] == ["Ana Silva", "Tires easily."]


def test_typing_beside_somebody_elses_change_of_the_same_row_stands(
    school: School, ask: Ask
) -> None:
    was = rows(ask, school)[1]
    write(school, "B2", "8")
    assert type_in(ask, school, 1, was, F="new")[0] == 200
    assert school.shown("Caseload!B2:F2")[0] == ["8", DANA, "Active", "14 Apr 2026", "new"]


def test_the_same_cell_changed_meanwhile_is_not_overwritten(school: School, ask: Ask) -> None:
    was = rows(ask, school)[1]
    write(school, "F2", "written first")
    status, said = type_in(ask, school, 1, was, F="written second")
    assert status == 409
    assert "nothing was written" in said["error"]
    assert school.shown("Caseload!F2") == [["written first"]]


def test_a_row_that_is_gone_takes_nothing_to_its_neighbour(school: School, ask: Ask) -> None:
    was = rows(ask, school)[1]
    line = {"sheetId": CASELOAD, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    change = {"gid": CASELOAD, "requests": [{"deleteDimension": {"range": line}}]}
    assert ask(f"/spreadsheets/d/{school.book}/change", change)[0] == 200
    assert type_in(ask, school, 1, was, F="lost?")[0] == 409


def test_an_empty_row_that_was_filled_meanwhile_takes_nothing(school: School, ask: Ask) -> None:
    write(school, "A6", "Somebody")
    assert type_in(ask, school, 5, [], F="x")[0] == 409
    assert type_in(ask, school, 6, [], A="A new student")[0] == 200


def test_one_lost_line_of_a_block_stops_the_whole_block(school: School, ask: Ask) -> None:
    was = rows(ask, school)
    lines = [
        {"row": 1, "was": was[1], "cells": {"5": "one"}},
        {"row": 2, "was": ["nobody"], "cells": {"5": "two"}},
    ]
    sent = {"gid": CASELOAD, "lines": lines}
    assert ask(f"/spreadsheets/d/{school.book}/type", sent)[0] == 409
    assert school.shown("Caseload!F2") == [["Reading long texts at speed."]]


def test_rows_are_not_moved_or_deleted_once_they_look_different(school: School, ask: Ask) -> None:
    was = rows(ask, school)[1]
    sort(school)
    line = {"sheetId": CASELOAD, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    change = {"requests": [{"deleteDimension": {"range": line}}], "gid": CASELOAD}
    seen = [{"row": 1, "was": was}]
    status, said = ask(f"/spreadsheets/d/{school.book}/change", change | {"seen": seen})
    assert status == 409
    assert said["error"].endswith("Please look again.")


@pytest.mark.parametrize("body", [{}, {"requests": [{"noSuch": {}}]}, {"requests": "x"}, []])
def test_what_is_no_request_is_refused(school: School, ask: Ask, body: Any) -> None:
    assert ask(f"/spreadsheets/d/{school.book}/change", body)[0] == 400


def test_a_reader_cannot_type(school: School, ask: Ask) -> None:
    share(school.app, school.book, NORA, "reader")
    status, data = ask(f"/spreadsheets/d/{school.book}/data?gid={CASELOAD}", person=NORA)
    assert (status, data["mayEdit"]) == (200, False)
    sent = {"gid": CASELOAD, "lines": [{"row": 6, "was": [], "cells": {"0": "x"}}]}
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
def test_what_an_editor_shows_typed_again_changes_nothing(text: str, column: str) -> None:
    ask = asking(SHARED)

    def held() -> Any:
        cells = SHARED.shown(f"Caseload!{column}40", "UNFORMATTED_VALUE")
        return cells, SHARED.shown(f"Caseload!{column}40", "FORMULA")

    def row() -> list[str]:
        found = rows(ask, SHARED)
        return found[39] if len(found) > 39 else []

    assert type_in(ask, SHARED, 39, row(), **{column: text})[0] == 200
    before, at = held(), ord(column) - 65
    shown = row()[at] if len(row()) > at else ""
    assert type_in(ask, SHARED, 39, row(), **{column: shown})[0] == 200
    assert held() == before
