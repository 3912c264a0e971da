"""Rows and columns that come, go and move, with all that points at them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.app import create_app
from emulator.sheets.shift import Change

from .conftest import Workbook, area, lines


def change(rows, kind, first, second):
    """One random change of a sheet of `rows` rows: (request, the same on a list), or None."""
    start, other = first % rows, second % (rows + 1)
    if kind == "insert":
        count = 1 + second % 3
        request = {"insertDimension": {"range": lines("ROWS", start, start + count)}}
        return request, lambda held: held[:start] + [None] * count + held[start:]
    end = min(rows, start + 1 + second % 3)
    if kind == "delete":
        if end - start >= rows:
            return None
        request = {"deleteDimension": {"range": lines("ROWS", start, end)}}
        return request, lambda held: held[:start] + held[end:]
    if start <= other < end:
        return None
    request = {"moveDimension": {"source": lines("ROWS", start, end), "destinationIndex": other}}

    def move(held):
        rest = held[:start] + held[end:]
        to = other if other <= start else other - (end - start)
        return rest[:to] + held[start:end] + rest[to:]

    return request, move


KINDS = st.sampled_from(["insert", "delete", "move"])
CHANGES = st.lists(
    st.tuples(KINDS, st.integers(0, 40), st.integers(0, 40)),
    min_size=1,
    max_size=6,
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(CHANGES)
def test_rows_keep_their_cells_metadata_and_formulas_through_any_change(changes):
    book = Workbook(create_app())
    held = list(range(8)) + [None] * 12
    book.put("A1:A8", [[n] for n in range(8)])
    book.batch(*[attach(n, f"row {n}") for n in range(8)])
    book.put("H20", [["=A4"]])
    held[19] = "formula"
    for kind, first, second in changes:
        step = change(len(held), kind, first, second)
        if step is None:
            continue
        book.batch(step[0])
        held = step[1](held)
    shown = book.get("A1:A99")
    values = [int(row[0]) if row else None for row in shown]
    assert values == trimmed([n if n != "formula" else None for n in held])
    found = search(book, {"metadataKey": "row"})
    places = {one["metadataValue"]: place(one) for one in found}
    assert places == {f"row {n}": held.index(n) for n in held if isinstance(n, int)}
    if "formula" in held:
        where = held.index("formula") + 1
        expected = str(3) if 3 in held else "#REF!"
        assert book.get(f"H{where}") == [[expected]]


def trimmed(values):
    while values and values[-1] is None:
        values.pop()
    return values


def attach(row, value, **own):
    location = {"dimensionRange": lines("ROWS", row, row + 1)}
    metadata = {"metadataKey": "row", "metadataValue": value, "visibility": "DOCUMENT"}
    created = metadata | own | {"location": location}
    return {"createDeveloperMetadata": {"developerMetadata": created}}


def search(book, look_up):
    body = {"dataFilters": [{"developerMetadataLookup": look_up}]}
    found = book.api.developerMetadata().search(spreadsheetId=book.id, body=body).execute()
    return [one["developerMetadata"] for one in found.get("matchedDeveloperMetadata", [])]


def place(metadata):
    return metadata["location"]["dimensionRange"]["startIndex"]


@given(
    KINDS,
    st.integers(0, 9), st.integers(1, 4), st.integers(0, 10), st.integers(0, 8), st.integers(1, 4),
)  # fmt: skip
def test_a_span_is_where_its_lines_are(kind, start, count, to, first, size):
    """Every line of a span stays inside it; a move may take in no more than it must."""
    if kind == "move" and start <= to < start + count:
        return
    counted = -count if kind == "delete" else count
    one = Change(0, "ROWS", start, counted, to if kind == "move" else None)
    span = one.span(first, first + size)
    there = [one.index(index) for index in range(first, first + size)]
    kept = [index for index in there if index is not None]
    if span is None:
        assert not kept
    elif kind != "move":
        assert (span[0], span[1] - 1) == (min(kept), max(kept))
    else:
        inside = start <= first and first + size <= start + count
        still = [i for i in range(first, first + size) if inside or not start <= i < start + count]
        assert all(span[0] <= one.index(index) < span[1] for index in still)
        if size == 1:
            assert span == (there[0], there[0] + 1)


def test_named_ranges_follow_and_die_quietly(book):
    book.put("A3", [["x"]])
    named = {"namedRangeId": "fence", "name": "Epoch_1", "range": area(2, 3, 0, 1)}
    assert book.reply({"addNamedRange": {"namedRange": named}})["namedRange"] == {
        "namedRangeId": "fence",
        "name": "Epoch_1",
        "range": {"startRowIndex": 2, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 1},
    }
    book.batch({"insertDimension": {"range": lines("ROWS", 0, 2)}})
    assert book.get("Epoch_1") == [["x"]]
    book.batch({"deleteDimension": {"range": lines("ROWS", 4, 5)}})
    assert "namedRanges" not in book.show()
    again = {"addNamedRange": {"namedRange": named | {"namedRangeId": "other"}}}
    assert book.refusal(again) == (
        "Invalid requests[0].addNamedRange: Cannot add named range with name Epoch_1, a named "
        "range with that name already exists."
    )
    book.batch({"deleteNamedRange": {"namedRangeId": "fence"}}, again)
    assert book.show()["namedRanges"][0]["namedRangeId"] == "other"


def test_a_batch_built_on_an_older_fence_is_refused_as_a_whole(book):
    written = {"updateCells": {"start": {"sheetId": 0}, "fields": "*", "rows": [
        {"values": [{"userEnteredValue": {"stringValue": "late"}}]}]}}  # fmt: skip
    sentence = book.refusal(written, {"deleteNamedRange": {"namedRangeId": "gone"}})
    assert sentence == "Invalid requests[1].deleteNamedRange: No NamedRange with id: gone"
    assert book.get("Sheet1") == []


def test_metadata_ids_are_the_clients_own(book):
    book.batch(attach(1, "a", metadataId=77))
    assert book.refusal(attach(2, "b", metadataId=77)).startswith(
        "Invalid requests[0].createDeveloperMetadata: Cannot add developer metadata with ID [77]"
    )
    got = book.api.developerMetadata().get(spreadsheetId=book.id, metadataId=77).execute()
    assert place(got) == 1
    look_up = {"developerMetadataLookup": {"metadataId": 77}}
    new = {"metadataValue": "z", "location": {"dimensionRange": lines("COLUMNS", 2, 3)}}
    asked = {"dataFilters": [look_up], "developerMetadata": new}
    asked["fields"] = "metadataValue,location"
    updated = book.reply({"updateDeveloperMetadata": asked})
    assert updated["developerMetadata"][0]["location"]["locationType"] == "COLUMN"
    data = book.sheet(includeGridData=True)["data"][0]
    assert data["columnMetadata"][2]["developerMetadata"][0]["metadataValue"] == "z"
    gone = book.reply({"deleteDeveloperMetadata": {"dataFilter": look_up}})
    assert gone["deletedDeveloperMetadata"][0]["metadataId"] == 77
    assert search(book, {"metadataKey": "row"}) == []


def test_metadata_of_sheets_and_spreadsheets(book):
    own = {"metadataKey": "k", "visibility": "PROJECT"}
    locations = [{"spreadsheet": True}, {"sheetId": 0}]
    book.batch(*[
        {"createDeveloperMetadata": {"developerMetadata": own | {"location": one}}}
        for one in locations
    ])  # fmt: skip
    shown = book.show()
    assert shown["developerMetadata"][0]["location"] == {
        "locationType": "SPREADSHEET", "spreadsheet": True,
    }  # fmt: skip
    assert shown["sheets"][0]["developerMetadata"][0]["location"]["locationType"] == "SHEET"
    assert len(search(book, {"locationType": "SHEET"})) == 1


def test_a_sort_moves_cells_not_rows(book):
    book.put("A1:B4", [["b", 2], ["a", 1], [None, 9], ["B", 3]])
    book.batch(attach(0, "first"))
    book.batch({"sortRange": {"range": area(0, 4, 0, 2), "sortSpecs": [
        {"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}})  # fmt: skip
    assert book.get("A1:B4") == [["a", "1"], ["b", "2"], ["B", "3"], ["", "9"]]
    assert place(search(book, {"metadataKey": "row"})[0]) == 0


def test_numbers_sort_before_texts_before_truths_and_blanks_last(book):
    book.put("A1:A7", [["true"], ["b"], ["=1/0"], [""], [10], ["A"], [9]])
    for order, expected in (
        ("ASCENDING", ["9", "10", "A", "b", "TRUE", "#DIV/0!"]),
        ("DESCENDING", ["#DIV/0!", "TRUE", "b", "A", "10", "9"]),
    ):
        specs = [{"dimensionIndex": 0, "sortOrder": order}]
        book.batch({"sortRange": {"range": area(0, 7, 0, 1), "sortSpecs": specs}})
        assert [row[0] for row in book.get("A1:A7")] == expected


def test_new_rows_look_like_their_neighbour(book):
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}, "note": "n"}
    rows = [{"values": [bold]}]
    book.batch({"updateCells": {"start": {"sheetId": 0}, "rows": rows, "fields": "*"}})
    book.batch({"insertDimension": {"range": lines("ROWS", 1, 3), "inheritFromBefore": True}})
    assert book.cell("A3")["userEnteredFormat"]["textFormat"]["bold"] is True
    assert "note" not in book.cell("A3")
    assert book.cell("A4") == {}


def test_what_cannot_be_done_to_rows_is_refused(book):
    start = {"source": lines("ROWS", 1, 2)}
    for request, sentence in (
        ({"moveDimension": {**start, "destinationIndex": 1}},
         "destinationIndex[1] must be outside the requested range[1-2]"),
        ({"moveDimension": {**start, "destinationIndex": 21}},
         "destinationIndex[21] is after last row[20]"),
        ({"deleteDimension": {"range": lines("ROWS", 0, 20)}},
         "You can't delete all the rows on the sheet."),
        ({"deleteDimension": {"range": lines("ROWS", 20, 21)}},
         "Cannot delete a row that doesn't exist. Tried to delete row index 20 but there are "
         "only 20 rows."),
        ({"deleteDimension": {"range": lines("ROWS", 0, 1, sheet=5)}}, "No grid with id: 5"),
        ({"updateDimensionProperties": {"range": lines("ROWS", 0, 1), "properties": {}}},
         "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"),
    ):  # fmt: skip
        kind = next(iter(request))
        assert book.refusal(request) == f"Invalid requests[0].{kind}: {sentence}"


def test_merges_protections_filters_and_groups_follow(book):
    grid = area(4, 6, 0, 2)
    book.batch(
        {"mergeCells": {"range": grid, "mergeType": "MERGE_ALL"}},
        {"addProtectedRange": {"protectedRange": {"range": grid, "warningOnly": True}}},
        {"setBasicFilter": {"filter": {"range": grid}}},
        {"addDimensionGroup": {"range": lines("ROWS", 4, 6)}},
        {"addBanding": {"bandedRange": {"range": grid, "rowProperties": {}}}},
        {"insertDimension": {"range": lines("ROWS", 0, 3)}},
    )
    sheet = book.sheet()
    starts = [
        sheet["merges"][0], sheet["protectedRanges"][0]["range"], sheet["basicFilter"]["range"],
        sheet["bandedRanges"][0]["range"],
    ]  # fmt: skip
    assert {one["startRowIndex"] for one in starts} == {7}
    assert sheet["rowGroups"][0]["range"]["startIndex"] == 7
    book.batch({"deleteDimension": {"range": lines("ROWS", 6, 10)}})
    assert not {"merges", "protectedRanges", "basicFilter", "bandedRanges"} & book.sheet().keys()
