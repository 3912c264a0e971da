"""Events: once, in the school's zone, never over a change that somebody else made."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from service.ports import AlreadyThere, EventWrite, Missing, NotAllowed, Stale

from .conftest import CM, ZONE

OTHER = "other@holdfast.example"
TALK = EventWrite(
    "insert",
    CM,
    "abcde00001",
    "hf-1",
    date(2026, 10, 14),
    time(9, 30),
    30,
    ZONE,
    "First Talk · C-0001",
    "Row and card",
    (10, 60),
    base="b4se",
)


def insert(workspace, *writes):
    results = workspace.calendars.write(writes or (TALK,))
    assert [result.error for result in results] == [None] * len(results)
    return [result.entry for result in results]


def raw(session, owner=CM, event_id=TALK.event_id):
    events = session.collection("calendar", "events")
    return session.execute("calendar", owner, events.get(calendarId=owner, eventId=event_id))


def change(session, body, event_id=TALK.event_id):
    """As a person would, in Calendar."""
    events = session.collection("calendar", "events")
    request = events.patch(calendarId=CM, eventId=event_id, body=body)
    return session.execute("calendar", CM, request)


def test_an_event_is_neutral_private_and_carries_its_follow_up(workspace, session):
    (entry,) = insert(workspace)
    assert (entry.day, entry.start, entry.minutes) == (TALK.day, TALK.start, 30)
    assert (entry.follow_up_id, entry.base, entry.title) == ("hf-1", "b4se", TALK.title)
    event = raw(session)
    assert event["visibility"] == "private"
    assert {one["minutes"] for one in event["reminders"]["overrides"]} == {10, 60}
    assert event["start"]["dateTime"] == "2026-10-14T09:30:00-04:00"


def test_a_second_insert_meets_the_first(workspace):
    (first,) = insert(workspace)
    (again,) = insert(workspace)
    assert again == first


def test_a_deleted_event_is_not_made_again_under_its_id(workspace):
    insert(workspace)
    workspace.calendars.write([EventWrite("delete", CM, TALK.event_id, "hf-1")])
    (entry,) = insert(workspace)
    assert entry.cancelled


def test_another_follow_up_under_the_same_id_is_an_error(workspace):
    insert(workspace)
    (result,) = workspace.calendars.write([replace(TALK, follow_up_id="hf-2")])
    assert isinstance(result.error, AlreadyThere)


def test_many_events_go_in_batches_and_come_back_in_order(workspace, local):
    writes = [
        replace(TALK, owner=owner, event_id=f"abcde{n:05}", follow_up_id=f"hf-{n}")
        for n in range(60)
        for owner in (CM, OTHER)
    ]
    entries = insert(workspace, *writes)
    assert [(e.owner, e.follow_up_id) for e in entries] == [
        (w.owner, w.follow_up_id) for w in writes
    ]
    assert local.counts()["calendar.events.insert"] == workspace.calls["calendar"] == 120


def test_one_bad_write_does_not_stop_the_others(workspace):
    (entry,) = insert(workspace)
    writes = [
        EventWrite("patch", CM, "nothere000", title="x"),
        EventWrite("patch", CM, TALK.event_id, title="Check-in · C-0001", etag=entry.etag),
        EventWrite("delete", CM, "nothere000"),
    ]
    gone, patched, deleted = workspace.calendars.write(writes)
    assert isinstance(gone.error, Missing)
    assert patched.entry.title == "Check-in · C-0001"
    assert patched.entry.day == TALK.day  # what is not given stays
    assert deleted.error is None
    assert deleted.entry.cancelled


def test_a_change_somebody_made_meanwhile_is_not_overwritten(workspace, session):
    (entry,) = insert(workspace)
    change(session, {"summary": "moved by a person"})
    move = EventWrite("patch", CM, TALK.event_id, title="ours", etag=entry.etag)
    (result,) = workspace.calendars.write([move])
    assert isinstance(result.error, Stale)
    assert raw(session)["summary"] == "moved by a person"


def test_our_own_write_whose_answer_was_lost_is_recognised(workspace, local):
    (entry,) = insert(workspace)
    local.fault("calendar.events.patch", 503, when="after")
    move = EventWrite(
        "patch", CM, TALK.event_id, "hf-1", date(2026, 10, 15), time(8, 0), 45, ZONE,
        etag=entry.etag,
    )  # fmt: skip
    (result,) = workspace.calendars.write([move])
    assert result.error is None
    assert (result.entry.day, result.entry.start) == (date(2026, 10, 15), time(8, 0))
    assert result.entry.etag != entry.etag


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("what", ["insert", "delete"])
def test_parts_that_failed_for_a_moment_are_sent_again(workspace, local, naps, what, when):
    writes = [replace(TALK, event_id=f"abcde{n:05}", follow_up_id=f"hf-{n}") for n in range(6)]
    if what == "delete":
        insert(workspace, *writes)
        writes = [EventWrite("delete", CM, w.event_id, w.follow_up_id) for w in writes]
    local.fault(f"calendar.events.{what}", 503, times=2, when=when)
    insert(workspace, *writes)
    assert len(naps) == 1
    live = [e for e in workspace.calendars.look(CM, "").entries if not e.cancelled]
    assert len(live) == (6 if what == "insert" else 0)


def test_a_calendar_that_may_not_be_written_is_an_answer_for_each(workspace, local):
    local.fault("calendar.events.insert", 403, times=9)
    results = workspace.calendars.write([TALK, replace(TALK, event_id="abcde00002")])
    assert [type(result.error) for result in results] == [NotAllowed, NotAllowed]


def test_only_what_changed_since_the_last_look(workspace, session):
    first = workspace.calendars.look(CM, "")
    assert first.full
    insert(workspace)
    second = workspace.calendars.look(CM, first.next_token)
    assert not second.full
    assert [entry.follow_up_id for entry in second.entries] == ["hf-1"]
    workspace.calendars.write([EventWrite("delete", CM, TALK.event_id)])
    third = workspace.calendars.look(CM, second.next_token)
    assert [(e.event_id, e.cancelled) for e in third.entries] == [(TALK.event_id, True)]
    assert workspace.calendars.look(CM, third.next_token).entries == ()


def test_a_token_that_ended_means_looking_at_everything(workspace, local):
    insert(workspace)
    token = workspace.calendars.look(CM, "").next_token
    local.fault("calendar.events.list", 410)
    look = workspace.calendars.look(CM, token)
    assert look.full
    assert [entry.follow_up_id for entry in look.entries] == ["hf-1"]


def test_what_else_people_have_planned_is_nobodys_business(workspace, session):
    events = session.collection("calendar", "events")
    dentist = {
        "summary": "Dentist",
        "start": {"dateTime": "2026-10-14T08:00:00-04:00"},
        "end": {"dateTime": "2026-10-14T09:00:00-04:00"},
    }
    session.execute("calendar", CM, events.insert(calendarId=CM, body=dentist))
    assert workspace.calendars.look(CM, "").entries == ()


def test_times_are_the_schools_wherever_the_event_was_moved_from(workspace, session):
    insert(workspace)
    elsewhere = {
        "start": {"dateTime": "2026-10-15T15:00:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-10-15T15:45:00", "timeZone": "Europe/Berlin"},
    }
    change(session, elsewhere)
    (entry,) = workspace.calendars.look(CM, "").entries
    assert (entry.day, entry.start, entry.minutes) == (date(2026, 10, 15), time(9, 0), 45)


def test_all_day_and_back(workspace, session):
    (entry,) = insert(workspace, replace(TALK, start=None, minutes=0))
    assert (entry.day, entry.start, entry.minutes) == (TALK.day, None, None)
    timed = EventWrite(
        "patch", CM, TALK.event_id, "", TALK.day, time(13, 15), 20, ZONE, etag=entry.etag
    )
    (result,) = workspace.calendars.write([timed])
    assert (result.entry.start, result.entry.minutes) == (time(13, 15), 20)
    assert "date" not in raw(session)["start"]


def test_a_meeting_across_the_end_of_summer_time_keeps_its_length(workspace):
    night = replace(TALK, day=date(2026, 11, 1), start=time(0, 30), minutes=120)
    (entry,) = insert(workspace, night)
    assert (entry.start, entry.minutes) == (time(0, 30), 120)


def test_busy_says_when_and_leaves_out_whom_it_cannot_see(workspace):
    insert(workspace)
    day = datetime(2026, 10, 14, tzinfo=UTC), datetime(2026, 10, 15, tzinfo=UTC)
    busy = workspace.calendars.busy([CM, "stranger@elsewhere.example"], *day)
    (one,) = busy[CM]
    assert one.start == datetime(2026, 10, 14, 13, 30, tzinfo=UTC)
    assert one.end == datetime(2026, 10, 14, 14, 0, tzinfo=UTC)
    assert "stranger@elsewhere.example" not in busy
