"""What is kept of Calendar: calendars, their sharing, their events, and who may see what.

Every change to an event gets the next number of one counter (`version`); sync tokens, page
order and ETags come from it. A deleted event stays, with status "cancelled", so that a sync
can tell of it and its id is never free again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import refusals
from .times import stamp

if TYPE_CHECKING:
    from emulator.workspace import Workspace

ROLES = ("none", "freeBusyReader", "reader", "writer", "owner")
DEFAULT_ZONE = "America/New_York"
BASE32HEX = "0123456789abcdefghijklmnopqrstuv"
DEFAULT_REMINDERS = [{"method": "popup", "minutes": 10}]

Fields = dict[str, Any]


@dataclass(slots=True)
class Calendar:
    """One calendar. `acl` maps a rule id (`user:a@b`, `domain:b`, `default`) to its role."""

    id: str
    owner: str
    summary: str
    zone: str
    acl: dict[str, str]
    version: int = 0
    description: str | None = None
    location: str | None = None

    @property
    def primary(self) -> bool:
        return self.id == self.owner


@dataclass(slots=True)
class Event:
    """One event, series or changed instance on one calendar.

    fields     the resource as JSON, without reminders, etag and htmlLink
    reminders  by e-mail of the person they belong to
    former     earlier shapes of a series, `(version at which it ended, start, end, lines)`,
               so that a sync over single instances can tell which of them are gone
    """

    calendar_id: str
    id: str
    fields: Fields
    version: int
    place: int
    reminders: dict[str, Fields] = field(default_factory=dict)
    former: list[tuple[int, Fields, Fields, list[str]]] = field(default_factory=list)

    @property
    def cancelled(self) -> bool:
        return bool(self.fields.get("status") == "cancelled")

    @property
    def series_id(self) -> str | None:
        return self.fields.get("recurringEventId")


@dataclass(slots=True)
class Listed:
    """A person's calendar list beyond the own primary: calendar id → their settings."""

    entries: dict[str, Fields] = field(default_factory=dict)


