"""Making files and sharing them, several at once: each waits for Google by itself.

What concerns one case is done in its order, one after the other; so is what concerns one file, for
Google keeps only the last of several shares of a file that are given in the same moment. What came
of them is noted by the run's own thread.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from service.ports import GatewayError, Stale

from .changes import (
    GrowProgressSheet,
    MakeProgressSheet,
    PutDocument,
    PutShare,
    RefitProgressSheet,
    act_of,
)
from .documents.share_writer import case_of, grant_share, is_own, revoke_share
from .documents.sheet_growth import grow_progress_sheet
from .reporting.failures import twice, waiting
from .side_by_side import side_by_side

if TYPE_CHECKING:
    from .apply import Applying

Paper = MakeProgressSheet | RefitProgressSheet | GrowProgressSheet | PutDocument


# ---------------------------------------------------------------- files


def make_files(run: Applying) -> None:
    papers = [change for change in run.decided.changes if isinstance(change, Paper)]
    if not papers:
        return
    work, keep = partial(_attempt, run), run.still_ours
    run.tell("files", 0, len(papers))
    with side_by_side(papers, work, lambda p: p.want.code, run.at_once, keep) as made:
        for number, (change, error) in enumerate(made, 1):
            _note_file(run, change, error)
            run.tell("files", number, len(papers))
    for share, refused in run.paperwork.refused:  # of a file that took another's place
        run.failed(share, refused, case_of(share.file_key))


def _attempt(run: Applying, change: Paper) -> GatewayError | None:
    try:
        twice(partial(_make_file, run, change))
    except GatewayError as error:
        return error
    return None


def _note_file(run: Applying, change: Paper, error: GatewayError | None) -> None:
    if error is None:
        run.applied.counts[change.kind] += 1
        # The mail that waits for it goes in the next pass of this run.
        run.applied.handed_on |= isinstance(change, PutDocument) and change.want.told
        # The next look finds it as it is now.
        run.applied.grown |= isinstance(change, GrowProgressSheet)
        return
    if isinstance(error, Stale):
        # Somebody is writing into it; the case is looked at again, now if there is time.
        run.books.cases.add(change.want.code)
        run.applied.not_written += 1
    else:
        run.failed(change, error, change.want.code)
    run.books.undone |= {act_of(change), *map(act_of, _shares_of(run, change.key))}


def _make_file(run: Applying, change: Paper) -> None:
    match change:
        case PutDocument():
            known = run.observed.known.get(("document", change.key))
            run.paperwork.put_document(change, known)
        case MakeProgressSheet():
            run.paperwork.make_progress_sheet(change)
        case RefitProgressSheet():
            standing = run.observed.known["progress_sheet", change.key]
            run.paperwork.refit_progress_sheet(change, standing)
        case GrowProgressSheet():
            nonce = f"{run.books.nonce}.{change.key}.grow"
            grow_progress_sheet(run.workspace.sheets, run.ledger, change, nonce)


# ---------------------------------------------------------------- shares


def _shares_of(run: Applying, file_key: str) -> list[PutShare]:
    """Those that wait for a file which is made in this run."""
    shares = run.each(PutShare)
    return [share for share in shares if share.file_key == file_key and not share.file_id]


def put_shares(run: Applying, kind: str) -> list[PutShare]:
    """Give ("share") or take back ("unshare"); those that were done."""
    shares = [change for change in run.each(PutShare) if change.kind == kind]
    if not shares:
        return []
    work, keep = partial(_attempt_share, run), run.still_ours
    given = []
    run.tell("shares", 0, len(shares))
    with side_by_side(shares, work, lambda s: s.file_key, run.at_once, keep) as done:
        for number, (change, error) in enumerate(done, 1):
            given += [change] * _note_share(run, change, error)
            run.tell("shares", number, len(shares))
    return given


def _attempt_share(run: Applying, change: PutShare) -> GatewayError | None:
    try:
        _put_share(run, change)
    except GatewayError as error:
        return error
    return None


def _note_share(run: Applying, change: PutShare, error: GatewayError | None) -> int:
    """How many were done: one, or none."""
    if error is not None:
        run.failed(change, error, case_of(change.file_key))
        return 0
    if change.kind == "unshare":
        run.paperwork.done.taken.append(("share", change.agreed_key))
    elif not _file_id(run, change):
        # The file could not be made; that is told already.
        failure = waiting(change)
        run.applied.failures[failure.key] = failure
        return 0
    run.applied.counts[change.kind] += 1
    # Whose document was handed on hears of it once it opens: in the next pass of this run.
    run.applied.handed_on |= change.by_hand
    return 1


def _put_share(run: Applying, change: PutShare) -> None:
    known = run.observed.known.get(("share", change.agreed_key))
    if change.kind == "unshare":
        revoke_share(run.workspace.files, known)
    elif file_id := _file_id(run, change):
        given = grant_share(run.workspace.files, change, file_id, known)
        what = "document shared" if ":" in change.file_key else "progress sheet shared"
        if not is_own(change.file_key):
            run.record(change.email, change.file_key, what, change.role)
        run.ledger.agree(given)


def _file_id(run: Applying, change: PutShare) -> str:
    """What a family was handed on is that file; anybody else gets the one that stands now. ""
    where it could not be made."""
    made = run.paperwork.file_ids.get(change.file_key, "")
    return made if made and not change.by_hand else change.file_id or made
