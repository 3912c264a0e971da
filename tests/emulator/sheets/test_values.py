"""values: ranges, trimming, append, clear, and what is refused."""

import pytest
from googleapiclient.errors import HttpError

from tests.emulator.clients import ask


def refused(call):
    with pytest.raises(HttpError) as raised:
        call()
    assert raised.value.status_code == 400
    return str(raised.value.reason)


def append(book, where, rows, **options):
    options = {"valueInputOption": "RAW"} | options
    values = book.api.values()
    return values.append(
        spreadsheetId=book.id, range=where, body={"values": rows}, **options
    ).execute()


def test_ranges_are_answered_as_they_lie_in_the_grid(book):
    def name(where):
        return book.api.values().get(spreadsheetId=book.id, range=where).execute()["range"]

    assert name("Sheet1") == "Sheet1!A1:H20"
    assert name("'Sheet1'!D4:A1") == "Sheet1!A1:D4"
    assert name("A:A") == "Sheet1!A1:A20"
    assert name("3:5") == "Sheet1!A3:H5"
    assert name("B2:C") == "Sheet1!B2:C20"
    assert name("A1:ZZ99") == "Sheet1!A1:H20"
    assert name("sheet1!b2") == "Sheet1!B2"
    assert refused(lambda: book.get("NOPE!A1")) == "Unable to parse range: NOPE!A1"
    assert refused(lambda: book.get("Sheet1!A21")) == (
        "Range (Sheet1!A21) exceeds grid limits. Max rows: 20, max columns: 8"
    )


def test_blanks_are_trimmed_at_the_end_only(book):
    book.put("B2", [["x", None, "y"], [], ["", "z"]])
    assert book.get("Sheet1") == [[], ["", "x", "", "y"], [], ["", "", "z"]]
    assert book.get("Sheet1", majorDimension="COLUMNS") == [
        [], ["", "x"], ["", "", "", "z"], ["", "y"],
    ]  # fmt: skip
    assert "values" not in book.api.values().get(spreadsheetId=book.id, range="F1:G9").execute()


def test_an_update_counts_what_it_wrote(book):
    answer = book.put(
        "A1:D6", [[None, "x"], [None], [None], [None], [None], ["y", None, None, None]]
    )
    assert answer["updatedRange"] == "Sheet1!A1:D6"
    assert [answer[f"updated{what}"] for what in ("Rows", "Columns", "Cells")] == [2, 2, 2]
    assert book.put("A1:B2", [["a", "b"]])["updatedRange"] == "Sheet1!A1:B1"


def test_an_update_may_not_leave_its_range_or_the_grid(book):
    row = [["a", "b", "c"]]
    assert refused(lambda: book.put("Sheet1!A1:B1", row)) == (
        "Requested writing within range [Sheet1!A1:B1], but tried writing to column [C]"
    )
    assert refused(lambda: book.put("Sheet1!A1:C1", row * 2)) == (
        "Requested writing within range [Sheet1!A1:C1], but tried writing to row [2]"
    )
    assert refused(lambda: book.put("Sheet1!A19", row * 3)) == (
        "Requested writing within range [Sheet1!A19], but tried writing to row [21]"
    )
    assert refused(lambda: book.put("Sheet1!A21", row)) == (
        "Range (Sheet1!A21) exceeds grid limits. Max rows: 20, max columns: 8"
    )
    assert book.get("Sheet1") == []


def test_a_batch_of_updates_is_all_or_nothing(book):
    data = [{"range": "A1", "values": [["x"]]}, {"range": "NOPE!A1", "values": [["y"]]}]
    body = {"valueInputOption": "RAW", "data": data}
    update = book.api.values().batchUpdate(spreadsheetId=book.id, body=body)
    assert refused(update.execute) == "Invalid data[1]: Unable to parse range: NOPE!A1"
    assert book.get("A1") == []
    body["data"] = [
        {"range": "A1:D1", "values": [list("abcd")]},
        {"range": "A4:D4", "values": [list("efgh")]},
    ]
    answer = book.api.values().batchUpdate(spreadsheetId=book.id, body=body).execute()
    assert answer["totalUpdatedRows"] == 2
    assert answer["totalUpdatedColumns"] == 4
    assert answer["totalUpdatedCells"] == 8
    assert answer["totalUpdatedSheets"] == 1


def test_append_finds_the_last_table_of_its_range(book):
    assert "tableRange" not in append(book, "Sheet1", [["x", "", "y"]])
    second = append(book, "Sheet1", [["a", "b", "c"]])
    assert (second["tableRange"], second["updates"]["updatedRange"]) == (
        "Sheet1!C1", "Sheet1!C2:E2",
    )  # fmt: skip
    third = append(book, "A1", [["k"]])
    assert (third["tableRange"], third["updates"]["updatedRange"]) == ("Sheet1!A1", "Sheet1!A2")
    apart = append(book, "G9", [["alone"]])
    assert "tableRange" not in apart
    assert apart["updates"]["updatedRange"] == "Sheet1!G9"


