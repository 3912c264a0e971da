"""batchUpdate: cells, pasting, finding, protections, objects, and all-or-nothing."""

import pytest

from tests.emulator.clients import ask, drive

from .conftest import area, lines

SECOND = {"addSheet": {"properties": {"title": "Second", "sheetId": 5}}}


def text(*values):
    """RowData of texts."""
    return {"values": [{"userEnteredValue": {"stringValue": value}} for value in values]}


def share(book, person, role="writer"):
    body = {"type": "user", "role": role, "emailAddress": person}
    drive(book.app).permissions().create(fileId=book.id, body=body).execute()
    return book.seen_by(person)


def test_nobody_sees_half_of_a_batch(book):
    before = book.show(includeGridData=True)
    write = {"updateCells": {"start": {"sheetId": 0}, "rows": [text("x")], "fields": "*"}}
    bad = {"deleteSheet": {"sheetId": 99}}
    sentence = book.refusal(
        write, SECOND, {"insertDimension": {"range": lines("ROWS", 0, 1)}},
        {"updateSpreadsheetProperties": {"properties": {"title": "No"}, "fields": "title"}}, bad,
    )  # fmt: skip
    assert sentence == "Invalid requests[4].deleteSheet: No sheet with id: 99"
    assert book.show(includeGridData=True) == before


def test_an_empty_batch_and_unknown_requests(app, book):
    url = f"/v4/spreadsheets/{book.id}:batchUpdate"
    status, answer = ask(app, "POST", url, {"requests": []})
    assert (status, answer["error"]["message"]) == (400, "Must specify at least one request.")
    status, answer = ask(app, "POST", url, {"requests": [{"frobnicate": {}}]})
    assert status == 400
    assert "Unknown name \"frobnicate\" at 'requests[0]'" in answer["error"]["message"]


def test_the_answer_shows_the_ranges_that_were_asked_for(book):
    answer = book.batch(
        {"updateCells": {"start": {"sheetId": 0}, "rows": [text("a", "b")], "fields": "*"}},
        includeSpreadsheetInResponse=True, responseRanges=["Sheet1!B1:C2"],
        responseIncludeGridData=True,
    )  # fmt: skip
    data = answer["updatedSpreadsheet"]["sheets"][0]["data"][0]
    assert data["startColumn"] == 1
    assert [one["formattedValue"] for one in data["rowData"][0]["values"]] == ["b"]


def test_update_cells_clears_what_its_rows_leave_out(book):
    book.put("A1:C2", [["a", "b", "c"], ["d", "e", "f"]])
    book.batch({"updateCells": {
        "range": area(0, 2, 0, 2), "rows": [text("X")], "fields": "userEnteredValue"}})  # fmt: skip
    assert book.get("A1:C2") == [["X", "", "c"], ["", "", "f"]]
    refused = {
        "updateCells": {"range": area(0, 1, 0, 2), "rows": [text("a", "b", "c")], "fields": "*"}
    }
    assert book.refusal(refused) == (
        "Invalid requests[0].updateCells: Attempting to write column: 2, beyond the last "
        "requested column of: 1"
    )
    beyond = {"rowIndex": 20, "columnIndex": 0, "sheetId": 0}
    assert "exceeds grid limits. Max rows: 20" in book.refusal(
        {"updateCells": {"start": beyond, "rows": [text("x")], "fields": "*"}}
    )


def test_typed_values_are_never_read_as_typed_text(book):
    book.batch({"appendCells": {"sheetId": 0, "rows": [text("=1+1", "1/2/2026", "00123")],
                                "fields": "userEnteredValue"}})  # fmt: skip
    assert book.get("A1:C1", valueRenderOption="FORMULA") == [["=1+1", "1/2/2026", "00123"]]
    assert book.cell("A1")["effectiveValue"] == {"stringValue": "=1+1"}


def test_append_cells_comes_after_the_last_value_and_grows_the_grid(book):
    book.put("C20", [["last"]])
    book.batch({"appendCells": {"sheetId": 0, "rows": [text("new")], "fields": "*"}})
    assert book.get("A21:C21") == [["new"]]
    assert book.sheet()["properties"]["gridProperties"]["rowCount"] == 21


def test_formats_keep_colours_twice_and_in_eight_bits(book):
    form = {"backgroundColor": {"red": 0.5}, "textFormat": {"bold": True}}
    repeat = {"range": area(0, 2, 0, 1), "cell": {"userEnteredFormat": form}}
    book.batch({"repeatCell": repeat | {"fields": "userEnteredFormat(backgroundColor,textFormat)"}})
    shown = book.cell("A2")["userEnteredFormat"]
    assert shown["backgroundColor"] == {"red": pytest.approx(0.49803922)}
    assert shown["backgroundColorStyle"]["rgbColor"] == shown["backgroundColor"]
    book.batch(
        {
            "repeatCell": {
                "range": area(1, 2, 0, 1),
                "cell": {},
                "fields": "userEnteredFormat.backgroundColor",
            }
        }
    )
    assert book.cell("A2")["userEnteredFormat"] == {"textFormat": {"bold": True}}
    past = area(20, 20, 0, 2)
    del past["endRowIndex"]
    assert book.refusal({"repeatCell": {"range": past, "cell": {}, "fields": "*"}}) == (
        "Invalid requests[0].repeatCell: Range (Sheet1!A21:B) exceeds grid limits. "
        "Max rows: 20, max columns: 8"
    )


