"""Writing and reading single events."""

from __future__ import annotations

from typing import Any

import pytest
from googleapiclient.errors import HttpError

from .conftest import ANA, BEN, refusal, talk


def test_an_event_comes_back_as_google_shows_it(ana: Any) -> None:
    made = ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()
    assert made["id"] == "abc12345"
    assert made["iCalUID"] == "abc12345@google.com"
    assert made["organizer"] == {"email": ANA, "self": True}
    assert made["start"]["dateTime"] == "2026-03-06T09:00:00-05:00"
    assert made["status"] == "confirmed"
    assert made["reminders"] == {"useDefault": True}
    assert ana.events().get(calendarId=ANA, eventId="abc12345").execute() == made


def test_an_answer_is_shown_in_the_zone_asked_for(ana: Any) -> None:
    ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()
    seen = (
        ana.events()
        .get(calendarId="primary", eventId="abc12345", timeZone="Europe/London")
        .execute()
    )
    assert seen["start"] == {
        "dateTime": "2026-03-06T14:00:00Z",
        "timeZone": "America/New_York",
    }


@pytest.mark.parametrize("bad", ["ABC12345", "abcd", "abcxyz12", "abc-1234"])
def test_an_id_outside_base32hex_is_refused(ana: Any, bad: str) -> None:
    answer = refusal(ana.events().insert(calendarId="primary", body=talk(id=bad)))
    assert answer == (400, "invalid", "Invalid resource id value.")


def test_an_id_is_used_once_even_after_deletion(ana: Any) -> None:
    body = talk(id="abc12345")
    duplicate = (409, "duplicate", "The requested identifier already exists.")
    ana.events().insert(calendarId="primary", body=body).execute()
    assert refusal(ana.events().insert(calendarId="primary", body=body)) == duplicate
    ana.events().delete(calendarId="primary", eventId="abc12345").execute()
    assert refusal(ana.events().insert(calendarId="primary", body=body)) == duplicate
    seen = ana.events().get(calendarId="primary", eventId="abc12345").execute()
    assert seen["status"] == "cancelled"
    gone = refusal(ana.events().delete(calendarId="primary", eventId="abc12345"))
    assert gone == (410, "deleted", "Resource has been deleted")


def test_the_same_id_may_be_used_on_another_calendar(ana: Any, ben: Any) -> None:
    ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()
    assert ben.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()


def test_a_deleted_event_can_be_restored(ana: Any) -> None:
    ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()
    ana.events().delete(calendarId="primary", eventId="abc12345").execute()
    back = {"status": "confirmed"}
    ana.events().patch(calendarId="primary", eventId="abc12345", body=back).execute()
    assert len(ana.events().list(calendarId="primary").execute()["items"]) == 1


def test_a_stale_etag_is_refused_and_changes_nothing(ana: Any) -> None:
    made = ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()
    moved = {"summary": "Somebody was faster"}
    ana.events().patch(calendarId="primary", eventId="abc12345", body=moved).execute()
    late = ana.events().patch(calendarId="primary", eventId="abc12345", body={"summary": "Late"})
    late.headers["If-Match"] = made["etag"]
    assert refusal(late) == (412, "conditionNotMet", "Precondition Failed")
    gone = ana.events().delete(calendarId="primary", eventId="abc12345")
    gone.headers["If-Match"] = made["etag"]
    assert refusal(gone)[0] == 412
    seen = ana.events().get(calendarId="primary", eventId="abc12345").execute()
    assert seen["summary"] == "Somebody was faster"
    timely = ana.events().patch(calendarId="primary", eventId="abc12345", body={"summary": "New"})
    timely.headers["If-Match"] = seen["etag"]
    assert timely.execute()["summary"] == "New"


def test_an_unchanged_event_is_not_sent_again(ana: Any) -> None:
    made = ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()
    again = ana.events().get(calendarId="primary", eventId="abc12345")
    again.headers["If-None-Match"] = made["etag"]
    with pytest.raises(HttpError) as caught:
        again.execute()
    assert caught.value.resp.status == 304


