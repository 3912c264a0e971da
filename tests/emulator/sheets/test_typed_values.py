"""Typed text in, shown text out."""

import pytest

TYPED = [
    ("42", 42, "42"),
    ("0042", 42, "42"),
    ("3_1_0", "3_1_0", "3_1_0"),
    ("2,000,000.01", 2000000.01, "2,000,000.01"),
    ("3.00", 3, "3"),
    (".5", 0.5, "0.5"),
    ("-1.5", -1.5, "-1.5"),
    ("50%", 0.5, "50%"),
    ("12.5%", 0.125, "12.50%"),
    ("$1,234.50", 1234.5, "$1,234.50"),
    ("1e5", 100000, "1.00E+05"),
    ("2026-09-27", 46292, "2026-09-27"),
    ("9/27/2026", 46292, "9/27/2026"),
    ("2026-09-27 09:05", 46292.37847222222, "2026-09-27 9:05:00"),
    ("Jan 5, 2024", 45296, "Jan 5, 2024"),
    ("5-Jan-2024", 45296, "5-Jan-2024"),
    ("3/9", 46090, "3/9"),
    ("9:05", 0.3784722222222222, "9:05"),
    ("9:05 PM", 0.8784722222222222, "9:05 PM"),
    ("25:00:00", 1.0416666666666667, "25:00:00"),
    ("TRUE", True, "TRUE"),
    ("false", False, "FALSE"),
    ("'007", "007", "007"),
    ("31/1/2026", "31/1/2026", "31/1/2026"),
    ("C-0142", "C-0142", "C-0142"),
    ("2020-01-01T10:00:00Z", "2020-01-01T10:00:00Z", "2020-01-01T10:00:00Z"),
    ("1.2.3", "1.2.3", "1.2.3"),
    ("= 1 / 1024", 0.0009765625, "0.0009765625"),
    ("=1/3", 0.3333333333333333, "0.3333333333"),
]


@pytest.mark.parametrize("text, value, shown", TYPED)
def test_typed_text_is_read_and_shown_as_google_does(book, text, value, shown):
    book.put("A1", [[text]])
    assert book.get("A1", valueRenderOption="UNFORMATTED_VALUE") == [[value]]
    assert book.get("A1") == [[shown]]


def test_raw_text_stays_text(book):
    book.put("A1", [["12345", "=1+1", "1/2/2026", 1.45, True, ""]], option="RAW")
    assert book.get("A1:F1", valueRenderOption="UNFORMATTED_VALUE") == [
        ["12345", "=1+1", "1/2/2026", 1.45, True]
    ]


def test_dates_come_as_serials_or_as_text(book):
    book.put("A1", [["2020-01-01", 43831, "12:00"]])
    bare = {"valueRenderOption": "UNFORMATTED_VALUE"}
    assert book.get("A1:C1", **bare) == [[43831, 43831, 0.5]]
    as_text = book.get("A1:C1", **bare, dateTimeRenderOption="FORMATTED_STRING")
    assert as_text == [["2020-01-01", 43831, "12:00"]]
    assert book.get("A1", dateTimeRenderOption="SERIAL_NUMBER") == [["2020-01-01"]]
    assert book.get("A1", valueRenderOption="FORMULA") == [[43831]]


def test_a_cell_formatted_as_text_keeps_what_is_typed(book):
    form = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    at = {"startRowIndex": 0, "endRowIndex": 1, "sheetId": 0}
    book.batch({"repeatCell": {"range": at, "cell": form, "fields": "userEnteredFormat"}})
    book.put("A1", [["00123"]])
    assert book.get("A1", valueRenderOption="UNFORMATTED_VALUE") == [["00123"]]


def test_a_typed_value_keeps_a_format_of_its_kind(book):
    pattern = {"type": "DATE", "pattern": "dd mmm yyyy"}
    cell = {"userEnteredFormat": {"numberFormat": pattern}}
    at = {"startRowIndex": 0, "endRowIndex": 1, "sheetId": 0}
    book.batch({"repeatCell": {"range": at, "cell": cell, "fields": "userEnteredFormat"}})
    book.put("A1", [["9/7/2026", 46292]])
    assert book.get("A1:B1") == [["07 Sep 2026", "27 Sep 2026"]]


def test_other_locales_read_day_first_and_decimal_commas(book):
    book.batch(
        {"updateSpreadsheetProperties": {"properties": {"locale": "fr_FR"}, "fields": "locale"}}
    )
    book.put("A1", [["31/01/2024", "1,5"]])
    assert book.get("A1:B1", valueRenderOption="UNFORMATTED_VALUE") == [[45322, 1.5]]
    assert book.get("A1:B1") == [["31/01/2024", "1,5"]]


PATTERNS = [
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (-3, "#,##0;(#,##0)", "(3)"),
    (0.125, "0%", "13%"),
    (5, "000", "005"),
    (1234, "0.0,", "1.2"),
    (7, '0 "days"', "7 days"),
    (46292, "dddd, mmmm d", "Sunday, September 27"),
    (46292.9999999, "yyyy-mm-dd h:mm:ss", "2026-09-28 0:00:00"),
    (0.00012, "0.00E+00", "1.20E-04"),
    (1.5, "[h]:mm", "36:00"),
    (0.52, "hh:mm am/pm", "12:28 PM"),
]


@pytest.mark.parametrize("value, pattern, shown", PATTERNS)
def test_number_patterns(book, value, pattern, shown):
    form = {"numberFormat": {"type": "NUMBER", "pattern": pattern}}
    cell = {"userEnteredValue": {"numberValue": value}, "userEnteredFormat": form}
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    book.batch({"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "*"}})
    assert book.get("A1") == [[shown]]


def test_whole_addresses_become_links_even_raw(book):
    book.put("A1", [["example.com", "https://a.org/x", "a@b.com", "see a.org"]], option="RAW")
    assert book.cell("A1")["hyperlink"] == "http://example.com"
    assert book.cell("A1")["userEnteredFormat"] == {
        "textFormat": {"link": {"uri": "http://example.com"}}
    }
    assert book.cell("B1")["effectiveFormat"]["textFormat"]["underline"] is True
    assert "hyperlink" not in book.cell("C1") | book.cell("D1")
    book.put("A1", [["plain"]])
    assert "userEnteredFormat" not in book.cell("A1")