def test_repeated_formulas_move_with_their_cells(book):
    book.put("A1:A3", [[1], [2], [3]])
    cell = {"userEnteredValue": {"formulaValue": "=A1*10"}}
    book.batch({"repeatCell": {"range": area(0, 3, 1, 2), "cell": cell, "fields": "*"}})
    assert book.get("B1:B3") == [["10"], ["20"], ["30"]]


def test_copy_paste_of_every_kind(book):
    book.put("A1:B1", [["=C1*2", "50%"]])
    book.put("C1", [[4]])
    source = area(0, 1, 0, 2)
    for place, kind in enumerate(["PASTE_NORMAL", "PASTE_VALUES", "PASTE_FORMAT", "PASTE_FORMULA"]):
        to = area(4 + place, 5 + place, 0, 2)
        book.batch({"copyPaste": {"source": source, "destination": to, "pasteType": kind}})
    assert book.get("A5:B8", valueRenderOption="FORMULA") == [
        ["=C5*2", 0.5], [8, 0.5], [], ["=C8*2", 0.5],
    ]  # fmt: skip
    assert book.get("B5:B8") == [["50%"], ["0.5"], [], ["0.5"]]
    assert "numberFormat" in book.cell("B7")["userEnteredFormat"]


def test_copies_fill_multiples_and_may_be_turned(book):
    book.put("A1:B1", [["a", "b"]])
    book.batch(
        {"copyPaste": {"source": area(0, 1, 0, 2), "destination": area(2, 4, 0, 4)}},
        {"copyPaste": {"source": area(0, 1, 0, 2), "destination": area(5, 6, 0, 1),
                       "pasteOrientation": "TRANSPOSE"}},
    )  # fmt: skip
    assert book.get("A3:D7") == [list("abab"), list("abab"), [], ["a"], ["b"]]


def test_a_row_is_copied_into_a_hidden_journal_before_it_is_written(book):
    book.put("A2:B2", [["Ana", "5/1/2026"]])
    properties = {"title": "Journal", "sheetId": 9, "hidden": True}
    cell = {"userEnteredValue": {"stringValue": "new"}}
    answer = book.batch(
        {"addSheet": {"properties": properties}},
        {"copyPaste": {"source": area(1, 2, 0, 8), "destination": area(0, 1, 1, 9, sheet=9)}},
        {"updateCells": {"start": {"sheetId": 0, "rowIndex": 1}, "rows": [{"values": [cell]}],
                         "fields": "userEnteredValue"}},
        includeSpreadsheetInResponse=True, responseRanges=["Journal!A1:I1"],
        responseIncludeGridData=True,
    )  # fmt: skip
    kept = answer["updatedSpreadsheet"]["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert [one.get("formattedValue") for one in kept] == [None, "Ana", "5/1/2026"]
    assert book.get("A2") == [["new"]]


def test_cut_cells_take_the_references_along(book):
    book.put("A1:B1", [[7, "=A1+1"]])
    to = {"sheetId": 0, "rowIndex": 3, "columnIndex": 3}
    book.batch(
        {"cutPaste": {"source": area(0, 1, 0, 1), "destination": to, "pasteType": "PASTE_NORMAL"}}
    )
    assert book.get("A1:D4", valueRenderOption="FORMULA") == [
        ["", "=D4+1"],
        [],
        [],
        ["", "", "", 7],
    ]


def test_ranges_of_cells_come_and_go(book):
    book.put("A1:B3", [["a", 1], ["b", 2], ["c", 3]])
    book.batch({"insertRange": {"range": area(1, 2, 0, 1), "shiftDimension": "ROWS"}})
    assert book.get("A1:B4") == [["a", "1"], ["", "2"], ["b", "3"], ["c"]]
    book.batch({"deleteRange": {"range": area(0, 2, 0, 1), "shiftDimension": "ROWS"}})
    assert book.get("A1:B3") == [["b", "1"], ["c", "2"], ["", "3"]]
    book.batch(
        {
            "pasteData": {
                "coordinate": {"sheetId": 0},
                "data": "x,7\ny,8",
                "delimiter": ",",
                "type": "PASTE_NORMAL",
            }
        }
    )
    assert book.get("A1:B3") == [["x", "7"], ["y", "8"], ["", "3"]]


def test_find_and_replace_types_what_it_writes(app, book):
    app.vary({"find_replace": "typed"})
    book.put("A1:A4", [["tok-1"], ["see tok-1"], ["TOK-1"], ['="tok-1"']])
    whole = {"find": "tok-1", "replacement": "5/1/2026", "matchEntireCell": True, "sheetId": 0}
    assert book.reply({"findReplace": whole | {"matchCase": True}}) == {
        "valuesChanged": 1, "rowsChanged": 1, "sheetsChanged": 1, "occurrencesChanged": 1,
    }  # fmt: skip
    assert book.get("A1:A4", valueRenderOption="UNFORMATTED_VALUE") == [
        [46143], ["see tok-1"], ["TOK-1"], ["tok-1"],
    ]  # fmt: skip
    assert book.get("A1") == [["5/1/2026"]]
    part = {"find": "T(O)K-(\\d)", "replacement": "$2$1", "searchByRegex": True, "allSheets": True}
    reply = book.reply({"findReplace": part | {"includeFormulas": True}})
    assert (reply["valuesChanged"], reply["formulasChanged"], reply["occurrencesChanged"]) == (
        2,
        1,
        3,
    )
    assert book.get("A2:A4") == [["see 1o"], ["1O"], ["1o"]]
    assert book.reply({"findReplace": whole}) == {}
