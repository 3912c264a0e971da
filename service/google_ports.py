"""What the reconciler needs from Google: small Protocols, and what they take and answer.

`ports` hands them on beside the ledger's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Protocol

from .casework.records import Busy, CalendarEntry
from .errors import GatewayError


@dataclass(frozen=True, slots=True)
class RevisionSeen:
    """What stood in a document at some time; `ours`: by us."""

    revision_id: str
    ours: bool


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A Drive file as last seen. `modified_by` is an e-mail or "" when Google does not say."""

    file_id: str
    name: str = ""
    mime_type: str = ""
    trashed: bool = False
    removed: bool = False
    created: datetime | None = None
    modified: datetime | None = None
    modified_by: str = ""
    properties: Mapping[str, str] = field(default_factory=dict, hash=False)  # appProperties
    link: str = ""
    parents: tuple[str, ...] = ()  # the folder it lies in; () where that is not ours to see
    given_on: bool = False  # whether its writers may share it


@dataclass(frozen=True, slots=True)
class Permission:
    permission_id: str
    email: str  # "" for a link or a domain
    role: str  # owner, writer, commenter, reader
    kind: str  # user, group, domain, anyone


@dataclass(frozen=True, slots=True)
class EventWrite:
    """One write to one calendar. `what` is insert, patch or delete. Times are in `time_zone`;
    `start` None = all day. `etag` is sent as If-Match where given."""

    what: str
    owner: str
    event_id: str
    follow_up_id: str = ""
    day: date | None = None
    start: time | None = None
    minutes: int = 0
    time_zone: str = ""
    title: str = ""
    description: str = ""
    reminders: tuple[int, ...] = ()
    etag: str = ""
    base: str = ""  # keyed fingerprint of the agreed time, kept on the event for `rebuild`
    words: str = ""  # the same of its wording


@dataclass(frozen=True, slots=True)
class EventResult:
    """What became of an EventWrite: the entry as it stands now, or the error."""

    write: EventWrite
    entry: CalendarEntry | None
    error: GatewayError | None


@dataclass(frozen=True, slots=True)
class CalendarLook:
    """What changed on a calendar since `token` (everything, when `full`)."""

    owner: str
    entries: tuple[CalendarEntry, ...]
    next_token: str
    full: bool


