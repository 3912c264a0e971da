"""Which events and instances belong into a list, before they are shown.

A row knows its order key and enough to be filtered and sorted; the resource is built only
for the rows of the page that is answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from .events import series_instances
from .recurrence import Instance, instances
from .store import Calendar, CalendarStore, Event, Fields
from .times import begin, parse_moment
from .view import Viewer


@dataclass(frozen=True, slots=True)
class Query:
    """A list request, understood. Times are aware moments; `terms` are lower-case words."""

    home: tzinfo
    single: bool
    time_min: datetime | None = None
    time_max: datetime | None = None
    updated_min: datetime | None = None
    show_deleted: bool = False
    order: str | None = None
    terms: tuple[str, ...] = ()
    private: tuple[tuple[str, str], ...] = ()
    shared: tuple[tuple[str, str], ...] = ()
    uid: str | None = None
    types: tuple[str, ...] = ()

    @property
    def windowed(self) -> bool:
        return self.time_min is not None or self.time_max is not None

    def covers(self, start: Fields | None, end: Fields | None) -> bool:
        """Does this span touch the window? An event without times touches any window."""
        if start is None or end is None or not self.windowed:
            return True
        first, last = begin(start, self.home), begin(end, self.home)
        if self.time_min and not (last > self.time_min or first == last >= self.time_min):
            return False
        return not (self.time_max and first >= self.time_max)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list: an event, or one instance of the series `event`."""

    key: tuple[Any, ...]
    event: Event
    instance: Instance | None = None
    gone: bool = False

    @property
    def original(self) -> Fields | None:
        if self.instance:
            return self.instance.start
        return self.event.fields.get("originalStartTime") or self.event.fields.get("start")

    def show(self, view: Viewer) -> Fields:
        if self.instance is None:
            return view.show(self.event)
        if self.gone:
            return view.gone_instance(self.event, self.instance)
        return view.show_instance(self.event, self.instance)


def rows_now(
    store: CalendarStore, calendar: Calendar, query: Query, only: Event | None = None
) -> Iterator[Row]:
    """A full list; `only` restricts it to one series and its instances."""
    if only is not None:
        events = [only, *store.exceptions(calendar.id, only.id)]
    else:
        events = store.events(calendar.id)
    for event in events:
        if not matches(event, query):
            continue
        recurs = bool(event.fields.get("recurrence"))
        if recurs and query.single:
            yield from _expanded(store, event, query)
        elif recurs and not event.cancelled:
            if not query.windowed or any(_expanded(store, event, query)):
                yield _row(event, query)
        elif only is event:
            continue
        elif _shown(store, event, query) and _covers(event, query):
            yield _row(event, query)


def rows_changed(
    store: CalendarStore, calendar: Calendar, query: Query, since: int
) -> Iterator[Row]:
    """What changed after version `since`, deletions too.

    Over single instances, a series that changed is told of instance by instance, those that
    are no longer there as cancelled.
    """
    for event in store.events(calendar.id):
        if event.version <= since:
            continue
        if event.fields.get("recurrence") and query.single:
            if not event.cancelled:
                yield from _expanded(store, event, query)
            yield from _gone(store, event, query, since)
        elif query.single and any(version > since for version, *_ in event.former):
            yield _row(event, query)
            yield from _gone(store, event, query, since)
        else:
            yield _row(event, query)


def matches(event: Event, query: Query) -> bool:
    """The filters that look at an event's own fields."""
    fields = event.fields
    if query.uid and fields.get("iCalUID") != query.uid:
        return False
    if query.types and fields.get("eventType", "default") not in query.types:
        return False
    if query.updated_min:
        updated = parse_moment(fields["updated"])
        if updated is None or updated < query.updated_min:
            return False
    properties = fields.get("extendedProperties", {})
    for side, wanted in (("private", query.private), ("shared", query.shared)):
        for name, value in wanted:
            if properties.get(side, {}).get(name) != value:
                return False
    if not query.terms:
        return True
    text = _text(fields)
    return all(term in text for term in query.terms)


def _text(fields: Fields) -> str:
    people = [fields.get("organizer", {}), *fields.get("attendees", [])]
    parts = [fields.get(name, "") for name in ("summary", "description", "location")]
    parts += [person.get(name, "") for person in people for name in ("displayName", "email")]
    return "\n".join(parts).lower()


def _shown(store: CalendarStore, event: Event, query: Query) -> bool:
    """Are deleted events asked for, or is this none?"""
    if not event.cancelled or query.show_deleted or query.updated_min:
        return True
    if query.single or event.fields.get("movedAway") or not event.series_id:
        return False
    # A cancelled instance tells a client of the series what to leave out.
    series = store.event(event.calendar_id, event.series_id)
    return series is not None and not series.cancelled


def _covers(event: Event, query: Query) -> bool:
    return query.covers(event.fields.get("start"), event.fields.get("end"))


def _expanded(store: CalendarStore, series: Event, query: Query) -> Iterator[Row]:
    """The untouched instances of a series; the touched ones are events of their own."""
    if series.cancelled and not (query.show_deleted or query.updated_min):
        return
    touched = {event.id for event in store.exceptions(series.calendar_id, series.id)}
    for instance in series_instances(series):
        if instance.id not in touched and query.covers(instance.start, instance.end):
            yield _instance_row(series, instance, query, gone=series.cancelled)


def _gone(store: CalendarStore, series: Event, query: Query, since: int) -> Iterator[Row]:
    """Instances that a client at version `since` knows and that are no more.

    Changed instances are left out: they are events, and told of as such.
    """
    left = {event.id for event in store.exceptions(series.calendar_id, series.id)}
    if series.fields.get("recurrence") and not series.cancelled:
        left |= {instance.id for instance in series_instances(series)}
    shapes = [shape[1:] for shape in series.former if shape[0] > since]
    if series.cancelled and series.fields.get("recurrence"):
        fields = series.fields
        shapes.append((fields["start"], fields["end"], fields["recurrence"]))
    for start, end, lines in shapes:
        for instance in instances(series.id, start, end, lines):
            if instance.id not in left and query.covers(instance.start, instance.end):
                left.add(instance.id)
                yield _instance_row(series, instance, query, gone=True)


def _row(event: Event, query: Query) -> Row:
    start = event.fields.get("start") or event.fields.get("originalStartTime")
    return Row(_key(event, start, event.id, query), event)


def _instance_row(series: Event, instance: Instance, query: Query, *, gone: bool) -> Row:
    return Row(_key(series, instance.start, instance.id, query), series, instance, gone)


def _key(event: Event, start: Fields | None, event_id: str, query: Query) -> tuple[Any, ...]:
    if query.order == "updated":
        return (event.fields["updated"], event_id)
    when = begin(start, query.home).astimezone(UTC).isoformat() if start else ""
    if query.order == "startTime":
        return (when, event_id)
    return (event.place, when, event_id)
