"""Typing into a sheet that Holdfast and others write into meanwhile: nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.emulator.pages.school import CASELOAD, DANA
from tests.school_fixture import DANA as CASE_MANAGER

from .conftest import Served
from .test_grid import saved, sheet
from .working_school import WorkingSchool

pytestmark = pytest.mark.browser

LOOK = re.compile(r"/data\?")
# Neighbours on the tab, in its order.
GOAL = {"Student": "Mei-Ling Chen", "Goal": "Speaks in front of the class", "Target": "4"}


def change(served: Served, request: dict[str, Any]) -> None:
    served.school.client(DANA, "sheets", "v4").spreadsheets().batchUpdate(
        spreadsheetId=served.school.book, body={"requests": [request]}
    ).execute()


def write(served: Served, place: str, text: str) -> None:
    served.school.client(DANA, "sheets", "v4").spreadsheets().values().update(
        spreadsheetId=served.school.book,
        range=f"Caseload!{place}",
        valueInputOption="RAW",
        body={"values": [[text]]},
    ).execute()


def type_cells(page: Page, *texts: str) -> None:
    """Each text and Tab, as fast as keys can be pressed."""
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Tab")


@contextmanager
def unseen(page: Page) -> Iterator[None]:
    """What happens meanwhile is not shown on the page before it looks again."""
    page.route(LOOK, lambda route: route.abort())
    yield
    page.unroute(LOOK)


def notices(page: Page) -> Any:
    return page.get_by_role("region", name="Notices").get_by_role("alert")


def test_a_new_row_is_whole_though_holdfast_works_between_the_keystrokes(
    school: WorkingSchool,
) -> None:
    goals = school.grid("caseload", "Goals", CASE_MANAGER)
    row, page = goals.free_row(), goals.page
    for name, text in GOAL.items():
        goals.choose(row, name)
        page.keyboard.type(text[:2])
        with unseen(page):
            school.live.sync()
        page.keyboard.type(text[2:])
        page.keyboard.press("Tab")
    goals.saved()
    assert {name: goals.text(row, name) for name in GOAL} == GOAL
    assert goals.text(row, "Row ID")
    expect(notices(page)).to_have_count(0)


def test_cells_typed_faster_than_they_are_saved_all_arrive(served: Served) -> None:
    page = sheet(served, "#range=A6")
    page.locator("#grid").focus()
    type_cells(page, "Ana Reis", "9", "Nora Lind", "Active", "4/20/2026", "Needs quiet.")
    expect(page.locator("#cell-5-5")).to_have_text("Needs quiet.")
    saved(page)
    assert served.school.shown("Caseload!A6:F6") == [
        ["Ana Reis", "9", "Nora Lind", "Active", "20 Apr 2026", "Needs quiet."]
    ]
    expect(notices(page)).to_have_count(0)


def test_ids_that_are_put_into_a_row_between_two_keys_hinder_nothing(served: Served) -> None:
    page = sheet(served, "#range=A6")
    page.locator("#grid").focus()
    type_cells(page, "Ana Reis")
    saved(page)
    page.keyboard.type("9")
    with unseen(page):
        write(served, "G6", "C-0900")
    type_cells(page, "", "Nora Lind")
    saved(page)
    expect(page.locator("#cell-5-6")).to_have_text("C-0900")
    assert served.school.shown("Caseload!A6:G6") == [
        ["Ana Reis", "9", "Nora Lind", "", "", "", "C-0900"]
    ]
    expect(notices(page)).to_have_count(0)


def test_a_row_inserted_above_moves_what_is_typed_with_its_row(served: Served) -> None:
    page = sheet(served, "#range=A6")
    page.locator("#grid").focus()
    page.keyboard.type("Ana Reis")
    top = {"sheetId": CASELOAD, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    change(served, {"insertDimension": {"range": top}})
    type_cells(page, " Lima")
    expect(page.locator("#cell-6-0")).to_have_text("Ana Reis Lima")
    expect(page.locator("#place")).to_have_value("B7")
    type_cells(page, "9")
    saved(page)
    assert served.school.shown("Caseload!A7:B7") == [["Ana Reis Lima", "9"]]


def test_two_people_begin_the_same_row_and_both_keep_theirs(served: Served) -> None:
    page = sheet(served, "#range=B6")
    page.locator("#grid").focus()
    page.keyboard.type("9")
    write(served, "A6", "Somebody else's student")
    page.keyboard.press("Tab")
    expect(notices(page)).to_contain_text("stands in row 7")
    expect(page.locator("#place")).to_have_value("C7")
    type_cells(page, "Nora Lind")
    saved(page)
    assert served.school.shown("Caseload!A6:C7") == [
        ["Somebody else's student"],
        ["", "9", "Nora Lind"],
    ]


def test_every_notice_stays_until_it_is_dismissed_by_keyboard(served: Served) -> None:
    page = sheet(served, "#range=F2")
    page.locator("#grid").focus()
    for number in (2, 3):
        page.keyboard.press("Enter")
        page.keyboard.type(" and mine")
        write(served, f"F{number}", f"theirs {number}")
        page.keyboard.press("Enter")
        expect(notices(page)).to_have_count(number - 1)
    expect(notices(page).first).to_contain_text("before it stood “theirs 2”")
    assert served.school.shown("Caseload!F2:F3") == [
        ["Reading long texts at speed. and mine"],
        ["Sums in the head. and mine"],
    ]
    page.keyboard.press("F6")
    page.keyboard.press("Escape")
    expect(notices(page)).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # "Put that back"
    expect(notices(page)).to_have_count(0)
    expect(page.locator("#grid")).to_be_focused()
    expect(page.locator("#cell-1-5")).to_have_text("theirs 2")
    saved(page)
    assert served.school.shown("Caseload!F2") == [["theirs 2"]]


def test_what_cannot_be_written_any_more_stays_in_a_notice(served: Served) -> None:
    page = sheet(served, "#range=F2")
    page.locator("#grid").focus()
    page.keyboard.press("Enter")
    page.keyboard.type(" Tires easily.")
    line = {"sheetId": CASELOAD, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    change(served, {"deleteDimension": {"range": line}})
    page.keyboard.press("Enter")
    expect(notices(page)).to_contain_text("Reading long texts at speed. Tires easily.")
    expect(page.get_by_role("gridcell", name="Ana Silva")).to_have_count(0)
    page.locator("#cell-7-5").click()
    page.get_by_role("button", name="Put it into the chosen cell").click()
    expect(page.locator("#cell-7-5")).to_have_text("Reading long texts at speed. Tires easily.")
    saved(page)
