"""A person at work in the editable grid."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.emulator.pages.school import CASELOAD, CHARTED, DANA, NORA, share

from .conftest import Served

pytestmark = pytest.mark.browser


def sheet(served: Served, tail: str = "", **more: object) -> Page:
    """The Caseload tab with its first row chosen, the panel closed."""
    path = f"/spreadsheets/d/{served.school.book}/edit{tail}"
    page = served.open(path, **more)  # type: ignore[arg-type]
    expect(
        page.get_by_role("gridcell", name="Ana Silva").or_(page.locator(".chart"))
    ).to_be_visible()
    if page.get_by_role("button", name="Close the panel").is_visible():
        page.get_by_role("button", name="Close the panel").click()
    return page


def saved(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text="Saved").first).to_be_visible()


def test_type_into_cells_with_the_keyboard(served: Served) -> None:
    page = sheet(served, "#gid=11&range=E6")
    page.locator("#grid").focus()
    page.keyboard.type("4/20/2026")
    page.keyboard.press("Tab")
    page.keyboard.type("Needs a quiet place.")
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_have_value("F7")
    expect(page.locator("#cell-5-4")).to_have_text("20 Apr 2026")
    saved(page)
    assert served.school.shown("Caseload!E6:F6") == [["20 Apr 2026", "Needs a quiet place."]]


def test_escape_leaves_the_cell_as_it_was_and_delete_clears_it(served: Served) -> None:
    page = sheet(served, "#range=F2")
    page.locator("#grid").focus()
    page.keyboard.press("F2")
    page.keyboard.type(" And more.")
    page.keyboard.press("Escape")
    expect(page.locator("#cell-1-5")).to_have_text("Reading long texts at speed.")
    page.keyboard.press("Delete")
    expect(page.locator("#cell-1-5")).to_have_text("")
    saved(page)
    assert served.school.shown("Caseload!F2") == []
    page.keyboard.press("Control+z")
    expect(page.locator("#cell-1-5")).to_have_text("Reading long texts at speed.")


def test_text_that_begins_with_an_equals_sign_stays_text_when_edited(served: Served) -> None:
    page = sheet(served, "#range=F4")
    page.locator("#grid").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("!")
    page.keyboard.press("Enter")
    saved(page)
    assert served.school.shown("Caseload!F4", "FORMULA") == [["=1+1 written by a referrer!"]]


def test_a_strict_drop_down_takes_only_its_choices(served: Served) -> None:
    page = sheet(served, "#range=D5")
    page.locator("#grid").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#choices li")).to_have_text(["Referred", "Active", "Monitor", "Exited"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    saved(page)
    assert served.school.shown("Caseload!D5") == [["Active"]]
    page.locator("#cell-4-3").dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type("Perhaps")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("“Perhaps” is not one of the choices")
    page.keyboard.press("Escape")
    assert served.school.shown("Caseload!D5") == [["Active"]]


def test_a_drop_down_that_only_warns_takes_a_typed_name(served: Served) -> None:
    page = sheet(served, "#range=C5")
    page.locator("#grid").focus()
    page.keyboard.type("nora")
    expect(page.locator("#choices li")).to_have_text(["Nora Lind"])
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator("#cell-4-2")).to_have_class("cell c2 b0second odd")
    assert served.school.shown("Caseload!C5") == [["nora"]]


def test_grey_columns_ask_before_they_are_written(served: Served) -> None:
    page = sheet(served, "#range=G5")
    page.locator("#grid").focus()
    page.keyboard.type("C-9999")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Holdfast fills in the grey columns")
    dialog.get_by_role("button", name="Cancel").click()
    assert served.school.shown("Caseload!G5") == [["C-0812"]]


def test_copy_and_paste_a_block(served: Served) -> None:
    page = sheet(served, "#range=A2:B3")
    page.locator("#grid").focus()
    page.keyboard.press("Control+c")
    page.locator("#cell-7-0").click()
    page.keyboard.press("Control+v")
    expect(page.locator("#cell-8-0")).to_have_text("Zoë O'Brien")
    saved(page)
    assert served.school.shown("Caseload!A8:B9") == [["Ana Silva", "7"], ["Zoë O'Brien", "10"]]


def test_rows_can_be_inserted_moved_sorted_and_deleted(served: Served) -> None:
    page = sheet(served, "#range=A2")
    page.locator("#grid").focus()
    page.keyboard.press("Shift+F10")
    page.get_by_role("menuitem", name="Insert a row above").click()
    expect(page.locator("#cell-2-0")).to_have_text("Ana Silva")
    page.get_by_role("button", name="Column", exact=True).click()
    page.get_by_role("menuitem", name="Sort the rows by Student, Z to A").click()
    expect(page.locator("#cell-1-0")).to_have_text("Øyvind Søby")
    page.locator("#cell-1-0").click()
    page.get_by_role("button", name="Row", exact=True).click()
    page.get_by_role("menuitem", name="Move row down").click()
    expect(page.locator("#cell-2-0")).to_have_text("Øyvind Søby")
    page.get_by_role("button", name="Row", exact=True).click()
    page.get_by_role("menuitem", name="Delete row").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator("#cell-2-0")).to_have_text("Mei-Ling Chen")
    assert served.school.shown("Caseload!A2:A5") == [
        ["Zoë O'Brien"],
        ["Mei-Ling Chen"],
        ["Ana Silva"],
    ]


def test_somebody_else_sorts_while_a_cell_is_edited(served: Served) -> None:
    page = sheet(served, "#range=F2")
    page.locator("#grid").focus()
    page.keyboard.press("Enter")
    page.keyboard.type(" Tires easily.")
    area = {"sheetId": CASELOAD, "startRowIndex": 1, "endRowIndex": 5}
    specs = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]
    served.school.client(DANA, "sheets", "v4").spreadsheets().batchUpdate(
        spreadsheetId=served.school.book,
        body={"requests": [{"sortRange": {"range": area, "sortSpecs": specs}}]},
    ).execute()
    page.keyboard.press("Enter")
    saved(page)
    assert (
        served.school.shown("Caseload!A5:F5")[0][5] == "Reading long texts at speed. Tires easily."
    )


def test_live_refresh_keeps_the_edit_under_way(served: Served) -> None:
    page = sheet(served, "#range=F3")
    page.locator("#grid").focus()
    page.keyboard.press("Enter")
    page.keyboard.type(" Half typed")
    served.school.client(DANA, "sheets", "v4").spreadsheets().values().update(
        spreadsheetId=served.school.book,
        range="Caseload!F5",
        valueInputOption="RAW",
        body={"values": [["written elsewhere"]]},
    ).execute()
    expect(page.locator("#cell-4-5")).to_have_text("written elsewhere")
    expect(page.locator("#editor-text")).to_be_focused()
    expect(page.locator("#editor-text")).to_have_value("Sums in the head. Half typed")


def test_tabs_by_address_and_by_keyboard_with_a_chart(served: Served) -> None:
    page = sheet(served, f"#gid={CHARTED}")
    expect(page.get_by_role("img", name="Chart: Reads aloud")).to_be_visible()
    page.get_by_role("tab", name="Progress").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("gridcell", name="Nora Lind")).to_be_visible()
    expect(page.get_by_role("tab", name="Staff")).to_be_focused()
    page.get_by_role("button", name="Add a tab").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("My notes")
    page.get_by_role("dialog").get_by_role("button", name="Add").click()
    expect(page.get_by_role("tab", name="My notes", selected=True)).to_be_visible()
    page.get_by_role("button", name="Menu of this tab").click()
    page.get_by_role("menuitem", name="Rename the tab").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("Old notes")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(page.get_by_role("tab", name="Old notes", selected=True)).to_be_visible()
    page.get_by_role("button", name="Menu of this tab").click()
    page.get_by_role("menuitem", name="Delete the tab").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("tab", name="Old notes")).to_have_count(0)
    expect(page.get_by_role("gridcell", name="Ana Silva")).to_be_visible()


def test_who_may_only_look_cannot_write(served: Served) -> None:
    share(served.school.app, served.school.book, NORA, "reader")
    page = sheet(served, "#range=A2", person=NORA)
    page.locator("#grid").focus()
    page.keyboard.type("x")
    expect(page.get_by_role("alert")).to_contain_text("not write in it")
