"""The first day: a workbook that a teacher is glad to open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .school import STAFF, Book


def sheets_of(made: Book, fields: str) -> dict[str, Any]:
    answer = made.sheets.get(made.file_id, fields)
    return {sheet["properties"]["title"]: sheet for sheet in answer["sheets"]}


@pytest.mark.parametrize("workbook", ["office", "restricted", "progress"])
def test_every_workbook_can_be_founded(book: Callable[..., Book], workbook: str) -> None:
    made = book(workbook)
    seen = made.look()
    for tab in made.template.tabs:
        assert list(seen.tabs[tab.key].headings.values()) == [c.heading for c in tab.columns]


def test_settings_begin_with_their_rows(book: Callable[..., Book]) -> None:
    rows = book("office").tab("settings").rows
    assert len(rows) > 20
    assert all(row.cells["setting"] and row.cells["what_it_does"] for row in rows)


def test_what_staff_see(book: Callable[..., Book]) -> None:
    made = book("caseload")
    fields = "sheets(properties,protectedRanges,bandedRanges,data(columnMetadata(hiddenByUser)))"
    sheets = sheets_of(made, fields)
    diary = sheets["Diary"]
    assert diary["properties"]["gridProperties"]["frozenRowCount"] == 1
    assert sheets["Holdfast journal"]["properties"]["hidden"]
    assert all(each["warningOnly"] for each in diary["protectedRanges"])
    assert diary["bandedRanges"]


def test_a_list_of_choices_refuses_and_a_list_of_names_only_warns(
    book: Callable[..., Book],
) -> None:
    made = book("caseload")
    answer = made.sheets.get(
        made.file_id, "sheets(properties.title,data.rowData.values.dataValidation)"
    )
    diary = next(s for s in answer["sheets"] if s["properties"]["title"] == "Diary")
    cells = diary["data"][0]["rowData"][1]["values"]
    name, kind = cells[0]["dataValidation"], cells[1]["dataValidation"]
    assert name["condition"]["type"] == "ONE_OF_RANGE"
    assert not name.get("strict")
    assert kind["condition"]["type"] == "ONE_OF_LIST"
    assert kind["strict"]


def test_leading_zeros_stay_as_staff_type_them(book: Callable[..., Book]) -> None:
    made = book("office")
    values = made.session.collection("sheets", "spreadsheets.values")
    request = values.update(
        spreadsheetId=made.file_id,
        range="Students!A2:B2",
        valueInputOption="USER_ENTERED",
        body={"values": [["00123", "Ana Silva"]]},
    )
    made.session.execute("sheets", STAFF, request, changes=True, safe=False)
    assert made.tab("students").rows[0].cells["student_id"] == "00123"


@pytest.mark.parametrize(
    ("workbook", "tab", "first"),
    [
        ("office", "Referrals", ["Referral ID", "Concern", "Student", "Suggested", "Decision"]),
        ("restricted", "Safety referrals", ["Referral ID", "Concern", "Student", "Suggested"]),
        ("office", "Attention", ["Whose", "What", "Student", "Why", "Pick"]),
    ],
)
def test_what_matters_stands_first_and_in_sight_on_a_small_screen(
    book: Callable[..., Book], workbook: str, tab: str, first: list[str]
) -> None:
    fields = "sheets(properties,data(columnMetadata,rowData.values.formattedValue))"
    (data,) = sheets_of(book(workbook), fields)[tab]["data"]
    cells = data["rowData"][0]["values"]
    assert [cell["formattedValue"] for cell in cells[: len(first)]] == first
    assert sum(each["pixelSize"] for each in data["columnMetadata"][: len(first)]) < 1230


def test_one_long_cell_makes_no_row_of_people_higher(book: Callable[..., Book]) -> None:
    made = book("caseload")
    fields = "sheets(properties,data(rowMetadata.pixelSize,rowData.values.userEnteredFormat))"
    sheets = sheets_of(made, fields)
    heights = [row["pixelSize"] for row in sheets["Diary"]["data"][0]["rowMetadata"]]
    assert set(heights[1:]) == {46}
    attention = sheets["Attention"]["data"][0]["rowData"][1]["values"]
    wraps = [cell["userEnteredFormat"]["wrapStrategy"] for cell in attention[:4]]
    assert wraps == ["WRAP"] * 4  # who, what, about whom and why are never cut off