def test_patch_merges_and_update_replaces(ana: Any) -> None:
    properties = {"private": {"followup": "F-1", "generation": "2"}}
    body = talk(id="abc12345", description="d", extendedProperties=properties)
    ana.events().insert(calendarId="primary", body=body).execute()
    change = {"location": "Room 4", "extendedProperties": {"private": {"generation": None}}}
    seen = ana.events().patch(calendarId="primary", eventId="abc12345", body=change).execute()
    assert seen["description"] == "d"
    assert seen["extendedProperties"] == {"private": {"followup": "F-1"}}
    seen = ana.events().update(calendarId="primary", eventId="abc12345", body=talk()).execute()
    assert "description" not in seen
    assert "extendedProperties" not in seen
    assert seen["iCalUID"] == "abc12345@google.com"


def test_the_sequence_counts_changes_of_time(ana: Any) -> None:
    ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()
    patch = ana.events().patch
    named = patch(calendarId="primary", eventId="abc12345", body={"summary": "x"}).execute()
    assert named["sequence"] == 0
    later = {"end": {"dateTime": "2026-03-06T10:00:00-05:00"}}
    assert patch(calendarId="primary", eventId="abc12345", body=later).execute()["sequence"] == 1
    older = patch(calendarId="primary", eventId="abc12345", body={"sequence": 0})
    assert refusal(older)[:2] == (400, "invalid")


def test_an_event_can_become_an_all_day_event(ana: Any) -> None:
    ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()
    half = {"start": {"date": "2026-03-06"}, "end": {"date": "2026-03-07"}}
    request = ana.events().patch(calendarId="primary", eventId="abc12345", body=half)
    assert refusal(request) == (400, "invalid", "Invalid start time.")
    whole = {side: half[side] | {"dateTime": None} for side in half}
    seen = ana.events().patch(calendarId="primary", eventId="abc12345", body=whole).execute()
    assert seen["start"] == {"date": "2026-03-06"}


