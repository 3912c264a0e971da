"""Calendar: each person's own, as that person; writes in HTTP batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from service.casework.records import Busy, CalendarEntry
from service.ports import (
    AlreadyThere,
    CalendarLook,
    EventResult,
    EventWrite,
    GatewayError,
    Missing,
    Stale,
    TokenExpired,
)

from .batches import run_batch, run_batch_as
from .events import ENTRY, STANDING, body_of, entry_of, is_written
from .session import Session

T = TypeVar("T")

BATCH = 50  # Google allows 1,000; smaller is kinder to one calendar
PAGE = 2500
FREEBUSY_CALENDARS = 50


class GoogleCalendars:
    """Fills `ports.Calendars`. `admin` asks for free/busy; the rest is done as the owner."""

    def __init__(self, session: Session, admin: str, time_zone: str | Callable[[], str]) -> None:
        self._session = session
        self._admin = admin
        self._time_zone = time_zone

    # ------------------------------------------------ looking

    def look(self, owner: str, token: str) -> CalendarLook:
        """Only entries of ours, and deletions (which no longer say whose they were).

        What else a person has in their calendar is dropped here and goes no further.
        """
        try:
            return self._look(owner, token)
        except TokenExpired:
            if not token:
                raise
            return self._look(owner, "")

    def look_at_all(self, tokens: Mapping[str, str]) -> dict[str, CalendarLook | GatewayError]:
        looks: dict[str, CalendarLook | GatewayError] = {}
        for some in pieces(sorted(tokens), BATCH):
            requests = [self._events.list(**_wanted(owner, tokens[owner])) for owner in some]
            answers = run_batch_as(self._session, "calendar", self._admin, some, requests)
            for owner, answer in zip(some, answers, strict=True):
                looks[owner] = self._looked(owner, tokens[owner], answer)
        return looks

    def _looked(self, owner: str, token: str, answer: Any) -> CalendarLook | GatewayError:
        """What the first page of a look comes to, with the further ones it may need."""
        try:
            if isinstance(answer, TokenExpired) and token:
                return self._look(owner, "")
            return answer if isinstance(answer, GatewayError) else self._look(owner, token, answer)
        except TokenExpired:
            return self._look_anew(owner)
        except GatewayError as error:
            return error

    def _look_anew(self, owner: str) -> CalendarLook | GatewayError:
        try:
            return self._look(owner, "")
        except GatewayError as error:
            return error

    def _look(self, owner: str, token: str, answer: Any = None) -> CalendarLook:
        """`answer` is the first page, where that was read already."""
        wanted = _wanted(owner, token)
        entries: list[CalendarEntry] = []
        while True:
            if answer is None:
                answer = self._session.execute("calendar", owner, self._events.list(**wanted))
            entries += self._ours(owner, answer.get("items", ()))
            if "nextPageToken" not in answer:
                next_token = str(answer.get("nextSyncToken", ""))
                return CalendarLook(owner, tuple(entries), next_token, full=not token)
            wanted["pageToken"] = answer["nextPageToken"]
            answer = None

    def _ours(self, owner: str, items: Iterable[dict[str, Any]]) -> Iterator[CalendarEntry]:
        zone = self._zone()
        for item in items:
            entry = entry_of(owner, item, zone)
            if "recurringEventId" not in item and (entry.follow_up_id or entry.cancelled):
                yield entry

    def busy(
        self, owners: Iterable[str], start: datetime, end: datetime
    ) -> dict[str, tuple[Busy, ...]]:
        """An owner whose calendar cannot be seen is not in the answer: not free, but unknown."""
        freebusy = self._session.collection("calendar", "freebusy")
        seen: dict[str, tuple[Busy, ...]] = {}
        for some in pieces(sorted(set(owners)), FREEBUSY_CALENDARS):
            body = {
                "timeMin": start.isoformat(),
                "timeMax": end.isoformat(),
                "items": [{"id": owner} for owner in some],
            }
            answer = self._session.execute("calendar", self._admin, freebusy.query(body=body))
            for owner, calendar in answer.get("calendars", {}).items():
                if not calendar.get("errors"):
                    seen[owner] = tuple(
                        Busy(
                            datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"])
                        )
                        for one in calendar.get("busy", ())
                    )
        return seen

    # ------------------------------------------------ writing

    def write(self, writes: Sequence[EventWrite]) -> tuple[EventResult, ...]:
        """Every write is safe to repeat: ids are ours, and If-Match guards the rest."""
        results: dict[int, EventResult] = {}
        places: dict[str, list[int]] = {}
        for place, write in enumerate(writes):
            places.setdefault(write.owner, []).append(place)
        for owner, mine in places.items():
            for some in pieces(mine, BATCH):
                standing = self._standing(owner, [writes[place] for place in some])
                requests = [self._request(writes[place], standing) for place in some]
                answers = run_batch(self._session, "calendar", owner, requests)
                for place, answer in zip(some, answers, strict=True):
                    results[place] = self._result(writes[place], answer)
        return tuple(results[place] for place in range(len(writes)))

    def _standing(self, owner: str, writes: Sequence[EventWrite]) -> dict[str, dict[str, Any]]:
        """The events that are to be patched, as they stand: what people wrote there is kept."""
        wanted = [w.event_id for w in writes if w.what == "patch" and (w.title or w.description)]
        asked = [
            self._events.get(calendarId=owner, eventId=event_id, fields=STANDING)
            for event_id in wanted
        ]
        answers = run_batch(self._session, "calendar", owner, asked) if asked else []
        return {
            event_id: answer
            for event_id, answer in zip(wanted, answers, strict=True)
            if not isinstance(answer, GatewayError)
        }

    def _request(self, write: EventWrite, standing: Mapping[str, Mapping[str, Any]]) -> Any:
        where = {"calendarId": write.owner}
        if write.what == "insert":
            return self._events.insert(**where, body=body_of(write), fields=ENTRY)
        where["eventId"] = write.event_id
        if write.what == "patch":
            request = self._events.patch(
                **where, body=body_of(write, standing.get(write.event_id)), fields=ENTRY
            )
        elif write.what == "delete":
            request = self._events.delete(**where)
        else:
            raise ValueError(f"An event is inserted, patched or deleted, not {write.what!r}.")
        if write.etag:
            request.headers["If-Match"] = write.etag
        return request

    def _result(self, write: EventWrite, answer: Any) -> EventResult:
        try:
            if isinstance(answer, GatewayError):
                return EventResult(write, self._after(write, answer), None)
            if write.what == "delete":
                return EventResult(write, gone(write), None)
            return EventResult(write, entry_of(write.owner, answer, self._zone()), None)
        except GatewayError as error:
            return EventResult(write, None, error)

    def _after(self, write: EventWrite, error: GatewayError) -> CalendarEntry:
        """What a refusal comes to: our own earlier write, something done already, or an error."""
        if write.what == "delete" and isinstance(error, Missing | TokenExpired):
            return gone(write)
        if write.what == "insert" and isinstance(error, AlreadyThere):
            entry = entry_of(write.owner, self._get(write), self._zone())
            if entry.cancelled or entry.follow_up_id == write.follow_up_id:
                return entry
        if write.what == "patch" and isinstance(error, Stale):
            event = self._get(write)
            if is_written(write, event, self._zone()):
                return entry_of(write.owner, event, self._zone())
        raise error

    def _get(self, write: EventWrite) -> dict[str, Any]:
        request = self._events.get(
            calendarId=write.owner,
            eventId=write.event_id,
            fields=STANDING,
        )
        event: dict[str, Any] = self._session.execute("calendar", write.owner, request)
        return event

    @property
    def _events(self) -> Any:
        return self._session.collection("calendar", "events")

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._time_zone if isinstance(self._time_zone, str) else self._time_zone())


def _wanted(owner: str, token: str) -> dict[str, Any]:
    wanted = {
        "calendarId": owner,
        "maxResults": PAGE,
        "fields": f"nextPageToken,nextSyncToken,items({ENTRY})",
    }
    return {**wanted, "syncToken": token} if token else wanted


def pieces(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]


def gone(write: EventWrite) -> CalendarEntry:
    """A deleted event as an entry."""
    return CalendarEntry(write.owner, write.event_id, "", write.follow_up_id, cancelled=True)