class Sheets(Protocol):
    def look(self, file_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """`spreadsheets.values.batchGetByDataFilter`. One call."""

    def answer(self, file_id: str, body: Mapping[str, Any]) -> bytes:
        """The same as it came, undecoded."""

    def batch_update(self, file_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """`spreadsheets.batchUpdate`. Never repeated blindly: raises Unreachable(maybe_applied)."""

    def create(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """`spreadsheets.create`."""

    def get(self, file_id: str, fields: str, ranges: Sequence[str] = ()) -> dict[str, Any]:
        """`spreadsheets.get` with a fields mask, of these ranges alone where any are given."""


class Files(Protocol):
    def start_token(self) -> str: ...

    def changes(self, token: str) -> tuple[tuple[FileSeen, ...], str]:
        """Every change since `token`, and the next token. One call per 1000 changes."""

    def find(self, **properties: str) -> tuple[FileSeen, ...]:
        """Untrashed files whose appProperties hold all of these."""

    def find_in_school(
        self, school: str, folder_id: str, **properties: str
    ) -> tuple[FileSeen, ...]:
        """Of those, the ones whose `holdfast_school` is this, and whatever lies in this folder
        ("" = none). The oldest first. Raises Missing where the folder is not there."""

    def with_text(self, school: str, words: str) -> tuple[FileSeen, ...]:
        """The school's documents in which all of these words stand, likeliest first. One call."""

    def open_to_others(self, school: str) -> tuple[FileSeen, ...]:
        """The school's files that a link or a whole domain may open. One call per 1000."""

    def get(self, file_id: str) -> FileSeen: ...

    def create(
        self,
        name: str,
        mime_type: str,
        parent: str = "",
        properties: Mapping[str, str] | None = None,
        content: bytes | None = None,
        content_type: str = "",
    ) -> FileSeen:
        """Make a file (or folder). `content` is uploaded with conversion to `mime_type`."""

    def replace(self, file_id: str, content: bytes, content_type: str) -> FileSeen:
        """Upload new content into an existing document."""

    def move(self, file_id: str, parent: str) -> FileSeen: ...

    def move_from(self, file_id: str, above: tuple[str, ...], parent: str) -> FileSeen:
        """The same for a file that is known to lie in these folders. One call."""

    def set_properties(
        self, file_id: str, properties: Mapping[str, str], name: str = ""
    ) -> FileSeen: ...

    def put_in_bin(self, file_id: str) -> None:
        """Out of which people can take it again."""

    def export(self, file_id: str, mime_type: str) -> bytes: ...

    def revisions(self, file_id: str) -> tuple[RevisionSeen, ...]:
        """What stood in a document, the oldest first. One call per 1000."""

    def is_commented(self, file_id: str) -> bool:
        """Whether anybody but us has commented on it. One call per 100 comments."""

    def permissions(self, file_id: str) -> tuple[Permission, ...]: ...
    def share(self, file_id: str, email: str, role: str) -> Permission: ...
    def unshare(self, file_id: str, permission_id: str) -> None: ...


class Calendars(Protocol):
    def look(self, owner: str, token: str) -> CalendarLook:
        """`events.list` as `owner`; `token` "" = everything. TokenExpired is handled inside by
        looking at everything (full=True)."""

    def look_at_all(self, tokens: Mapping[str, str]) -> dict[str, CalendarLook | GatewayError]:
        """`look` at several, owner -> token, in HTTP batches; for each its look, or what it ended
        with."""

    def write(self, writes: Sequence[EventWrite]) -> tuple[EventResult, ...]:
        """One HTTP batch per owner and 50 writes; one result per write, in order. An insert that
        meets its own event (409) answers with that event as it stands; a delete that finds
        nothing (404, 410) counts as done."""

    def busy(
        self, owners: Iterable[str], start: datetime, end: datetime
    ) -> dict[str, tuple[Busy, ...]]:
        """`freebusy.query`, one call per 50 owners."""


class Forms(Protocol):
    def create(self, title: str) -> str: ...
    def batch_update(self, form_id: str, body: Mapping[str, Any]) -> dict[str, Any]: ...
    def get(self, form_id: str) -> dict[str, Any]: ...

    def publish(self, form_id: str, domain: str = "") -> None:
        """Open it to the answers of everybody in `domain`; without one, to anyone's."""

    def responders(self, form_id: str) -> frozenset[str]:
        """Who may answer it: "domain", "anyone", "user", "group"."""

    def responses(self, form_id: str, since: str) -> tuple[dict[str, Any], ...]:
        """Raw responses with timestamp > `since` (RFC 3339, "" = all), oldest first."""


class Mail(Protocol):
    def draft(self, to: str, subject: str, text: str, pdf: tuple[str, bytes] | None = None) -> str:
        """Write one plain-text mail, with a file (name, content) or none, and leave it unsent; its
        id, or "" where Holdfast may not keep drafts."""

    def send_draft(self, draft: str) -> str:
        """Send it; answers Gmail's id. Raises Missing where it was sent or taken back before."""

    def take_back(self, draft: str) -> bool:
        """Whether it was unsent: from now on nobody sends it. False: it is not there."""

    def send(self, to: str, subject: str, text: str, pdf: tuple[str, bytes] | None = None) -> str:
        """The same at once, where drafts may not be kept; answers Gmail's id."""

    def drafts_allowed(self) -> None:
        """Raises NotAllowed where Holdfast may not keep drafts."""

    def already_sent(self, reference: str) -> bool:
        """Whether a mail with this reference in its text lies in Sent. `messages.list`."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """All of Google, as the reconciler sees it."""

    sheets: Sheets
    files: Files
    calendars: Calendars
    forms: Forms
    mail: Mail
    calls: Mapping[str, int] = field(hash=False)  # live count per API: sheets, drive, calendar ...
