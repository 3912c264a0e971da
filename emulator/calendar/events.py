"""calendar.events: insert, import, get, patch, update, delete, move.

An id may name an event, a series, a changed instance, or an instance nobody has touched yet;
writing to the last makes it a changed instance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from emulator.call import Call, method
from emulator.errors import ApiError

from . import draft as drafts
from . import refusals
from .attendees import check_copy, check_inviter, organizes, spread
from .recurrence import Instance, instances, split_instance_id
from .store import Calendar, CalendarStore, Event, Fields
from .times import parameter_zone
from .view import Viewer, instance_fields


@dataclass(frozen=True, slots=True)
class Found:
    """What an event id names: a kept event, or an untouched instance of a kept series."""

    event: Event
    instance: Instance | None = None


def look_up(store: CalendarStore, calendar: Calendar, event_id: str) -> Found:
    """Raises Google's 404 for an id that names nothing on this calendar."""
    event = store.event(calendar.id, event_id)
    if event is not None:
        return Found(event)
    parts = split_instance_id(event_id)
    series = store.event(calendar.id, parts[0]) if parts else None
    if series is not None and series.fields.get("recurrence"):
        for instance in series_instances(series):
            if instance.id == event_id:
                return Found(series, instance)
    raise refusals.not_found()


def series_instances(series: Event) -> list[Instance]:
    """The instances of a series as its rule gives them, changed and cancelled ones too."""
    fields = series.fields
    return instances(series.id, fields["start"], fields["end"], fields.get("recurrence", []))


def viewer(call: Call, calendar: Calendar) -> Viewer:
    """How the acting person sees this calendar's events."""
    store = call.workspace.calendar
    return Viewer(
        store,
        calendar,
        call.person,
        store.role(call.person, calendar),
        parameter_zone(call.params, calendar.zone),
        call.params.get("maxAttendees"),
    )


@method("calendar.events.get")
def get(call: Call) -> Fields:
    """One event, deleted ones too; 304 when `If-None-Match` still holds."""
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "freeBusyReader")
    found = look_up(store, calendar, call.params["eventId"])
    if call.headers.get("if-none-match") in (store.etag(found.event.version), "*"):
        raise ApiError(304, "Not Modified")
    view = viewer(call, calendar)
    if found.instance is None:
        return view.show(found.event)
    if found.event.cancelled:
        return view.gone_instance(found.event, found.instance)
    return view.show_instance(found.event, found.instance)


@method("calendar.events.insert")
def insert(call: Call) -> Fields:
    """A new event, under the client's id if it gives one; 409 if that was ever used here."""
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "writer")
    chosen = call.body.get("id")
    event_id = drafts.check_event_id(chosen) if chosen else store.new_event_id()
    draft = drafts.insert(call.body, calendar.zone)
    check_inviter(call.person, draft.fields)
    if store.event(calendar.id, event_id) is not None:
        raise refusals.duplicate()
    uid = call.body.get("iCalUID") or f"{event_id}@google.com"
    return _keep_new(call, calendar, event_id, draft, {"iCalUID": uid})


@method("calendar.events.import")
def import_(call: Call) -> Fields:
    """A private copy of an event from elsewhere, known by its iCalUID; again = update."""
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "writer")
    uid = call.body.get("iCalUID")
    if not uid:
        raise refusals.required("Missing iCalUID.")
    draft = drafts.insert(call.body, calendar.zone)
    own: Fields = {"iCalUID": uid}
    if call.body.get("organizer", {}).get("email"):
        own["organizer"] = {
            k: v for k, v in call.body["organizer"].items() if k in ("email", "displayName")
        }
    known = store.by_uid(calendar.id, uid)
    if known is None:
        event_id = "_" + hashlib.sha256(uid.encode()).hexdigest()[:40]
        return _keep_new(call, calendar, event_id, draft, own, invite=False)
    if draft.fields["sequence"] < known.fields.get("sequence", 0):
        raise refusals.invalid("Invalid sequence value.")
    kept: Fields = {k: known.fields[k] for k in ("id", "created", "creator") if k in known.fields}
    _write(call, known, drafts.Draft({**draft.fields, **own, **kept}, draft.reminders))
    return viewer(call, calendar).show(known)


def _keep_new(
    call: Call,
    calendar: Calendar,
    event_id: str,
    draft: drafts.Draft,
    own: Fields,
    *,
    invite: bool = True,
) -> Fields:
    store = call.workspace.calendar
    organizer = {"email": calendar.id}
    if not calendar.primary:
        organizer["displayName"] = calendar.summary
    server = {
        "id": event_id,
        "created": store.now(),
        "creator": {"email": call.person},
        "organizer": organizer,
    }
    event = store.new_event(calendar.id, event_id, {**draft.fields, **server, **own})
    if draft.reminders is not None:
        event.reminders[call.person] = draft.reminders
    store.put(event)
    if invite:
        spread(store, calendar, event, {})
    return viewer(call, calendar).show(event)


@method("calendar.events.patch")
def patch(call: Call) -> Fields:
    """Change what the body names."""
    return _change(call, drafts.patch)


