"""Series, their instances, and what a sync tells of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import DAILY, WEEKLY, rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.calendar.recurrence import MOST_INSTANCES, instances
from emulator.calendar.times import parse_moment

from .conftest import refusal, talk

ZONE = "America/New_York"
WEEKLY_AT_NINE = {
    "start": {"dateTime": "2026-03-02T09:00:00", "timeZone": ZONE},
    "end": {"dateTime": "2026-03-02T09:30:00", "timeZone": ZONE},
    "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=4"],
}


def series(ana: Any, **more: Any) -> None:
    body = talk(id="series1") | WEEKLY_AT_NINE | more
    ana.events().insert(calendarId="primary", body=body).execute()


def starts(ana: Any, **params: Any) -> list[str]:
    params = {"singleEvents": True, "orderBy": "startTime"} | params
    answer = ana.events().list(calendarId="primary", **params).execute()
    return [event["start"]["dateTime"] for event in answer["items"]]


def test_nine_stays_nine_when_the_clocks_change(ana: Any) -> None:
    series(ana)
    assert starts(ana) == [
        "2026-03-02T09:00:00-05:00",
        "2026-03-09T09:00:00-04:00",
        "2026-03-16T09:00:00-04:00",
        "2026-03-23T09:00:00-04:00",
    ]
    found = ana.events().instances(calendarId="primary", eventId="series1").execute()["items"]
    assert [event["id"] for event in found[:2]] == [
        "series1_20260302T140000Z",
        "series1_20260309T130000Z",
    ]
    assert {event["recurringEventId"] for event in found} == {"series1"}
    assert "recurrence" not in found[0]


def test_without_expansion_the_series_itself_is_listed(ana: Any) -> None:
    series(ana)
    listed = ana.events().list(calendarId="primary").execute()["items"]
    assert [event["id"] for event in listed] == ["series1"]
    assert listed[0]["recurrence"] == ["RRULE:FREQ=WEEKLY;COUNT=4"]
    later = ana.events().list(calendarId="primary", timeMin="2026-04-01T00:00:00Z").execute()
    assert later["items"] == []


def test_excluded_and_added_dates(ana: Any) -> None:
    lines = [
        "RRULE:FREQ=WEEKLY;UNTIL=20260323T130000Z",
        f"EXDATE;TZID={ZONE}:20260309T090000",
        "RDATE:20260311T150000Z",
    ]
    series(ana, recurrence=lines)
    assert [start[5:16] for start in starts(ana)] == [
        "03-02T09:00",
        "03-11T11:00",
        "03-16T09:00",
        "03-23T09:00",
    ]


def test_one_instance_moves_and_another_is_cancelled(ana: Any) -> None:
    series(ana)
    later = {
        "start": {"dateTime": "2026-03-09T14:00:00-04:00"},
        "end": {"dateTime": "2026-03-09T14:30:00-04:00"},
    }
    moved = (
        ana.events()
        .patch(calendarId="primary", eventId="series1_20260309T130000Z", body=later)
        .execute()
    )
    assert moved["originalStartTime"]["dateTime"] == "2026-03-09T09:00:00-04:00"
    ana.events().delete(calendarId="primary", eventId="series1_20260316T130000Z").execute()
    assert [start[5:16] for start in starts(ana)] == ["03-02T09:00", "03-09T14:00", "03-23T09:00"]
    listed = ana.events().list(calendarId="primary").execute()["items"]
    assert {event["id"]: event["status"] for event in listed} == {
        "series1": "confirmed",
        "series1_20260309T130000Z": "confirmed",
        "series1_20260316T130000Z": "cancelled",
    }


def test_a_strange_instance_is_not_found(ana: Any) -> None:
    series(ana)
    for name in ("series1_20260310T130000Z", "series1_20260309", "nothing_20260309T130000Z"):
        request = ana.events().get(calendarId="primary", eventId=name)
        assert refusal(request) == (404, "notFound", "Not Found")


def sync(ana: Any, token: str) -> dict[str, str]:
    answer = ana.events().list(calendarId="primary", singleEvents=True, syncToken=token).execute()
    return {event["id"]: event["status"] for event in answer["items"]}


def test_a_sync_over_instances_tells_which_are_gone(ana: Any) -> None:
    series(ana)
    token = ana.events().list(calendarId="primary", singleEvents=True).execute()["nextSyncToken"]
    shorter = {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=2"]}
    ana.events().patch(calendarId="primary", eventId="series1", body=shorter).execute()
    assert sync(ana, token) == {
        "series1_20260302T140000Z": "confirmed",
        "series1_20260309T130000Z": "confirmed",
        "series1_20260316T130000Z": "cancelled",
        "series1_20260323T130000Z": "cancelled",
    }
    ana.events().delete(calendarId="primary", eventId="series1").execute()
    assert set(sync(ana, token).values()) == {"cancelled"}
    assert len(sync(ana, token)) == 4


def test_deleting_a_series_deletes_its_changed_instances(ana: Any) -> None:
    series(ana)
    ana.events().patch(
        calendarId="primary", eventId="series1_20260309T130000Z", body={"summary": "x"}
    ).execute()
    ana.events().delete(calendarId="primary", eventId="series1").execute()
    assert starts(ana) == []
    assert ana.events().list(calendarId="primary").execute()["items"] == []


def test_an_all_day_series(ana: Any) -> None:
    series(
        ana,
        start={"date": "2026-03-02"},
        end={"date": "2026-03-03"},
        recurrence=["RRULE:FREQ=DAILY;UNTIL=20260304"],
    )
    found = ana.events().instances(calendarId="primary", eventId="series1").execute()["items"]
    assert [event["id"] for event in found] == [f"series1_2026030{day}" for day in (2, 3, 4)]


def test_an_endless_series_ends_somewhere(ana: Any) -> None:
    series(ana, recurrence=["RRULE:FREQ=DAILY"])
    params = {"singleEvents": True, "maxResults": 2500}
    found = ana.events().list(calendarId="primary", **params).execute()["items"]
    assert len(found) == MOST_INSTANCES


def test_a_series_needs_a_zone(ana: Any) -> None:
    lines = ["RRULE:FREQ=WEEKLY;COUNT=4"]
    request = ana.events().insert(calendarId="primary", body=talk(recurrence=lines))
    assert refusal(request) == (400, "required", "Missing time zone definition for start time.")


@pytest.mark.parametrize(
    "line", ["RRULE:FREQ=OFTEN", "RRULE", "weekly", "RRULE:COUNT=3", "DTSTART:20260306"]
)
def test_a_bad_rule_is_refused(ana: Any, line: str) -> None:
    body = talk() | WEEKLY_AT_NINE | {"recurrence": [line]}
    request = ana.events().insert(calendarId="primary", body=body)
    assert refusal(request) == (400, "invalid", "Invalid recurrence rule.")


@settings(max_examples=60, deadline=None)
@given(
    day=st.dates(datetime(2024, 1, 1).date(), datetime(2027, 1, 1).date()),
    hour=st.integers(4, 23),
    freq=st.sampled_from([("DAILY", DAILY), ("WEEKLY", WEEKLY)]),
    interval=st.integers(1, 4),
    count=st.integers(1, 40),
    minutes=st.integers(0, 600),
)
def test_instances_keep_wall_time_and_length(
    day: Any, hour: int, freq: tuple[str, int], interval: int, count: int, minutes: int
) -> None:
    from zoneinfo import ZoneInfo

    first = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(ZONE))
    last = first.astimezone(UTC) + timedelta(minutes=minutes)
    line = f"RRULE:FREQ={freq[0]};INTERVAL={interval};COUNT={count}"
    found = instances(
        "s",
        {"dateTime": first.isoformat(), "timeZone": ZONE},
        {"dateTime": last.isoformat(), "timeZone": ZONE},
        [line],
    )
    walls = list(rrule(freq[1], first.replace(tzinfo=None), interval=interval, count=count))
    assert [i.start["dateTime"][:19] for i in found] == [wall.isoformat() for wall in walls]
    for instance in found:
        start, end = (
            parse_moment(instance.start["dateTime"]),
            parse_moment(instance.end["dateTime"]),
        )
        assert start
        assert end
        assert end - start == timedelta(minutes=minutes)
