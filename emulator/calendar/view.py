"""An event as one person sees it: their reminders, their zone, no more than their role allows."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from .recurrence import Instance
from .store import Calendar, CalendarStore, Event, Fields
from .times import shown

# What somebody sees who may only know that the time is taken.
BUSY_ONLY = (
    "id",
    "status",
    "created",
    "updated",
    "start",
    "end",
    "recurrence",
    "recurringEventId",
    "originalStartTime",
    "transparency",
    "iCalUID",
    "sequence",
    "eventType",
)
# What remains of an event that moved away.
MOVED_AWAY = ("id", "status")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, with which role, at which calendar, in which zone."""

    store: CalendarStore
    calendar: Calendar
    person: str
    role: str
    zone: tzinfo
    max_attendees: int | None = None

    def show(self, event: Event) -> Fields:
        """The event resource of an event, a series or a changed instance."""
        return self._show(event, event.fields)

    def show_instance(self, series: Event, instance: Instance) -> Fields:
        """The event resource of an unchanged instance of a series."""
        return self._show(series, instance_fields(series, instance))

    def gone_instance(self, series: Event, instance: Instance) -> Fields:
        """A cancelled instance: what a sync says of one that is no longer there."""
        return {
            "kind": "calendar#event",
            "etag": self.store.etag(series.version),
            "id": instance.id,
            "status": "cancelled",
            "recurringEventId": series.id,
            "originalStartTime": shown(instance.start, self.zone),
        }

    def _show(self, event: Event, fields: Fields) -> Fields:
        fields = dict(fields)
        if fields.pop("movedAway", False):
            kept = {name: fields[name] for name in MOVED_AWAY}
            return {"kind": "calendar#event", "etag": self.store.etag(event.version)} | kept
        hidden = self.role == "freeBusyReader" or (
            self.role == "reader" and fields.get("visibility") in ("private", "confidential")
        )
        if hidden:
            fields = {name: fields[name] for name in BUSY_ONLY if name in fields}
            fields["visibility"] = "private"
        else:
            fields = self._personal(event, fields)
        for name in ("start", "end", "originalStartTime"):
            if name in fields:
                fields[name] = shown(fields[name], self.zone)
        head = {
            "kind": "calendar#event",
            "etag": self.store.etag(event.version),
            "htmlLink": link(fields["id"], self.calendar.id),
        }
        return head | fields

    def _personal(self, event: Event, fields: Fields) -> Fields:
        own = event.reminders.get(self.person)
        if own is None and event.series_id:
            series = self.store.event(event.calendar_id, event.series_id)
            own = series.reminders.get(self.person) if series else None
        fields["reminders"] = own or {"useDefault": True}
        for name in ("creator", "organizer"):
            if name in fields:
                fields[name] = _myself(fields[name], self.calendar.id)
        if "attendees" in fields:
            fields["attendees"] = self._attendees(fields)
            if len(fields["attendees"]) < len(event.fields.get("attendees", ())):
                fields["attendeesOmitted"] = True
        return fields

    def _attendees(self, fields: Fields) -> list[Fields]:
        organizer = fields.get("organizer", {}).get("email")
        listed = []
        for attendee in fields["attendees"]:
            seen = _myself(attendee, self.calendar.id)
            if attendee.get("email") == organizer:
                seen["organizer"] = True
            listed.append(seen)
        hides_others = fields.get("guestsCanSeeOtherGuests") is False
        too_many = self.max_attendees is not None and len(listed) > self.max_attendees
        if too_many or (hides_others and organizer != self.calendar.id):
            return [attendee for attendee in listed if attendee.get("self")]
        return listed


def instance_fields(series: Event, instance: Instance) -> Fields:
    """What is stored, or would be, of an unchanged instance."""
    fields = {k: v for k, v in series.fields.items() if k != "recurrence"}
    return fields | {
        "id": instance.id,
        "recurringEventId": series.id,
        "originalStartTime": instance.start,
        "start": instance.start,
        "end": instance.end,
    }


def link(event_id: str, calendar_id: str) -> str:
    """The address of an event in Calendar's own pages."""
    name = f"{event_id} {calendar_id}".encode()
    return "https://www.google.com/calendar/event?eid=" + base64.urlsafe_b64encode(
        name
    ).decode().rstrip("=")


def _myself(person: dict[str, Any], calendar_id: str) -> dict[str, Any]:
    return person | {"self": True} if person.get("email") == calendar_id else dict(person)
