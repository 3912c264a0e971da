"""Events put into calendars: which were, which could not be, and what is agreed on now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from service.casework.wants import WantedEvent
from service.ports import Agreed, Calendars, EventWrite, GatewayError, Stale, Unreachable

from ..changes import PutEvent


@dataclass(slots=True)
class EventsWritten:
    """What came of events. `stale` are those that somebody has changed since we looked: the next
    look decides anew."""

    put: list[PutEvent] = field(default_factory=list)
    stale: list[PutEvent] = field(default_factory=list)
    failed: list[tuple[PutEvent, GatewayError | None]] = field(default_factory=list)
    agreed: list[Agreed] = field(default_factory=list)


def put_events(calendars: Calendars, changes: Sequence[PutEvent]) -> EventsWritten:
    """Write these. An appointment that is handed over leaves the old calendar first, and comes
    into the new one unless somebody has just moved it there, or nobody answered. (A calendar
    that can be written no more, of somebody who has left, holds nothing up.)"""
    made = {change.key for change in changes if change.kind == "create_event"}
    leaving = [c for c in changes if c.kind == "cancel_event" and c.key in made]
    done = EventsWritten()
    if leaving:
        _write(calendars, leaving, done)
    stays = {change.key for change in leaving} - {change.key for change in done.put}
    stays -= {change.key for change, error in done.failed if not isinstance(error, Unreachable)}
    rest = [c for c in changes if c not in leaving and c.key not in stays]
    if rest:
        _write(calendars, rest, done)
    return done


def _write(calendars: Calendars, changes: Sequence[PutEvent], done: EventsWritten) -> None:
    results = calendars.write([change.write for change in changes])
    for change, result in zip(changes, results, strict=True):
        if result.error is not None or result.entry is None:
            if isinstance(result.error, Stale):
                done.stale.append(change)
            else:
                done.failed.append((change, result.error))
            continue
        marks = {**change.agree.marks, "etag": result.entry.etag}
        if result.entry.cancelled and change.write.what != "delete":
            marks["state"] = "gone"  # an event of this id was deleted before: the next one
        done.agreed.append(replace(change.agree, marks=marks))
        done.put.append(change)


def event_write(want: WantedEvent, what: str, event_id: str, time_zone: str) -> EventWrite:
    """An entry as it is wanted, and nothing else of it."""
    return EventWrite(
        what=what,
        owner=want.owner,
        event_id=event_id,
        follow_up_id=want.follow_up_id,
        day=want.day,
        start=want.start,
        minutes=want.minutes,
        time_zone=time_zone,
        title=want.title,
        description=want.description,
        reminders=want.reminders,
    )
