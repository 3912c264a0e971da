"""What should be so: the wanted things that casework rules yield.

A want is complete in itself and carries `because`, one sentence a teacher understands. Rules
say *what*; whether anything must be done about it is the planner's affair, and how it is done
is apply's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from .records import Goal, RowRef

if TYPE_CHECKING:
    from .free_slot import FreeSlot
    from .records import Problem


# "Accepted · C-0142", "Accepted · C-0142 (joined)": what Status remembers, in any language.
ACCEPTED = re.compile(r"[^\W\d]+(?: [^\W\d]+){0,2} · (C-\d{4,})\b(?: \(\w+\))?")


@dataclass(frozen=True, slots=True)
class LinkTo:
    """A cell that shall link to a file, known by the kind and key under which the ledger
    remembers it."""

    kind: str  # document, progress_sheet
    key: str
    words: str = ""  # what the cell says; "" = the address itself
    address: str = ""  # where it opens; "" = it may still have to be made
    turns: bool = False  # whether it leads to another file once that takes this one's place


@dataclass(frozen=True, slots=True)
class OnceDone:
    """A cell that says `text` once `key` is done: a message has really been sent, a row really
    stands."""

    key: str
    text: str


Value = (
    str
    | float
    | int
    | bool
    | date
    | time
    | datetime
    | LinkTo
    | OnceDone
    | tuple[LinkTo | str, ...]
    | None
)
Say = Callable[..., str]  # say("section.key", **values) -> a sentence in the school's language


@dataclass(frozen=True, slots=True)
class WantedEvent:
    """One entry on `owner`'s calendar for the follow-up `follow_up_id` (a Diary row id).

    `start` None = all day. `title` is neutral (kind and case code), never a name. One without a row
    of the Diary (from a rule) is made once; `kept`, it stays in step with what called for it until
    its day has passed, and its id begins with the register's name and "-".
    """

    follow_up_id: str
    owner: str
    day: date
    start: time | None
    minutes: int
    title: str
    description: str
    reminders: tuple[int, ...]  # minutes before
    because: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class WantedCells:
    """Cells of an existing row that should hold these values (column key -> value). `once` is a
    text under which today is kept (see `Keep`) as soon as they stand: what could not be written is
    wanted again, what people change back afterwards is theirs."""

    row: RowRef
    cells: dict[str, Value] = field(hash=False)
    because: str = ""
    once: str = ""


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A row that should exist. `key` is its identity for ever (derived from what called for
    it), so that it is added once, and not again after a person deletes it. Without cells: people
    have seen to it themselves, and it is added no more."""

    key: str
    workbook: str
    tab: str
    cells: dict[str, Value] = field(hash=False)
    because: str = ""


@dataclass(frozen=True, slots=True)
class WantedMessage:
    """One e-mail. `key` is its identity for ever. The subject holds no student data. `language`
    is that of its words, "" for the school's. `encloses` is the key of a document that goes with it
    as a PDF, called `enclosed_as`; where it is called nothing, its address stands below the words.
    It is sent once the document stands."""

    key: str
    to: str
    subject: str
    text: str
    because: str
    language: str = ""
    encloses: str = ""
    enclosed_as: str = ""


@dataclass(frozen=True, slots=True)
class WantedShare:
    email: str
    role: str  # reader, commenter, writer


@dataclass(frozen=True, slots=True)
class PaperNames:
    """What every paper may call its student and its school; "" where it is about no student, or
    the school has not said its name. `paper` is the size of its pages (Letter, A4)."""

    student: str = ""
    school: str = ""
    paper: str = ""


NO_NAMES: Final = PaperNames()


@dataclass(frozen=True, slots=True)
class WantedDocument:
    """A document about one case, for one household (`""` = the team's own copy), or about one
    row of it (then `household` is its Row ID). Where somebody asked for it, `household` is the key
    of that, and `code` "" if it is about several. `row` and `column`: where it is linked, beside
    others of the same row. One that is `closed` (somebody has checked it) is made, and not written
    into any more; with `content` None it is left as it stands, and not made either. `told`: a mail
    waits for it to stand. `for_every_home`: what is put into it when it is rendered holds nothing
    that one home must not know of another.

    `content` is what the template gets (a frozen dataclass from `plans`), with the `names` of
    student and school; equal content is never rendered twice.
    """

    code: str
    kind: str  # as in sheets_templates/documents/catalogue.yaml
    household: str  # "", "A", "B" ..., or a Row ID
    title: str
    content: Any
    shares: tuple[WantedShare, ...]
    because: str
    row: RowRef | None = None
    column: str = ""
    names: PaperNames = NO_NAMES
    closed: bool = False
    told: bool = False
    for_every_home: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.code}:{self.household}"


@dataclass(frozen=True, slots=True)
class WantedProgressSheet:
    """One student's progress sheet. Its title holds the case code and nothing else. `by_day` are
    the Row IDs of goals whose chart shows the days of the Behavior tab; `places` is where the
    columns of that tab stand (key -> 0-based index), {} where they stand as in a new sheet."""

    code: str
    title: str
    goals: tuple[Goal, ...]
    shares: tuple[WantedShare, ...]
    because: str
    by_day: frozenset[str] = frozenset()
    places: Mapping[str, int] = field(default_factory=dict, hash=False)
    day_tab: str = "Behavior"  # what that tab is called


@dataclass(frozen=True, slots=True)
class SlotRequest:
    """A meeting that needs a free slot before it can be written down."""

    key: str
    owner: str
    first_day: date
    last_day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class WantedAppointment:
    """A Diary row that first needs a free slot of its owner: `row_at(slot)` is the row once one
    is found, `no_slot(why)` the question when there is none. `request.key` is its identity."""

    request: SlotRequest
    row_at: Callable[[FreeSlot], WantedRow]
    no_slot: Callable[[str], Problem]


@dataclass(frozen=True, slots=True)
class Keep:
    """A day to be remembered under a text for ever, such as when it was first seen. The text is
    kept as a keyed hash; `RuleServices.kept(text)` answers the day."""

    text: str
    day: date


Want = WantedRow | WantedCells | WantedMessage | WantedEvent | WantedAppointment | Keep


def accepted_code(status: str) -> str:
    """The code of the case that a referral led to, or "". Its Status is the memory of it."""
    found = ACCEPTED.match(status)
    return found[1] if found else ""
