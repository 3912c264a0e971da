"""What people do to an event in Calendar: write into it, copy it, repeat it, decline it, leave."""

import copy
from datetime import timedelta

import pytest
from dateutil import parser as dates

from tests.school_fixture import DANA, INES, TODAY, LiveSchool, questions

DAY = TODAY + timedelta(days=2)
LATER = TODAY + timedelta(days=3)
ROW = {"Student": "Ana Silva"}


@pytest.fixture
def school(tmp_path):
    live = LiveSchool(tmp_path).init()
    for email, name in ((DANA, "Dana"), (INES, "Ines")):
        staff = {"Email": email, "Name": name, "Role": "Case manager"}
        live.type_row("office", "Staff", staff)
    live.type_row("caseload", "Caseload", {**ROW, "Case manager": DANA, "Status": "Active"})
    row = {**ROW, "Kind": "Check-in", "Date": str(DAY), "Start": "10:00", "Status": "Planned"}
    live.type_row("caseload", "Diary", row)
    live.sync()
    return live


def path(event: dict) -> str:
    return f"/calendar/v3/calendars/{DANA}/events/{event['id']}"


def standing(school, owner=DANA) -> list[dict]:
    return [each for each in school.events(owner) if each["status"] != "cancelled"]


def day_of(school) -> str:
    """The row's date, as the event that it asks for would have it."""
    written = school.find("caseload", "Diary", **ROW)["Date"]
    return str(dates.parse(written).date())


def copied(school, event: dict) -> dict:
    """As Calendar's Duplicate: everything but the id, on another day."""
    kept = ("summary", "description", "extendedProperties", "reminders", "visibility")
    body = copy.deepcopy({key: event[key] for key in kept if key in event})
    for end in ("start", "end"):
        moment = event[end]["dateTime"].replace(str(DAY), str(LATER))
        body[end] = {**event[end], "dateTime": moment}
    return school.google(f"/calendar/v3/calendars/{DANA}/events", DANA, "POST", body)


def test_what_a_person_added_stays_when_the_row_changes(school):
    (event,) = standing(school)
    event["description"] = (
        f"First: the blue folder.\n{event['description']}<br>Room 4, <b>not</b> 5."
    )
    event |= {"summary": "Coffee", "colorId": "5", "location": "Room 4"}
    event["attendees"] = [{"email": "mother@home.example"}]
    school.google(path(event), DANA, "PUT", event)
    school.sync()
    school.change("caseload", "Diary", ROW, {"Start": "14:15", "Kind": "Meeting"})
    school.sync()
    (now,) = standing(school)
    assert now["start"]["dateTime"][11:16] == "14:15"
    assert now["description"].startswith("First: the blue folder.\nBring the plan")
    assert now["description"].endswith("<br>Room 4, <b>not</b> 5.")
    assert now["description"].count("Row: ") == 1
    assert "what helped" not in now["description"]  # of the check-in that it was
    assert (now["summary"], now["colorId"], now["location"]) == ("Coffee", "5", "Room 4")
    assert [guest["email"] for guest in now["attendees"]] == ["mother@home.example"]


def test_a_title_that_nobody_changed_follows_the_row(school):
    school.change("caseload", "Diary", ROW, {"Kind": "Meeting"})
    school.sync()
    (now,) = standing(school)
    assert now["summary"] == "Meeting · C-0001"
    assert now["description"].startswith("Bring the plan")


