"""What goes over the wire when gspread is used: the very shapes that Google is known to answer."""

import json
import re

import gspread
import pytest
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.credentials import Credentials
from gspread.utils import (
    DateTimeOption,
    Dimension,
    ExportFormat,
    MergeType,
    ValueInputOption,
    ValueRenderOption,
)

from emulator.inprocess import Adapter
from tests.emulator.clients import ANA, BEN


class Tap(Adapter):
    """Keeps the last answer, as bytes."""

    last = b""

    def send(self, *args, **kwargs):
        response = super().send(*args, **kwargs)
        Tap.last = response.content
        return response


def said():
    """The last answer, without the spreadsheet's id."""
    answer = json.loads(Tap.last)
    answer.pop("spreadsheetId", None)
    answer.get("updates", {}).pop("spreadsheetId", None)
    return answer


def gspread_as(app, person):
    session = AuthorizedSession(Credentials(token=f"as:{person}"))
    session.mount("https://", Tap(app))
    return gspread.Client(auth=None, session=session)


@pytest.fixture
def book(app):
    return gspread_as(app, ANA).create("Test")


@pytest.fixture
def sheet(book):
    return book.sheet1


def counts(rows, columns, cells):
    return {"updatedRows": rows, "updatedColumns": columns, "updatedCells": cells}


def test_rows_are_appended_below_the_table_that_the_range_touches(sheet):
    sheet.append_row(["first"])
    assert said() == {"updates": {"updatedRange": "Sheet1!A1"} | counts(1, 1, 1)}
    sheet.update([["x", "", "y"]], "A1:C1")
    sheet.append_row(["new", "", "row"])
    below = {"updatedRange": "Sheet1!C2:E2"} | counts(1, 3, 3)
    assert said() == {"tableRange": "Sheet1!C1", "updates": below}
    sheet.clear()
    sheet.update([["x", "", "y"]], "A1:C1")
    sheet.append_row(["new", "", "row"], table_range="A1")
    assert said()["tableRange"] == "Sheet1!A1"
    sheet.append_rows([[1], ["=1+1", "z"]], ValueInputOption.user_entered, table_range="A1",
                      include_values_in_response=True)  # fmt: skip
    assert said()["updates"]["updatedData"]["values"] == [["1"], ["2", "z"]]


def test_inserted_lines_are_filled_in_place(sheet):
    sheet.update([["a1", "b1"], ["a2", "b2"]], "A1:B2")
    sheet.insert_cols([["n1", "n2"], ["m1"]], 2)
    assert said() == {"updates": {"updatedRange": "Sheet1!B1:C2"} | counts(2, 2, 3)}
    sheet.insert_rows([["r1"], ["r2"]], 2, inherit_from_before=True)
    assert said() == {"updates": {"updatedRange": "Sheet1!A2:A3"} | counts(2, 1, 2)}
    assert sheet.col_values(1) == ["a1", "r1", "r2", "a2"]
    sheet.delete_rows(2, 3)
    sheet.delete_columns(2, 3)
    assert sheet.get_all_values() == [["a1", "b1"], ["a2", "b2"]]
    assert (sheet.row_count, sheet.col_count) == (1000, 26)


def test_counts_of_what_was_written(sheet):
    sheet.update_cells([gspread.Cell(1, 1, "1"), gspread.Cell(6, 4, "2")])
    assert said() == {"updatedRange": "Sheet1!A1:D6"} | counts(2, 2, 2)
    sheet.update([["A1", "B1"], [1, 2, 3, 4]], "A1:D2")
    assert said() == {"updatedRange": "Sheet1!A1:D2"} | counts(2, 4, 6)
    sheet.update([["only", "one"]], "A1:B2")
    assert said()["updatedRange"] == "Sheet1!A1:B1"
    four = [["a", "b", "c", "d"]]
    sheet.batch_update([{"range": "A1:D1", "values": four}, {"range": "A4:D4", "values": four}])
    totals = {name: value for name, value in said().items() if name.startswith("total")}
    assert totals == {
        "totalUpdatedRows": 2,
        "totalUpdatedColumns": 4,
        "totalUpdatedCells": 8,
        "totalUpdatedSheets": 1,
    }
    sheet.batch_clear(["A1:B1", "D4"])
    assert said() == {"clearedRanges": ["Sheet1!A1:B1", "Sheet1!D4"]}


