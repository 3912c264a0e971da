"""The changes of a run that are about files: documents, progress sheets, and who may have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.casework.wants import WantedDocument, WantedProgressSheet
from service.ports import Agreed
from service.workbook.growing import Addition


@dataclass(frozen=True, slots=True)
class Carried:
    """Who has a document, and what is known of it: they get what takes its place, too."""

    share: PutShare
    known: Agreed


@dataclass(frozen=True, slots=True)
class PutDocument:
    """Render a document and upload it: a new file, which may take the place of `file_id`."""

    kind: str  # create_document, refresh_document, next_document
    want: WantedDocument
    version: int
    because: str
    marks: dict[str, str] = field(hash=False)
    file_id: str = ""
    previous: str = ""  # file id of the version a person has edited
    carried: tuple[Carried, ...] = field(default=(), hash=False)  # who gets the new file, too
    others_write: bool = False  # whether anybody may write into the one that stands

    @property
    def key(self) -> str:
        return self.want.key


@dataclass(frozen=True, slots=True)
class MakeProgressSheet:
    """`given` is what is remembered of the tabs and columns that it begins with."""

    want: WantedProgressSheet
    because: str
    fit: str  # keyed hash of the goals it is made for
    modules: frozenset[str] = frozenset()  # by name of register: their columns are on it
    given: Mapping[str, str] = field(default_factory=dict, hash=False)
    kind: str = "create_progress_sheet"

    @property
    def key(self) -> str:
        return self.want.code


@dataclass(frozen=True, slots=True)
class RefitProgressSheet:
    """Fit the drop-down and the charts of a progress sheet to its student's goals."""

    want: WantedProgressSheet
    file_id: str
    because: str
    fit: str
    kind: str = "refresh_progress_sheet"

    @property
    def key(self) -> str:
        return self.want.code


@dataclass(frozen=True, slots=True)
class GrowProgressSheet:
    """Give a progress sheet tabs, columns and choices that it never had; `given` is what is
    remembered of it then."""

    want: WantedProgressSheet
    file_id: str
    additions: tuple[Addition, ...] = field(hash=False)
    because: str
    modules: frozenset[str]
    given: Mapping[str, str] = field(hash=False)
    kind: str = "grow_progress_sheet"

    @property
    def key(self) -> str:
        return self.want.code


@dataclass(frozen=True, slots=True)
class PutShare:
    """Give one person a role on a file, or take it away (`role` "")."""

    kind: str  # share, unshare
    file_key: str  # ledger key of the document or sheet
    file_id: str  # "" while the file is being made in the same run
    email: str
    role: str
    because: str
    agreed_key: str = ""  # under which the ledger knows the share; people only by hash
    by_hand: bool = False  # a case manager has handed it on: the family hears of it

    @property
    def key(self) -> str:
        return self.file_key


@dataclass(frozen=True, slots=True)
class PutAway:
    """Move a document's earlier version (`of` is the document's key) into its folder."""

    of: str
    file_id: str
    kind: str = "put_away"
    because: str = ""

    @property
    def key(self) -> str:
        return self.of


@dataclass(frozen=True, slots=True)
class BinTwin:
    """Put a file into the bin that was made a second time, beside `standing`; `of` is whose it is:
    the key of a document, or the code of a case."""

    file_id: str
    standing: str
    of: str
    because: str
    kind: str = "bin_twin"

    @property
    def key(self) -> str:
        return self.of
