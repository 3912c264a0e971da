"""Calendars themselves: calendars, calendarList and settings."""

from __future__ import annotations

from emulator.call import Call, method

from . import refusals
from .store import DEFAULT_REMINDERS, ROLES, Calendar, CalendarStore, Fields, Listed
from .times import zone
from .tokens import seal

SETTINGS = {
    "locale": "en",
    "format24HourTime": "false",
    "weekStart": "0",
    "defaultEventLength": "60",
    "dateFieldOrder": "MDY",
    "showDeclinedEvents": "true",
}


# -- calendars -----------------------------------------------------------------------


@method("calendar.calendars.get")
def get_calendar(call: Call) -> Fields:
    store = call.workspace.calendar
    return _calendar(store, store.require(call.person, call.params["calendarId"], "freeBusyReader"))


@method("calendar.calendars.insert")
def insert_calendar(call: Call) -> Fields:
    """A secondary calendar, owned by and in the list of the acting person."""
    store = call.workspace.calendar
    if not call.body.get("summary"):
        raise refusals.required("Missing title.")
    calendar_id = f"c_{store.workspace.new_id(64, '0123456789abcdef')}@group.calendar.google.com"
    home = _zone(call.body, store.primary(call.person).zone)
    calendar = Calendar(
        calendar_id,
        call.person,
        call.body["summary"],
        home,
        {f"user:{call.person}": "owner"},
        description=call.body.get("description"),
        location=call.body.get("location"),
    )
    store.touch_calendar(calendar)
    _listed(store, call.person).entries[calendar_id] = {"selected": True}
    return _calendar(store, calendar)


@method("calendar.calendars.patch")
def patch_calendar(call: Call) -> Fields:
    return _change_calendar(call, replace=False)


@method("calendar.calendars.update")
def update_calendar(call: Call) -> Fields:
    return _change_calendar(call, replace=True)


def _change_calendar(call: Call, *, replace: bool) -> Fields:
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "owner")
    home = _zone(call.body, calendar.zone)
    if replace and not call.body.get("summary"):
        raise refusals.required("Missing title.")
    calendar.zone = home
    calendar.summary = call.body.get("summary") or calendar.summary
    for name in ("description", "location"):
        if replace or name in call.body:
            setattr(calendar, name, call.body.get(name))
    store.touch_calendar(calendar)
    return _calendar(store, calendar)


@method("calendar.calendars.delete")
def delete_calendar(call: Call) -> None:
    """Delete a secondary calendar; a primary one cannot be deleted."""
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "owner")
    if calendar.primary:
        raise refusals.refuse(
            403, "cannotDeletePrimaryCalendar", "Cannot delete primary calendar.", domain="calendar"
        )
    store.delete_calendar(calendar)


def _zone(body: Fields, default: str) -> str:
    name = body.get("timeZone")
    if name and zone(name) is None:
        raise refusals.invalid(f"Invalid time zone: {name}")
    return str(name or default)


def _calendar(store: CalendarStore, calendar: Calendar) -> Fields:
    answer = {
        "kind": "calendar#calendar",
        "etag": store.etag(calendar.version),
        "id": calendar.id,
        "summary": calendar.summary,
        "timeZone": calendar.zone,
        "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
    }
    for name in ("description", "location"):
        if getattr(calendar, name):
            answer[name] = getattr(calendar, name)
    if not calendar.primary:
        answer["dataOwner"] = calendar.owner
    return answer


# -- calendarList --------------------------------------------------------------------


def _listed(store: CalendarStore, person: str) -> Listed:
    found: Listed = store.lists.setdefault(person, Listed())
    return found


def calendars_of(store: CalendarStore, person: str) -> list[Calendar]:
    """A person's own calendar, then those in their list that they may still see."""
    found = [store.primary(person)]
    for calendar_id in _listed(store, person).entries:
        calendar = store.calendars.get(calendar_id)
        if calendar and calendar.id != person and store.role(person, calendar) != "none":
            found.append(calendar)
    return found


