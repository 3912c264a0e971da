"""What is painted over a thousand rows at once is as if each cell had been painted alone."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.app import create_app

from .conftest import Workbook, area, lines

ROWS, COLUMNS = 70, 5
LOW = 20  # so few rows are painted cell by cell

# Steps delete one row each, so that these rows are always there.
rows, columns = st.integers(0, ROWS - 10), st.integers(0, COLUMNS - 1)
looks = st.sampled_from(["bold", "italic", "rule", "no rule", "plain"])
paints = st.tuples(st.just("paint"), looks, rows, rows, columns, columns)
others = st.tuples(
    st.sampled_from(["type", "insert", "delete", "move", "sort", "down", "up", "copy", "cut"]),
    st.sampled_from(["ROWS", "COLUMNS"]),
    rows,
    rows,
    columns,
    columns,
)


def painted(look, top, bottom, left, right):
    where = area(top, bottom, left, right)
    if look in ("rule", "no rule"):
        rule = {"rule": {"condition": {"type": "BOOLEAN"}}} if look == "rule" else {}
        return {"setDataValidation": {"range": where, **rule}}
    form = {} if look == "plain" else {"textFormat": {look: True}}
    fields = "userEnteredFormat" if look == "plain" else f"userEnteredFormat.textFormat.{look}"
    return {"repeatCell": {"range": where, "cell": {"userEnteredFormat": form}, "fields": fields}}


def requests(kind, what, top, bottom, left, right, strips):
    """The requests of one step; with `strips`, tall ones are cut up."""
    top, bottom, left, right = min(top, bottom), max(top, bottom) + 1, min(left, right), max(
        left, right) + 1  # fmt: skip
    start, end = (top, bottom) if what == "ROWS" else (left, right)
    where = area(top, bottom, left, right)
    if kind == "paint":
        height = LOW if strips else bottom - top
        for first in range(top, bottom, height):
            yield painted(what, first, min(first + height, bottom), left, right)
    elif kind == "type":
        typed = {"userEnteredValue": {"numberValue": top}}
        yield {"repeatCell": {"range": area(top, top + 1, left, right), "cell": typed,
            "fields": "userEnteredValue"}}  # fmt: skip
    elif kind == "insert":
        inherit = {"inheritFromBefore": start > 0}
        yield {"insertDimension": {"range": lines(what, start, start + 2), **inherit}}
    elif kind == "delete":
        yield {"deleteDimension": {"range": lines(what, start, start + 1)}}
    elif kind == "move":
        yield {"moveDimension": {"source": lines(what, start, end), "destinationIndex": 0}}
    elif kind == "sort":
        yield {"sortRange": {"range": where, "sortSpecs": [{"dimensionIndex": left}]}}
    elif kind in ("down", "up"):
        request = "insertRange" if kind == "down" else "deleteRange"
        yield {request: {"range": where, "shiftDimension": what}}
    elif kind == "copy":
        yield {"copyPaste": {"source": where, "destination": area(0, 1, 0, 1)}}
    else:
        yield {"cutPaste": {"source": where, "destination": {"rowIndex": 0, "columnIndex": 0}}}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(paints, others), min_size=2, max_size=8))
def test_a_tall_paint_is_as_many_low_ones(steps):
    tall, low = Workbook(create_app()), Workbook(create_app())
    for book in (tall, low):
        resized = {"gridProperties": {"rowCount": ROWS, "columnCount": COLUMNS}}
        book.batch({"updateSheetProperties": {"properties": resized,
            "fields": "gridProperties(rowCount,columnCount)"}})  # fmt: skip
    for step in steps:
        sentences = [outcome(book, step, book is low) for book in (tall, low)]
        assert sentences[0] == sentences[1]
    shown = [book.sheet(includeGridData=True) for book in (tall, low)]
    assert shown[0] == shown[1]


def outcome(book, step, strips):
    """What is said when a step is refused, whichever strip of the range it names."""
    from googleapiclient.errors import HttpError

    try:
        book.batch(*requests(*step, strips))
    except HttpError as error:
        return re.sub(r"![A-Z0-9:]+", "", error.reason)
    return ""
