"""Dates and times as people type them into the Diary: taken, kept, or asked about."""

from datetime import timedelta

import pytest

from tests.school_fixture import DANA, TODAY, LiveSchool, questions

SOON = TODAY + timedelta(days=3)


@pytest.fixture
def school(tmp_path):
    live = LiveSchool(tmp_path).init()
    staff = {"Email": DANA, "Name": "Dana", "Role": "Case manager"}
    live.type_row("office", "Staff", {**staff, "Working hours": "Mon-Fri 08:00-16:00"})
    cells = {"Student": "Ana Silva", "Case manager": DANA, "Status": "Active"}
    live.type_row("caseload", "Caseload", cells)
    return live


def plan(school, **cells) -> None:
    """One Diary row typed at the keyboard, and a sync."""
    tab = school.tab("caseload", "Diary")
    row = {"Student": "Ana Silva", "Kind": "Check-in", "Status": "Planned", **cells}
    values = [[row.get(heading) for heading in tab.row_values(1)]]
    at = f"A{len(tab.get_all_values()) + 1}"
    tab.update(values=values, range_name=at, value_input_option="USER_ENTERED")
    school.sync()


def starts(school) -> list[str]:
    return [e["start"].get("dateTime", e["start"].get("date"))[:16] for e in school.events(DANA)]


@pytest.mark.parametrize("typed", [f"{SOON} 10:00", f"{SOON:%d %b %Y} 10:00"])
def test_a_time_under_date_is_taken_and_outlives_a_drag(school, typed):
    plan(school, Date=typed)
    assert starts(school) == [f"{SOON}T10:00"]
    (event,) = school.events(DANA)
    later = SOON + timedelta(days=4)
    for end in ("start", "end"):
        event[end]["dateTime"] = event[end]["dateTime"].replace(str(SOON), str(later))
    path = f"/calendar/v3/calendars/{DANA}/events/{event['id']}"
    school.google(path, DANA, "PUT", event)
    school.sync()
    assert school.find("caseload", "Diary", Student="Ana")["Start"] == "10:00"
    assert starts(school) == [f"{later}T10:00"]
    assert not list(questions(school))


@pytest.mark.parametrize(
    ("day", "start", "about"),
    [
        (TODAY - timedelta(days=364), "10:00", "right year"),
        (TODAY.replace(year=2062), "10:00", "right year"),
        (SOON, "3:30", "afternoon"),
    ],
)
def test_a_slip_is_asked_about_and_stands_in_no_calendar(school, day, start, about):
    plan(school, Date=str(day), Start=start)
    assert starts(school) == []
    (asked,) = questions(school)
    assert about in asked["What"]


@pytest.mark.parametrize(("start", "stands"), [("7:30", "07:30"), ("18:00", "18:00")])
def test_a_time_before_or_after_work_that_is_no_slip_is_booked(school, start, stands):
    plan(school, Date=str(SOON), Start=start)
    assert starts(school) == [f"{SOON}T{stands}"]
    assert not list(questions(school))


def test_a_start_that_cannot_be_read_makes_no_event_meanwhile(school):
    plan(school, Date=str(SOON), Start="after lunch")
    assert starts(school) == []
    assert len(list(questions(school))) == 1
    school.change("caseload", "Diary", {"Student": "Ana"}, {"Start": "13:00"})
    school.sync()
    assert starts(school) == [f"{SOON}T13:00"]
    assert not list(questions(school))