@method("calendar.calendarList.list")
def list_calendars(call: Call) -> Fields:
    store = call.workspace.calendar
    least = ROLES.index(call.params.get("minAccessRole") or "freeBusyReader")
    hidden = bool(call.params.get("showHidden"))
    items = []
    for calendar in calendars_of(store, call.person):
        entry = _entry(store, call.person, calendar)
        if ROLES.index(entry["accessRole"]) >= least and (hidden or not entry.get("hidden")):
            items.append(entry)
    return {
        "kind": "calendar#calendarList",
        "etag": store.etag(store.version),
        "nextSyncToken": seal({"kind": "calendarList", "version": store.version}),
        "items": items,
    }


@method("calendar.calendarList.get")
def get_entry(call: Call) -> Fields:
    store = call.workspace.calendar
    for calendar in calendars_of(store, call.person):
        if call.params["calendarId"] in (calendar.id, "primary"):
            return _entry(store, call.person, calendar)
    raise refusals.not_found()


@method("calendar.calendarList.insert")
def insert_entry(call: Call) -> Fields:
    """Put a calendar that is shared with the acting person into their list."""
    store = call.workspace.calendar
    if not call.body.get("id"):
        raise refusals.required("Missing calendar id.")
    calendar = store.require(call.person, call.body["id"], "freeBusyReader")
    settings = {"selected": True} | _entry_settings(call.body)
    _listed(store, call.person).entries[calendar.id] = settings
    return _entry(store, call.person, calendar)


@method("calendar.calendarList.patch")
def patch_entry(call: Call) -> Fields:
    store = call.workspace.calendar
    entry = get_entry(call)
    settings = _listed(store, call.person).entries
    settings[entry["id"]] = settings.get(entry["id"], {}) | _entry_settings(call.body)
    return get_entry(call)


@method("calendar.calendarList.delete")
def delete_entry(call: Call) -> None:
    store = call.workspace.calendar
    calendar_id = call.params["calendarId"]
    if calendar_id in ("primary", call.person):
        raise refusals.refuse(
            403,
            "cannotUnsubscribePrimaryCalendar",
            "Cannot remove own calendar.",
            domain="calendar",
        )
    if _listed(store, call.person).entries.pop(calendar_id, None) is None:
        raise refusals.not_found()


def _entry_settings(body: Fields) -> Fields:
    names = ("summaryOverride", "colorId", "hidden", "selected", "defaultReminders")
    return {name: body[name] for name in names if body.get(name) is not None}


def _entry(store: CalendarStore, person: str, calendar: Calendar) -> Fields:
    own = calendar.owner == person
    answer: Fields = {
        "kind": "calendar#calendarListEntry",
        "etag": store.etag(calendar.version),
        "id": calendar.id,
        "summary": calendar.summary,
        "timeZone": calendar.zone,
        "colorId": "14",
        "backgroundColor": "#9fe1e7",
        "foregroundColor": "#000000",
        "accessRole": store.role(person, calendar),
        "defaultReminders": DEFAULT_REMINDERS if own else [],
        "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
    }
    if calendar.description:
        answer["description"] = calendar.description
    if calendar.id == person:
        answer |= {"primary": True, "selected": True}
    elif not calendar.primary:
        answer["dataOwner"] = calendar.owner
    return answer | _listed(store, person).entries.get(calendar.id, {})


# -- settings ------------------------------------------------------------------------


def _settings(call: Call) -> dict[str, str]:
    return SETTINGS | {"timezone": call.workspace.calendar.primary(call.person).zone}


@method("calendar.settings.get")
def get_setting(call: Call) -> Fields:
    name = call.params["setting"]
    values = _settings(call)
    if name not in values:
        raise refusals.not_found()
    return {"kind": "calendar#setting", "etag": '"0"', "id": name, "value": values[name]}


@method("calendar.settings.list")
def list_settings(call: Call) -> Fields:
    items = [
        {"kind": "calendar#setting", "etag": '"0"', "id": name, "value": value}
        for name, value in _settings(call).items()
    ]
    return {"kind": "calendar#settings", "etag": '"0"', "items": items}
