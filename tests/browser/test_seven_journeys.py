"""The seven journeys of the main job, as the school's people walk them: by clicking.

Every journey begins with a copy of the same school, after its first morning (working_school.py),
and leaves pictures of what was seen in screenshots/.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.school_fixture import COORDINATOR, DANA, DOMAIN, TOMAS

from .working_school import WorkingSchool

pytestmark = pytest.mark.browser

SCREENSHOTS = Path(__file__).resolve().parents[2] / "screenshots"
NORA = f"nora.lind@{DOMAIN}"
FAMILY = "family.boateng@mail.example"


def snap(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")


def become(page: Page, who: str) -> None:
    """Be somebody else, through the switch at the top of the page."""
    page.get_by_label("I am").select_option(label=who)
    page.get_by_role("button", name="Switch").click()


def opened_from(page: Page, cell: Locator, which: int = 0) -> Page:
    """The page that a link in a cell opens, in a tab of its own."""
    with page.expect_popup() as popup:
        cell.get_by_role("link").nth(which).click()
    return popup.value


def test_1_and_2_a_family_refers_and_the_coordinator_accepts(school: WorkingSchool) -> None:
    page = school.open("/forms", COORDINATOR)
    page.get_by_role("link", name=re.compile("Fill in: Tell the school about a student")).click()
    expect(page.get_by_text("This form is not watched round the clock.").first).to_be_visible()
    page.get_by_role("group", name="Is anyone in danger").get_by_label("No").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("group", name="Is an adult at this school").get_by_label("No").check()
    page.get_by_role("textbox", name="Who is it about?").fill("Nadia Whitaker")
    page.get_by_label("Parent or guardian").check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Please answer this question.")).to_be_visible()
    page.get_by_role("textbox", name="What have you seen or heard?").fill(
        "Sits alone at lunch since September."
    )
    snap(page, "1 referral, page by page")
    page.get_by_role("textbox", name="What goes well?").fill("Plays the cello.")
    page.get_by_label("This week").check()
    page.get_by_role("textbox", name="How may we reach you?").fill(FAMILY)
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("status")).to_contain_text("Your response has been recorded")
    school.look_again()

    letters = school.open("/mail", FAMILY)
    letters.get_by_role("link", name="We received your message").click()
    letter = letters.get_by_role("article")
    expect(letter).to_contain_text("988")
    expect(letter).not_to_contain_text("Nadia")
    snap(letters, "1 the answer")

    referrals = school.grid("office", "Referrals", COORDINATOR)
    row = referrals.row(Student_as_written="Nadia Whitaker")
    referrals.shows(row, "Student", "Nadia Whitaker")
    referrals.shows(row, "Why", "points now")
    referrals.pick(row, "Decision", "Accept")
    snap(referrals.page, "2 the decision")
    school.look_again()
    referrals.shows(row, "Status", "Accepted · C-0026")

    caseload = school.grid("caseload", "Caseload", COORDINATOR)
    case = caseload.row(Case_code="C-0026")
    caseload.shows(case, "Student", "Nadia Whitaker")
    manager = caseload.text(case, "Case manager")
    calendar = school.open("/calendar", manager)
    talk = calendar.get_by_role("button", name="First Talk · C-0026")
    if not talk.is_visible():
        calendar.get_by_role("link", name="Week after").click()
    talk.click()
    expect(calendar.get_by_role("dialog")).not_to_contain_text("Nadia")
    snap(calendar, "2 the First Talk")


def test_3_a_plan_follows_its_goals_and_leaves_what_people_wrote(school: WorkingSchool) -> None:
    caseload = school.grid("caseload", "Caseload", DANA)
    goals = school.grid("caseload", "Goals", DANA)
    row = caseload.row(Student="Mei-Ling Chen")
    goal = goals.row(Student="Mei-Ling Chen", Goal="Hands in homework")

    goals.type(goal, "Target", "88")
    school.look_again()
    caseload.page.reload()
    plan = opened_from(caseload.page, caseload.choose(row, "Action plan"))
    expect(plan.get_by_role("article")).to_contain_text("C-0006")
    expect(plan.get_by_role("article")).to_contain_text("88")
    snap(plan, "3 the plan")

    plan.get_by_label("Type a note into it").fill("She chose this goal herself.")
    plan.get_by_role("button", name="Write it").click()
    expect(plan.get_by_role("article")).to_contain_text("She chose this goal herself.")
    goals.type(goal, "Target", "90")
    school.look_again()
    plan.reload()
    expect(plan.get_by_role("article")).to_contain_text("She chose this goal herself.")
    expect(plan.get_by_role("article")).not_to_contain_text("90 per cent")
    caseload.page.reload()
    second = opened_from(caseload.page, caseload.choose(row, "Action plan"))
    expect(second.get_by_role("article")).to_contain_text("90")
    assert second.url != plan.url
    earlier = opened_from(caseload.page, caseload.choose(row, "Action plan"), 1)
    expect(earlier.get_by_role("article")).to_contain_text("She chose this goal herself.")


def test_4_rows_and_events_move_each_other(school: WorkingSchool) -> None:
    diary = school.grid("caseload", "Diary", DANA)
    row = diary.free_row()
    diary.type(row, "Student", "Theo Kamau")
    diary.pick(row, "Kind", "Check-in")
    diary.type(row, "Date", "10/7/2026")
    diary.type(row, "Start", "13:00")
    diary.pick(row, "Status", "Planned")
    school.look_again()
    diary.shows(row, "Calendar", "In the calendar")

    calendar = school.open("/calendar", DANA)
    event = calendar.locator("[data-day='2026-10-07'] .event", has_text="Check-in · C-0012")
    event.click()
    dialog = calendar.get_by_role("dialog")
    dialog.get_by_role("button", name="Next day").click()
    dialog.get_by_role("button", name="15 min later").click()
    dialog.get_by_role("button", name="Save").click()
    expect(calendar.get_by_role("status")).to_have_text("Saved")
    snap(calendar, "4 an event has moved")
    school.look_again()
    diary.shows(row, "Date", "Thu 8 Oct 2026")
    diary.shows(row, "Start", "13:15")
    snap(diary.page, "4 its row has followed")

    diary.type(row, "Start", "14:00")
    school.look_again()
    calendar.reload()
    event = calendar.locator("[data-day='2026-10-08'] .event", has_text="C-0012")
    expect(event).to_contain_text("14:00")
    event.click()
    dialog.get_by_role("button", name="Delete").click()
    expect(event).to_have_count(0)
    school.look_again()
    diary.shows(row, "Status", "Cancelled")

    weekly = diary.row(Student="Ana Silva · 0142", Kind="Check-in", Status="Planned")
    diary.pick(weekly, "Status", "Done")
    school.look_again()
    following = diary.row(Student="Ana Silva · 0142", Kind="Check-in", Status="Planned")
    diary.shows(following, "Date", "Mon 19 Oct 2026")
    diary.shows(weekly, "Calendar", "Fri 16 Oct is a day off → Mon 19 Oct")


def test_5_a_measurement_comes_back_as_a_figure(school: WorkingSchool) -> None:
    caseload = school.grid("caseload", "Caseload", TOMAS)
    row = caseload.row(Student="Siobhán Ní Bhriain")
    caseload.shows(row, "Goals on track", "of 1")
    sheet = opened_from(caseload.page, caseload.choose(row, "Progress sheet"))
    expect(sheet.get_by_role("tab", name="Measurements", selected=True)).to_be_visible()
    expect(sheet.get_by_role("img", name=re.compile("Chart: Leaves the room"))).to_be_visible()
    measurements = school.sheet_on(sheet, "Measurements")
    free = measurements.free_row()
    measurements.type(free, "Date", "10/5/2026")
    measurements.pick(free, "Goal", "Leaves the room without leave")
    measurements.type(free, "Value", "3.5")
    snap(sheet, "5 a measurement")
    school.look_again()

    goals = school.grid("caseload", "Goals", TOMAS)
    goal = goals.row(Student="Siobhán")
    goals.shows(goal, "Latest", "3.5")
    goals.shows(goal, "Recommendation", "points")
    snap(goals.page, "5 what it means")


def test_6_questions_are_settled_by_a_pick_or_by_mending(school: WorkingSchool) -> None:
    attention = school.grid("office", "Attention", COORDINATOR)
    question = attention.row(What="Who is R-", Student="Ana Silva")
    snap(attention.page, "6 a question")
    attention.type(question, "Pick", "Ana Silva · 00142")
    diary = school.grid("caseload", "Diary", DANA)
    row = diary.row(Student="Ana Silva · 0142", Kind="Check-in", Status="Planned")
    diary.type(row, "Date", "sometime")
    school.look_again()
    assert not any("Who is" in line[1] for line in attention.tab.get_all_values())
    referrals = school.grid("office", "Referrals", COORDINATOR)
    referrals.shows(referrals.row(Student_as_written="Ana Silva"), "Already open", "C-0001")

    asked = school.grid("caseload", "Attention", DANA)
    unreadable = asked.row(Whose="Dana Whitfield", Where="Diary › Date")
    asked.choose(unreadable, "Link")
    snap(asked.page, "6 a date that is none")
    diary.type(row, "Date", "10/13/2026")
    school.look_again()
    left = [line for line in asked.tab.get_all_values() if "dana.whitfield" in line[0]]
    assert not any("Diary › Date" in line for line in left)


def test_7_a_second_look_finds_nothing_to_do(school: WorkingSchool) -> None:
    school.look_again()
    page = school.open("/addon", COORDINATOR)
    page.get_by_role("button", name="How is Holdfast?").click()
    expect(page.get_by_text("0 changes")).to_be_visible()
    snap(page, "7 nothing left to do")
    assert school.live.school.plan().changes == {}


def test_every_role_has_its_card(school: WorkingSchool) -> None:
    page = school.open("/", "")
    page.get_by_role("button", name="Dana Whitfield Case manager").click()
    page.get_by_role("link", name="Caseload").click()
    panel = page.get_by_role("complementary", name="Holdfast")
    expect(panel.get_by_role("heading", name="Today", level=2)).to_be_visible()
    expect(panel.get_by_role("heading", name="Next")).to_be_visible()
    page.get_by_role("gridcell", name="Mei-Ling Chen").click()
    panel.get_by_role("button", name="Case of the selected row").click()
    expect(panel.get_by_role("heading", name="Mei-Ling Chen")).to_be_visible()
    expect(panel.get_by_text("Hands in homework on time")).to_be_visible()
    snap(page, "8 the Case card")
    panel.get_by_role("button", name="Log a contact").click()
    panel.get_by_label("or somebody else").fill("Grandmother")
    panel.get_by_label("What was said, in one line").fill("Will bring the library book.")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_role("button", name="Undo")).to_be_visible()
    panel.get_by_role("button", name="Undo").click()
    expect(panel.get_by_text("Undone").first).to_be_visible()

    page.get_by_role("link", name="Add-on").click()
    become(page, "Nora Lind · Teacher")
    expect(page.get_by_role("heading", name="My students' accommodations")).to_be_visible()
    page.get_by_role("button", name="I have read the accommodations of Ana Silva").click()
    expect(page.get_by_text("You have said that you read this.")).to_be_visible()
    snap(page, "8 the Teacher card")

    become(page, "Maren Okafor · Coordinator")
    page.get_by_role("button", name="Workload").click()
    for name in ("Dana Whitfield", "Tomás Herrera", "Inés Kowalczyk", "Kwame Boateng"):
        expect(page.get_by_text(name, exact=True)).to_be_visible()
    page.get_by_label("Support level and plan").fill("Level II")
    page.get_by_label("Grade").fill("11")
    page.get_by_role("button", name="Who might take it?").click()
    expect(page.get_by_text("with this student").first).to_be_visible()
    snap(page, "8 workload")
