"""The student's week and what the school counts, walked on a phone by those whose week it is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.school_fixture import COORDINATOR, DANA, DOMAIN

from .visitors import too_wide
from .working_school import WorkingSchool

pytestmark = pytest.mark.browser

NORA = f"nora.lind@{DOMAIN}"
PHONE = (390, 844)


def panel(school: WorkingSchool, person: str) -> Page:
    """The first card of somebody on their phone."""
    page = school.open("/addon", person, *PHONE)
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    return page


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def home(page: Page) -> None:
    press(page, "Home card")


def now_on(page: Page, title: str) -> None:
    """The card of this title stands, and fits a phone."""
    expect(page.get_by_role("heading", name=title, level=2)).to_be_visible()
    assert too_wide(page) == 0


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name).first


def shows(page: Page, name: str, words: str) -> None:
    """The document that a line of the card opens says `words`; then the first card again."""
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("article")).to_contain_text(words)
    page.get_by_role("link", name="Add-on").click()
    expect(page.get_by_role("heading", level=2)).to_be_visible()


def logged(school: WorkingSchool) -> int:
    """How many rows of the Class log name a student."""
    return sum(bool(row["Student"]) for row in school.live.rows("caseload", "Class log"))


def test_a_monday_of_checks_is_gone_through_on_one_card_after_the_other(
    school: WorkingSchool,
) -> None:
    page = panel(school, DANA)
    page.get_by_text("Hand in the two lab reports").first.click()
    now_on(page, "Weekly check")
    group(page, "Promise kept").get_by_label("Partly").check()
    group(page, "Organized").get_by_label("Yes").check()
    group(page, "Effort").get_by_label("2 half").check()
    page.get_by_label("Inbox").fill("14")
    press(page, "Save")
    press(page, "Next: José Ángel Núñez")
    expect(page.get_by_text("Keep the folders as they are").first).to_be_visible()
    group(page, "Organized").get_by_label("No").check()
    press(page, "Save")
    press(page, "Undo")
    expect(page.get_by_text("Undone").first).to_be_visible()
    rows = school.live.rows("caseload", "Week")
    new = {row["Student"]: row for row in rows if row["Week of"] == "Mon 5 Oct 2026"}
    ana, jose = new["Ana Silva · 0142"], new["José Ángel Núñez"]
    assert (ana["Promise kept"], ana["Effort"], ana["Inbox"]) == ("Partly", "2 half", "14")
    assert (jose["Organized"], jose["Done on"]) == ("", "")


def test_tickets_and_to_dos_are_printed_and_what_was_done_is_ticked(school: WorkingSchool) -> None:
    page = panel(school, DANA)
    for name in ("Tickets for my students", "To-Do for today", "Growth in class"):
        press(page, name)
        now_on(page, name)
        home(page)
    school.look_again()
    home(page)
    for name, words in (
        ("Tickets for my students", "Looked at on"),
        ("To-Do for today", "copy out the lab report"),
        ("Growth in class", "Steps solved alone"),
    ):
        shows(page, name, words)
    press(page, "To-Do is back")
    now_on(page, "To-Do is back")
    page.get_by_label("copy out the lab report").check()
    press(page, "Save")
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    things = school.live.find("caseload", "Caseload", Student="José Ángel Núñez")
    lines = things["Random things to do"].splitlines()
    assert lines[0] == "Return the library book"
    assert lines[1].startswith("To-Do: copy out the lab report")
    assert lines[1] != "To-Do: copy out the lab report"


def test_a_lesson_is_logged_for_a_class_in_one_save(school: WorkingSchool) -> None:
    before = logged(school)
    page = panel(school, DANA)
    press(page, "Class today")
    page.get_by_text("Math", exact=True).click()
    page.get_by_label(re.compile("same for all", re.I)).fill("6")
    press(page, "Save")
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    assert logged(school) == before + 2
    press(page, "Undo")
    expect(page.get_by_text("Undone").first).to_be_visible()
    assert logged(school) == before


def test_a_teacher_gives_points_in_three_taps(school: WorkingSchool) -> None:
    page = panel(school, NORA)
    press(page, "Points today")
    now_on(page, "Points today")
    page.get_by_label("Period").fill("3")
    group(page, "Points, of 6").get_by_label("5").check()
    group(page, "I said").get_by_label("Specific praise").check()
    press(page, "Save")
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    assert too_wide(page) == 0
    press(page, "Undo")
    expect(page.get_by_text("Undone").first).to_be_visible()


def test_a_teacher_answers_for_all_and_then_says_what_was_different(school: WorkingSchool) -> None:
    school.live.app.workspace.clock.advance(timedelta(days=14).total_seconds())
    page = panel(school, NORA)
    press(page, "All offered and used")
    page.get_by_label("Breaks when asked").first.check()
    press(page, "All offered and used")
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    home(page)
    page.get_by_text("Tap to say how it was.").click()
    now_on(page, "What was different")
    group(page, "Offered").get_by_label("Every time").check()
    group(page, "Used").get_by_label("Sometimes").check()
    press(page, "Save")
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()


def test_the_coordinator_looks_at_a_suggestion_and_refers(school: WorkingSchool) -> None:
    page = panel(school, COORDINATOR)
    page.get_by_text("All suggestions").click()
    now_on(page, "Suggestions to look at")
    page.get_by_text("Hugo Amin").first.click()
    now_on(page, "Why this student")
    expect(page.get_by_text("10 of 41 school days absent")).to_be_visible()
    page.get_by_label("Decision").select_option(label="Refer")
    press(page, "Save")
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    school.look_again()
    referrals = school.live.rows("office", "Referrals")
    assert [r["Source"] for r in referrals if r["Student"] == "Hugo Amin"] == ["Data"]


def test_reports_are_asked_for_and_open_for_who_asked(school: WorkingSchool) -> None:
    page = panel(school, COORDINATOR)
    press(page, "Climate report")
    now_on(page, "Climate report")
    home(page)
    press(page, "Roles")
    now_on(page, "Roles")
    press(page, "As a document for the policy manual")
    own = panel(school, DANA)
    press(own, "My week")
    now_on(own, "My week")
    press(own, "What I do as a case manager")
    school.look_again()
    home(page)
    shows(page, "Climate report", "What referrals were about")
    home(own)
    press(own, "My week")
    shows(own, "What I do as a case manager", "Where the time went")
