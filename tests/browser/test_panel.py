"""The add-on's side panel, beside the sheet and on its own."""

from __future__ import annotations

import base64
import json

import pytest
from playwright.sync_api import expect

from emulator.pages.relay import Service
from tests.emulator.pages.fake_service import fake_service
from tests.emulator.pages.school import DANA

from .conftest import Served

pytestmark = pytest.mark.browser


def test_cards_are_drawn_asked_and_answered(served: Served) -> None:
    with fake_service() as service:
        served.school.app.addon = Service(service.url, "audience-1")
        page = served.open(f"/spreadsheets/d/{served.school.book}/edit#gid=11&range=B2")
        panel = page.get_by_role("complementary", name="Holdfast")
        expect(panel.get_by_role("heading", name="Today")).to_be_visible()
        expect(panel.get_by_role("link", name="the plan")).to_have_attribute(
            "href", "/document/d/P/edit"
        )
        expect(panel.get_by_role("link", name="not")).to_have_count(0)
        expect(panel.locator("img")).to_have_count(0)
        expect(panel.get_by_role("button", name="Off")).to_be_disabled()
        expect(panel.get_by_text("second")).to_be_hidden()
        panel.get_by_role("button", name="Show more: Overdue").click()
        expect(panel.get_by_text("second")).to_be_visible()

        panel.get_by_role("button", name="Case of the selected row").click()
        expect(panel.get_by_role("heading", name="Ana Silva")).to_be_visible()
        panel.get_by_role("button", name="Save").click()
        expect(panel.get_by_label("Note")).to_be_focused()
        panel.get_by_label("Note").fill("Talked on the way home")
        panel.get_by_label("Mum").check()
        panel.get_by_role("button", name="Save").click()
        expect(panel.get_by_role("heading", name="Saved")).to_be_visible()
        expect(panel.get_by_role("status").filter(has_text="Kept.")).to_be_visible()
        panel.get_by_role("button", name="Back").click()
        expect(panel.get_by_role("heading", name="Today")).to_be_visible()

    (_, token, _), (_, _, case), (action, _, save) = service.asked
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert (claims["email"], claims["aud"]) == (DANA, "audience-1")
    assert case["holdfast"] == {
        "workbook_id": served.school.book,
        "tab": "Caseload",
        "row_id": "C-0142",
    }
    inputs = save["commonEventObject"]["formInputs"]
    assert action == "save"
    assert inputs["note"][""]["stringInputs"]["value"] == ["Talked on the way home"]
    assert inputs["how"][""]["stringInputs"]["value"] == ["phone"]
    assert inputs["with"][""]["stringInputs"]["value"] == ["mum"]
    assert inputs["next"][""]["dateInput"] == {"msSinceEpoch": "1772755200000"}


def test_the_panel_alone_says_kindly_that_no_service_is_there(served: Served) -> None:
    page = served.open("/addon", width=390)
    expect(page.get_by_role("heading", name="Holdfast is not connected")).to_be_visible()
    with fake_service() as service:
        served.school.app.addon = Service(service.url, "audience-1")
    page.get_by_role("button", name="Home card").click()
    expect(page.get_by_role("heading", name="Holdfast is away")).to_be_visible()