def test_append_grows_the_grid_and_may_insert_rows(book):
    book.put("A1:A20", [[n] for n in range(20)])
    assert append(book, "A1", [["x"]])["updates"]["updatedRange"] == "Sheet1!A21"
    book.api.values().clear(spreadsheetId=book.id, range="A3:A21").execute()
    book.put("A4", [["note"]])
    answer = append(book, "A1", [["new"]], insertDataOption="INSERT_ROWS")
    assert answer["updates"]["updatedRange"] == "Sheet1!A3"
    assert book.get("A1:A5") == [["0"], ["1"], ["new"], [], ["note"]]


def test_clearing_leaves_formats_and_notes(book):
    book.put("A1", [["1/2/2026"]])
    cleared = book.api.values().clear(spreadsheetId=book.id, range="Sheet1").execute()
    assert cleared["clearedRange"] == "Sheet1!A1:H20"
    assert book.cell("A1")["userEnteredFormat"]["numberFormat"]["pattern"] == "m/d/yyyy"
    assert "formattedValue" not in book.cell("A1")
    body = {"ranges": ["A1", "A21:C"]}
    clear = book.api.values().batchClear(spreadsheetId=book.id, body=body)
    assert refused(clear.execute).startswith("Invalid range[1]: Range (Sheet1!A21:C) exceeds")


def test_a_named_range_is_a_range(book):
    named = {"name": "Marks", "range": {"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 2}}
    book.batch({"addNamedRange": {"namedRange": named}})
    book.put("Marks", [[1], [2]])
    assert book.get("B1:B2") == book.get("marks") == book.get("Sheet1!Marks") == [["1"], ["2"]]
    book.put("D1", [["=SUM(Marks)"]])
    assert book.get("D1") == [["3"]]


def test_the_input_option_has_no_default(app, book):
    url = f"/v4/spreadsheets/{book.id}/values/A1"
    status, answer = ask(app, "PUT", url, {"values": [["x"]]})
    assert status == 400
    assert answer["error"]["message"] == "'valueInputOption' is required but not specified"


def test_a_range_in_the_body_must_be_the_one_in_the_address(app, book):
    url = f"/v4/spreadsheets/{book.id}/values/Sheet1!A9?valueInputOption=RAW"
    status, answer = ask(app, "PUT", url, {"range": "Sheet1!A8", "values": [["x"]]})
    assert (status, answer["error"]["message"]) == (
        400, "Request range[Sheet1!A9] does not match value's range[Sheet1!A8]",
    )  # fmt: skip


def test_filters_find_columns_by_their_metadata_wherever_they_are(book):
    book.put("A1", [["Name", "Mark"], ["Ana", 5]])
    location = {
        "dimensionRange": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    }
    own = {"metadataKey": "column", "metadataValue": "mark", "visibility": "DOCUMENT"}
    book.batch(
        {"createDeveloperMetadata": {"developerMetadata": {**own, "location": location}}},
        {
            "insertDimension": {
                "range": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
            }
        },
    )
    look_up = {"developerMetadataLookup": {"metadataKey": "column", "metadataValue": "mark"}}
    filters = [look_up, {"gridRange": {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2}}]
    found = (
        book.api.values()
        .batchGetByDataFilter(spreadsheetId=book.id, body={"dataFilters": filters})
        .execute()["valueRanges"]
    )
    assert found[0]["valueRange"]["range"] == "Sheet1!C1:C20"
    assert found[0]["valueRange"]["values"] == [["Mark"], ["5"]]
    assert found[0]["dataFilters"] == [look_up]
    assert found[1]["valueRange"]["values"] == [["", "Ana", "5"]]
    data = [{"dataFilter": look_up, "values": [["Points"]]}]
    body = {"valueInputOption": "RAW", "data": data}
    book.api.values().batchUpdateByDataFilter(spreadsheetId=book.id, body=body).execute()
    assert book.get("C1") == [["Points"]]
    book.api.values().batchClearByDataFilter(
        spreadsheetId=book.id, body={"dataFilters": [look_up]}
    ).execute()
    assert book.get("C1:C2") == []


def test_three_thousand_rows_are_read_quickly(book):
    import time

    rows = [[f"r{r}c{c}" if c % 3 else r * c / 4 for c in range(20)] for r in range(3000)]
    grid = {"rowCount": 3000, "columnCount": 20}
    book.batch({"addSheet": {"properties": {"title": "Big", "sheetId": 7, "gridProperties": grid}}})
    book.put("Big!A1", rows, option="RAW")
    started = time.process_time()
    body = {"dataFilters": [{"gridRange": {"sheetId": 7}}]}
    found = book.api.values().batchGetByDataFilter(spreadsheetId=book.id, body=body).execute()
    assert len(found["valueRanges"][0]["valueRange"]["values"]) == 3000
    cell = {"rows": [{"values": [{"userEnteredValue": {"stringValue": "x"}}]}], "fields": "*"}
    starts = [{"sheetId": 7, "rowIndex": n, "columnIndex": 3} for n in range(300)]
    book.batch(*[{"updateCells": {**cell, "start": start}} for start in starts])
    assert time.process_time() - started < 1
