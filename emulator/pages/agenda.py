"""A person's calendar: one week, whose events can be moved, changed, deleted and added."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup
from werkzeug.wrappers import Request, Response

from emulator.calendar import reading
from emulator.calendar.reading import Appointment
from emulator.calendar.times import begin, zone
from emulator.errors import ApiError
from emulator.workspace import Workspace

from .frame import back_to, data, render, sent_json, show
from .links import described

QUARTER = 15  # minutes of one line of the week
FIRST, LAST = 7, 18  # hours shown unless something lies outside
UNREADABLE = "Please give a day as 2026-03-09 and a time as 14:30."
MEANWHILE = "This event was changed meanwhile. Please look at it again."


@dataclass(frozen=True, slots=True)
class Shown:
    """One event in a week: `line` and `lines` in quarters of an hour from the top, `side` its
    place among `sides` events at the same time."""

    event: Appointment
    when: str
    description: Markup
    line: int
    lines: int
    side: int = 0
    sides: int = 1


@dataclass(frozen=True, slots=True)
class Day:
    """One day with what lies on it."""

    date: date
    today: bool
    whole: list[Shown]
    timed: list[Shown]


@show("/calendar")
def agenda(request: Request, workspace: Workspace, person: str) -> Response:
    """The week of ?week= (any day of it), or that of the event named by ?eid=, or this week;
    at a weekend the one that comes."""
    listed = reading.calendars(workspace, person)
    opened = _named(request.args.get("eid", ""))
    calendar_id = request.args.get("calendar") or (opened[1] if opened else listed[0]["id"])
    home = _zone(listed, calendar_id)
    now = workspace.clock.now().astimezone(home)
    asked = _day(request.args.get("week")) or _day_of(workspace, person, opened, home)
    day = asked or _school_day(now.date())
    monday = day - timedelta(days=day.weekday())
    begins = datetime.combine(monday, time(), home)
    events = reading.appointments(
        workspace, person, calendar_id, begins, begins + timedelta(days=7)
    )
    hours = _hours(events)
    days = [_of_day(monday + timedelta(days=n), events, hours[0], now) for n in range(7)]
    shown = [one for one in days if one.date.weekday() < 5 or one.whole or one.timed]
    return render(
        "calendar.html",
        request,
        workspace,
        person,
        calendars=listed,
        calendar_id=calendar_id,
        days=shown,
        hours=range(*hours),
        quarters=(hours[1] - hours[0]) * 4,
        first_hour=hours[0],
        monday=monday,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        today=now.date(),
        zone=str(home),
        opened=opened[0] if opened else "",
        any_event=any(one.whole or one.timed for one in days),
    )


@show("/calendar/event")
def event_address(request: Request, workspace: Workspace, person: str) -> Response:
    """Where the links in Google's own answers lead."""
    return back_to("/calendar?" + request.query_string.decode("latin-1"))


@data("/calendar/change", ("POST",))
def change(request: Request, workspace: Workspace, person: str) -> dict[str, Any]:
    """Move or rewrite an event: {"calendar", "event", "etag", "day", "start", "end",
    "summary", "description"}; without "event" a new one; with "delete" it goes."""
    sent = sent_json(request)
    calendar_id, event_id = str(sent.get("calendar", "")), str(sent.get("event") or "")
    etag = sent.get("etag")
    try:
        if sent.get("delete"):
            reading.delete_appointment(workspace, person, calendar_id, event_id, etag)
            return {"deleted": True}
        body = _body(sent, _zone(reading.calendars(workspace, person), calendar_id))
        if not event_id:
            body.setdefault("summary", "(no title)")
            return reading.add_appointment(workspace, person, calendar_id, body)
        return reading.change_appointment(workspace, person, calendar_id, event_id, body, etag)
    except ApiError as error:
        if error.status == 412:
            raise ApiError(412, MEANWHILE) from None
        raise


