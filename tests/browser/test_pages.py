"""The other pages, as a person uses them; and all of them held against axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from emulator.pages.relay import Service
from tests.browser.conftest import Served
from tests.browser.visitors import faults, too_wide
from tests.emulator.pages.fake_service import fake_service
from tests.emulator.pages.school import CHARTED, DANA, NORA

pytestmark = pytest.mark.browser


def starts(served: Served) -> str:
    events = served.school.client(DANA, "calendar", "v3").events()
    found = events.get(calendarId="primary", eventId=served.school.event).execute()
    return f"{found['status']} {found['start']['dateTime'][:16]}"


def test_an_event_is_moved_by_buttons_by_drag_and_deleted(served: Served) -> None:
    page = served.open("/calendar")
    event = page.get_by_role("button", name="Check-in · C-0142")
    event.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("link", name="Row")).to_have_attribute(
        "href", "/spreadsheets/d/X/edit#gid=1"
    )
    dialog.get_by_role("button", name="Next day").click()
    dialog.get_by_role("button", name="15 min later").click()
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved")
    assert starts(served) == "confirmed 2026-03-05T09:15"
    expect(event).to_be_focused()

    box = event.bounding_box()
    to = page.locator(".day[data-day='2026-03-06']").bounding_box()
    assert box
    assert to
    page.mouse.move(box["x"] + 20, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(to["x"] + 30, box["y"] + 8 + 16.8 * 4, steps=6)
    page.mouse.up()
    expect(page.get_by_role("status")).to_have_text("Moved to 2026-03-06, 10:15")
    assert starts(served) == "confirmed 2026-03-06T10:15"
    expect(page.get_by_role("dialog")).to_have_count(0)

    event.click()
    dialog.get_by_role("button", name="Delete").click()
    expect(event).to_have_count(0)
    assert starts(served).startswith("cancelled")


def test_an_event_is_added(served: Served) -> None:
    page = served.open("/calendar", width=390)
    page.get_by_role("button", name="Add an event").click()
    page.get_by_label("Title").fill("First Talk · C-0812")
    page.get_by_label("From").fill("13:00")
    page.get_by_label("Until").fill("12:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("ends after it starts")
    page.get_by_label("Until").fill("13:45")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="First Talk · C-0812")).to_be_visible()


def test_a_note_is_typed_into_a_document_and_the_document_binned(served: Served) -> None:
    page = served.open(f"/document/d/{served.school.plan}/edit")
    expect(page.get_by_role("article").get_by_role("heading")).to_have_text("Action plan · C-0142")
    page.get_by_label("Type a note into it").fill("She now asks for the quiet room herself.")
    page.get_by_role("button", name="Write it").click()
    expect(page.get_by_role("article")).to_contain_text("quiet room herself")
    files = served.school.client(DANA, "drive", "v3").files()
    said = files.get(fileId=served.school.plan, fields="lastModifyingUser").execute()
    assert said["lastModifyingUser"]["emailAddress"] == DANA


def test_switching_persons_changes_what_is_seen(served: Served) -> None:
    page = served.open("/")
    expect(page.get_by_role("link", name="Plan C-0142")).to_be_visible()
    page.get_by_label("I am").select_option(label="Nora Lind · Teacher")
    page.get_by_role("button", name="Switch").click()
    expect(page.get_by_role("heading", name="Nora Lind")).to_be_visible()
    expect(page.get_by_role("link", name="Plan C-0142")).to_have_count(0)
    page.get_by_role("link", name="Mail 1 unread").click()
    page.get_by_role("link", name="R-0031").click()
    expect(page.get_by_role("article")).to_contain_text("Crisis line: 988")


def test_axe_finds_nothing_and_nothing_overflows(served: Served) -> None:
    school, app = served.school, served.school.app
    letter = app.workspace.gmail.mailbox(NORA)[0].id
    book = f"/spreadsheets/d/{school.book}/edit"
    seen = {
        DANA: {
            "/": "Dana Whitfield",
            book: "Ana Silva",
            f"{book}#gid={CHARTED}": "Chart: Reads aloud",
            f"/document/d/{school.plan}/edit": "Who may see it",
            "/calendar": "Check-in · C-0142",
            "/forms": "Tell us about a student",
            f"/forms/d/{school.form}/responses": "Tell us about a student",
            "/addon": "Today",
        },
        NORA: {
            "/mail": "R-0031",
            f"/mail/{letter}": "R-0031",
            f"/document/d/{school.plan}/edit": "Not here",
        },
        "developer@holdfast.example": {"/": "Who are you today?"},
    }
    with fake_service() as service:
        app.addon = Service(service.url, "audience-1")
        for person, paths in seen.items():
            page = served.open("/addon", person, 390)
            for path, text in paths.items():
                page.set_viewport_size({"width": 390, "height": 780})
                page.goto(served.url + path)
                there = page.get_by_text(text).or_(page.get_by_role("img", name=text))
                expect(there.first).to_be_attached()
                assert (path, faults(page), too_wide(page)) == (path, [], False)
                if path in (book, "/calendar", "/"):
                    page.set_viewport_size({"width": 1280, "height": 800})
                    assert (path, faults(page)) == (path, [])
