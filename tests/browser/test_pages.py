"""The other pages, as a person uses them; and all of them held against axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from emulator.pages.relay import Service
from tests.emulator.pages.fake_service import fake_service
from tests.emulator.pages.school import CHARTED, DANA, NORA

from .conftest import Served
from .visitors import faults, too_wide

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


def letter(served: Served) -> str:
    return f"/mail/{served.school.app.workspace.gmail.mailbox(NORA)[0].id}"


def book(served: Served) -> str:
    return f"/spreadsheets/d/{served.school.book}/edit"


def plan(served: Served) -> str:
    return f"/document/d/{served.school.plan}/edit"


DEVELOPER = "developer@holdfast.example"
# who, where, what is read there, and whether it is looked at on a wide screen too
SEEN: tuple[tuple[str, Callable[[Served], str], str, bool], ...] = (
    (DANA, lambda _: "/", "Dana Whitfield", True),
    (DANA, book, "Ana Silva", True),
    (DANA, lambda served: f"{book(served)}#gid={CHARTED}", "Chart: Reads aloud", False),
    (DANA, plan, "Who may see it", False),
    (DANA, lambda _: "/calendar", "Check-in · C-0142", True),
    (DANA, lambda _: "/forms", "Tell us about a student", False),
    (
        DANA,
        lambda served: f"/forms/d/{served.school.form}/responses",
        "Tell us about a student",
        False,
    ),
    (DANA, lambda _: "/addon", "Today", False),
    (NORA, lambda _: "/mail", "R-0031", False),
    (NORA, letter, "R-0031", False),
    (NORA, plan, "Not here", False),
    (DEVELOPER, lambda _: "/", "Who are you today?", True),
)


@pytest.mark.parametrize("person, path_in, text, wide", SEEN, ids=range(1, len(SEEN) + 1))
def test_axe_finds_nothing_and_nothing_overflows(
    served: Served, person: str, path_in: Callable[[Served], str], text: str, wide: bool
) -> None:
    with fake_service() as service:
        served.school.app.addon = Service(service.url, "audience-1")
        page = served.open(path_in(served), person, 390, 780)
        there = page.get_by_text(text).or_(page.get_by_role("img", name=text))
        expect(there.first).to_be_attached()
        assert (faults(page), too_wide(page)) == ([], 0)
        if wide:
            page.set_viewport_size({"width": 1280, "height": 800})
            assert faults(page) == []
