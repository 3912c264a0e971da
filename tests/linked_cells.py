"""Where the words of a cell lead, as somebody who clicks them sees it."""

from __future__ import annotations

from typing import Any

from tests.school_fixture import LiveSchool

FIELDS = "sheets.data.rowData.values(formattedValue,hyperlink,textFormatRuns(format(link)))"


def cells_of(live: LiveSchool, book: str, tab: str, heading: str) -> list[dict[str, Any]]:
    """CellData of a column, from below its heading on."""
    sheet = live.tab(book, tab)
    number = sheet.row_values(1).index(heading) + 1
    span = f"'{tab}'!R2C{number}:R{sheet.row_count}C{number}"
    answer = sheet.client.fetch_sheet_metadata(
        live.found["workbooks"][book], {"ranges": span, "fields": FIELDS, "includeGridData": True}
    )
    rows = answer["sheets"][0]["data"][0].get("rowData", [])
    return [(row.get("values") or [{}])[0] for row in rows]


def leads_of(live: LiveSchool, book: str, tab: str, heading: str, words: str) -> list[str]:
    """The addresses, in order, that the one cell leads to in which these words stand."""
    (cell,) = (
        c for c in cells_of(live, book, tab, heading) if words in c.get("formattedValue", "")
    )
    runs = cell.get("textFormatRuns", [])
    found = [run.get("format", {}).get("link", {}).get("uri", "") for run in runs]
    return [address for address in found if address] or [a for a in [cell.get("hyperlink")] if a]