@pytest.mark.parametrize(
    "asked, answered",
    [
        ("D4:A1", "A1:D4"),
        ("A1:1", "A1:Z1"),
        ("A1:C", "A1:C1000"),
        ("1:1", "A1:Z1"),
        ("3:5", "A3:Z5"),
        ("B:B", "B1:B1000"),
        ("A999:B2000", "A999:B1000"),
        ("Marks", "B1:C3"),
        ("$A$1", "A1"),
    ],
)
def test_ranges_as_google_names_them(sheet, asked, answered):
    sheet.define_named_range("B1:C3", "Marks")
    assert "sheetId" not in said()["replies"][0]["addNamedRange"]["namedRange"]["range"]
    sheet.get(asked)
    assert said() == {"range": f"Sheet1!{answered}", "majorDimension": "ROWS"}


@pytest.mark.parametrize("title", ["D3", "🌵 test 1", "it's", "a b", "Z9"])
def test_titles_that_need_quotes(book, title):
    sheet = book.add_worksheet(title, 5, 4)
    sheet.update([["x"]], "B2")
    quoted = title.replace("'", "''")
    assert said()["updatedRange"] == f"'{quoted}'!B2"
    assert sheet.get_all_values() == [["", ""], ["", "x"]]
    assert said()["range"] == f"'{quoted}'!A1:D5"
    book.values_get(f"{title}!B2" if "'" not in title else f"'{quoted}'!B2")
    assert said()["values"] == [["x"]]


@pytest.mark.parametrize(
    "typed, shown, bare",
    [
        ("= 1 / 1024", "0.0009765625", 0.0009765625),
        ("2,000,000.01", "2,000,000.01", 2000000.01),
        ("0042", "42", 42),
        ("3_1_0", "3_1_0", "3_1_0"),
        ("1/1/2020", "1/1/2020", 43831),
        ("2020-01-01", "2020-01-01", 43831),
        ("Non-breaking\u00a0space", "Non-breaking\u00a0space", "Non-breaking\u00a0space"),
        ("\U0001f335d\ne", "\U0001f335d\ne", "\U0001f335d\ne"),
        ("TRUE", "TRUE", True),
        ("'0042", "0042", "0042"),
    ],
)  # fmt: skip
def test_typed_values(sheet, typed, shown, bare):
    sheet.update_acell("A1", typed)
    assert sheet.acell("A1").value == shown
    unformatted = ValueRenderOption.unformatted
    assert sheet.get("A1", value_render_option=unformatted) == [[bare]]
    assert sheet.get("A1", maintain_size=True)[0] == [shown]


def test_dates_as_numbers_texts_and_formulas(sheet):
    sheet.update([["2020-01-01", "=4/2", "x"]], "A1", raw=False)
    unformatted, formula = ValueRenderOption.unformatted, ValueRenderOption.formula
    text = DateTimeOption.formatted_string
    assert sheet.get_all_values(value_render_option=unformatted) == [[43831, 2, "x"]]
    shown = sheet.get_all_values(value_render_option=unformatted, date_time_render_option=text)
    assert shown == [["2020-01-01", 2, "x"]]
    assert sheet.get_all_values(value_render_option=formula) == [[43831, "=4/2", "x"]]
    columns = sheet.get("A1:C2", major_dimension=Dimension.cols)
    assert columns == [["2020-01-01"], ["2"], ["x"]]


def test_records(sheet):
    sheet.update([["", "A", "B"], ["k", "1", "1_1"], ["", "", ""], ["m", "0x1", "-2.5"]], "A2:C5")
    records = sheet.get_all_records(head=2, expected_headers=["A", "B"], default_blank=None)
    assert records[0] == {"": "k", "A": 1, "B": "1_1"}
    assert records[1] == {"": None, "A": None, "B": None}
    assert sheet.get_all_records(head=2, numericise_ignore=["all"])[2]["B"] == "-2.5"
    sheet.update([["A", "A"]], "A1:B1")
    with pytest.raises(gspread.exceptions.GSpreadException):
        sheet.get_all_records()


def test_sorting_finding_and_cells(sheet):
    sheet.update([["b", "10"], ["a", "9"], ["c", "1"]], "A1:B3", raw=True)
    sheet.sort((2, "asc"), range="A1:B3")
    assert sheet.get("A1:B3") == [["c", "1"], ["b", "10"], ["a", "9"]]  # texts sort as texts
    assert sheet.find(re.compile("^A$", re.I)).address == "A3"
    assert sheet.find("B", case_sensitive=False).row == 2
    assert sheet.findall("9", in_column=1) == []
    assert [cell.value for cell in sheet.range(1, 1, 2, 2)] == ["c", "1", "b", "10"]
    assert sheet.range("A1:A3")[2].value == "a"


def test_merges_and_their_values(sheet):
    sheet.update([["1", "", "3"], ["", "5", ""]], "A1:C2")
    sheet.merge_cells("A1:B2", MergeType.merge_rows)
    book_id = sheet.spreadsheet_id
    merges = sheet.client.fetch_sheet_metadata(book_id)["sheets"][0]["merges"]
    first = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2}
    assert merges == [first, first | {"startRowIndex": 1, "endRowIndex": 2}]
    sheet.merge_cells("A1:B2")
    assert sheet.get_values("A1:C1", combine_merged_cells=True) == [["1", "1", "3"]]
    sheet.unmerge_cells("A1:Z10")
    assert "merges" not in sheet.client.fetch_sheet_metadata(book_id)["sheets"][0]


