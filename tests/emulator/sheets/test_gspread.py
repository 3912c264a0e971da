"""gspread itself, as staff's own scripts use it."""

import gspread
import pytest
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.credentials import Credentials
from gspread.utils import DateTimeOption, ExportFormat, ValidationConditionType, ValueRenderOption

from emulator.inprocess import Adapter
from tests.emulator.clients import ANA


@pytest.fixture
def client(app):
    credentials = Credentials(token=f"as:{ANA}")
    session = AuthorizedSession(credentials)
    session.mount("https://", Adapter(app))
    return gspread.Client(auth=credentials, session=session)


@pytest.fixture
def sheet(client):
    return client.create("Staff's own").sheet1


def test_values_in_every_direction(sheet):
    sheet.update([["Name", "Mark"], ["Ana", "2.5"], ["Ben", "=B2+1"]], "A1", raw=False)
    assert sheet.get_all_records() == [{"Name": "Ana", "Mark": 2.5}, {"Name": "Ben", "Mark": 3.5}]
    assert sheet.acell("B3", value_render_option=ValueRenderOption.formula).value == "=B2+1"
    assert sheet.find("Ben").address == "A3"
    assert [cell.row for cell in sheet.findall("Ana")] == [2]
    assert sheet.col_values(1) == ["Name", "Ana", "Ben"]
    sheet.append_rows([["Cleo", 1]])
    sheet.insert_row(["Zoë", 9], 2)
    assert [row[0] for row in sheet.get_all_values()] == ["Name", "Zoë", "Ana", "Ben", "Cleo"]
    sheet.sort((2, "des"), range="A2:B5")
    assert sheet.col_values(1)[1] == "Zoë"
    sheet.delete_rows(2)
    cells = sheet.range("A2:B2")
    cells[0].value = "New"
    sheet.update_cells(cells)
    assert sheet.acell("A2").value == "New"
    sheet.batch_update([{"range": "D1", "values": [["x"]]}, {"range": "D3:E3", "values": [[1, 2]]}])
    assert sheet.batch_get(["D1", "D3:E3"]) == [[["x"]], [["1", "2"]]]
    sheet.batch_clear(["D1:E3"])
    assert sheet.get("D1:E3") == [[]]


def test_dates_for_scripts(sheet):
    sheet.update_acell("A1", "1/5/2024")
    bare = {"value_render_option": ValueRenderOption.unformatted}
    assert sheet.get("A1", **bare) == [[45296]]
    as_text = sheet.get("A1", **bare, date_time_render_option=DateTimeOption.formatted_string)
    assert as_text == [["1/5/2024"]]


def test_looks_notes_and_merges(sheet):
    sheet.format("A1:B1", {"textFormat": {"bold": True}})
    sheet.freeze(rows=1)
    assert sheet.frozen_row_count == 1
    sheet.update_note("A1", "look")
    sheet.insert_notes({"B2": "here"})
    assert sheet.get_notes() == [["look"], ["", "here"]]
    sheet.clear_note("A1")
    assert sheet.get_note("A1") == ""
    sheet.update([["1", ""], ["", "2"]], "C1:D2")
    sheet.merge_cells("C1:D1")
    assert sheet.get_values("C1:D2", combine_merged_cells=True) == [["1", "1"], ["", "2"]]
    sheet.unmerge_cells("C1:D1")
    sheet.update_tab_color("#ff7f00")
    assert sheet.get_tab_color() == "#FF7F00"
    sheet.clear_tab_color()
    assert sheet.get_tab_color() is None


def test_rows_columns_and_groups(sheet):
    sheet.resize(20, 5)
    sheet.add_rows(2)
    sheet.add_cols(1)
    assert (sheet.row_count, sheet.col_count) == (22, 6)
    sheet.add_dimension_group_rows(1, 6)
    sheet.add_dimension_group_rows(2, 4)
    assert [one["depth"] for one in sheet.list_dimension_group_rows()] == [1, 2]
    sheet.delete_dimension_group_rows(1, 6)
    assert [one["range"]["endIndex"] for one in sheet.list_dimension_group_rows()] == [4]
    sheet.hide_rows(0, 1)
    sheet.unhide_rows(0, 1)
    sheet.columns_auto_resize(0, 2)
    sheet.insert_cols([["c"]], 1)
    assert sheet.acell("A1").value == "c"
    sheet.copy_range("A1:A1", "B1:B1")
    sheet.cut_range("B1:B1", "C3")
    assert sheet.get_all_values() == [["c", "", ""], ["", "", ""], ["", "", "c"]]


def test_names_rules_and_protections(sheet):
    made = sheet.define_named_range("A1:B2", "Marks")
    own_id = made["replies"][0]["addNamedRange"]["namedRange"]["namedRangeId"]
    sheet.update([["5"]], "Marks")
    assert sheet.acell("A1").value == "5"
    sheet.delete_named_range(own_id)
    assert sheet.spreadsheet.list_named_ranges() == []
    sheet.add_validation("A1", ValidationConditionType.one_of_list, ["a", "b"], showCustomUi=True)
    sheet.add_protected_range("A1:B2", [ANA])
    assert len(sheet.spreadsheet.list_protected_ranges(sheet.id)) == 1
    sheet.set_basic_filter("A1:B2")
    sheet.clear_basic_filter()


def test_sheets_and_spreadsheets(client, sheet):
    book = sheet.spreadsheet
    two = book.add_worksheet("two", 10, 5)
    two.update_index(0)
    assert [one.title for one in book.worksheets()] == ["two", "Sheet1"]
    third = sheet.duplicate(new_sheet_name="third")
    book.reorder_worksheets([sheet, third, two])
    assert [one.title for one in book.worksheets()] == ["Sheet1", "third", "two"]
    third.hide()
    with pytest.raises(gspread.exceptions.APIError, match="can't hide all"):
        [one.hide() for one in (two, sheet)]
    book.update_title("Renamed")
    assert client.open("Renamed").title == "Renamed"
    book.update_timezone("Europe/Paris")
    assert client.open("Renamed").timezone == "Europe/Paris"
    client.import_csv(book.id, "a,b\n007,1/2/2026")
    again = client.open_by_key(book.id)
    assert again.sheet1.get_all_values() == [["a", "b"], ["7", "1/2/2026"]]
    assert again.export(ExportFormat.CSV) == b"a,b\r\n7,1/2/2026"
