"""Invitations and their copies."""

from __future__ import annotations

from typing import Any

from .conftest import ANA, BEN, refusal, talk

INVITED = talk(
    id="abc12345",
    attendees=[{"email": BEN}],
    extendedProperties={"private": {"mine": "1"}, "shared": {"ours": "1"}},
)


def copy(ben: Any) -> dict[str, Any]:
    return dict(ben.events().get(calendarId="primary", eventId="abc12345").execute())


def test_a_guest_has_a_copy_with_the_same_uid(ana: Any, ben: Any) -> None:
    made = ana.events().insert(calendarId="primary", body=INVITED).execute()
    seen = copy(ben)
    assert seen["iCalUID"] == made["iCalUID"]
    assert seen["organizer"] == {"email": ANA}
    assert seen["extendedProperties"] == {"shared": {"ours": "1"}}
    assert seen["attendees"] == [{"email": BEN, "responseStatus": "needsAction", "self": True}]


def test_what_the_organizer_changes_changes_for_guests(ana: Any, ben: Any) -> None:
    ana.events().insert(calendarId="primary", body=INVITED).execute()
    later = {
        "start": {"dateTime": "2026-03-06T11:00:00-05:00"},
        "end": {"dateTime": "2026-03-06T11:30:00-05:00"},
    }
    ana.events().patch(calendarId="primary", eventId="abc12345", body=later).execute()
    assert copy(ben)["start"]["dateTime"] == "2026-03-06T11:00:00-05:00"
    ana.events().delete(calendarId="primary", eventId="abc12345").execute()
    assert copy(ben)["status"] == "cancelled"


def test_who_is_no_longer_invited_loses_the_copy(ana: Any, ben: Any) -> None:
    ana.events().insert(calendarId="primary", body=INVITED).execute()
    ana.events().patch(calendarId="primary", eventId="abc12345", body={"attendees": []}).execute()
    assert copy(ben)["status"] == "cancelled"


def test_an_answer_reaches_the_organizer(ana: Any, ben: Any) -> None:
    ana.events().insert(calendarId="primary", body=INVITED).execute()
    yes = {"attendees": [{"email": BEN, "responseStatus": "accepted"}]}
    ben.events().patch(calendarId="primary", eventId="abc12345", body=yes).execute()
    seen = ana.events().get(calendarId="primary", eventId="abc12345").execute()
    assert seen["attendees"][0]["responseStatus"] == "accepted"
    ben.events().delete(calendarId="primary", eventId="abc12345").execute()
    seen = ana.events().get(calendarId="primary", eventId="abc12345").execute()
    assert seen["status"] == "confirmed"
    assert seen["attendees"][0]["responseStatus"] == "declined"


def test_a_guest_cannot_change_shared_properties(ana: Any, ben: Any) -> None:
    ana.events().insert(calendarId="primary", body=INVITED).execute()
    body = {"extendedProperties": {"shared": {"ours": "2"}}}
    request = ben.events().patch(calendarId="primary", eventId="abc12345", body=body)
    assert refusal(request)[:2] == (403, "forbiddenForNonOrganizer")


def test_a_service_account_invites_nobody_in_its_own_name(calendar: Any) -> None:
    robot = calendar("holdfast@project.iam.gserviceaccount.com")
    request = robot.events().insert(calendarId="primary", body=INVITED)
    assert refusal(request)[:2] == (403, "forbiddenForServiceAccounts")
    assert robot.events().list(calendarId="primary").execute()["items"] == []
