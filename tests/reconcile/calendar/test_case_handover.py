"""A case changes hands: its appointments move to the new case manager's calendar, once, and what
the old one did to them meanwhile is not lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emulator.inprocess import Http
from tests.school_fixture import DANA, TOMAS, LiveSchool, questions

DAY = 46_301.0  # 6 October 2026
MOVED = {
    "start": {"dateTime": "2026-10-08T10:30:00-04:00"},
    "end": {"dateTime": "2026-10-08T10:50:00-04:00"},
}


@pytest.fixture
def planned(small: LiveSchool) -> LiveSchool:
    """Ana has a case of Dana's and one follow-up in Dana's calendar."""
    talk = {"Student": "Ana Silva", "Kind": "Meeting", "Date": DAY, "Start": 0.5, "Minutes": 20}
    small.type_row("caseload", "Diary", {**talk, "Status": "Planned"})
    small.sync()
    assert len(small.events(DANA)) == 1
    return small


def hand_over(live: LiveSchool) -> None:
    """Somebody types another name; the coordinator, asked in Office, says yes."""
    live.change("caseload", "Caseload", {"Student": "Ana"}, {"Case manager": "Tomás Herrera"})
    live.sync()
    asked, yes = {"What": "Another case manager"}, {"Pick": "Hand it over to Tomás Herrera"}
    live.change("office", "Attention", asked, yes)


def drag(live: LiveSchool) -> None:
    (event,) = live.events(DANA)
    live.google(f"/calendar/v3/calendars/{DANA}/events/{event['id']}", DANA, "PATCH", MOVED)


def settle(live: LiveSchool) -> None:
    for _ in range(4):
        if not live.sync().changes:
            return
    raise AssertionError("It does not settle.")


def stands(live: LiveSchool) -> tuple[str, str, list[str], int]:
    """Date and Start of the row, when the new manager's events begin, how many the old one has."""
    row = live.find("caseload", "Diary", Student="Ana")
    begins = [event["start"]["dateTime"][:16] for event in live.events(TOMAS)]
    return row["Date"], row["Start"], begins, len(live.events(DANA))


def test_an_appointment_moves_to_the_new_calendar_once(planned: LiveSchool) -> None:
    hand_over(planned)
    planned.sync()
    _, _, begins, left = stands(planned)
    assert (begins, left) == (["2026-10-06T12:00"], 0)
    assert not planned.sync().changes


def test_what_was_dragged_before_goes_along(planned: LiveSchool) -> None:
    hand_over(planned)
    drag(planned)
    settle(planned)
    date, start, begins, left = stands(planned)
    assert (date, start) == ("Thu 8 Oct 2026", "10:30")
    assert (begins, left) == (["2026-10-08T10:30"], 0)


class JustBefore(Http):
    """The service's way to Google; somebody acts once, just before the events are written."""

    def __init__(self, live: LiveSchool, act: Callable[[LiveSchool], None]) -> None:
        super().__init__(live.app)
        self.live, self.act, self.done = live, act, False

    def request(self, uri: str, method: str = "GET", *args: Any, **more: Any) -> Any:
        if "/batch/calendar" in uri and not self.done:
            self.done = True
            self.act(self.live)
        return super().request(uri, method, *args, **more)


def test_what_is_dragged_in_that_very_moment_goes_along(planned: LiveSchool) -> None:
    hand_over(planned)
    planned.school.session._connections.__dict__.clear()
    way = JustBefore(planned, drag)
    planned.school.session._transport = lambda: way
    planned.sync()
    assert way.done
    settle(planned)
    date, start, begins, left = stands(planned)
    assert (date, start) == ("Thu 8 Oct 2026", "10:30")
    assert (begins, left) == (["2026-10-08T10:30"], 0)


def test_moved_in_both_places_it_waits_for_a_pick(planned: LiveSchool) -> None:
    hand_over(planned)
    drag(planned)
    planned.change("caseload", "Diary", {"Student": "Ana"}, {"Date": "2026-10-09"})
    planned.sync()
    (asked,) = questions(planned, "caseload")
    assert asked["What"] == "Moved in two places"
    assert len(planned.events(DANA)) == 1
    assert not planned.events(TOMAS)
    pick = asked["Why"].rpartition("Pick: ")[2].split(" | ")[0].rstrip(".")
    planned.change("caseload", "Attention", {"What": "Moved"}, {"Pick": pick})
    settle(planned)
    _, _, begins, left = stands(planned)
    assert (begins, left) == (["2026-10-09T12:00"], 0)
    assert not list(questions(planned, "caseload"))


def test_what_was_done_and_is_planned_again_leaves_the_old_calendar(planned: LiveSchool) -> None:
    planned.change("caseload", "Diary", {"Student": "Ana"}, {"Status": "Done"})
    planned.sync()
    hand_over(planned)
    planned.change("caseload", "Diary", {"Student": "Ana"}, {"Status": "Planned"})
    settle(planned)
    _, _, begins, left = stands(planned)
    assert (begins, left) == (["2026-10-06T12:00"], 0)


def test_what_was_deleted_before_is_cancelled_and_not_handed_over(planned: LiveSchool) -> None:
    hand_over(planned)
    (event,) = planned.events(DANA)
    planned.google(f"/calendar/v3/calendars/{DANA}/events/{event['id']}", DANA, "DELETE")
    settle(planned)
    assert planned.find("caseload", "Diary", Student="Ana")["Status"] == "Cancelled"
    assert not planned.events(TOMAS)


class Dies(BaseException):
    """The process is gone."""


class DiesAfter(Http):
    """The service's process ends once the first writes into calendars have been carried out."""

    def request(self, uri: str, method: str = "GET", *args: Any, **more: Any) -> Any:
        answer = super().request(uri, method, *args, **more)
        written = str(more.get("body", ""))
        if "/batch/calendar" in uri and any(word in written for word in ("PATCH /", "DELETE /")):
            raise Dies
        return answer


def test_a_hand_over_that_was_cut_short_goes_on(planned: LiveSchool) -> None:
    hand_over(planned)
    planned.school.session._connections.__dict__.clear()
    planned.school.session._transport = lambda: DiesAfter(planned.app)
    with pytest.raises(Dies):
        planned.sync()
    assert not planned.events(DANA)
    planned.school = planned.open()
    planned.later(minutes=10)
    settle(planned)
    _, _, begins, left = stands(planned)
    assert (begins, left) == (["2026-10-06T12:00"], 0)
