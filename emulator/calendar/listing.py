"""calendar.events.list and .instances: windows, filters, order, pages and sync tokens.

A page token holds the order key of the last event shown, so that a change between two pages
neither repeats nor hides another event. A sync token holds the version up to which the
client knows the calendar, and the window of its first list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from emulator.call import Call, method

from . import refusals
from .events import look_up, viewer
from .rows import Query, Row, rows_changed, rows_now
from .store import DEFAULT_REMINDERS, Calendar, Fields
from .times import parameter_moment, parse_moment, zone
from .tokens import seal, unseal

NOT_WITH_SYNC_TOKEN = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
)
# A first list that uses one of these cannot be continued, so it ends without a sync token.
NO_SYNC_AFTER = tuple(n for n in NOT_WITH_SYNC_TOKEN if n not in ("timeMin", "timeMax"))
MOST_RESULTS = 2500
# Google forgets deletions after about this time.
OLDEST_UPDATED_MIN = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Since:
    """What a sync token says: the version the client knows, and its window."""

    version: int
    time_min: str | None
    time_max: str | None


@method("calendar.events.list")
def list_(call: Call) -> Fields:
    """The events of a calendar, or what changed on it since a sync token."""
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "freeBusyReader")
    since = _since(call, calendar)
    query = _query(call, calendar, since)
    if since is None:
        rows: Iterator[Row] = rows_now(store, calendar, query)
    else:
        rows = rows_changed(store, calendar, query, since.version)
    return _answer(call, calendar, query, rows, since)


@method("calendar.events.instances")
def instances(call: Call) -> Fields:
    """The instances of one series."""
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "freeBusyReader")
    series = look_up(store, calendar, call.params["eventId"]).event
    query = _query(call, calendar, None, single=True)
    rows = (
        row
        for row in rows_now(store, calendar, query, only=series)
        if not call.params.get("originalStart") or _starts(row, call.params["originalStart"])
    )
    return _answer(call, calendar, query, rows, None, sync=False)


def _starts(row: Row, text: str) -> bool:
    original = row.original or {}
    if "date" in original:
        return bool(original["date"] == text[:10])
    moment = parse_moment(text)
    return moment is not None and moment == parse_moment(original.get("dateTime", ""))


def _since(call: Call, calendar: Calendar) -> Since | None:
    """The sync token, if there is one: 400 with a filter, 410 when it is not (or no more) ours."""
    token = call.params.get("syncToken")
    if token is None:
        return None
    for name in NOT_WITH_SYNC_TOKEN:
        if call.params.get(name):
            raise refusals.sync_token_with(name)
    if call.params.get("showDeleted") is False:
        raise refusals.sync_token_with("showDeleted")
    content = unseal(token) or {}
    era = call.workspace.calendar.era()
    if content.get("kind") != "sync" or content.get("era") != era:
        raise refusals.full_sync_required()
    if content.get("calendar") != calendar.id:
        raise refusals.full_sync_required()
    return Since(content["version"], content.get("min"), content.get("max"))


def _query(call: Call, calendar: Calendar, since: Since | None, *, single: bool = False) -> Query:
    params = call.params
    time_min = parameter_moment(params, "timeMin")
    time_max = parameter_moment(params, "timeMax")
    if since:
        time_min = parse_moment(since.time_min) if since.time_min else None
        time_max = parse_moment(since.time_max) if since.time_max else None
    if time_min and time_max and time_max <= time_min:
        raise refusals.empty_range()
    single = single or bool(params.get("singleEvents"))
    order = params.get("orderBy")
    if order == "startTime" and not single:
        raise refusals.no_such_order()
    return Query(
        home=zone(calendar.zone) or UTC,
        single=single,
        time_min=time_min,
        time_max=time_max,
        updated_min=_updated_min(call),
        show_deleted=bool(params.get("showDeleted")),
        order="startTime" if call.method_id.endswith("instances") else order,
        terms=tuple(str(params.get("q") or "").lower().split()),
        private=_pairs(params.get("privateExtendedProperty")),
        shared=_pairs(params.get("sharedExtendedProperty")),
        uid=params.get("iCalUID"),
        types=tuple(params.get("eventTypes") or ()),
    )


def _updated_min(call: Call) -> datetime | None:
    moment = parameter_moment(call.params, "updatedMin")
    if moment and moment < call.workspace.clock.now() - OLDEST_UPDATED_MIN:
        raise refusals.refuse(
            410,
            "updatedMinTooLongAgo",
            "The requested minimum modification time lies too far in the past.",
            domain="calendar",
            location="updatedMin",
        )
    return moment


def _pairs(constraints: list[str] | None) -> tuple[tuple[str, str], ...]:
    pairs = []
    for constraint in constraints or ():
        name, equals, value = constraint.partition("=")
        if not equals:
            raise refusals.bad_request()
        pairs.append((name, value))
    return tuple(pairs)


def _answer(
    call: Call,
    calendar: Calendar,
    query: Query,
    rows: Iterator[Row],
    since: Since | None,
    *,
    sync: bool = True,
) -> Fields:
    store = call.workspace.calendar
    after, version = _page(call, calendar)
    ordered = sorted(rows, key=lambda row: row.key)
    if after is not None:
        ordered = [row for row in ordered if row.key > after]
    size = min(call.params.get("maxResults") or 250, MOST_RESULTS)
    view = viewer(call, calendar)
    events = store.events(calendar.id)
    answer: Fields = {
        "kind": "calendar#events",
        "etag": store.etag(store.version),
        "summary": calendar.summary,
        "description": calendar.description or "",
        "updated": max((e.fields["updated"] for e in events), default=store.now()),
        "timeZone": calendar.zone,
        "accessRole": view.role,
        "defaultReminders": DEFAULT_REMINDERS if calendar.owner == call.person else [],
        "items": [row.show(view) for row in ordered[:size]],
    }
    if len(ordered) > size:
        answer["nextPageToken"] = seal(
            {
                "kind": "page",
                "calendar": calendar.id,
                "after": list(ordered[size - 1].key),
                "version": version,
            }
        )
    elif sync and not any(call.params.get(name) for name in NO_SYNC_AFTER):
        answer["nextSyncToken"] = seal(
            {
                "kind": "sync",
                "calendar": calendar.id,
                "era": store.era(),
                "version": version,
                "min": since.time_min if since else call.params.get("timeMin"),
                "max": since.time_max if since else call.params.get("timeMax"),
            }
        )
    return answer


def _page(call: Call, calendar: Calendar) -> tuple[tuple[Any, ...] | None, int]:
    """The last key shown and the version at the first page; raises 400 for a strange token."""
    token = call.params.get("pageToken")
    if token is None:
        return None, call.workspace.calendar.version
    content = unseal(token) or {}
    if content.get("kind") != "page" or content.get("calendar") != calendar.id:
        raise refusals.invalid("Invalid page token value.", "pageToken")
    return tuple(content["after"]), content["version"]