def test_settings_leave_no_trace_when_unset(book, sheet):
    before = book.fetch_sheet_metadata()["sheets"]
    sheet.freeze(1, 2)
    sheet.freeze(0, 0)
    sheet.hide_gridlines()
    sheet.show_gridlines()
    sheet.update_tab_color("#7f0000")
    sheet.clear_tab_color()
    sheet.set_basic_filter()
    whole = {"startRowIndex": 0, "endRowIndex": 1000, "startColumnIndex": 0, "endColumnIndex": 26}
    assert book.fetch_sheet_metadata()["sheets"][0]["basicFilter"] == {"range": whole}
    sheet.clear_basic_filter()
    assert book.fetch_sheet_metadata()["sheets"] == before
    sheet.add_dimension_group_columns(0, 2)
    sheet.delete_dimension_group_columns(0, 2)
    assert said() == {"replies": [{"deleteDimensionGroup": {}}]}
    grid = book.fetch_sheet_metadata()["sheets"][0]["properties"]["gridProperties"]
    assert grid == {"rowCount": 1000, "columnCount": 26, "columnGroupControlAfter": True}


def test_formats_are_kept_in_eight_bits(book, sheet):
    sheet.batch_format([
        {"range": "A1:B1", "format": {"backgroundColor": {"red": 0.5}}},
        {"range": "A1", "format": {"textFormat": {"bold": True}}},
    ])  # fmt: skip
    wanted = "sheets.data.rowData.values.userEnteredFormat"
    book.fetch_sheet_metadata({"includeGridData": "true", "fields": wanted})
    red = {"red": 0.49803922}
    plain = {"backgroundColor": red, "backgroundColorStyle": {"rgbColor": red}}
    cells = said()["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert cells == [
        {"userEnteredFormat": plain | {"textFormat": {"bold": True}}},
        {"userEnteredFormat": plain},
    ]
    book.fetch_sheet_metadata({"fields": "sheets/data/rowData/values/note"})
    assert said() == {"sheets": [{"data": [{}]}]}
    book.fetch_sheet_metadata({"fields": "namedRanges"})
    assert said() == {}


def test_people_and_files(app, book):
    ana, ben = gspread_as(app, ANA), gspread_as(app, BEN)
    book.share(BEN, perm_type="user", role="writer", notify=False)
    held = {one["emailAddress"]: one for one in book.list_permissions()}
    assert held[BEN]["role"] == "writer"
    book.transfer_ownership(held[BEN]["id"])
    assert ben.open("Test").sheet1.update([["x"]], "A1")
    assert book.remove_permissions(BEN, "any") == [held[BEN]["id"]]
    with pytest.raises(PermissionError):
        ben.open_by_key(book.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        ana.open_by_key("nobody-has-this-id")
    copied = ana.copy(book.id, title="Copy", copy_comments=False)
    assert {one.title for one in ana.openall()} == {"Test", "Copy"}
    book.sheet1.copy_to(copied.id)
    assert said() == {
        "sheetId": said()["sheetId"],
        "title": "Copy of Sheet1",
        "index": 1,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": 1000, "columnCount": 26},
    }
    assert book.export(ExportFormat.TSV) == b"x"
    assert book.creationTime <= book.get_lastUpdateTime()
    ana.del_spreadsheet(book.id)
    assert [one["name"] for one in ana.list_spreadsheet_files()] == ["Copy"]


def test_refusals(book, sheet):
    with pytest.raises(gspread.exceptions.APIError, match=r"exceeds grid limits\. Max rows: 1000"):
        sheet.update([["x"]], "A1001")
    with pytest.raises(gspread.exceptions.APIError, match="ListValue"):
        book.values_update("'Sheet1'!garbage", {"valueInputOption": "RAW"}, {"values": "A1:D4"})
    update = {"properties": {"sheetId": 0, "tabColor": {"red": 1}}, "fields": "*"}
    with pytest.raises(gspread.exceptions.APIError, match="The sheet name cannot be empty"):
        book.batch_update({"requests": [{"updateSheetProperties": update}]})
    with pytest.raises(gspread.exceptions.APIError, match="A sheet with the name"):
        book.add_worksheet("Sheet1", 1, 1)
    with pytest.raises(gspread.WorksheetNotFound):
        book.worksheet("none")
    with pytest.raises(gspread.WorksheetNotFound):
        book.get_worksheet_by_id(123)
