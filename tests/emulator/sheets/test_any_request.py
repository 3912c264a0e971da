"""Any request that the discovery document allows is carried out, or refused as Google refuses.

Requests are made up from the schema. Whatever comes back: it is 200, or a 400 that says
where; a refused batch changes nothing; every answer is held against its schema.
"""

import json
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from emulator.app import create_app
from emulator.discovery import document
from emulator.sheets.batch.kinds import KINDS
from tests.emulator.clients import ask

from .conftest import Workbook, area, lines

SCHEMAS = document("sheets", "v4")["schemas"]
TEXTS = ["a", "Sheet1", "=A1+1", "5", "A1:B2", "x y", "", "1/2/2026", "=SUM(A1:A9)", "Name1", "$1"]
NUMBERS = [0, 0, 1, 2, 3, 4, 5, 7, 9]
MASKED = {
    "appendCells": "CellData", "repeatCell": "CellData", "updateBanding": "BandedRange",
    "updateCells": "CellData", "updateDeveloperMetadata": "DeveloperMetadata",
    "updateDimensionGroup": "DimensionGroup", "updateDimensionProperties": "DimensionProperties",
    "updateEmbeddedObjectPosition": "OverlayPosition", "updateFilterView": "FilterView",
    "updateNamedRange": "NamedRange", "updateProtectedRange": "ProtectedRange",
    "updateSheetProperties": "SheetProperties", "updateTable": "Table",
    "updateSpreadsheetProperties": "SpreadsheetProperties",
}  # fmt: skip


class Maker:
    """Makes JSON for a schema, with small numbers and texts that mean something."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def request(self, kind):
        body = self.value(SCHEMAS["Request"]["properties"][kind])
        if kind in MASKED:
            names = list(SCHEMAS[MASKED[kind]]["properties"])
            some = self.random.sample(names, min(len(names), self.random.randint(1, 3)))
            body["fields"] = self.random.choice(["*", ",".join(some)])
        return {kind: body}

    def span(self, limit):
        return sorted(self.random.sample(range(limit), 2))

    def value(self, schema, depth=0):
        random, name = self.random, schema.get("$ref")
        if name == "GridRange":
            grid = area(*self.span(10), *self.span(7), sheet=random.choice([0, 0, 0, 5]))
            return {key: bound for key, bound in grid.items() if random.random() > 0.08}
        if name == "DimensionRange":
            return lines(random.choice(["ROWS", "COLUMNS"]), *self.span(7))
        if name:
            known = SCHEMAS[name].get("properties", {}) if depth < 7 else {}
            share = 0.75 if depth < 2 else 0.3
            chosen = [key for key in known if random.random() < share]
            return {key: self.value(known[key], depth + 1) for key in chosen}
        kind = schema.get("type")
        if kind == "array":
            return [self.value(schema["items"], depth + 1) for _ in range(random.randint(0, 3))]
        if kind == "object":
            return {"1": self.value(schema["additionalProperties"], depth + 1)}
        if kind == "string" and "enum" in schema:
            return random.choice(schema["enum"])
        if kind == "string":
            return random.choice(TEXTS) if "format" not in schema else "1"
        choices = {"integer": NUMBERS, "number": [0, 0.5, 1, -3.25], "boolean": [True, False]}
        return random.choice(choices.get(kind, [1, "a", True]))


@settings(max_examples=25, deadline=None)
@example(  # a slicer's own column is no place in the grid
    [
        *("addBanding", "updateBorders", "deleteBanding", "updateSheetProperties"),
        *("addSlicer", "addChart", "moveDimension"),
    ],
    114657,
)
@given(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=12), st.integers(0, 10**6))
def test_any_request_is_carried_out_or_refused_with_nothing_changed(kinds, seed):
    book = Workbook(create_app(check=True))
    make = Maker(Random(seed))
    book.put("A1", [["a", 1, "=A1"], ["b", "2/3/2026", "=SUM(B1:B2)"], [True, 0.5, "http://x.org"]])
    url = f"/v4/spreadsheets/{book.id}"
    before = ask(book.app, "GET", url + "?includeGridData=true")
    for kind in kinds:
        request = make.request(kind)
        status, answer = ask(book.app, "POST", url + ":batchUpdate", {"requests": [request]})
        after = ask(book.app, "GET", url + "?includeGridData=true")
        assert after[0] == 200, (json.dumps(request), after)
        if status != 200:
            assert status == 400, (json.dumps(request), answer)
            assert answer["error"]["message"]
            assert after == before, json.dumps(request)
        before = after