def _body(sent: dict[str, Any], home: ZoneInfo) -> dict[str, Any]:
    """The event resource that the page's fields stand for. Raises ApiError(400)."""
    named = ("summary", "description")
    body: dict[str, Any] = {name: sent[name] for name in named if name in sent}
    if not sent.get("day"):
        return body
    try:
        day = date.fromisoformat(str(sent["day"]))
        if not sent.get("start"):
            ends = day + timedelta(days=int(sent.get("days") or 1))
            whole = {"start": day.isoformat(), "end": ends.isoformat()}
            return body | {k: {"date": v, "dateTime": None} for k, v in whole.items()}
        start, end = (
            datetime.combine(day, time.fromisoformat(str(sent[name])), home)
            for name in ("start", "end")
        )
    except (KeyError, ValueError):
        raise ApiError(400, UNREADABLE) from None
    if end <= start:
        raise ApiError(400, "An event ends after it starts. Please look at the two times again.")
    for name, moment in (("start", start), ("end", end)):
        body[name] = {"dateTime": moment.isoformat(), "timeZone": str(home), "date": None}
    return body


def _zone(listed: Iterable[dict[str, Any]], calendar_id: str) -> ZoneInfo:
    named = next((one["timeZone"] for one in listed if one["id"] == calendar_id), "")
    return ZoneInfo(named or "America/New_York")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _school_day(today: date) -> date:
    """Today, or at a weekend the Monday that comes."""
    return today + timedelta(days=7 - today.weekday()) if today.weekday() > 4 else today


def _named(eid: str) -> tuple[str, str] | None:
    """(event id, calendar id) of Google's `eid`."""
    try:
        event_id, _, calendar_id = (
            base64.urlsafe_b64decode(eid + "=" * (-len(eid) % 4)).decode().partition(" ")
        )
    except (binascii.Error, ValueError):
        return None
    return (event_id, calendar_id) if calendar_id else None


def _day_of(
    workspace: Workspace, person: str, opened: tuple[str, str] | None, home: ZoneInfo
) -> date | None:
    if opened is None:
        return None
    event = workspace.calendar.event(opened[1], opened[0])
    if event is None or event.cancelled:
        return None
    return begin(event.fields["start"], zone(str(home)) or home).astimezone(home).date()


def _hours(events: list[Appointment]) -> tuple[int, int]:
    """The first hour shown and the one after the last."""
    timed = [one for one in events if not one.all_day]
    starts = [one.start.hour for one in timed]
    ends = [24 if one.end.date() > one.start.date() else one.end.hour + 1 for one in timed]
    return min([FIRST, *starts]), min(24, max([LAST, *ends]))


def _of_day(day: date, events: list[Appointment], first: int, now: datetime) -> Day:
    mine = [one for one in events if one.start.date() <= day and _last_day(one) >= day]
    whole = [_shown(one, first) for one in mine if one.all_day]
    timed = [_shown(one, first) for one in mine if not one.all_day and one.start.date() == day]
    return Day(day, day == now.date(), whole, _side_by_side(timed))


def _last_day(one: Appointment) -> date:
    return (one.end - timedelta(microseconds=1)).date() if one.end > one.start else one.end.date()


def _shown(one: Appointment, first: int) -> Shown:
    minutes = (one.end - one.start).total_seconds() / 60
    line = (one.start.hour - first) * 4 + one.start.minute // QUARTER
    when = "all day" if one.all_day else f"{one.start:%H:%M} – {one.end:%H:%M}"
    text = described(str(one.event.get("description", "")))
    return Shown(one, when, text, line, max(2, round(minutes / QUARTER)))


def _side_by_side(timed: list[Shown]) -> list[Shown]:
    """Events at the same time share the width."""
    placed: list[Shown] = []
    group: list[Shown] = []
    for one in [*sorted(timed, key=lambda s: (s.line, -s.lines)), None]:
        if group and (one is None or one.line >= max(o.line + o.lines for o in group)):
            placed += _share(group)
            group = []
        if one is not None:
            group.append(one)
    return placed


def _share(group: list[Shown]) -> list[Shown]:
    ends: list[int] = []
    sides: list[int] = []
    for one in group:
        side = next((n for n, end in enumerate(ends) if end <= one.line), len(ends))
        if side == len(ends):
            ends.append(0)
        ends[side] = one.line + one.lines
        sides.append(side)
    return [
        Shown(o.event, o.when, o.description, o.line, o.lines, side, len(ends))
        for o, side in zip(group, sides, strict=True)
    ]
