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
    grade           a student, hashed -> the grade before this school year's, hashed
    goal            a goal's row -> the words under which its measurements are known
    asked           a question on Attention about a progress sheet or somebody's own workbook -> the
                    case, or whose
    refused         a question that was answered with no -> the case
    manager         a case -> the case manager who was agreed on
    staff           a colleague, hashed -> is on Staff
    managers        from when on case managers are agreed on
    workbook_read   a workbook that is not always read -> as it was when it was last dealt with
    read_tab        a tab that people brought into Data -> what it said when it was read
    asked_of_book   a question about such a workbook -> the workbook
    event           a follow-up -> its event in the calendar
    event_copy      an event that a person copied from one of ours -> the follow-up
    document        a kind, a case and a household or row -> the document that stands
    earlier         a document's file in whose place another stands -> the document
    earlier_versions  the folder in which such files lie, once there is one
    paper_asked     a paper that a colleague, hashed, asked for on a day -> the case it is about
    progress_sheet  a case -> its progress sheet
    own_book        a workbook and a person, hashed -> the one that is theirs alone
    archive         a school year -> the workbook into which its closed rows are copied
    protected       a workbook's file -> rows are leaving it, behind a protection
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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from .errors import (
    TOO_FAST,
    AlreadyThere,
    BadRequest,
    GatewayError,
    Missing,
    NotAllowed,
    Stale,
    TokenExpired,
    Unreachable,
)
from .google_ports import (
    CalendarLook,
    Calendars,
    EventResult,
    EventWrite,
    Files,
    FileSeen,
    Forms,
    Mail,
    Permission,
    RevisionSeen,
    Sheets,
    Workspace,
)

# What can come of a call is part of what a port promises.
__all__ = [
    "TOO_FAST",
    "Agreed",
    "AlreadyThere",
    "BadRequest",
    "CalendarLook",
    "Calendars",
    "EventResult",
    "EventWrite",
    "FileSeen",
    "Files",
    "Forms",
    "GatewayError",
    "LeaseLost",
    "Ledger",
    "Mail",
    "Missing",
    "NotAllowed",
    "Permission",
    "RevisionSeen",
    "SchoolBusy",
    "Sheets",
    "Stale",
    "TokenExpired",
    "Unreachable",
    "Workspace",
]


# ---------------------------------------------------------------- the ledger


class SchoolBusy(RuntimeError):
    """Another sync of this school is at work."""


class LeaseLost(SchoolBusy):
    """This run was held up for so long that another one has taken over."""

    def __init__(self) -> None:
        super().__init__(
            "This sync was held up for so long that another one has taken over. It stopped; the "
            "other one finishes the work."
        )


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

    def tokens(self, names: Iterable[str]) -> dict[str, str]: ...  # several at once

    def set_tokens(self, tokens: Mapping[str, str], news: bool = True) -> None:
        """Without `news` they only say where reading goes on: the revision stays."""

    def revision(self) -> int:
        """Rises with every change of what runs decide by: what is agreed, intended, switched."""

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
