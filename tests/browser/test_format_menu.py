"""What real schools do to a sheet beside typing into it, by keyboard from the Format menu."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.emulator.pages.school import CASELOAD, DANA

from .conftest import Served
from .test_grid import saved, sheet
from .visitors import faults

pytestmark = pytest.mark.browser


def choose(page: Page, entry: str) -> None:
    page.get_by_role("button", name="Format", exact=True).focus()
    page.keyboard.press("Enter")
    item = page.get_by_role("menuitem", name=entry)
    expect(item).to_be_visible()
    for _ in range(20):
        if item.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def go_to(page: Page, place: str) -> None:
    page.get_by_label("Go to cell").fill(place)
    page.get_by_label("Go to cell").press("Enter")


def tab(served: Served) -> dict[str, Any]:
    book = served.school.client(DANA, "sheets", "v4").spreadsheets()
    sheets = book.get(spreadsheetId=served.school.book, includeGridData=True).execute()["sheets"]
    return next(dict(one) for one in sheets if one["properties"]["sheetId"] == CASELOAD)


def test_tick_boxes_reach_down_to_the_last_row_and_are_ticked_by_space(served: Served) -> None:
    page = sheet(served, "#range=I2")
    choose(page, "Tick boxes in column I, to the last row")
    expect(page.locator("#cell-1-8")).to_have_attribute("aria-label", "not ticked")
    page.locator("#grid").focus()
    page.keyboard.press("Space")
    expect(page.locator("#cell-1-8")).to_have_attribute("aria-label", "ticked")
    saved(page)
    last = tab(served)["properties"]["gridProperties"]["rowCount"]
    shown = served.school.shown(f"Caseload!I2:I{last}")
    assert shown == [["TRUE"], *[["FALSE"]] * (last - 2)]
    assert faults(page) == []
    go_to(page, "A6")
    page.keyboard.type("Ana Reis")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-5-0")).to_have_text("Ana Reis")
    saved(page)
    assert served.school.shown("Caseload!A6") == [["Ana Reis"]]


def test_a_format_reaches_down_to_the_last_row(served: Served) -> None:
    page = sheet(served, "#range=F2")
    choose(page, "Show Needs as date, to the last row")
    saved(page)
    go_to(page, "F90")
    page.keyboard.type("3/10")
    page.keyboard.press("Enter")
    saved(page)
    ((number,),) = served.school.shown("Caseload!F90", "UNFORMATTED_VALUE")
    assert isinstance(number, int | float)


def test_cells_are_merged_walked_over_and_taken_apart(served: Served) -> None:
    page = sheet(served, "#range=A2:B3")
    choose(page, "Merge the chosen cells")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Only the first one keeps its text")
    dialog.get_by_role("button", name="Merge").click()
    expect(page.locator("#cell-1-0")).to_have_attribute("aria-colspan", "2")
    assert tab(served)["merges"][0]["endRowIndex"] == 3
    go_to(page, "A2")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#place")).to_have_value("C2")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#place")).to_have_value("A2")
    choose(page, "Take the merged cells apart")
    expect(page.locator("#cell-1-1")).to_be_visible()
    assert "merges" not in tab(served)


def test_a_title_row_above_the_headings_keeps_them_in_sight(served: Served) -> None:
    page = sheet(served, "#range=F2")
    choose(page, "Insert a title row above the headings")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("Our caseload this year")
    page.keyboard.press("Enter")
    expect(page.locator("#cell-1-5")).to_have_text("Needs")
    assert served.school.shown("Caseload!A1:A3") == [
        ["Our caseload this year"],
        ["Student"],
        ["Ana Silva"],
    ]
    assert tab(served)["properties"]["gridProperties"]["frozenRowCount"] == 2
    go_to(page, "F3")
    expect(page.locator("#content-label")).to_have_text("Content of F3, Needs")
