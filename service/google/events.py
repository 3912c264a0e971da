"""Calendar events as Google writes them, to and from what the reconciler knows.

An event of ours has a neutral title, is private, and carries the follow-up's id and the keyed
fingerprints of the agreed time and wording in private extended properties: enough to rebuild the
ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from service.casework.records import CalendarEntry
from service.ports import EventWrite

from .own_part import adjusted, holds_block, mark_of

FOLLOW_UP, BASE, WORDS = "holdfast", "holdfast_base", "holdfast_words"
OURS = "holdfast_ours"  # which part of the event is Holdfast's: see own_part
_READ = (
    "id,etag,status,updated,summary,start,end,recurringEventId,recurrence,"
    "attendees(self,responseStatus)"
)
ENTRY = f"{_READ},extendedProperties(private({FOLLOW_UP},{BASE},{WORDS}))"
# Before a patch: also what people may have written there.
STANDING = (
    f"{_READ},description,reminders,extendedProperties(private({FOLLOW_UP},{BASE},{WORDS},{OURS}))"
)


def body_of(write: EventWrite, standing: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The event resource for an insert (whole) or a patch (only what `write` gives, and of the
    `standing` event only what is Holdfast's)."""
    body: dict[str, Any] = {}
    if write.what == "insert":
        overrides = [{"method": "popup", "minutes": minutes} for minutes in write.reminders]
        body |= {
            "id": write.event_id,
            "visibility": "private",
            "summary": write.title,
            "description": write.description,
            "reminders": {"useDefault": False, "overrides": overrides},
        }
    elif standing is not None:
        private = standing.get("extendedProperties", {}).get("private", {})
        body |= adjusted(write, standing, private.get(OURS, ""))
        if "summary" in body:
            body["visibility"] = "private"  # whatever the school has titles say
    body |= _times(write)
    marks = {FOLLOW_UP: write.follow_up_id, BASE: write.base, WORDS: write.words}
    if write.title and write.description:
        marks[OURS] = mark_of(write)
    given = {name: value for name, value in marks.items() if value}
    if given:
        body["extendedProperties"] = {"private": given}
    return body


def _times(write: EventWrite) -> dict[str, Any]:
    """A patch must also unset the other way of giving a time; an insert leaves it out."""
    if write.day is None:
        return {}
    if write.start is None:
        both = {"date": write.day}, {"date": write.day + timedelta(days=1)}
        absent: dict[str, Any] = {"dateTime": None, "timeZone": None}
        moments = [{"date": moment["date"].isoformat()} for moment in both]
    else:
        zone = ZoneInfo(write.time_zone or "UTC")
        begins = datetime.combine(write.day, write.start, zone)
        # Real minutes, with offsets: in the night that repeats an hour, a clock is not enough.
        ends = (begins.astimezone(UTC) + timedelta(minutes=write.minutes)).astimezone(zone)
        absent = {"date": None}
        moments = [
            {"dateTime": moment.isoformat(), "timeZone": str(zone)} for moment in (begins, ends)
        ]
    if write.what == "insert":
        absent = {}
    return {"start": {**moments[0], **absent}, "end": {**moments[1], **absent}}


def entry_of(owner: str, event: Mapping[str, Any], zone: ZoneInfo) -> CalendarEntry:
    """An event resource as it stands, its times in the school's zone."""
    private = event.get("extendedProperties", {}).get("private", {})
    updated = event.get("updated")
    entry = CalendarEntry(
        owner=owner,
        event_id=event.get("id", ""),
        etag=event.get("etag", ""),
        follow_up_id=private.get(FOLLOW_UP, ""),
        cancelled=event.get("status") == "cancelled",
        title=event.get("summary", ""),
        base=private.get(BASE, ""),
        words=private.get(WORDS, ""),
        updated=datetime.fromisoformat(updated) if updated else None,
        repeats=bool(event.get("recurrence")),
        declined=any(
            guest.get("self") and guest.get("responseStatus") == "declined"
            for guest in event.get("attendees", ())
        ),
    )
    begins, ends = event.get("start", {}), event.get("end", {})
    if "dateTime" in begins:
        first, last = _moment(begins, zone), _moment(ends or begins, zone)
        local = first.astimezone(zone)
        minutes = round((last.astimezone(UTC) - first.astimezone(UTC)).total_seconds() / 60)
        wall = time(local.hour, local.minute)
        return replace(entry, day=local.date(), start=wall, minutes=minutes)
    if "date" in begins:
        return replace(entry, day=date.fromisoformat(begins["date"]))
    return entry


def _moment(when: Mapping[str, Any], zone: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(when["dateTime"])
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(when["timeZone"]) if "timeZone" in when else zone)
    return moment


def is_written(write: EventWrite, event: Mapping[str, Any], zone: ZoneInfo) -> bool:
    """True when `event` already says all that `write` would have said."""
    entry = entry_of(write.owner, event, zone)
    same_time = write.day is None or (
        (entry.day, entry.start) == (write.day, write.start)
        and (write.start is None or entry.minutes == write.minutes)
    )
    return (
        same_time
        and holds_block(event.get("description", ""), write.description)
        and write.title in ("", entry.title)
        and write.follow_up_id in ("", entry.follow_up_id)
        and write.base in ("", entry.base)
        and not entry.cancelled
    )
