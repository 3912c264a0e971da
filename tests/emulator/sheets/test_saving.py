"""With `--data`, a spreadsheet is saved by stretches of rows, and only what has changed."""

import tempfile

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.app import create_app
from tests.emulator.clients import ANA

from .conftest import Workbook, lines

steps = st.tuples(
    st.sampled_from(["type", "clear", "insert", "delete", "move", "sheet", "drop", "copy"]),
    st.integers(0, 150),
    st.integers(0, 150),
)


def carry_out(book, kind, first, second):
    sheets = book.show(fields="sheets.properties")["sheets"]
    here = sheets[first % len(sheets)]["properties"]
    rows, own = here["gridProperties"]["rowCount"], here.get("sheetId", 0)
    row = first % rows
    some = lines("ROWS", row, min(rows, row + 1 + second % 70), own)
    if kind == "type":
        book.put(f"'{here['title']}'!A{row + 1}", [[first, second], ["", "x"]][: rows - row])
    elif kind == "clear":
        place = f"'{here['title']}'!A{row + 1}:Z{row + 1 + second}"
        book.api.values().clear(spreadsheetId=book.id, range=place).execute()
    elif kind == "insert":
        book.batch({"insertDimension": {"range": some}})
    elif kind == "delete" and some["endIndex"] - row < rows:
        book.batch({"deleteDimension": {"range": some}})
    elif kind == "move":
        book.batch({"moveDimension": {"source": lines("ROWS", row, row + 1, own),
            "destinationIndex": rows}})  # fmt: skip
    elif kind == "sheet":
        book.batch({"addSheet": {"properties": {"gridProperties": {"rowCount": 1 + second}}}})
    elif kind == "drop" and len(sheets) > 1:
        book.batch({"deleteSheet": {"sheetId": own}})
    elif kind == "copy":
        book.batch({"duplicateSheet": {"sourceSheetId": own}})


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(steps, max_size=6), min_size=2, max_size=3))
def test_what_is_opened_again_is_what_was_left(sittings):
    with tempfile.TemporaryDirectory() as folder:
        book_id, left = None, None
        for sitting in sittings:
            app = create_app(data=folder)
            book = Workbook(app, ANA, book_id)
            if left is not None:
                assert book.show(includeGridData=True) == left
            for step in sitting:
                carry_out(book, *step)
            book_id, left = book.id, book.show(includeGridData=True)
            app.workspace.database.close()


def test_one_cell_of_many_is_one_stretch_of_rows(tmp_path):
    app = create_app(data=tmp_path)
    book = Workbook(app)
    grid = {"rowCount": 3000, "columnCount": 20}
    added = book.reply({"addSheet": {"properties": {"title": "Long", "gridProperties": grid}}})
    assert added["properties"]["title"] == "Long"
    book.put("Long!A1:T3000", [[f"{row} {column}" for column in range(20)] for row in range(3000)])
    written = []
    app.workspace.database.connection.set_trace_callback(written.append)
    book.put("Long!K1500", [["x"]])
    stretches = [one for one in written if "'sheets'" in one]
    assert len(stretches) == 2  # the head and sixty-four rows
    assert sum(map(len, stretches)) < 100_000
