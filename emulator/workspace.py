"""The Workspace: the stores of every API, the clock, the maker of ids.

Each API folder has a `store.py` with its store class, made at first use with the workspace
as its only argument. A store keeps its objects in shelves (`workspace.shelf("sheets")`),
which are dicts from id to a picklable object and survive a restart with `--data`:

    class SheetsStore:
        def __init__(self, workspace: Workspace) -> None:
            self.workspace = workspace
            self.spreadsheets: dict[str, Spreadsheet] = workspace.shelf("sheets")

A spreadsheet, a form and a document are files in Drive too; the file's id is the
spreadsheet's id, and Drive's record of it (name, parents, permissions, times) is the only
one. The two sides meet in a few calls.

To Drive, from the stores of Sheets and Forms (see `drive/store.py`):

    workspace.drive.create(person, name, mime_type) -> File      a new file; use its `.id`
    workspace.drive.require(person, file_id, "reader")           may they? else 404 or 403
    workspace.drive.touch(file_id, person)                       after every write
    workspace.drive.rename(file_id, name, person)                a title was changed
    workspace.drive.files[file_id].name                          the title as Drive has it

From Drive, to `workspace.sheets` and `workspace.forms` (Drive has checked access already):

    store.born(file_id, name, person)             files.create made an empty one
    store.copied(source_id, file_id, name, person)   files.copy
    store.renamed(file_id, name)                  files.update changed the name
    store.gone(file_id)                           files.delete
    store.imported(file_id, name, content, person)   Sheets only: CSV bytes replace all
    store.exported(file_id, mime_type) -> bytes   Sheets only: "text/csv" of the first tab

`storage.py` says when a shelf is saved. Anything a store derives from its shelves (an
index, a cache) is built in `__init__`, for then the shelves are already filled.
"""

from __future__ import annotations

import pickle
import random
import string
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import variants
from .storage import Database, InPieces, Shelf

if TYPE_CHECKING:
    from .calendar.store import CalendarStore
    from .drive.store import DriveStore
    from .forms.store import FormsStore
    from .gmail.store import GmailStore
    from .oauth.store import OAuthStore
    from .sheets.store import SheetsStore

STORES = ("drive", "sheets", "calendar", "forms", "gmail", "oauth")
BASE62 = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
SHARED = "sheets"  # the shelf whose objects are never changed in place


class Clock:
    """The Workspace's time, aware and in UTC: the real one until somebody sets it."""

    def __init__(self, now: datetime | None = None) -> None:
        self.frozen = now.astimezone(UTC) if now else None
        self.offset = timedelta(0)

    def now(self) -> datetime:
        return self.frozen or datetime.now(UTC) + self.offset

    def set(self, now: datetime) -> None:
        """Stop the clock at this aware moment."""
        self.frozen = now.astimezone(UTC)

    def advance(self, seconds: float) -> None:
        """Go forward; a stopped clock stays stopped, a running one runs on."""
        if self.frozen:
            self.frozen += timedelta(seconds=seconds)
        else:
            self.offset += timedelta(seconds=seconds)

    def run(self) -> None:
        """Go back to real time."""
        self.frozen, self.offset = None, timedelta(0)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a Workspace held at one moment. Its spreadsheets are those of the Workspace: they
    are replaced as a whole, never changed."""

    books: dict[str, Any]
    rest: bytes


class Workspace:
    """Everything that lives in the local Google Workspace."""

    def __init__(
        self,
        data: Path | str | None = None,
        clock: Clock | None = None,
        seed: int | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.random = random.Random(seed)
        self.variants: dict[str, variants.Value] = variants.defaults()
        self.shelves: dict[str, Shelf[Any]] = {}
        self.database = Database(Path(data)) if data else None

    def shelf(self, name: str, kind: type[InPieces] | None = None) -> dict[str, Any]:
        """The objects kept under this name, as a dict by id; the same dict every time. `kind`
        is for objects that are saved in pieces."""
        if name not in self.shelves:
            self.shelves[name] = self.database.load(name, kind) if self.database else Shelf()
        return self.shelves[name]

    def settle(self, reads: bool) -> None:
        """A call has ended: write what it may have changed, unless it only reads."""
        if not reads:
            self.save()
        for shelf in self.shelves.values():
            shelf.touched.clear()

    def save(self) -> None:
        """Write what was looked up or set since the last call; nothing without `--data`."""
        if self.database:
            self.database.save(self.shelves)

    def reset(self) -> None:
        """Back to an empty Workspace; the clock and the variants stay as they are."""
        if self.database:
            self.database.clear()
        self.shelves.clear()
        for name in STORES:
            self.__dict__.pop(name, None)

    def snapshot(self) -> Snapshot:
        """All of it, the clock and the maker of ids too."""
        plain = {name: dict(shelf) for name, shelf in self.shelves.items() if name != SHARED}
        clock = self.clock.frozen, self.clock.offset
        rest = pickle.dumps((plain, clock, self.random.getstate()), pickle.HIGHEST_PROTOCOL)
        return Snapshot(dict(self.shelves.get(SHARED, {})), rest)

    def restore(self, snapshot: Snapshot) -> None:
        """Be as another Workspace was when its snapshot was taken."""
        self.reset()
        shelves, (self.clock.frozen, self.clock.offset), chance = pickle.loads(snapshot.rest)
        self.random.setstate(chance)
        for name, entries in {**shelves, SHARED: snapshot.books}.items():
            self.shelves[name] = Shelf(entries.items())
            self.shelves[name].touched.update(entries)
        self.settle(reads=False)

    def variant(self, name: str) -> variants.Value:
        """Which of the Googles that may exist this one is, in one respect (see variants.py)."""
        return self.variants[name]

    def new_id(self, length: int, alphabet: str = BASE62) -> str:
        """A fresh random id of `length` characters."""
        return "".join(self.random.choices(alphabet, k=length))

    def timestamp(self) -> str:
        """Now, as Drive and Calendar write it: 2026-03-01T09:30:00.000Z."""
        return rfc3339(self.clock.now())

    @cached_property
    def sheets(self) -> SheetsStore:
        from .sheets.store import SheetsStore

        return SheetsStore(self)

    @cached_property
    def drive(self) -> DriveStore:
        from .drive.store import DriveStore

        return DriveStore(self)

    @cached_property
    def calendar(self) -> CalendarStore:
        from .calendar.store import CalendarStore

        return CalendarStore(self)

    @cached_property
    def forms(self) -> FormsStore:
        from .forms.store import FormsStore

        return FormsStore(self)

    @cached_property
    def gmail(self) -> GmailStore:
        from .gmail.store import GmailStore

        return GmailStore(self)

    @cached_property
    def oauth(self) -> OAuthStore:
        from .oauth.store import OAuthStore

        return OAuthStore(self)


def rfc3339(moment: datetime) -> str:
    """An aware moment as Google writes it: UTC, milliseconds, Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + (
        f"{moment.microsecond // 1000:03d}Z"
    )
