"""A large writing in portions, each a batch of its own: Google advises against more than 2 MB.

What is edited of one row stays together, for the row is found again by what it says. Lines of
History go first: a run that dies between two portions leaves the rest to the next one, which finds
them written, and what they tell of is done then.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from service.sheetwrite.written import Written
from service.workbook.edits import AddRow, Edit
from service.workbook.look import WorkbookSeen

from ..reporting.history import HISTORY

MOST: Final = 1_400_000  # bytes of one batch, by our reckoning
# As they are written: an edit with its line in the journal, and each cell with its format.
_EDIT: Final = 650
_CELL: Final = 120

T = TypeVar("T", bound=Edit)


@dataclass(slots=True)
class AllWritten:
    """What came of the portions of one workbook, in the order in which they were written."""

    parts: list[Written] = field(default_factory=list)

    def add(self, part: Written) -> None:
        self.parts.append(part)

    @property
    def landed(self) -> list[Edit]:
        return [edit for part in self.parts for edit in part.landed]

    @property
    def refused(self) -> bool:
        """Whether Google refused before all was in place; then nothing further is tried."""
        return any(part.refused for part in self.parts)


def portions(seen: WorkbookSeen, edits: Sequence[T], most: int = MOST) -> Iterator[list[T]]:
    """`edits` in their order, but for History, as portions of about `most` bytes."""
    groups: dict[Any, list[T]] = {}
    for number, edit in enumerate(edits):
        alone = isinstance(edit, AddRow)
        key = number if isinstance(edit, AddRow) else (edit.tab, edit.row.position)
        groups.setdefault((alone and edit.tab == HISTORY, key), []).append(edit)
    lines = [group for (told, _), group in groups.items() if told]
    rest = [group for (told, _), group in groups.items() if not told]
    portion: list[T] = []
    size = 0
    for group in (*lines, *rest):
        bytes_of_group = sum(size_of(seen, edit) for edit in group)
        if portion and size + bytes_of_group > most:
            yield portion
            portion, size = [], 0
        portion += group
        size += bytes_of_group
    if portion:
        yield portion


def size_of(seen: WorkbookSeen, edit: Edit) -> int:
    """About how many bytes a batch grows by, rather more than less."""
    tab = seen.template.by_key[edit.tab]
    if isinstance(edit, AddRow):
        cells, wide = list(edit.cells.values()), len(tab.columns)
    else:
        cells = list(getattr(edit, "cells", {}).values())
        wide = len(cells)
    written = sum(len(json.dumps(value)) for value in cells if isinstance(value, str))
    return _EDIT + _CELL * wide + written