def test_a_series_made_in_calendar_is_asked_about_until_it_is_none(school):
    (event,) = standing(school)
    school.google(path(event), DANA, "PATCH", {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=4"]})
    for _ in range(2):
        school.sync()
        assert [row["What"] for row in questions(school)] == ["Made to repeat in the calendar"]
    school.google(path(event), DANA, "PATCH", {"recurrence": []})
    school.sync()
    assert not list(questions(school))
    assert school.find("caseload", "Diary", **ROW)["Status"] == "Planned"


def test_a_declined_event_is_asked_about_and_cancelled_by_a_pick(school):
    (event,) = standing(school)
    guests = [{"email": DANA, "responseStatus": "declined"}]
    school.google(path(event), DANA, "PATCH", {"attendees": guests})
    school.sync()
    (asked,) = questions(school)
    assert asked["What"] == "Declined in the calendar"
    school.change("caseload", "Attention", {"What": asked["What"]}, {"Pick": "Cancel it"})
    school.sync()
    school.sync()
    assert school.find("caseload", "Diary", **ROW)["Status"] == "Cancelled"
    assert not list(questions(school))
    assert not standing(school)


def test_a_copy_whose_first_is_deleted_stands_in_its_place(school):
    (event,) = standing(school)
    copied(school, event)
    school.google(path(event), DANA, "DELETE")
    school.sync()
    row = school.find("caseload", "Diary", **ROW)
    assert (row["Status"], row["Start"]) == ("Planned", "10:00")
    assert day_of(school) == str(LATER)
    assert len(standing(school)) == 1
    assert not list(questions(school))


@pytest.mark.parametrize(
    ("pick", "status"), [("Keep it, as in the sheet", "Planned"), ("Cancel it", "Cancelled")]
)
def test_a_first_deleted_long_after_its_copy_was_made_is_asked_about(school, pick, status):
    (event,) = standing(school)
    copied(school, event)
    school.sync()
    assert day_of(school) == str(DAY)
    school.google(path(event), DANA, "DELETE")
    school.sync()
    (asked,) = questions(school)
    assert "a copy stands" in asked["What"]
    assert school.find("caseload", "Diary", **ROW)["Status"] == "Planned"
    school.change("caseload", "Attention", {"What": asked["What"]}, {"Pick": pick})
    school.sync()
    school.sync()
    assert school.find("caseload", "Diary", **ROW)["Status"] == status
    assert not list(questions(school))


def test_a_copy_steals_no_row_when_the_ledger_is_made_anew(school):
    (event,) = standing(school)
    copied(school, event)
    school.sync()
    (school.folder / "ledger.db").unlink()
    school.school = school.open()
    school.school.rebuild()
    assert "move_row" not in school.plan().changes
    school.sync()
    assert day_of(school) == str(DAY)


@pytest.mark.parametrize("order", [("staff", "case"), ("case", "staff"), ("both",)])
def test_who_leaves_keeps_no_event_of_ours(school, order):
    steps = {
        "staff": lambda: school.change(
            "office", "Staff", {"Email": DANA}, {"Email": "", "Name": "", "Role": ""}
        ),
        "case": lambda: school.change("caseload", "Caseload", ROW, {"Case manager": INES}),
    }
    for step in order:
        for name in ("staff", "case") if step == "both" else (step,):
            steps[name]()
        school.sync()
    for book in ("caseload", "office"):
        for row in list(questions(school, book)):
            if "Hand it over to Ines" in row["Why"]:
                pick = {"Pick": "Hand it over to Ines"}
                school.change(book, "Attention", {"Row ID": row["Row ID"]}, pick)
    school.sync()
    school.sync()
    assert not standing(school)
    assert len(standing(school, INES)) == 1


def dragged(school, event: dict) -> None:
    """Dragged in Calendar to another day, an hour later."""
    for end in ("start", "end"):
        moment = dates.parse(event[end]["dateTime"].replace(str(DAY), str(LATER)))
        event[end]["dateTime"] = (moment + timedelta(hours=1)).isoformat()
    school.google(path(event), DANA, "PUT", event)


def test_a_date_taken_out_and_an_event_given_another_are_asked_about_and_neither_is_overwritten(
    school,
):
    (event,) = standing(school)
    school.change("caseload", "Diary", ROW, {"Date": "", "Start": ""})
    dragged(school, event)
    for _ in range(2):
        school.sync()
        (asked,) = questions(school)
        assert asked["What"] == "Moved in the calendar, without a date in the sheet"
        assert school.find("caseload", "Diary", **ROW)["Date"] == ""
    pick = f"As in the calendar: {LATER:%a %-d %b} 11:00"
    school.change("caseload", "Attention", {"What": asked["What"]}, {"Pick": pick})
    school.sync()
    assert day_of(school) == str(LATER)
    assert school.find("caseload", "Diary", **ROW)["Start"] == "11:00"
    school.sync()
    assert not questions(school)


def test_a_date_that_cannot_be_read_is_not_written_over_by_the_event(school):
    (event,) = standing(school)
    school.change("caseload", "Diary", ROW, {"Date": "after the holidays"})
    dragged(school, event)
    school.sync()
    assert school.find("caseload", "Diary", **ROW)["Date"] == "after the holidays"
    (asked,) = questions(school)
    assert "date" in asked["What"].casefold()
    school.change("caseload", "Diary", ROW, {"Date": str(DAY)})
    school.sync()
    assert day_of(school) == str(LATER)
