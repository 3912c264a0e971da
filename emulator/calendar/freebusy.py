"""calendar.freebusy.query: when people are busy, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from emulator.call import Call, method

from . import refusals
from .rows import Query, rows_now
from .store import Calendar, CalendarStore, Fields
from .times import begin, parse_moment, show, zone

MOST_CALENDARS = 50


@method("calendar.freebusy.query")
def query(call: Call) -> Fields:
    """Busy spans per calendar, merged and cut to the range; an unknown calendar says notFound."""
    start, end = _moment(call, "timeMin"), _moment(call, "timeMax")
    if end <= start:
        raise refusals.empty_range()
    where = zone(call.body.get("timeZone") or "UTC")
    if where is None:
        raise refusals.invalid("Invalid time zone.", "timeZone")
    items = call.body.get("items") or []
    if len(items) > (call.body.get("calendarExpansionMax") or MOST_CALENDARS):
        raise refusals.refuse(
            400,
            "tooManyCalendarsRequested",
            "Too many calendars requested.",
            domain="calendar",
        )
    store = call.workspace.calendar
    calendars: Fields = {}
    for item in items:
        calendar = store.find(call.person, item["id"])
        if calendar is None or store.role(call.person, calendar) == "none":
            missing = {"domain": "global", "reason": "notFound"}
            calendars[item["id"]] = {"errors": [missing], "busy": []}
            continue
        spans = [
            {"start": show(first, where), "end": show(last, where)}
            for first, last in busy(store, calendar, start, end)
        ]
        calendars[item["id"]] = {"busy": spans}
    return {
        "kind": "calendar#freeBusy",
        "timeMin": _stamp(start),
        "timeMax": _stamp(end),
        "calendars": calendars,
    }


def busy(
    store: CalendarStore, calendar: Calendar, start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    """The busy spans of a calendar between two moments, merged, earliest first."""
    merged: list[tuple[datetime, datetime]] = []
    for first, last in sorted(_taken(store, calendar, start, end)):
        first, last = max(first, start), min(last, end)
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        elif first < last:
            merged.append((first, last))
    return merged


def _taken(
    store: CalendarStore, calendar: Calendar, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    home = zone(calendar.zone) or UTC
    window = Query(home=home, single=True, time_min=start, time_max=end)
    for row in rows_now(store, calendar, window):
        fields = row.event.fields
        declined = any(
            a["email"] == calendar.id and a.get("responseStatus") == "declined"
            for a in fields.get("attendees", [])
        )
        if fields.get("transparency") == "transparent" or declined:
            continue
        span = row.instance or None
        first = span.start if span else fields["start"]
        last = span.end if span else fields["end"]
        yield begin(first, home), begin(last, home)


def _moment(call: Call, name: str) -> datetime:
    text = call.body.get(name)
    if not text:
        raise refusals.required(f"Missing {name} parameter.")
    moment = parse_moment(str(text))
    if moment is None:
        raise refusals.bad_request()
    return moment


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
