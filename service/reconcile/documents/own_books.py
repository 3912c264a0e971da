"""Workbooks of which everybody has one of their own: made, shared with their person alone, read
when they have changed, and taken back when that person leaves Staff.

The ledger and the file know whose one is by a keyed hash. What cannot be read in it is one
question to its owner, which says how many cells and quotes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from service.casework.own_book import OwnBook, OwnRows
from service.casework.records import Problem
from service.casework.register import Register
from service.keys import Keys
from service.ports import FileSeen
from service.workbook.records import read_tabs
from service.workbook.templates import load_template

from ..changes import Change, Forget, MakeWorkbook, PutShare, Remember
from ..context import SchoolContext
from ..observe import Observed
from ..school_records import School
from .document_memory import DocumentMemory
from .hand_on import share_key
from .share_writer import is_own
from .sheet_questions import asked_about
from .stamps import stamp

OWN_BOOK = "own_book"  # the ledger's kind
ASKED = "asked"  # of a question, whose object is the key of the workbook


def own_key(book: str, email: str, keys: Keys) -> str:
    """Under which the ledger knows somebody's own workbook."""
    return f"{book}:{keys.fingerprint('person', email)}"


@dataclass(slots=True)
class OwnBooks:
    """What came of looking through them. `needs` are (ledger key, file id) of those that are to be
    read; `rows` is what stands in those that were."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    needs: list[tuple[str, str]] = field(default_factory=list)
    rows: list[OwnRows] = field(default_factory=list)
    over: set[str] = field(default_factory=set)  # keys of those of which nothing is asked any more
    failed: bool = False  # one of them could not be read: what Drive says of it is asked again

    def told(self, school: School) -> School:
        """The school with what stands in them."""
        return replace(school, records={**school.records, OwnRows: tuple(self.rows)})


def plan_own_books(
    observed: Observed, context: SchoolContext, school: School, memory: DocumentMemory
) -> OwnBooks:
    """What is to be done about each of them."""
    found = OwnBooks()
    touched = {file.file_id: file for file in observed.files}
    theirs: set[str] = set()
    for register in context.registers:
        own = register.own_book
        if own is not None:
            for email in sorted(set(own.whose(school)) - {""}):
                theirs.add(own_key(own.book, email, memory.keys))
                _one(email, register, own, observed, school, memory, touched, found)
            found.changes += _taken_back(own, school, memory)
    _ask_no_more(theirs, memory, found)
    return found


def _one(
    email: str,
    register: Register,
    own: OwnBook,
    observed: Observed,
    school: School,
    memory: DocumentMemory,
    touched: Mapping[str, FileSeen],
    found: OwnBooks,
) -> None:
    """Made, and in the next look of this run shared; read where there is something new."""
    key, say = own_key(own.book, email, memory.keys), memory.say
    known = memory.known.get((OWN_BOOK, key))
    if known is None:
        title = load_template(own.book, frozenset({register.name})).title
        found.changes.append(MakeWorkbook(key, title, say(own.because)))
        return
    shared = share_key(key, email, memory.keys)
    if ("share", shared) not in memory.known:
        because = say(own.because)
        file_id = known.object_id
        found.changes.append(PutShare("share", key, file_id, email, "writer", because, shared))
    file = touched.get(known.object_id)
    marks = dict(known.marks)
    if file is not None and file.modified is not None:
        marks["modified"] = stamp(file, memory.keys)
    reads = [repr(each) for each in own.reads(school, email)]
    if reads:
        marks["reads"] = memory.keys.fingerprint("reads", sorted(reads))
    is_new, seen = marks != dict(known.marks), observed.own.get(key)
    if seen is None and is_new and any(gap.part == f"own/{key}" for gap in observed.gaps):
        found.failed = True
    elif seen is None and is_new:
        found.needs.append((key, known.object_id))
    if seen is None:
        return
    records, problems = read_tabs(seen, school.staff, say, school.today, (register,))
    rows = tuple(row for of_kind in records.values() for row in of_kind)
    found.rows.append(OwnRows(own.book, email, rows))
    asked = _question(key, email, own, problems, memory)
    found.problems += asked
    found.changes += asked_about(key, asked, observed, memory)
    if is_new:
        found.changes.append(Remember((replace(known, marks=marks),)))


def _question(
    key: str, email: str, own: OwnBook, problems: Iterable[Problem], memory: DocumentMemory
) -> list[Problem]:
    """One for all cells that cannot be read; it leads to the first."""
    bad = list(problems)
    if not bad:
        return []
    what, why = memory.say(own.unread_what), memory.say(own.unread_why, count=len(bad))
    return [Problem(f"own:{key}", bad[0].row, bad[0].column, what, why, whose=email)]


def _ask_no_more(theirs: set[str], memory: DocumentMemory, found: OwnBooks) -> None:
    """Questions about files of which nobody asks any more: who left, or whose module is off."""
    asked = {key: known.object_id for (kind, key), known in memory.known.items() if kind == ASKED}
    over = {key: file for key, file in asked.items() if is_own(file) and file not in theirs}
    if over:
        found.over = set(over.values())
        found.changes.append(Forget(tuple((ASKED, key) for key in sorted(over))))


def _taken_back(own: OwnBook, school: School, memory: DocumentMemory) -> Iterator[Change]:
    """The file of who is on Staff no longer stays as it is, and is shared with nobody."""
    here = {own_key(own.book, person.email, memory.keys) for person in school.staff}
    for kind, key in memory.known:
        if kind == OWN_BOOK and key.startswith(f"{own.book}:") and key not in here:
            for share in memory.shares.get(key, ()):
                because = memory.say("changes.unshared_own")
                yield PutShare("unshare", key, "", "", "", because, share)
