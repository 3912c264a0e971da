"""Which row is which, when ids were copied, deleted, or part of a tab was sorted.

A row's id is a hidden cell, and people copy rows with it, empty it, bring it back with Undo. What
a row said when it was last agreed (keyed hashes only) tells the original from the copy. Where it
does not, nothing is done for either and a person is asked.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from .look import Raw, RowSeen, TabSeen
from .templates import Tab

Fingerprint = Callable[..., str]
MANY: Final = 3  # so many cells of a column changing places at once is a sort, not an edit
_CUT: Final = 10  # characters of a cell's mark: enough to compare, too few to be anything else


@dataclass(frozen=True, slots=True)
class RowMarks:
    """What is remembered about one row: keyed hashes of the whole, and of each cell that people
    fill in, in the template's order. `gone`: it was no longer there at an earlier run."""

    whole: str
    cells: tuple[str, ...] = ()
    gone: bool = False

    def as_marks(self) -> dict[str, str]:
        """For the ledger."""
        return {
            "whole": self.whole,
            "cells": ".".join(self.cells),
            "gone": "1" if self.gone else "",
        }

    @staticmethod
    def from_marks(marks: Mapping[str, str]) -> RowMarks:
        cells = tuple(marks.get("cells", "").split(".")) if marks.get("cells") else ()
        return RowMarks(marks.get("whole", ""), cells, bool(marks.get("gone")))


