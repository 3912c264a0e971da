"""Where nobody could tell how Google behaves: named ranges, metadata, appending, replacing."""

import json

import pytest
from googleapiclient.errors import HttpError

from emulator.app import create_app
from tests.emulator.clients import ANA, service


@pytest.fixture
def app():
    return create_app(seed=3, check=True, variants={})


def status(request):
    """The status with which a request is refused."""
    with pytest.raises(HttpError) as caught:
        request.execute()
    assert json.loads(caught.value.content)["error"]["message"]
    return caught.value.resp.status


class Book:
    """A spreadsheet of one small sheet, through Google's own client."""

    def __init__(self, app):
        self.api = service(app, ANA, "sheets", "v4").spreadsheets()
        grid = {"rowCount": 8, "columnCount": 4}
        sheet = {"properties": {"sheetId": 0, "title": "S", "gridProperties": grid}}
        self.id = self.api.create(body={"sheets": [sheet]}).execute()["spreadsheetId"]

    def batch(self, *requests):
        return self.api.batchUpdate(spreadsheetId=self.id, body={"requests": list(requests)})

    def type(self, where, rows):
        self.api.values().update(
            spreadsheetId=self.id, range=where, valueInputOption="RAW", body={"values": rows}
        ).execute()

    def read(self, where, **options):
        got = self.api.values().get(spreadsheetId=self.id, range=where, **options).execute()
        return got.get("values", [])


@pytest.fixture
def book(app):
    return Book(app)


def fence(own_id):
    corner = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1,
              "startColumnIndex": 0, "endColumnIndex": 1}  # fmt: skip
    named = {"name": "Fence", "range": corner} | ({"namedRangeId": own_id} if own_id else {})
    return {"addNamedRange": {"namedRange": named}}


def test_named_range_ids(app, book):
    app.vary({"named_range_ids": "refused"})
    assert status(book.batch(fence("mine_1"))) == 400
    made = book.batch(fence("")).execute()["replies"][0]["addNamedRange"]["namedRange"]
    assert made["namedRangeId"]
    named = [{"namedRangeId": "mine_2", "name": "A", "range": {}}]
    assert status(book.api.create(body={"namedRanges": named})) == 400
    app.vary({"named_range_ids": "any"})
    book.api.create(body={"namedRanges": named}).execute()
    gone = {"deleteNamedRange": {"namedRangeId": made["namedRangeId"]}}
    assert book.batch(gone, fence("mine_1")).execute()
    assert status(book.batch(fence("mine_1"))) == 400  # an id that exists, by document


def test_missing_named_range(app, book):
    gone = {"deleteNamedRange": {"namedRangeId": "never"}}
    assert status(book.batch(gone, fence("one"))) == 400
    app.vary({"missing_named_range": "tolerated"})
    assert book.batch(gone, fence("one")).execute()["replies"][0] == {}
    there = {"deleteNamedRange": {"namedRangeId": "one"}}
    book.batch(there).execute()
    assert "namedRanges" not in book.api.get(spreadsheetId=book.id).execute()
    change = {"namedRange": {"namedRangeId": "never", "name": "X"}, "fields": "name"}
    assert status(book.batch({"updateNamedRange": change})) == 400


def test_missing_metadata(app, book):
    here = {"dataFilters": [{"developerMetadataLookup": {"metadataId": 7}}]}
    values, sheet_id = book.api.values(), book.id
    data = {"dataFilter": here["dataFilters"][0], "values": [["x"]]}
    asked = [
        values.batchGetByDataFilter(spreadsheetId=sheet_id, body=here),
        values.batchClearByDataFilter(spreadsheetId=sheet_id, body=here),
        values.batchUpdateByDataFilter(
            spreadsheetId=sheet_id, body={"valueInputOption": "RAW", "data": [data]}
        ),
        book.api.getByDataFilter(spreadsheetId=sheet_id, body=here),
    ]
    for request in asked:
        request.execute()
    app.vary({"missing_metadata": "error"})
    assert [status(request) for request in asked] == [400] * 4
    search = book.api.developerMetadata().search(spreadsheetId=sheet_id, body=here)
    assert search.execute() == {}
    column = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    own = {"metadataId": 7, "metadataKey": "k", "visibility": "DOCUMENT",
           "location": {"dimensionRange": column}}  # fmt: skip
    book.batch({"createDeveloperMetadata": {"developerMetadata": own}}).execute()
    for request in asked:
        request.execute()
    assert book.read("B1") == [["x"]]


def test_append_below(app, book):
    book.type("A1:A2", [["Name"], ["Ana"]])
    rows = [{"values": [{"userEnteredValue": {"stringValue": "Ben"}}]}]
    append = {"appendCells": {"sheetId": 0, "rows": rows, "fields": "userEnteredValue"}}
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    where = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 5,
             "startColumnIndex": 1, "endColumnIndex": 2}  # fmt: skip
    painted = {"repeatCell": {"range": where, "cell": bold, "fields": "userEnteredFormat"}}
    book.batch(painted, append).execute()
    assert book.read("A1:A8") == [["Name"], ["Ana"], ["Ben"]]
    app.vary({"append_below": "formats"})
    book.batch(append).execute()
    assert book.read("A6") == [["Ben"]]


def test_append_below_a_column_that_is_formatted_to_its_end(app):
    api = service(app, ANA, "sheets", "v4").spreadsheets()
    book_id = api.create(body={}).execute()["spreadsheetId"]
    column = {"sheetId": 0, "startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Yes"}]}}
    rows = [{"values": [{"userEnteredValue": {"stringValue": "Yes"}}]}]
    requests = [
        {"setDataValidation": {"range": column, "rule": rule}},
        {"appendCells": {"sheetId": 0, "rows": rows, "fields": "userEnteredValue"}},
    ]
    app.vary({"append_below": "formats"})
    api.batchUpdate(spreadsheetId=book_id, body={"requests": requests}).execute()
    got = api.values().get(spreadsheetId=book_id, range="A1001").execute()
    assert got["values"] == [["Yes"]]


@pytest.mark.parametrize(("variant", "stands"), [("text", "2026-10-05"), ("typed", 46300)])
def test_find_replace(app, book, variant, stands):
    app.vary({"find_replace": variant})
    book.type("A1:A2", [["… token"], ["x"]])
    replace = {"find": "… token", "replacement": "2026-10-05", "matchEntireCell": True,
               "sheetId": 0}  # fmt: skip
    book.batch({"findReplace": replace}).execute()
    assert book.read("A1", valueRenderOption="UNFORMATTED_VALUE") == [[stands]]
