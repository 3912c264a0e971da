"""A document's earlier versions: files in whose place another stands.

Drive cannot say who was faster, so a document that people may write into is never written over:
what it says now becomes a file of its own, those who have it get that too, the row's link turns to
it, and only then the old one is moved into the folder Earlier versions. One that anybody has
touched meanwhile (written, commented, renamed, moved) stays where it is, and is linked below.
What has lain there untouched for thirty days goes into the bin; what somebody wrote into never.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from service.casework.records import CASELOAD
from service.casework.wants import WantedShare
from service.keys import Keys
from service.ports import Agreed, FileSeen, GatewayError, Missing, Unreachable

from ..changes import PutAway, PutShare
from ..file_changes import Carried
from ..side_by_side import side_by_side
from .document_memory import DocumentMemory, Known
from .hand_on import share_key
from .share_writer import case_of
from .stamps import called, stamp

if TYPE_CHECKING:
    from ..apply import Applying

EARLIER = "earlier"  # the ledger's kind for a file in whose place another stands
EARLIER_FOLDER = "earlier_versions"  # the same for the folder; so it says in its appProperties
THE_FOLDER = "folder"  # its key
TAKE, SAYS = "holdfast_take", "holdfast_says"  # appProperties: which file of a version
MOVED, EDITED = "moved", "edited"
PREVIOUS = ("previous", "previous_version")  # a document's marks: what is linked below it
KEPT = timedelta(days=30)  # from the day on which it was moved
AT_MOST = 50  # go into the bin in one run
READS = ("reader", "owner")  # the owner is Holdfast's own account


# ---------------------------------------------------------------- planning


def carried(key: str, wanted: Iterable[WantedShare], memory: DocumentMemory) -> tuple[Carried, ...]:
    """Those who have a document and still may; a family gets what is handed on to it."""
    found = []
    for share in wanted:
        name = share_key(key, share.email, memory.keys)
        known = memory.known.get(("share", name))
        if known is not None and not memory.handing.asks(key, share.email):
            put = PutShare("share", key, "", share.email, share.role, "", name)
            found.append(Carried(put, known))
    return tuple(found)


def others_write(key: str, memory: DocumentMemory) -> bool:
    """Whether the ledger knows anybody who may write or comment in the document that stands."""
    standing = memory.known["document", key].object_id
    shares = (memory.known["share", name].marks for name in memory.shares.get(key, ()))
    return any(s.get("file") == standing and s.get("role") not in READS for s in shares)


def touched_later(
    known: Known, touched: Mapping[str, FileSeen], keys: Keys, noted: Mapping[str, Agreed]
) -> Iterator[Agreed]:
    """Earlier versions that somebody has written into since: linked below from now on. `noted`
    is what this look has found about documents, by key."""
    for (kind, file_id), agreed in known.items():
        file = touched.get(file_id) if kind == EARLIER else None
        if file is None or file.trashed or file.removed or EDITED in agreed.marks:
            continue
        if not file.modified or stamp(file, keys) == agreed.marks.get("modified"):
            continue
        document = noted.get(agreed.object_id) or known.get(("document", agreed.object_id))
        yield replace(agreed, marks={**agreed.marks, EDITED: "1"})
        if document is not None:
            yield replace(document, marks={**document.marks, **_below(file)})


# ---------------------------------------------------------------- what a file says of itself


def says(marks: Mapping[str, str], keys: Keys) -> str:
    """A keyed hash of what a document says, from the marks of its parts."""
    parts = sorted((name, mark) for name, mark in marks.items() if name.startswith("m:"))
    return keys.fingerprint("says", repr(parts))[:20]


def take_of(file: FileSeen) -> int:
    """Which file of its version this is, the first being 1."""
    number = file.properties.get(TAKE, "1")
    return int(number) if number.isdigit() else 1


# ---------------------------------------------------------------- putting away


def put_away(run: Applying) -> None:
    """Move what another file stands in the place of, once the rows lead to that one; and bin what
    was moved long ago."""
    for old in _long_moved(run.observed.known, run.observed.now.date()):
        _note(run, old, _attempt(run, _bin, old))
    due = {
        a.key: a
        for (kind, _), a in run.observed.known.items()
        if kind == EARLIER and not {MOVED, EDITED} & a.marks.keys()
    }
    if CASELOAD not in run.books.untold:
        due |= {a.key: a for a in run.paperwork.done.agreed if a.kind == EARLIER}
    if not due:
        return
    try:
        folder = _folder(run)
    except Unreachable:
        run.applied.not_written += 1  # once more in this run, if there is time
        return
    except GatewayError as error:
        for agreed in due.values():
            _failed(run, agreed, error)
        return
    move = partial(_put_away, folder)
    work, keep = partial(_attempt, run, move), run.still_ours
    with side_by_side(list(due.values()), work, lambda a: a.object_id, run.at_once, keep) as done:
        for agreed, failed in done:
            _note(run, agreed, failed)


def _folder(run: Applying) -> str:
    """Where earlier versions lie. One that was thrown away would take them along."""
    known = run.observed.known.get((EARLIER_FOLDER, THE_FOLDER))
    with suppress(Missing):
        if known and not run.workspace.files.get(known.object_id).trashed:
            return known.object_id
    made = run.paperwork.earlier_folder().file_id
    run.ledger.agree([Agreed(EARLIER_FOLDER, THE_FOLDER, made)])
    run.ledger.settle(EARLIER_FOLDER, THE_FOLDER)
    return made


def _long_moved(known: Known, today: date) -> list[Agreed]:
    """Those that have lain in Earlier versions for thirty days, and nobody has written into."""
    moved = [
        agreed
        for (kind, _), agreed in known.items()
        if kind == EARLIER and MOVED in agreed.marks and EDITED not in agreed.marks
    ]
    old = (each for each in moved if date.fromisoformat(each.marks[MOVED]) + KEPT <= today)
    return sorted(old, key=lambda each: each.marks[MOVED])[:AT_MOST]


def _attempt(
    run: Applying, act: Callable[[Applying, Agreed], None], agreed: Agreed
) -> GatewayError | None:
    try:
        act(run, agreed)
    except GatewayError as error:
        return error
    return None


def _note(run: Applying, agreed: Agreed, error: GatewayError | None) -> None:
    match error:
        case None:
            pass
        case Missing():  # gone for good, or out of our sight
            run.ledger.forget([(EARLIER, agreed.key)])
        case Unreachable():
            run.applied.not_written += 1
        case _:
            _failed(run, agreed, error)


def _failed(run: Applying, agreed: Agreed, error: GatewayError) -> None:
    """It stays where it is, and that is told."""
    run.failed(PutAway(agreed.object_id, agreed.key), error, case_of(agreed.object_id))


def _bin(run: Applying, agreed: Agreed) -> None:
    files = run.workspace.files
    file = files.get(agreed.key)
    if not file.trashed:
        as_moved = stamp(file, run.keys) == agreed.marks.get("modified")
        if not as_moved or files.is_commented(file.file_id):
            _link_below(run, agreed, file)
            return
        files.put_in_bin(file.file_id)
    run.ledger.forget([(EARLIER, agreed.key)])


def _put_away(folder: str, run: Applying, agreed: Agreed) -> None:
    files, keys = run.workspace.files, run.keys
    file = files.get(agreed.key)
    if file.trashed:
        run.ledger.forget([(EARLIER, agreed.key)])
        return
    if folder not in file.parents:
        if not _is_untouched(run, file, agreed):
            _link_below(run, agreed, file)
            return
        moved = files.move_from(file.file_id, file.parents, folder)
        if stamp(moved, keys) != stamp(file, keys) and moved.modified_by not in ("", run.admin):
            _link_below(run, agreed, file)
            return
        file = moved
    if files.is_commented(file.file_id):  # asked last, so that nobody is faster
        _link_below(run, agreed, file)
        return
    day = run.observed.now.date().isoformat()
    marks = {**agreed.marks, "modified": stamp(file, keys), MOVED: day}
    run.ledger.agree([replace(agreed, marks=marks)])


def _is_untouched(run: Applying, file: FileSeen, agreed: Agreed) -> bool:
    """As we made it, under its name and in its place."""
    marks = agreed.marks
    if file.parents and run.observed.found.folder_id not in file.parents:
        return False
    if marks.get("called", "") not in ("", called(file, run.keys)):
        return False
    if marks.get("modified") and stamp(file, run.keys) != marks["modified"]:
        return False
    return file.modified_by in ("", run.admin)


def _below(file: FileSeen) -> dict[str, str]:
    return dict(
        zip(PREVIOUS, (file.file_id, file.properties.get("holdfast_version", "1")), strict=True)
    )


def _link_below(run: Applying, agreed: Agreed, file: FileSeen) -> None:
    """Somebody has touched it: it is theirs, and found below the one that stands."""
    standing = {each.key: each for each in run.ledger.agreed_of("document")}.get(agreed.object_id)
    if standing is not None:
        marks = {**standing.marks, **_below(file)}
        run.ledger.agree([replace(standing, marks=marks)])
        run.applied.linked_below = True
    run.ledger.agree([replace(agreed, marks={**agreed.marks, EDITED: "1"})])