@dataclass(frozen=True, slots=True)
class Identified:
    """`fresh`: rows that need a new id (new ones, and copies that still carry the original's).
    `returned`: rows without id that are known again (row, its id). `asked`: rows nobody but a
    person can tell (row, sentence key). `braked`: columns in which cells changed places. `marks`:
    what to remember about the rows that have their id, by id; `said`: about the fresh and the
    returned ones, by position. `vanished`: ids that are no longer seen; `maybe`: which of them a
    row that is asked about may have had, by position."""

    fresh: tuple[RowSeen, ...] = ()
    returned: tuple[tuple[RowSeen, str], ...] = ()
    asked: tuple[tuple[RowSeen, str], ...] = ()
    braked: tuple[str, ...] = ()
    marks: Mapping[str, RowMarks] = field(default_factory=dict, hash=False)
    vanished: tuple[str, ...] = ()
    said: Mapping[int, RowMarks] = field(default_factory=dict, hash=False)
    maybe: Mapping[int, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def asked_positions(self) -> frozenset[int]:
        return frozenset(row.position for row, _ in self.asked)


def identify(
    tab: TabSeen,
    template: Tab,
    remembered: Mapping[str, RowMarks],
    fingerprint: Fingerprint,
    may_move: Collection[str] = (),
) -> Identified:
    """Tell the rows of one tab apart. `remembered` is by row id; a tab without ids has nothing
    to tell. Rows in which people have filled in nothing are passed over, and so are rows with
    text where their id belongs. Columns that `may_move` are not held against a partial sort."""
    if not tab.identity or tab.gone:
        return Identified()
    marking = _Marking([c.key for c in template.columns if not c.service], remembered, fingerprint)
    by_id: dict[str, list[RowSeen]] = {}
    nameless: list[RowSeen] = []
    for row in tab.rows:
        row_id = tab.row_id(row)
        if row_id:
            by_id.setdefault(row_id, []).append(row)
        elif marking.says_something(row) and not row.text(tab.identity):
            nameless.append(row)
    fresh: list[RowSeen] = []
    asked: list[tuple[RowSeen, str]] = []
    keepers: dict[str, RowSeen] = {}
    for row_id, rows in by_id.items():
        keeper = rows[0] if len(rows) == 1 else marking.original(row_id, rows)
        if keeper is None:
            asked.extend((row, "double_row") for row in rows)
            continue
        keepers[row_id] = keeper
        fresh.extend(row for row in rows if row is not keeper)
    vanished = {row_id: m for row_id, m in remembered.items() if row_id not in by_id}
    returned: list[tuple[RowSeen, str]] = []
    maybe: dict[int, tuple[str, ...]] = {}
    for row in nameless:
        row_id = marking.known_again(row, vanished)
        if row_id:
            returned.append((row, row_id))
            del vanished[row_id]
        elif like := marking.resembling(row, vanished):
            maybe[row.position] = like
            asked.append((row, "unsure_row"))
        else:
            fresh.append(row)
    marks = {row_id: marking.of(row_id, row) for row_id, row in keepers.items()}
    return Identified(
        fresh=tuple(fresh),
        returned=tuple(returned),
        asked=tuple(asked),
        braked=marking.changed_places(marks, may_move),
        marks=marks,
        vanished=tuple(vanished),
        said={row.position: marking.of("", row) for row in (*fresh, *(row for row, _ in returned))},
        maybe=maybe,
    )


class _Marking:
    def __init__(
        self,
        columns: Sequence[str],
        remembered: Mapping[str, RowMarks],
        fingerprint: Fingerprint,
    ) -> None:
        self.columns = columns
        self.remembered = remembered
        self.fingerprint = fingerprint
        self._whole: dict[int, str] = {}

    def says_something(self, row: RowSeen) -> bool:
        return any(row.cells.get(column) is not None for column in self.columns)

    def whole(self, row: RowSeen) -> str:
        if row.position not in self._whole:
            # One text to hash, not twenty cells: this is done for every row at every look.
            said = json.dumps([_plain(row.cells.get(column)) for column in self.columns])
            self._whole[row.position] = self.fingerprint("row", said)
        return self._whole[row.position]

    def cells(self, row: RowSeen) -> tuple[str, ...]:
        return tuple(
            "" if (raw := row.cells.get(c)) is None else self.fingerprint(c, _plain(raw))[:_CUT]
            for c in self.columns
        )

    def of(self, row_id: str, row: RowSeen) -> RowMarks:
        known = self.remembered.get(row_id)
        whole = self.whole(row)
        if known is not None and known.whole == whole:
            return RowMarks(whole, known.cells)
        return RowMarks(whole, self.cells(row))

    def original(self, row_id: str, rows: Sequence[RowSeen]) -> RowSeen | None:
        """Of several rows with one id, the one that still says what was agreed. Where all of
        them say the same it makes no difference, and the upper one keeps it."""
        known = self.remembered.get(row_id)
        alike = [row for row in rows if known is not None and self.whole(row) == known.whole]
        if alike:
            return alike[0] if len(alike) in (1, len(rows)) else None
        return rows[0] if len({self.whole(row) for row in rows}) == 1 else None

    def known_again(self, row: RowSeen, vanished: Mapping[str, RowMarks]) -> str:
        """The vanished id whose row said exactly this, "" if none or more than one did."""
        found = [row_id for row_id, marks in vanished.items() if marks.whole == self.whole(row)]
        return found[0] if len(found) == 1 else ""

    def resembling(self, row: RowSeen, vanished: Mapping[str, RowMarks]) -> tuple[str, ...]:
        """The rows that vanished just now and may have been this one: the same words in at least
        half of the cells that say something, so that it is not for us to tell."""
        now = self.cells(row)
        found = []
        for row_id, marks in vanished.items():
            if marks.gone or len(marks.cells) != len(now):
                continue
            said = [(a, b) for a, b in zip(now, marks.cells, strict=True) if a or b]
            equal = sum(a == b for a, b in said)
            if said and equal * 2 >= len(said):
                found.append(row_id)
        return tuple(found)

    def changed_places(
        self, marks: Mapping[str, RowMarks], may_move: Collection[str]
    ) -> tuple[str, ...]:
        """Columns in which several cells hold just what other rows held before."""
        before_after: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
            (known.cells, now.cells)
            for row_id, now in marks.items()
            if (known := self.remembered.get(row_id)) is not None
            and known.whole != now.whole
            and len(known.cells) == len(now.cells)
        ]
        if len(before_after) < MANY:
            return ()
        return tuple(
            column
            for index, column in enumerate(self.columns)
            if column not in may_move
            and _permuted((old[index], new[index]) for old, new in before_after)
        )


def _permuted(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether cells changed places, perhaps with cells of blank rows among them."""
    changed = [(old, new) for old, new in pairs if old != new]
    olds = Counter(old for old, _ in changed if old)
    news = Counter(new for _, new in changed if new)
    emptied = sum(not new for _, new in changed) - sum(not old for old, _ in changed)
    lost = olds - news
    return len(news) >= MANY and news <= olds and lost.total() == max(emptied, 0)


def _plain(raw: Raw) -> Raw:
    """20 and 20.0 are the same cell."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return raw
    return round(float(raw), 6)
