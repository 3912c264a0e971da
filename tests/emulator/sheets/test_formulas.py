"""Formulas: worked out, shifted, copied, and never run as code."""

import pytest

CASES = [
    ("=A1+A2*2", "5"),
    ("=(A1+A2)*2", "6"),
    ("=-A2^2", "4"),
    ("=2^-1", "0.5"),
    ("=SUM(A1:A3)", "6"),
    ("=SUM(A:A)", "6"),
    ("=AVERAGE(A1:A3)", "2"),
    ("=MEDIAN(A1:A3,10)", "2.5"),
    ("=MIN(A1:A3)&\"/\"&MAX(A1:A3)", "1/3"),
    ("=COUNT(A1:B3)", "3"),
    ("=COUNTA(A1:B3)", "5"),
    ("=COUNTIF(A1:A3,\">=2\")", "2"),
    ("=SUMIF(B1:B3,\"x\",A1:A3)", "1"),
    ("=IF(A1>A2,\"more\",\"less\")", "less"),
    ("=IF(B1=\"X\",1,2)", "1"),
    ("=IFERROR(1/0,\"none\")", "none"),
    ("=1/0", "#DIV/0!"),
    ("=A1+B1", "#VALUE!"),
    ("=NOSUCH(1)", "#NAME?"),
    ("=IMPORTXML(\"http://x\",\"//a\")", "#NAME?"),
    ("=(1+2", "#ERROR!"),
    ("=Nowhere!A1", "#REF!"),
    ("=HYPERLINK(\"http://x.org\",\"here\")", "here"),
    ("=CONCATENATE(B1,\"-\",A1)", "x-1"),
    ("=TODAY()", "3/2/2026"),
    ("=NOW()", "3/2/2026 9:30:00"),
    ("=TODAY()+1", "3/3/2026"),
    ("=TEXT(0.5,\"0%\")", "50%"),
    ("=D9", "#REF!"),
]  # fmt: skip


@pytest.fixture
def numbers(book):
    book.put("A1:B3", [[1, "x"], [2, "y"], [3, None]])
    book.put("D9", [["=D9+1"]])
    return book


@pytest.mark.parametrize("formula, shown", CASES)
def test_formulas_are_worked_out(numbers, formula, shown):
    numbers.put("D1", [[formula]])
    assert numbers.get("D1") == [[shown]]
    assert numbers.get("D1", valueRenderOption="FORMULA") == [[formula]]


def test_references_follow_inserted_deleted_and_moved_rows(numbers):
    numbers.put("E1", [["=SUM($A$1:A3)+A2"]])
    numbers.put("E5", [["=A3"]])
    rows = {"sheetId": 0, "dimension": "ROWS"}
    numbers.batch(
        {"insertDimension": {"range": {**rows, "startIndex": 1, "endIndex": 3}}},
        {"insertDimension": {"range": {**rows, "startIndex": 0, "endIndex": 1}}},
    )
    assert numbers.get("E2", valueRenderOption="FORMULA") == [["=SUM($A$2:A6)+A5"]]
    numbers.batch({"deleteDimension": {"range": {**rows, "startIndex": 5, "endIndex": 6}}})
    assert numbers.get("E2:E7", valueRenderOption="FORMULA") == [
        ["=SUM($A$2:A5)+A5"], [], [], [], [], ["=#REF!"],
    ]  # fmt: skip


def test_a_renamed_sheet_is_renamed_in_formulas(numbers):
    numbers.put("E1", [["=Sheet1!A2*10"]])
    properties = {"sheetId": 0, "title": "Sheet's two"}
    numbers.batch({"updateSheetProperties": {"properties": properties, "fields": "title"}})
    assert numbers.get("'Sheet''s two'!E1", valueRenderOption="FORMULA") == [
        ["='Sheet''s two'!A2*10"]
    ]
    assert numbers.get("'Sheet''s two'!E1") == [["20"]]


def test_errors_say_their_kind_in_grid_data(numbers):
    numbers.put("D1", [["=1/0"]])
    assert numbers.cell("D1")["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"
    assert numbers.cell("D1")["userEnteredValue"] == {"formulaValue": "=1/0"}