class CalendarStore:
    """`workspace.calendar`."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.calendars: dict[str, Calendar] = workspace.shelf("calendar")
        self.lists: dict[str, Listed] = workspace.shelf("calendar.lists")
        self.state: dict[str, Any] = workspace.shelf("calendar.state")
        self._events: dict[str, Event] = workspace.shelf("calendar.events")
        self._by_calendar: dict[str, dict[str, Event]] = {}
        self._exceptions: dict[tuple[str, str], set[str]] = {}
        self._uids: dict[tuple[str, str], str] = {}
        self.version = 0
        for event in self._events.values():
            self._index(event)
            self.version = max(self.version, event.version)
        for calendar in self.calendars.values():
            self.version = max(self.version, calendar.version)

    # -- numbers ---------------------------------------------------------------------

    def next_version(self) -> int:
        self.era()
        self.version += 1
        return self.version

    def era(self) -> str:
        """Changes when the Workspace is reset or sync tokens are expired: old tokens die."""
        if "era" not in self.state:
            self.state["era"] = self.workspace.new_id(8, BASE32HEX)
        return str(self.state["era"])

    def expire_sync_tokens(self) -> None:
        """From now on every sync token handed out so far is answered with 410."""
        self.state["era"] = self.workspace.new_id(8, BASE32HEX)

    def etag(self, version: int) -> str:
        if "etags" not in self.state:
            self.state["etags"] = 3_400_000_000_000_000 + self.workspace.random.randrange(10**14)
        return f'"{self.state["etags"] + 2 * version}"'

    def now(self) -> str:
        return stamp(self.workspace.clock.now())

    # -- calendars and access --------------------------------------------------------

    def primary(self, person: str) -> Calendar:
        """A person's own calendar; it exists as soon as somebody looks at it."""
        found: Calendar | None = self.calendars.get(person)
        if found is None:
            acl = {f"user:{person}": "owner"}
            domain = person.partition("@")[2]
            if domain and not domain.endswith("gserviceaccount.com"):
                # As in a school's domain: colleagues see when one is busy, and no more.
                acl[f"domain:{domain}"] = "freeBusyReader"
            found = Calendar(person, person, person, self.default_zone(), acl)
            self.calendars[person] = found
        return found

    def default_zone(self) -> str:
        return str(dict.get(self.state, "zone") or DEFAULT_ZONE)

    def find(self, person: str, calendar_id: str) -> Calendar | None:
        """The calendar of that id as `person` would find it; "primary" is their own."""
        if "@" in calendar_id:
            calendar_id = calendar_id.lower()
        if calendar_id in ("primary", person):
            return self.primary(person)
        found: Calendar | None = self.calendars.get(calendar_id)
        if found is None and same_domain(person, calendar_id):
            return self.primary(calendar_id)
        return found

    def require(self, person: str, calendar_id: str, role: str) -> Calendar:
        """The calendar, if `person` has at least that role on it.

        Raises 404 for a calendar unknown or not shared, 403 for too small a role.
        """
        calendar = self.find(person, calendar_id)
        has = self.role(person, calendar) if calendar else "none"
        if calendar is None or has == "none":
            raise refusals.not_found()
        if ROLES.index(has) < ROLES.index(role):
            if role == "owner":
                raise refusals.needs_owner()
            raise refusals.needs_writer() if role == "writer" else refusals.needs_reader()
        return calendar

    def role(self, person: str, calendar: Calendar) -> str:
        """The greatest role that any rule gives this person."""
        if person == calendar.owner:
            return "owner"
        scopes = (f"user:{person}", f"domain:{person.partition('@')[2]}", "default")
        return max((calendar.acl.get(scope, "none") for scope in scopes), key=ROLES.index)

    def touch_calendar(self, calendar: Calendar) -> None:
        calendar.version = self.next_version()
        self.calendars[calendar.id] = calendar

    def delete_calendar(self, calendar: Calendar) -> None:
        for event_id in list(self._by_calendar.pop(calendar.id, {})):
            del self._events[f"{calendar.id}\n{event_id}"]
            self._exceptions.pop((calendar.id, event_id), None)
        self._uids = {key: value for key, value in self._uids.items() if key[0] != calendar.id}
        del self.calendars[calendar.id]

    # -- events ----------------------------------------------------------------------

    def events(self, calendar_id: str) -> list[Event]:
        """Everything on a calendar, deleted events too, in the order of making."""
        return list(self._by_calendar.get(calendar_id, {}).values())

    def event(self, calendar_id: str, event_id: str) -> Event | None:
        found: Event | None = self._by_calendar.get(calendar_id, {}).get(event_id)
        return found

    def exceptions(self, calendar_id: str, series_id: str) -> list[Event]:
        """The changed and the cancelled instances of a series."""
        ids = self._exceptions.get((calendar_id, series_id), ())
        return [self._by_calendar[calendar_id][event_id] for event_id in sorted(ids)]

    def put(self, event: Event, *, content: bool = True) -> None:
        """Keep a new or changed event under the next version; `updated` moves with content.

        A change of reminders alone does not move `updated`, as at Google.
        """
        event.version = self.next_version()
        if content:
            event.fields["updated"] = self.now()
        self._events[f"{event.calendar_id}\n{event.id}"] = event
        self._index(event)

    def new_event(self, calendar_id: str, event_id: str, fields: Fields) -> Event:
        """A new event, not yet kept."""
        return Event(calendar_id, event_id, fields, 0, self.version + 1)

    def new_event_id(self) -> str:
        return self.workspace.new_id(26, BASE32HEX)

    def by_uid(self, calendar_id: str, uid: str) -> Event | None:
        """The event or series with that iCalUID on a calendar."""
        event_id = self._uids.get((calendar_id, uid))
        return self.event(calendar_id, event_id) if event_id else None

    def _index(self, event: Event) -> None:
        self._by_calendar.setdefault(event.calendar_id, {})[event.id] = event
        if event.series_id:
            key = (event.calendar_id, event.series_id)
            self._exceptions.setdefault(key, set()).add(event.id)
        elif "iCalUID" in event.fields:
            self._uids[event.calendar_id, event.fields["iCalUID"]] = event.id


def same_domain(person: str, other: str) -> bool:
    """Do both addresses belong to one (school's) domain?"""
    domain = person.partition("@")[2]
    return bool(domain) and other.partition("@")[2] == domain and "@" in other
