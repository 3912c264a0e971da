"""Invitations: an event's copies on its attendees' calendars.

Every attendee inside the Workspace gets a copy with the same id and iCalUID. The organizer's
event is the original: what changes there changes in the copies. A copy has its own private
extended properties, colour and reminders, and its owner may answer, change or delete it.
"""

from __future__ import annotations

from copy import deepcopy

from . import refusals
from .store import Calendar, CalendarStore, Event, Fields, same_domain

# These belong to one copy alone.
OWN = ("colorId", "transparency", "visibility", "updated")


def organizes(event_fields: Fields, calendar: Calendar) -> bool:
    """Is this calendar's event the original, not an invitation's copy?"""
    organizer = event_fields.get("organizer", {}).get("email")
    return organizer in (None, calendar.id)


def check_copy(old: Fields, new: Fields, calendar: Calendar) -> None:
    """403 when somebody invited changes the shared properties of another's event."""
    if organizes(old, calendar) or old.get("guestsCanModify"):
        return
    before = old.get("extendedProperties", {}).get("shared")
    if new.get("extendedProperties", {}).get("shared") != before:
        raise refusals.organizer_only()


def check_inviter(person: str, fields: Fields) -> None:
    """403 for a service account that invites in its own name."""
    if fields.get("attendees") and person.endswith(".gserviceaccount.com"):
        raise refusals.no_guests_for_service_accounts()


def spread(store: CalendarStore, calendar: Calendar, event: Event, before: Fields) -> None:
    """Bring an event's change to all other calendars that hold it."""
    if organizes(event.fields, calendar):
        _spread_original(store, calendar, event, before)
    elif event.fields.get("guestsCanModify") and not event.cancelled:
        _change_original(store, calendar, event)
    else:
        _answer(store, calendar, event)


def _spread_original(
    store: CalendarStore, calendar: Calendar, event: Event, before: Fields
) -> None:
    guests = {a["email"] for a in event.fields.get("attendees", [])} - {calendar.id}
    uninvited = {a["email"] for a in before.get("attendees", [])} - guests - {calendar.id}
    for email in sorted(guests | uninvited):
        target = _local(store, calendar, email)
        if target is None:
            continue
        copy = _copy_of(store, target, event)
        if email in uninvited or event.cancelled:
            if copy is not None and not copy.cancelled:
                copy.fields = copy.fields | {"status": "cancelled"}
                store.put(copy)
            continue
        if copy is not None and copy.cancelled and _response(event.fields, email) == "declined":
            continue
        _write_copy(store, target, event, copy)


def _write_copy(store: CalendarStore, target: Calendar, event: Event, copy: Event | None) -> None:
    fields = {k: deepcopy(v) for k, v in event.fields.items() if k not in OWN}
    shared = event.fields.get("extendedProperties", {}).get("shared")
    fields.pop("extendedProperties", None)
    properties: Fields = {"shared": dict(shared)} if shared else {}
    if copy is None:
        taken = store.event(target.id, event.id) is not None
        copy = store.new_event(target.id, store.new_event_id() if taken else event.id, {})
    else:
        fields |= {k: v for k, v in copy.fields.items() if k in OWN}
        private = copy.fields.get("extendedProperties", {}).get("private")
        properties |= {"private": private} if private else {}
    if properties:
        fields["extendedProperties"] = properties
    fields["id"] = copy.id
    copy.fields = fields
    store.put(copy)


def _answer(store: CalendarStore, calendar: Calendar, event: Event) -> None:
    """An attendee answered, or deleted the copy, which declines."""
    original = _original(store, event)
    if original is None:
        return
    answer = "declined" if event.cancelled else _response(event.fields, calendar.id)
    if answer is None or answer == _response(original.fields, calendar.id):
        return
    changed = deepcopy(original.fields)
    for attendee in changed.get("attendees", []):
        if attendee["email"] == calendar.id:
            attendee["responseStatus"] = answer
    original.fields = changed
    store.put(original)
    home = store.calendars[original.calendar_id]
    for attendee in changed.get("attendees", []):
        target = _local(store, home, attendee["email"])
        if target is None or target.id in (calendar.id, home.id):
            continue
        copy = _copy_of(store, target, original)
        if copy is not None and not copy.cancelled:
            _write_copy(store, target, original, copy)


def _change_original(store: CalendarStore, calendar: Calendar, event: Event) -> None:
    """A guest with the right to modify changed the event for everybody."""
    original = _original(store, event)
    if original is None:
        return
    before = original.fields
    own = {k: v for k, v in before.items() if k in (*OWN, "id", "extendedProperties")}
    changed = {
        k: deepcopy(v)
        for k, v in event.fields.items()
        if k not in (*OWN, "id", "extendedProperties")
    }
    original.fields = changed | own
    store.put(original)
    _spread_original(store, store.calendars[original.calendar_id], original, before)


def _original(store: CalendarStore, event: Event) -> Event | None:
    home = store.calendars.get(event.fields.get("organizer", {}).get("email", ""))
    return _copy_of(store, home, event) if home else None


def _copy_of(store: CalendarStore, target: Calendar, event: Event) -> Event | None:
    """The same event on another calendar: same iCalUID and, in a series, same instance."""
    found = store.event(target.id, event.id)
    if found is not None and found.fields.get("iCalUID") == event.fields.get("iCalUID"):
        return found
    if event.series_id:
        return None
    return store.by_uid(target.id, event.fields.get("iCalUID", ""))


def _local(store: CalendarStore, calendar: Calendar, email: str) -> Calendar | None:
    """The attendee's calendar, if it is in this Workspace."""
    found: Calendar | None = store.calendars.get(email)
    if found is None and same_domain(calendar.owner, email):
        return store.primary(email)
    return found


def _response(fields: Fields, email: str) -> str | None:
    for attendee in fields.get("attendees", []):
        if attendee["email"] == email:
            return str(attendee.get("responseStatus"))
    return None
