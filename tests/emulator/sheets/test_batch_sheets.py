"""Batches about whole sheets: filters, protections, tabs, charts, copies."""

import pytest

from tests.emulator.clients import ANA, BEN, CLEO, ask, drive

from .conftest import Workbook, area, lines

SECOND = {"addSheet": {"properties": {"title": "Second", "sheetId": 5}}}


def text(*values):
    """RowData of texts."""
    return {"values": [{"userEnteredValue": {"stringValue": value}} for value in values]}


def share(book, person, role="writer"):
    body = {"type": "user", "role": role, "emailAddress": person}
    drive(book.app).permissions().create(fileId=book.id, body=body).execute()
    return book.seen_by(person)


def test_a_filter_hides_rows_and_keeps_their_data(book):
    book.put("A1:B4", [["Name", "Mark"], ["Ana", 1], ["Ben", 2], ["Cleo", 3]])
    criteria = {
        "1": {"condition": {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "1"}]}}
    }
    book.batch({"setBasicFilter": {"filter": {"range": area(0, 4, 0, 2), "criteria": criteria}}})
    rows = book.sheet(includeGridData=True)["data"][0]["rowMetadata"]
    assert [row.get("hiddenByFilter", False) for row in rows[:4]] == [False, True, False, False]
    assert len(book.get("Sheet1")) == 4
    book.batch({"clearBasicFilter": {"sheetId": 0}})
    assert "basicFilter" not in book.sheet()


def test_a_protection_holds_others_off_and_a_warning_does_not(book):
    ben = share(book, BEN)
    closed = {"range": area(0, 1, 0, 8), "unprotectedRanges": [area(0, 1, 7, 8)]}
    book.batch(
        {"addProtectedRange": {"protectedRange": closed}},
        {"addProtectedRange": {"protectedRange": {"range": area(1, 2, 0, 8), "warningOnly": True}}},
    )
    sentence = (
        "You are trying to edit a protected cell or object. Please contact the spreadsheet owner "
        "to remove protection if you need to edit."
    )
    write = {"updateCells": {"start": {"sheetId": 0}, "rows": [text("x")], "fields": "*"}}
    assert ben.refusal(write) == f"Invalid requests[0].updateCells: {sentence}"
    assert sentence in ben.refusal({"deleteDimension": {"range": lines("ROWS", 0, 1)}})
    with pytest.raises(Exception, match="protected cell"):
        ben.put("A1", [["x"]])
    ben.put("H1", [["open"]])
    ben.put("A2", [["warned"]])
    book.put("A1", [["owner"]])
    seen = ben.sheet()["protectedRanges"][0]
    assert "requestingUserCanEdit" not in seen
    update = {"protectedRangeId": seen["protectedRangeId"], "editors": {"users": [BEN]}}
    assert sentence in ben.refusal(
        {"updateProtectedRange": {"protectedRange": update, "fields": "editors"}}
    )
    book.batch({"updateProtectedRange": {"protectedRange": update, "fields": "editors"}})
    ben.put("A1", [["let in"]])
    book.batch({"deleteProtectedRange": {"protectedRangeId": seen["protectedRangeId"]}})
    assert len(book.sheet()["protectedRanges"]) == 1


def test_who_may_read_and_who_may_write(app, book):
    reader = share(book, BEN, "reader")
    assert reader.get("A1") == []
    url = f"/v4/spreadsheets/{book.id}/values/A1"
    status, answer = ask(app, "PUT", url + "?valueInputOption=RAW", {"values": [["x"]]}, BEN)
    assert (status, answer["error"]["status"]) == (403, "PERMISSION_DENIED")
    assert answer["error"]["message"] == "The caller does not have permission"
    assert ask(app, "GET", url, person=CLEO)[0] == 403
    assert ask(app, "GET", url.replace(book.id, "nope"))[0] == 404
    book.put("A1", [["x"]])
    file = drive(app).files().get(fileId=book.id, fields="lastModifyingUser").execute()
    assert file["lastModifyingUser"]["emailAddress"] == ANA


def test_sheets_come_go_and_change_places(book):
    book.put("A1", [["x"]])
    book.batch(SECOND, {"addSheet": {"properties": {"index": 0, "title": "First", "sheetId": 6}}})

    def titles():
        return [one["properties"]["title"] for one in book.show()["sheets"]]

    assert titles() == ["First", "Sheet1", "Second"]
    move = {"properties": {"sheetId": 6, "index": 2}, "fields": "index"}
    book.batch({"updateSheetProperties": move})
    assert titles() == ["Sheet1", "First", "Second"]
    copied = book.reply({"duplicateSheet": {"sourceSheetId": 0, "insertSheetIndex": 1}})
    assert copied["properties"]["title"] == "Copy of Sheet1"
    assert book.get("'Copy of Sheet1'!A1") == [["x"]]
    for request, sentence in (
        (SECOND, 'A sheet with the name "Second" already exists. Please enter another name.'),
        ({"updateSheetProperties": {"properties": {"tabColor": {"red": 1}}, "fields": "*"}},
         "The sheet name cannot be empty."),
        ({"updateSheetProperties": {"properties": {}, "fields": ""}},
         "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"),
    ):  # fmt: skip
        assert book.refusal(request).endswith(sentence)
    other = Workbook(book.app)
    done = book.api.sheets().copyTo(
        spreadsheetId=book.id, sheetId=5, body={"destinationSpreadsheetId": other.id}
    )
    assert done.execute()["title"] == "Copy of Second"
    assert len(other.show()["sheets"]) == 2


