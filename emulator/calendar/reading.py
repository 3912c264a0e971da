"""For the browser pages: calendars and events, read and changed without a request to the API.

All of them act as a person and see exactly what that person may see; a refusal is the same
`ApiError` that the API would answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from emulator.call import Call
from emulator.workspace import Workspace

from . import calendars as lists
from . import events, listing
from .times import begin, zone


@dataclass(frozen=True, slots=True)
class Appointment:
    """One event or instance as an agenda shows it.

    start, end   aware moments in the calendar's zone
    etag         of the version shown, for an If-Match
    event        the whole event resource, as the API would answer it
    """

    calendar_id: str
    id: str
    summary: str
    start: datetime
    end: datetime
    all_day: bool
    etag: str
    event: dict[str, Any]


def calendars(workspace: Workspace, person: str) -> list[dict[str, Any]]:
    """The person's calendar list, as calendarList resources; the own calendar first."""
    answer = lists.list_calendars(_call(workspace, person, "calendarList.list"))
    return list(answer["items"])


def appointments(
    workspace: Workspace, person: str, calendar_id: str, start: datetime, end: datetime
) -> list[Appointment]:
    """What takes place between two aware moments, earliest first; series are expanded."""
    params = {
        "calendarId": calendar_id,
        "timeMin": start.isoformat(),
        "timeMax": end.isoformat(),
        "singleEvents": True,
        "orderBy": "startTime",
        "maxResults": listing.MOST_RESULTS,
    }
    answer = listing.list_(_call(workspace, person, "events.list", params))
    home = zone(answer["timeZone"]) or UTC
    return [
        Appointment(
            calendar_id,
            event["id"],
            event.get("summary", ""),
            begin(event["start"], home).astimezone(home),
            begin(event["end"], home).astimezone(home),
            "date" in event["start"],
            event["etag"],
            event,
        )
        for event in answer["items"]
    ]


def move_appointment(
    workspace: Workspace,
    person: str,
    calendar_id: str,
    event_id: str,
    start: datetime,
    end: datetime,
    etag: str | None = None,
) -> dict[str, Any]:
    """Give an event another time (aware moments), as a drag in the agenda does."""
    body = {
        "start": {"dateTime": start.isoformat(), "date": None},
        "end": {"dateTime": end.isoformat(), "date": None},
    }
    return change_appointment(workspace, person, calendar_id, event_id, body, etag)


def change_appointment(
    workspace: Workspace,
    person: str,
    calendar_id: str,
    event_id: str,
    body: dict[str, Any],
    etag: str | None = None,
) -> dict[str, Any]:
    """Patch an event; with an etag only if nobody changed it meanwhile (else 412)."""
    params = {"calendarId": calendar_id, "eventId": event_id}
    headers = {"if-match": etag} if etag else {}
    call = _call(workspace, person, "events.patch", params, body, headers)
    return events.patch(call)


def add_appointment(
    workspace: Workspace, person: str, calendar_id: str, body: dict[str, Any]
) -> dict[str, Any]:
    """A new event from an event resource."""
    params = {"calendarId": calendar_id}
    return events.insert(_call(workspace, person, "events.insert", params, body))


def delete_appointment(
    workspace: Workspace, person: str, calendar_id: str, event_id: str, etag: str | None = None
) -> None:
    """Delete an event or one instance of a series."""
    params = {"calendarId": calendar_id, "eventId": event_id}
    headers = {"if-match": etag} if etag else {}
    events.delete(_call(workspace, person, "events.delete", params, {}, headers))


def _call(
    workspace: Workspace,
    person: str,
    name: str,
    params: dict[str, Any] | None = None,
    body: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Call:
    return Call(
        workspace,
        person,
        params or {},
        body or {},
        headers=headers or {},
        method_id=f"calendar.{name}",
    )