@method("calendar.events.update")
def update(call: Call) -> Fields:
    """Replace everything a client may write."""
    return _change(call, drafts.update)


Compose = Callable[[Fields, Fields, str], drafts.Draft]


def _change(call: Call, compose: Compose) -> Fields:
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "writer")
    found = look_up(store, calendar, call.params["eventId"])
    check_match(call, found.event)
    old = _fields(found)
    if old.get("movedAway"):
        raise refusals.not_found()
    draft = compose(old, call.body, calendar.zone)
    check_inviter(call.person, draft.fields)
    check_copy(old, draft.fields, calendar)
    event = _materialised(store, found)
    _write(call, event, draft)
    spread(store, calendar, event, old)
    return viewer(call, calendar).show(event)


@method("calendar.events.delete")
def delete(call: Call) -> None:
    """Cancel an event, a series or one instance; 410 when it is cancelled already."""
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "writer")
    found = look_up(store, calendar, call.params["eventId"])
    if found.event.cancelled:
        raise refusals.deleted()
    check_match(call, found.event)
    old = _fields(found)
    event = _materialised(store, found)
    _write(call, event, drafts.Draft({**deepcopy(old), "status": "cancelled"}, None))
    for exception in store.exceptions(calendar.id, event.id):
        if not exception.cancelled:
            exception.fields = exception.fields | {"status": "cancelled"}
            store.put(exception)
    spread(store, calendar, event, old)


@method("calendar.events.move")
def move(call: Call) -> Fields:
    """Move an event to another calendar, which becomes its organizer."""
    store = call.workspace.calendar
    source = store.require(call.person, call.params["calendarId"], "writer")
    target = store.require(call.person, call.params["destination"], "writer")
    found = look_up(store, source, call.params["eventId"])
    event = found.event
    if event.cancelled:
        raise refusals.deleted()
    if found.instance or event.series_id:
        raise refusals.invalid("Cannot move an instance of a recurring event.")
    if not organizes(event.fields, source):
        raise refusals.organizer_only()
    check_match(call, event)
    if target.id == source.id:
        raise refusals.invalid("Cannot move an event to the calendar it is on.")
    if store.event(target.id, event.id) is not None:
        raise refusals.duplicate()
    fields = deepcopy(event.fields) | {"organizer": {"email": target.id}}
    moved = store.new_event(target.id, event.id, fields)
    moved.reminders = dict(event.reminders)
    for exception in store.exceptions(source.id, event.id):
        copy = store.new_event(target.id, exception.id, deepcopy(exception.fields))
        store.put(copy)
        exception.fields = exception.fields | {"status": "cancelled", "movedAway": True}
        store.put(exception)
    event.fields = event.fields | {"status": "cancelled", "movedAway": True}
    store.put(event)
    store.put(moved)
    return viewer(call, target).show(moved)


def check_match(call: Call, event: Event) -> None:
    """412 when `If-Match` names another version than the one that is kept."""
    wanted = call.headers.get("if-match")
    if wanted in (None, "", "*"):
        return
    current = call.workspace.calendar.etag(event.version)
    if current not in [tag.strip().removeprefix("W/") for tag in str(wanted).split(",")]:
        raise refusals.stale()


def _fields(found: Found) -> Fields:
    return instance_fields(found.event, found.instance) if found.instance else found.event.fields


def _materialised(store: CalendarStore, found: Found) -> Event:
    """The event to write to; an untouched instance gets one of its own."""
    if found.instance is None:
        return found.event
    fields = deepcopy(instance_fields(found.event, found.instance))
    made = store.new_event(found.event.calendar_id, found.instance.id, fields)
    made.place = found.event.place
    made.reminders = deepcopy(found.event.reminders)
    return made


def _write(call: Call, event: Event, draft: drafts.Draft) -> None:
    """Put the draft in place; a series that changes its shape lets go of what no longer fits."""
    store = call.workspace.calendar
    old = event.fields
    reshaped = not event.series_id and (
        drafts.reshaped(old, draft.fields) if "start" in draft.fields else False
    )
    if reshaped and old.get("recurrence"):
        event.former = [
            *event.former,
            (store.version + 1, old["start"], old["end"], old["recurrence"]),
        ]
    event.fields = draft.fields
    if draft.reminders is not None:
        event.reminders = event.reminders | {call.person: draft.reminders}
    server = ("updated",)
    content = {k: v for k, v in old.items() if k not in server} != {
        k: v for k, v in draft.fields.items() if k not in server
    }
    store.put(event, content=content or "updated" not in event.fields)
    if reshaped:
        _drop_orphans(store, event)


def _drop_orphans(store: CalendarStore, series: Event) -> None:
    """Changed instances whose original start no longer belongs to the series go."""
    left = {i.id for i in series_instances(series)} if series.fields.get("recurrence") else set()
    for exception in store.exceptions(series.calendar_id, series.id):
        if exception.id not in left and not exception.fields.get("movedAway"):
            exception.fields = exception.fields | {"status": "cancelled", "movedAway": True}
            store.put(exception)