def test_a_smaller_grid_loses_what_lay_outside(book):
    book.put("A1:B20", [["x", n] for n in range(20)])
    small = {"sheetId": 0, "gridProperties": {"rowCount": 2, "columnCount": 1, "frozenRowCount": 1}}
    book.batch({"updateSheetProperties": {"properties": small, "fields": "gridProperties"}})
    assert book.get("Sheet1") == [["x"], ["x"]]
    big = {"sheetId": 0, "gridProperties": {"rowCount": 3_000_000, "columnCount": 4}}
    assert book.refusal(
        {"updateSheetProperties": {"properties": big, "fields": "gridProperties"}}
    ) == (
        "Invalid requests[0].updateSheetProperties: This action would increase the number of "
        "cells in the workbook above the limit of 10000000 cells."
    )


def test_charts_banding_views_tables_and_rules(book):
    source = {"sourceRange": {"sources": [area(0, 5, 0, 2)]}}
    spec = {"title": "Marks", "basicChart": {"chartType": "LINE", "domains": [{"domain": source}]}}
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 2, "columnIndex": 3}}}
    chart = book.reply({"addChart": {"chart": {"spec": spec, "position": position}}})["chart"]
    view = book.reply({"addFilterView": {"filter": {"title": "Mine", "range": area(0, 5, 0, 2)}}})
    colour = {"rowProperties": {"headerColor": {"red": 1}}, "range": area(0, 5, 0, 2)}
    band = book.reply({"addBanding": {"bandedRange": colour}})["bandedRange"]
    assert band["rowProperties"]["headerColorStyle"] == {"rgbColor": {"red": 1}}
    rule = {"ranges": [area(0, 5, 0, 1)], "booleanRule": {"condition": {"type": "NOT_BLANK"},
            "format": {"textFormat": {"bold": True}}}}  # fmt: skip
    book.batch(
        {"updateChartSpec": {"chartId": chart["chartId"], "spec": spec | {"title": "New"}}},
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"addTable": {"table": {"name": "T", "range": area(6, 9, 0, 2)}}},
        {"insertDimension": {"range": lines("ROWS", 0, 1)}},
    )
    sheet = book.sheet()
    assert sheet["charts"][0]["spec"]["title"] == "New"
    moved = sheet["charts"][0]["spec"]["basicChart"]["domains"][0]["domain"]["sourceRange"]
    assert moved["sources"][0]["startRowIndex"] == 1
    assert sheet["charts"][0]["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 3
    assert sheet["conditionalFormats"][0]["ranges"][0]["startRowIndex"] == 1
    book.batch(
        {"deleteEmbeddedObject": {"objectId": chart["chartId"]}},
        {"deleteFilterView": {"filterId": view["filter"]["filterViewId"]}},
        {"deleteBanding": {"bandedRangeId": band["bandedRangeId"]}},
        {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}},
        {"deleteTable": {"tableId": sheet["tables"][0]["tableId"]}},
    )
    assert book.sheet().keys() == {"properties"}
    unknown = book.refusal({"deleteEmbeddedObject": {"objectId": 1}})
    assert unknown == "Invalid requests[0].deleteEmbeddedObject: No object with id: 1"


def test_drop_downs_notes_and_borders(book):
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Active"}]},
            "showCustomUi": True}  # fmt: skip
    line = {"style": "SOLID", "color": {"blue": 1}}
    book.batch(
        {"setDataValidation": {"range": area(1, 3, 0, 1), "rule": rule}},
        {"updateBorders": {"range": area(1, 3, 0, 1), "top": line, "innerHorizontal": line}},
    )
    assert book.cell("A3")["dataValidation"] == rule
    assert set(book.cell("A2")["userEnteredFormat"]["borders"]) == {"top", "bottom"}
    book.batch({"setDataValidation": {"range": area(1, 3, 0, 1)}})
    assert "dataValidation" not in book.cell("A3")


def test_a_copied_file_lives_its_own_life(book):
    book.put("A1", [["x"]])
    copied = drive(book.app).files().copy(fileId=book.id, body={"name": "Mine"}).execute()
    other = Workbook(book.app, book_id=copied["id"])
    other.put("A1", [["mine"]])
    book.put("B1", [["y"]])
    assert (book.get("A1:B1"), other.get("A1:B1")) == ([["x", "y"]], [["mine"]])
    assert other.show()["properties"]["title"] == "Mine"


def test_an_update_answers_with_its_values_if_asked(book):
    answer = (
        book.api.values()
        .update(
            spreadsheetId=book.id, range="A1", valueInputOption="USER_ENTERED",
            includeValuesInResponse=True, responseValueRenderOption="UNFORMATTED_VALUE",
            responseDateTimeRenderOption="FORMATTED_STRING", 
            body={"values": [["5/1/2026", "=1+1"]]},
        )
        .execute()
    )  # fmt: skip
    assert answer["updatedData"] == {
        "range": "Sheet1!A1:B1", "majorDimension": "ROWS", "values": [["5/1/2026", 2]],
    }  # fmt: skip


def test_a_value_that_is_a_list_is_quoted_back(book):
    with pytest.raises(Exception, match=r"Invalid values\[0\]\[1\]: list_value"):
        book.put("A1", [["x", ["y"]]])
