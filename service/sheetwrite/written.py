"""What came of edits that were handed over for writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.workbook.edits import Edit
from service.workbook.look import WorkbookSeen


@dataclass(frozen=True, slots=True)
class NotWritten:
    """An edit that is not in the sheet, and why: `changed` (the cell or student is not what we
    had read), `typed_just_now`, `row_gone`, `column_gone`, `frozen` (something in the row is
    still out of place), `busy` (people rearranged the tab at every try), `journal_gone`,
    `not_a_number`, or `google`, with a `sentence`. It is for the next look to decide anew."""

    edit: Edit
    reason: str
    column: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of the edits. `unsure`: rows (tab, id) that stand and in which something of ours
    may still be out of place; they are left alone. `added` also names rows that an earlier run
    added before it died, so that they are not added again when people delete them. `seen` is the
    latest look (the given one if all was well: then the workbook is `seen` plus what landed).
    `refused`: Google refused before all was in place."""

    landed: tuple[Edit, ...] = ()
    not_written: tuple[NotWritten, ...] = ()
    repairs: int = 0
    calls: Mapping[str, int] = field(default_factory=dict, hash=False)
    unsure: frozenset[tuple[str, str]] = frozenset()
    seen: WorkbookSeen | None = None
    refused: bool = False
    added: frozenset[tuple[str, str]] = frozenset()  # (tab, key) of all rows known to be added
