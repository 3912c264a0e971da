"""What the reconciler needs from Google and from the ledger.

Small Protocols, filled by `service.google` and `service.ledger` through `wiring`. A call answers or
raises one of the errors below; what is safe to repeat was. The ledger keeps, by kind (key -> what):

    school          the school's folder, once it was founded
    batch           a workbook's file -> the last batch of writes that was begun in it
    furnished       a tab, or Settings -> the columns, choices and rows it was once given
    tab             a tab -> how many rows stood in it, for the guard against an emptied one
    row             a wanted row -> the Row ID under which it was added, once for ever
    said            a Row ID -> what the row said, by column, to know it again without its id
    grey            a Row ID -> what Holdfast wrote into its gray cells, to see what is typed over
    typing          a Row ID -> since when the row lacks something, and how much stands in it
    whose           a Row ID -> the case it belongs to
    on_card         a Row ID and column -> the value that its owner chose on their own card
    kept            a text, hashed -> a day that belongs to it, such as when it was first seen
    form_row        a Row ID and a form on a card -> what the form wrote there, for a day
    filter_view     a tab and a person -> the filter view made for them
    response        a form's response -> the referral it became
    opens           a referral -> the code of the case that it opens
    coded           a student, hashed -> the code of the case that was opened for them
    case            a case -> what its documents were made from
    goal            a goal's row -> the words under which its measurements are known
    asked           a question on Attention about a progress sheet -> the case
    refused         a question that was answered with no -> the case
    manager         a case -> the case manager who was agreed on
    managers        from when on case managers are agreed on
    workbook_read   a workbook that is not always read -> as it was when it was last dealt with
    read_tab        a tab that people brought into Data -> what it said when it was read
    asked_of_book   a question about such a workbook -> the workbook
    event           a follow-up -> its event in the calendar
    event_copy      an event that a person copied from one of ours -> the follow-up
    document        a kind, a case and a household or row -> the document that stands
    paper_asked     a paper that a colleague, hashed, asked for on a day -> the case it is about
    progress_sheet  a case -> its progress sheet
    share           a file and a person, hashed -> the permission that was given
    disclosure      a case -> to whom each copy of its plan was agreed to go
    hand_on         a document and a person, hashed -> the file that was handed on to them
    hand_on_open    a row of Team -> its Hand on was seen empty, so that a Yes counts
    message         a mail -> when it went
    form_words      a form -> the crisis lines it says
    form_ids        a form -> which of Google's question ids is which of ours
    form_questions  a form -> which of its questions are lost, doubled or made anew
    owed            a line of History that could not be written yet
    told            an act that stands in History on a line with others, while its run is not over
    failure         an act that failed, and how often

People and words are hashed with the school's key; nothing here says who or what in plain words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Protocol

from .casework.records import Busy, CalendarEntry
from .errors import (
    AlreadyThere,
    BadRequest,
    GatewayError,
    Missing,
    NotAllowed,
    Stale,
    TokenExpired,
    Unreachable,
)

# What can come of a call is part of what a port promises.
__all__ = [
    "AlreadyThere",
    "BadRequest",
    "GatewayError",
    "Missing",
    "NotAllowed",
    "Stale",
    "TokenExpired",
    "Unreachable",
]


# ---------------------------------------------------------------- Google


@dataclass(frozen=True, slots=True)
class RevisionSeen:
    """What stood in a document at some time; `link`: where it is as .docx; `ours`: by us."""

    revision_id: str
    link: str
    ours: bool


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A Drive file as last seen. `modified_by` is an e-mail or "" when Google does not say."""

    file_id: str
    name: str = ""
    mime_type: str = ""
    trashed: bool = False
    removed: bool = False
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

    def set_properties(
        self, file_id: str, properties: Mapping[str, str], name: str = ""
    ) -> FileSeen: ...

    def export(self, file_id: str, mime_type: str) -> bytes: ...

    def revisions(self, file_id: str) -> tuple[RevisionSeen, ...]:
        """What stood in a document, the oldest first. One call per 1000."""

    def is_commented(self, file_id: str) -> bool:
        """Whether anybody but us has commented on it. One call per 100 comments."""

    def as_it_was(self, revision: RevisionSeen) -> bytes: ...
    def permissions(self, file_id: str) -> tuple[Permission, ...]: ...
    def share(self, file_id: str, email: str, role: str) -> Permission: ...
    def unshare(self, file_id: str, permission_id: str) -> None: ...


class Calendars(Protocol):
    def look(self, owner: str, token: str) -> CalendarLook:
        """`events.list` as `owner`; `token` "" = everything. TokenExpired is handled inside by
        looking at everything (full=True)."""

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
    def send(self, to: str, subject: str, text: str) -> str:
        """Send one plain-text mail; answers Gmail's id."""

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


# ---------------------------------------------------------------- the ledger


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was last agreed about one thing. Opaque ids, keyed hashes and timestamps only.

    `marks` holds further small opaque values by name (etag, generation, keyed hashes of parts).
    """

    kind: str  # event, document, progress_sheet, row, message, response, referral ...
    key: str
    object_id: str = ""
    marks: Mapping[str, str] = field(default_factory=dict, hash=False)
    at: datetime | None = None


class Ledger(Protocol):
    """A small relational memory. Every method is one short transaction."""

    def agreed(self) -> dict[tuple[str, str], Agreed]:
        """All that was agreed, by (kind, key)."""

    def agreed_of(self, kind: str) -> tuple[Agreed, ...]: ...  # of one kind

    def agree(self, items: Iterable[Agreed]) -> None:
        """Insert or replace."""

    def forget(self, keys: Iterable[tuple[str, str]]) -> None: ...

    def token(self, name: str) -> str:
        """A stored token ("drive", "calendar:<keyed hash>", "form:inside" ...), or ""."""

    def set_tokens(self, tokens: Mapping[str, str]) -> None: ...

    def intend(self, kind: str, key: str, detail: str = "") -> None:
        """Written before an effect that cannot be made idempotent."""

    def settle(self, kind: str, key: str) -> None: ...  # written after it

    def unsettled(self) -> dict[tuple[str, str], str]: ...

    def next_number(self, counter: str, at_least: int) -> int:
        """The next number of a series ("referral", "case"), never one below `at_least`."""

    def take_lease(self, name: str, holder: str, seconds: int) -> int:
        """A fence number (rising), or 0 when somebody else holds an unexpired lease."""

    def keep_lease(self, name: str, holder: str, fence: int, seconds: int) -> bool:
        """Extend; False when the lease was lost."""

    def release_lease(self, name: str, holder: str, fence: int) -> None: ...

    def is_empty(self) -> bool:
        """True when nothing was ever agreed here (new, or lost)."""

    def key_id(self) -> str:
        """Which HOLDFAST_KEY the stored hashes were made with ("" when none were)."""

    def set_key_id(self, key_id: str) -> None: ...

    def record_run(
        self, run_id: str, started: datetime, ended: datetime, report: Mapping[str, Any]
    ) -> None:
        """Counts only: changes per kind, problems, calls, seconds."""

    def last_run(self) -> Mapping[str, Any] | None: ...

    def record_access(self, when: datetime, who: str, case_code: str, what: str, why: str) -> None:
        """One disclosure (34 CFR 99.32). `who` is stored as a keyed hash."""

    def accesses(self, case_code: str) -> tuple[Mapping[str, Any], ...]: ...
