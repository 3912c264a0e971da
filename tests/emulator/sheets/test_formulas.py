"""Formulas: worked out, shifted, copied, and never run as code."""

import time

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
    ("=NA()", "#N/A"),
    ("=IF(A1=2,C1,NA())", "#N/A"),
    ("=IFNA(NA(),\"none\")", "none"),
    ("=ISNA(NA())&ISERR(NA())&ISERROR(1/0)", "TRUEFALSETRUE"),
    ("=IF(OR(A1=\"\",A2=2),NA(),1)", "#N/A"),
    ("=IF(AND(C1=\"\",NOT(A1>2)),\"both\",0)", "both"),
    ("=ISBLANK(C1)&ISNUMBER(A1)&ISTEXT(B1)", "TRUETRUETRUE"),
    ("=IFS(A1>1,\"a\",A2>1,\"b\")", "b"),
    ("=ROUND(1.005,2)&\" \"&ROUND(-2.5)&\" \"&ROUNDUP(1.2)&\" \"&ROUNDDOWN(-1.9)", "1.01 -3 2 -1"),
    ("=ABS(-3)&SQRT(9)&POWER(2,3)", "338"),
    ("=DATE(2026,3,2)", "3/2/2026"),
    ("=YEAR(TODAY())&\"/\"&MONTH(TODAY())&\"/\"&DAY(TODAY())&\"/\"&WEEKDAY(TODAY())", "2026/3/2/2"),
    ("=TEXT(TODAY(),\"yyyy-mm-dd\")&TEXT(\"x\",\"0\")", "2026-03-02x"),
    ("=COUNTIFS(A1:A3,\">1\",B1:B3,\"y\")", "1"),
    ("=SUMIFS(A1:A3,A1:A3,\">1\")", "5"),
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


def test_gaps_of_a_chart_are_errors_that_do_not_spread(numbers):
    """Three blocks for each of two hundred rows, across two sheets, as a progress sheet has."""
    added = {"title": "Chart data", "gridProperties": {"rowCount": 210, "columnCount": 40}}
    numbers.batch({"addSheet": {"properties": added}})
    numbers.put("'Chart data'!B1:B4", [["x"], [1], [9], [46000]])
    lines = [
        [f"=IF(Sheet1!A{row}=\"\",\"\",Sheet1!A{row})"]
        + [
            f"=IF(Sheet1!$B{row}=B$1,Sheet1!$A{row},NA())",
            f'=IF(OR($A{row + 5}="",B$2=""),NA(),B$2)',
            f"=IF($A{row + 5}=\"\",NA(),B$2+(B$3-B$2)*($A{row + 5}-1)/(B$4-1))",
        ] * 3
        for row in range(1, 201)
    ]  # fmt: skip
    numbers.batch({"updateSheetProperties": {"fields": "gridProperties.rowCount", "properties": {
        "gridProperties": {"rowCount": 210}}}})  # fmt: skip
    numbers.put("'Chart data'!A6", lines)
    began = time.process_time()
    shown = numbers.get("'Chart data'!A6:J205")
    assert time.process_time() - began < 1
    assert shown[0] == ["1", *["1", "1", "1"] * 3]
    assert shown[1][:3] == ["2", "#N/A", "1"]
    assert shown[9] == ["", *["#N/A"] * 9]
    data = numbers.sheet(ranges="'Chart data'!B7", includeGridData=True)["data"][0]
    assert data["rowData"][0]["values"][0]["effectiveValue"] == {"errorValue": {"type": "N_A"}}
