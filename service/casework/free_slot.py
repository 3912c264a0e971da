"""The first free slot for a meeting: working hours, days off, and what is already in the diary.

A First Talk comes within N school days of assignment, in a free slot of working hours
(docs/casework.md, "First Talk, plan, follow-ups").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from .records import Busy
from .schooldays import SchoolCalendar
from .wants import Say
from .working_hours import WorkingHours

_GRID: Final = timedelta(minutes=15)  # meetings start on the quarter hour
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A free start, in the school's local time."""

    day: date
    start: time


@dataclass(frozen=True, slots=True)
class Booking:
    """The slot that was found, or None; `because` says how or why not, in one sentence."""

    slot: FreeSlot | None
    because: str


def first_free_slot(
    busy: Iterable[Busy],
    hours: WorkingHours,
    calendar: SchoolCalendar,
    *,
    who: str,
    minutes: int,
    first_day: date,
    last_day: date,
    now: datetime,
    time_zone: str,
    lead_hours: int,
    say: Say,
) -> Booking:
    """The earliest quarter-hour from `first_day` to `last_day` (both included, school's zone) at
    which `who` is at work and free for `minutes`, and not before `lead_hours` after `now`.

    `busy` are aware datetimes in any order, overlapping or not; `now` is aware. A slot stays
    within one span of working hours. Finding none is an answer, not an error: `because` says
    whether there were no working hours, no school day, or no gap long enough.
    """
    if not hours.spans:
        return Booking(None, say("booking.no_hours"))
    at_work = [
        day
        for ahead in range((last_day - first_day).days + 1)
        if calendar.is_school_day(day := first_day + timedelta(days=ahead), who)
    ]
    if not at_work:
        return Booking(None, say("booking.no_day", first=first_day, last=last_day))
    zone = ZoneInfo(time_zone)
    earliest = now.astimezone(UTC) + timedelta(hours=lead_hours)
    taken = sorted(
        (each.start.astimezone(UTC), each.end.astimezone(UTC))
        for each in busy
        if each.start < each.end
    )
    for day in at_work:
        for start, end in hours.spans.get(day.weekday(), ()):
            opens = datetime.combine(day, start, zone).astimezone(UTC)
            closes = datetime.combine(day, end, zone).astimezone(UTC)
            begin = _free(max(opens, earliest), closes, timedelta(minutes=minutes), taken)
            if begin is not None:
                local = begin.astimezone(zone)
                slot = FreeSlot(local.date(), local.time())
                return Booking(slot, say("booking.free", day=slot.day, start=slot.start))
    return Booking(None, say("booking.full", first=first_day, last=last_day, minutes=minutes))


def _free(
    begin: datetime, closes: datetime, length: timedelta, taken: Sequence[tuple[datetime, datetime]]
) -> datetime | None:
    """The first quarter-hour ≥ `begin` with `length` free before `closes`, or None. All in UTC,
    so that an hour which a clock change skips or repeats is counted truly."""
    begin = _on_grid(begin)
    for start, end in taken:
        if begin + length <= start:
            break
        if end > begin:
            begin = _on_grid(end)
    return begin if begin + length <= closes else None


def _on_grid(moment: datetime) -> datetime:
    return moment + (_EPOCH - moment) % _GRID
