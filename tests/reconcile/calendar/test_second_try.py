"""Missed: tried again in a free time, gone from Overdue; and what titles in the calendar say."""

from datetime import timedelta

import pytest

from service.casework.diary.follow_ups import missed
from service.casework.records import DiaryEntry, RowRef
from tests.school_fixture import DANA, TODAY, LiveSchool, questions

YESTERDAY = TODAY - timedelta(days=3)  # the Friday before


@pytest.fixture
def school(tmp_path):
    live = LiveSchool(tmp_path).init()
    staff = {"Email": DANA, "Name": "Dana", "Role": "Case manager"}
    live.type_row("office", "Staff", {**staff, "Working hours": "Mon-Fri 09:00-12:00"})
    for student in ("Ana Silva", "Reed, Tom", "Lena Frost"):
        cells = {"Student": student, "Case manager": DANA, "Status": "Active"}
        live.type_row("caseload", "Caseload", cells)
        row = {"Student": student, "Kind": "Check-in", "Date": str(YESTERDAY), "Start": "10:00"}
        live.type_row("caseload", "Diary", {**row, "Minutes": 30, "Status": "Missed"})
    return live


def planned(school) -> list[dict]:
    return [row for row in school.rows("caseload", "Diary") if row["Status"] == "Planned"]


def test_three_that_were_missed_at_one_minute_find_three_free_times(school):
    school.sync()
    starts = sorted(event["start"]["dateTime"] for event in school.events(DANA))
    assert len(starts) == len(set(starts)) == 3
    assert all("09:00" <= start[11:16] < "12:00" for start in starts)
    assert not school.sync().changes


def test_where_no_time_is_free_it_is_asked(school):
    school.change("office", "Staff", {"Email": DANA}, {"Working hours": "Mon 09:00-09:15"})
    school.sync()
    assert not planned(school)
    assert {row["What"] for row in questions(school)} == {"No free time for another Check-in"}


def entry(position: int, days: int, status: str, kind: str = "Check-in") -> DiaryEntry:
    row = RowRef("caseload", "diary", f"hf-{position}", position)
    day = TODAY + timedelta(days=days)
    return DiaryEntry(row, "C-0001", "Ana Silva", kind=kind, day=day, status=status)


@pytest.mark.parametrize(
    ("status", "days", "kind", "shown"),
    [
        ("Planned", 1, "Check-in", []),
        ("Done", 0, "Check-in", []),
        ("Missed", 0, "Check-in", [2]),
        ("Cancelled", 1, "Check-in", [1]),
        ("Planned", 1, "Meeting", [1]),
    ],
)
def test_what_was_missed_leaves_overdue_once_it_is_tried_again(status, days, kind, shown):
    late = missed([entry(1, -3, "Missed"), entry(2, days, status, kind)], TODAY)
    assert [each.row.position for each in late] == shown


@pytest.mark.parametrize(
    ("setting", "titles"),
    [
        ("Code", {"Check-in · C-0001", "Check-in · C-0002", "Check-in · C-0003"}),
        ("First name", {"Check-in · Ana", "Check-in · Tom", "Check-in · Lena"}),
        ("Initials", {"Check-in · A.S.", "Check-in · T.R.", "Check-in · L.F."}),
    ],
)
def test_titles_say_what_the_school_has_set_and_are_private(school, setting, titles):
    school.sync()
    named = {"Setting": "Name in the calendar"}
    school.change("office", "Settings", named, {"Value": setting})
    school.sync()
    events = school.events(DANA)
    assert {event["summary"] for event in events} == titles
    assert {event["visibility"] for event in events} == {"private"}
