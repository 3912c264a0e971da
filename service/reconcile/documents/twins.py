"""Twins: a file of ours that was made a second time.

A file cannot be given its id beforehand. So where a sync was held up with the call on its way, and
another took over and made the file, that call still makes one more. It says in its appProperties
what it is; it lies in the school's folder, nobody was given it, and nothing leads to it. The next
look finds it, and puts it into the bin, unless anybody has touched it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.casework.wants import Say
from service.ports import Files, FileSeen, GatewayError, Unreachable

from ..changes import BinTwin, act_of
from ..observe import Observed
from .earlier_versions import take_of
from .school_files import MARK

FOLDER = "application/vnd.google-apps.folder"

if TYPE_CHECKING:
    from ..apply import Applying


def twins(observed: Observed, say: Say) -> Iterator[BinTwin]:
    """Of the files that changed, those that say they are what another file is already. Another
    school of the same account has cases of the same code, in a folder of its own."""
    for file in observed.files:
        if observed.found.folder_id not in file.parents:
            continue
        of, standing = _standing(file, observed)
        if standing not in ("", file.file_id) and not (file.trashed or file.removed):
            yield BinTwin(file.file_id, standing, of, say("changes.twin"))


def _standing(file: FileSeen, observed: Observed) -> tuple[str, str]:
    """(whose it is, id of the file that the ledger knows as what this one says it is)."""
    said = file.properties
    kind, of = said.get("holdfast", ""), said.get("holdfast_key", "")
    if kind in ("workbook", "template"):
        known = observed.found.workbooks if kind == "workbook" else observed.found.templates
        return of, known.get(of, "")
    # a sheet, a workbook of one's own, the folder for earlier versions
    if (agreed := observed.known.get((kind, of))) is not None:
        return of, agreed.object_id
    of = f"{kind}:{of}:{said.get('holdfast_household', '')}"
    agreed = observed.known.get(("document", of))
    if agreed is None or agreed.marks.get("version", "") != said.get("holdfast_version"):
        return of, ""
    is_this = int(agreed.marks.get("take", "1")) == take_of(file)
    return of, agreed.object_id if is_this else ""


def bin_twins(run: Applying) -> None:
    for twin in run.each(BinTwin):
        try:
            if _is_untouched(run.workspace.files, twin, run.admin):
                run.workspace.files.put_in_bin(twin.file_id)
                run.applied.counts[twin.kind] += 1
                continue
        except Unreachable:
            run.books.withhold.add("drive")  # so that the next look finds it once more
        except GatewayError:
            pass  # one of the two is gone, or is not ours to see
        run.books.undone.add(act_of(twin))


def _is_untouched(files: Files, twin: BinTwin, admin: str) -> bool:
    """Whether it is the younger of two that are called the same, as we made it: what people have
    renamed, copied, written or commented on is theirs."""
    made, standing = files.get(twin.file_id), files.get(twin.standing)
    if made.trashed or standing.trashed or made.name != standing.name:
        return False
    if made.properties.get(MARK) != standing.properties.get(MARK):
        return False
    if not made.created or not standing.created or made.created < standing.created:
        return False
    if made.mime_type == FOLDER:  # nothing is written into it; as far as we can see it is empty
        return made.modified_by == admin and not files.find_in_school("", made.file_id)
    ours = made.modified_by == admin and all(r.ours for r in files.revisions(made.file_id))
    return ours and not files.is_commented(made.file_id)