def test_reminders_belong_to_who_set_them(ana: Any, ben: Any) -> None:
    ana.acl().insert(
        calendarId="primary", body={"role": "writer", "scope": {"type": "user", "value": BEN}}
    ).execute()
    mine = {"useDefault": False, "overrides": [{"method": "popup", "minutes": 30}]}
    made = (
        ana.events()
        .insert(calendarId="primary", body=talk(id="abc12345", reminders=mine))
        .execute()
    )
    seen = ben.events().get(calendarId=ANA, eventId="abc12345").execute()
    assert seen["reminders"] == {"useDefault": True}
    his = {"reminders": {"useDefault": False, "overrides": [{"method": "email", "minutes": 5}]}}
    ben.events().patch(calendarId=ANA, eventId="abc12345", body=his).execute()
    seen = ana.events().get(calendarId="primary", eventId="abc12345").execute()
    assert seen["reminders"] == mine
    assert seen["updated"] == made["updated"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"start": None}, (400, "required", "Missing start time.")),
        ({"end": {}}, (400, "required", "Missing end time.")),
        (
            {"end": {"dateTime": "2026-03-06T08:00:00-05:00"}},
            (400, "timeRangeEmpty", "The specified time range is empty."),
        ),
        (
            {"end": {"date": "2026-03-07"}},
            (
                400,
                "invalid",
                "Start and end times must either both be date or both be dateTime.",
            ),
        ),
        (
            {"start": {"dateTime": "2026-03-06T09:00:00"}},
            (400, "required", "Missing time zone definition for start time."),
        ),
        (
            {"start": {"dateTime": "2026-03-06T09:00:00", "timeZone": "Mars/Base"}},
            (400, "invalid", "Invalid time zone definition for start time."),
        ),
        ({"attendees": [{"email": "nobody"}]}, (400, "invalid", "Invalid attendee email.")),
    ],
)
def test_bad_bodies_get_googles_words(
    ana: Any, body: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    assert refusal(ana.events().insert(calendarId="primary", body=talk() | body)) == expected
    assert ana.events().list(calendarId="primary").execute()["items"] == []


@pytest.mark.parametrize("text", ["2026-02-30T09:00:00Z", "soon", "2026-03-06T09:00:00-07:0"])
def test_an_unreadable_time_is_quoted(ana: Any, text: str) -> None:
    status, reason, message = refusal(
        ana.events().insert(calendarId="primary", body=talk(start={"dateTime": text}))
    )
    assert (status, reason) == (400, "invalid")
    assert f'"{text}"' in message


def test_reminders_that_contradict_themselves_are_refused(ana: Any) -> None:
    both = {"useDefault": True, "overrides": [{"method": "popup", "minutes": 5}]}
    request = ana.events().insert(calendarId="primary", body=talk(reminders=both))
    assert refusal(request)[1] == "cannotUseDefaultRemindersAndSpecifyOverride"
    far = {"useDefault": False, "overrides": [{"method": "popup", "minutes": 40_321}]}
    assert refusal(ana.events().insert(calendarId="primary", body=talk(reminders=far)))[0] == 400


def test_an_unknown_event_or_calendar_is_not_found(ana: Any) -> None:
    missing = (404, "notFound", "Not Found")
    assert refusal(ana.events().get(calendarId="primary", eventId="abc12345")) == missing
    assert refusal(ana.events().list(calendarId="x@other.example")) == missing


def test_import_is_known_by_its_uid(ana: Any) -> None:
    body = talk(iCalUID="42@elsewhere.example", organizer={"email": "o@elsewhere.example"})
    first = ana.events().import_(calendarId="primary", body=body).execute()
    again = ana.events().import_(calendarId="primary", body=body | {"summary": "New"}).execute()
    assert again["id"] == first["id"]
    assert again["organizer"]["email"] == "o@elsewhere.example"
    found = ana.events().list(calendarId="primary", iCalUID="42@elsewhere.example").execute()
    assert [event["summary"] for event in found["items"]] == ["New"]
    nameless = ana.events().import_(calendarId="primary", body=talk())
    assert refusal(nameless)[:2] == (400, "required")


def test_move_takes_an_event_to_another_calendar(ana: Any) -> None:
    other = ana.calendars().insert(body={"summary": "Team"}).execute()["id"]
    ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()
    ana.events().move(calendarId="primary", eventId="abc12345", destination=other).execute()
    there = ana.events().get(calendarId=other, eventId="abc12345").execute()
    assert there["organizer"]["email"] == other
    left = ana.events().get(calendarId="primary", eventId="abc12345").execute()
    assert left["status"] == "cancelled"
    assert "summary" not in left
    again = ana.events().move(calendarId="primary", eventId="abc12345", destination=other)
    assert refusal(again)[0] == 410


def test_a_batch_over_http_answers_each_part(ana: Any) -> None:
    answers: dict[str, Any] = {}
    batch = ana.new_batch_http_request(
        callback=lambda name, value, error: answers.update({name: error or value})
    )
    for number in range(3):
        body = talk(id=f"abc1234{number % 2}")
        batch.add(ana.events().insert(calendarId="primary", body=body), request_id=str(number))
    batch.execute()
    assert answers["0"]["id"] == "abc12340"
    assert answers["1"]["id"] == "abc12341"
    assert isinstance(answers["2"], HttpError)
    assert answers["2"].resp.status == 409


def test_if_match_holds_inside_a_batch(ana: Any) -> None:
    old = ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()["etag"]
    named = {"summary": "Moved"}
    ana.events().patch(calendarId="primary", eventId="abc12345", body=named).execute()
    caught: list[Any] = []
    batch = ana.new_batch_http_request(callback=lambda name, value, error: caught.append(error))
    late = ana.events().patch(calendarId="primary", eventId="abc12345", body={"summary": "Late"})
    late.headers["If-Match"] = old
    batch.add(late)
    batch.execute()
    assert caught[0].resp.status == 412
