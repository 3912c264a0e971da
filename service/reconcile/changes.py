"""The vocabulary of changes: everything a run can do, each with its reason.

A change is data. `plan` makes them, the dry run prints them, `apply` alone turns them into
calls. `kind` is what reports count, `key` tells one change from another, `because` is a sentence
a teacher understands. `agree` is what the ledger shall hold once the change has happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.casework.records import RowRef
from service.casework.settings import CrisisWords
from service.casework.signals.files.reading import SourceFile
from service.casework.wants import Value
from service.ports import Agreed, EventWrite
from service.workbook.growing import Addition
from service.workbook.look import is_given

from .file_changes import BinTwin as BinTwin
from .file_changes import GrowProgressSheet as GrowProgressSheet
from .file_changes import MakeProgressSheet as MakeProgressSheet
from .file_changes import PutAway as PutAway
from .file_changes import PutDocument as PutDocument
from .file_changes import PutShare as PutShare
from .file_changes import RefitProgressSheet as RefitProgressSheet


@dataclass(frozen=True, slots=True)
class ChangeCells:
    """Put values into cells of one row that stands in a workbook."""

    row: RowRef
    cells: dict[str, Value] = field(hash=False)
    because: str
    kind: str = "set_cells"
    agree: tuple[Agreed, ...] = ()

    @property
    def key(self) -> str:
        """Without the school's own numbers of its students: a plan may end up in a log."""
        own = self.row.row_id if is_given(self.row.row_id) else ""
        return f"{self.row.workbook}/{self.row.tab}/{own or f'row{self.row.position + 1}'}"


@dataclass(frozen=True, slots=True)
class AppendRow:
    """Append one row. `row_key` is its identity for ever. `offers`: choices in a column. A line
    of History `tells` of acts (see `act_of`)."""

    row_key: str
    workbook: str
    tab: str
    cells: dict[str, Value] = field(hash=False)
    because: str
    kind: str = "add_row"
    agree: tuple[Agreed, ...] = ()
    offers: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    tells: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.workbook}/{self.tab}/{self.row_key}"


@dataclass(frozen=True, slots=True)
class CloseQuestion:
    """Blank an Attention row whose question is settled."""

    row: RowRef
    because: str
    kind: str = "settle_question"

    @property
    def key(self) -> str:
        return f"{self.row.workbook}/{self.row.tab}/{self.row.row_id}"


@dataclass(frozen=True, slots=True)
class PutEvent:
    """One write to a calendar. It waits until `needs_row` stands in the Diary."""

    kind: str  # create_event, move_event, reword_event, cancel_event
    write: EventWrite
    because: str
    agree: Agreed
    needs_row: str = ""

    @property
    def key(self) -> str:
        return self.write.follow_up_id


@dataclass(frozen=True, slots=True)
class RetellForm:
    """Give a form's notices other numbers to call. `mark` is the keyed hash of the words; `ids`
    tells which of ours Google's ids stand for."""

    form_key: str
    form_id: str
    crisis: CrisisWords
    because: str
    mark: str
    ids: Mapping[str, str] = field(default_factory=dict, hash=False)
    kind: str = "refresh_form"

    @property
    def key(self) -> str:
        return self.form_key


GONE, AGAIN = "gone", "again"


@dataclass(frozen=True, slots=True)
class SendMail:
    """One e-mail, sent once for ever. `record_key` is what the ledger remembers; `reference`
    stands in its last line, and by it the mail is found again. `answer` is what a person said of
    one that nobody could look for: GONE, AGAIN, or "" while nothing was said. `file_key` and
    `file_id` are a document that goes with it as a PDF, called `file_name`."""

    record_key: str
    to: str
    subject: str
    text: str
    because: str
    reference: str
    answer: str = ""
    kind: str = "send_mail"
    file_key: str = ""
    file_id: str = ""
    file_name: str = ""

    @property
    def key(self) -> str:
        return self.record_key


@dataclass(frozen=True, slots=True)
class GrowWorkbook:
    """Give a workbook tabs, columns and choices that it never had."""

    workbook: str
    additions: tuple[Addition, ...] = field(hash=False)
    because: str
    agree: tuple[Agreed, ...] = ()
    kind: str = "grow_workbook"

    @property
    def key(self) -> str:
        return self.workbook


@dataclass(frozen=True, slots=True)
class FilterView:
    """A view of one tab: `column` says `shows`. `key` is under which the ledger knows it."""

    key: str
    tab: str
    column: str
    title: str
    shows: str


@dataclass(frozen=True, slots=True)
class AddFilterViews:
    workbook: str
    views: tuple[FilterView, ...]
    because: str
    kind: str = "add_filter_views"

    @property
    def key(self) -> str:
        return self.workbook


@dataclass(frozen=True, slots=True)
class MakeWorkbook:
    """Make a workbook that a module needs: the school's, or (my_time:<hash>) somebody's own."""

    workbook: str
    title: str
    because: str
    kind: str = "make_workbook"

    @property
    def key(self) -> str:
        return self.workbook


@dataclass(frozen=True, slots=True)
class ImportTabs:
    """Bring what stands on people's own tabs of Data into the tabs that are for it."""

    sources: tuple[SourceFile, ...] = field(hash=False)
    because: str
    agree: tuple[Agreed, ...] = ()
    kind: str = "import_tabs"

    @property
    def key(self) -> str:
        return "data/" + ".".join(each.key for each in self.agree)


@dataclass(frozen=True, slots=True)
class SwitchModules:
    """From the next look on these modules are looked at (names of registers)."""

    modules: frozenset[str]
    because: str
    kind: str = "switch_modules"

    @property
    def key(self) -> str:
        return "modules"


@dataclass(frozen=True, slots=True)
class Remember:
    """Nothing to do but to agree: both sides already say the same."""

    agree: tuple[Agreed, ...]
    kind: str = "remember"
    because: str = ""

    @property
    def key(self) -> str:
        return "/".join(a.key for a in self.agree[:1])


@dataclass(frozen=True, slots=True)
class Forget:
    keys: tuple[tuple[str, str], ...]
    kind: str = "forget"
    because: str = ""

    @property
    def key(self) -> str:
        return "/".join(k for _, k in self.keys[:1])


Change = (
    ChangeCells
    | AppendRow
    | CloseQuestion
    | PutEvent
    | PutDocument
    | MakeProgressSheet
    | RefitProgressSheet
    | GrowProgressSheet
    | RetellForm
    | SendMail
    | PutShare
    | PutAway
    | BinTwin
    | GrowWorkbook
    | MakeWorkbook
    | ImportTabs
    | SwitchModules
    | AddFilterViews
    | Remember
    | Forget
)

# What is not worth a line in a report: memory, and the lines of History themselves.
SILENT = ("remember", "forget", "note_history")


def act_of(change: Change) -> str:
    """What tells one act of a run from every other."""
    which = change.agreed_key if isinstance(change, PutShare) else change.key
    return f"{change.kind}|{which}"
