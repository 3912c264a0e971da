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
    filled in, by column. A column that came later, or went, changes nothing in them. `formerly` is
    the whole as the first release hashed it, over the columns of its own ("" = not remembered so).
    `gone`: the row was no longer there at an earlier run."""

    whole: str
    cells: Mapping[str, str] = field(default_factory=dict, hash=False)
    gone: bool = False
    formerly: str = ""

    def as_marks(self) -> dict[str, str]:
        """For the ledger."""
        cells = ".".join(f"{column}:{mark}" for column, mark in sorted(self.cells.items()))
        marks = {"cells": cells, "gone": "1" if self.gone else ""}
        return marks | ({"whole": self.formerly} if self.formerly else {"said": self.whole})

    @staticmethod
    def from_marks(marks: Mapping[str, str], columns_then: Sequence[str] = ()) -> RowMarks:
        """`columns_then` are the columns over which the first release remembered the tab's rows, in
        its order."""
        pieces = marks["cells"].split(".") if marks.get("cells") else []
        gone = bool(marks.get("gone"))
        if "said" not in marks and not any(":" in piece for piece in pieces):
            then = {
                column: mark for column, mark in zip(columns_then, pieces, strict=False) if mark
            }
            return RowMarks("", then, gone, marks.get("whole", ""))
        cells = dict(piece.partition(":")[::2] for piece in pieces)
        return RowMarks(marks.get("said", ""), cells, gone, marks.get("whole", ""))


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
    columns_then: Sequence[str] = (),
) -> Identified:
    """Tell the rows of one tab apart. `remembered` is by row id; a tab without ids has nothing
    to tell. Rows in which people have filled in nothing are passed over, and so are rows with
    text where their id belongs. Columns that `may_move` are not held against a partial
    sort. For `columns_then` see `RowMarks.from_marks`."""
    if not tab.identity or tab.gone:
        return Identified()
    marking = _Marking(
        [c.key for c in template.columns if not c.service], remembered, fingerprint, columns_then
    )
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
        columns_then: Sequence[str],
    ) -> None:
        self.columns = columns
        self.remembered = remembered
        self.fingerprint = fingerprint
        self.columns_then = columns_then
        self._in_order = sorted(columns)
        self._whole: dict[int, str] = {}
        self._formerly: dict[int, str] = {}

    def says_something(self, row: RowSeen) -> bool:
        return any(row.cells.get(column) is not None for column in self.columns)

    def whole(self, row: RowSeen) -> str:
        if row.position not in self._whole:
            # One text to hash, not twenty cells: this is done for every row at every look.
            cells = row.cells
            said = json.dumps(
                [(c, _plain(raw)) for c in self._in_order if (raw := cells.get(c)) is not None]
            )
            self._whole[row.position] = self.fingerprint("said", said)
        return self._whole[row.position]

    def formerly(self, row: RowSeen) -> str:
        """The whole as the first release hashed it."""
        if row.position not in self._formerly:
            said = json.dumps([_plain(row.cells.get(column)) for column in self.columns_then])
            self._formerly[row.position] = self.fingerprint("row", said)
        return self._formerly[row.position]

    def same(self, row: RowSeen, marks: RowMarks) -> bool:
        """Whether the row says just what is remembered."""
        if marks.formerly:
            return self.formerly(row) == marks.formerly
        return self.whole(row) == marks.whole

    def cells(self, row: RowSeen) -> dict[str, str]:
        return {
            c: self.fingerprint(c, _plain(raw))[:_CUT]
            for c in self.columns
            if (raw := row.cells.get(c)) is not None
        }

    def of(self, row_id: str, row: RowSeen) -> RowMarks:
        known = self.remembered.get(row_id)
        if known is not None and self.same(row, known):
            return RowMarks(self.whole(row), known.cells)
        return RowMarks(self.whole(row), self.cells(row))

    def original(self, row_id: str, rows: Sequence[RowSeen]) -> RowSeen | None:
        """Of several rows with one id, the one that still says what was agreed. Where all of
        them say the same it makes no difference, and the upper one keeps it."""
        known = self.remembered.get(row_id)
        alike = [row for row in rows if known is not None and self.same(row, known)]
        if alike:
            return alike[0] if len(alike) in (1, len(rows)) else None
        return rows[0] if len({self.whole(row) for row in rows}) == 1 else None

    def known_again(self, row: RowSeen, vanished: Mapping[str, RowMarks]) -> str:
        """The vanished id whose row said exactly this, "" if none or more than one did."""
        found = [row_id for row_id, marks in vanished.items() if self.same(row, marks)]
        return found[0] if len(found) == 1 else ""

    def resembling(self, row: RowSeen, vanished: Mapping[str, RowMarks]) -> tuple[str, ...]:
        """The rows that vanished just now and may have been this one: the same words in at least
        half of the cells that say something, so that it is not for us to tell."""
        now = self.cells(row)
        found = []
        for row_id, marks in vanished.items():
            if marks.gone:
                continue
            said = now.keys() | marks.cells.keys()
            equal = sum(now.get(column) == marks.cells.get(column) for column in said)
            if said and equal * 2 >= len(said):
                found.append(row_id)
        return tuple(found)

    def changed_places(
        self, marks: Mapping[str, RowMarks], may_move: Collection[str]
    ) -> tuple[str, ...]:
        """Columns in which several cells hold just what other rows held before."""
        before_after = [
            (known.cells, now.cells)
            for row_id, now in marks.items()
            if (known := self.remembered.get(row_id)) is not None and known.cells != now.cells
        ]
        if len(before_after) < MANY:
            return ()
        return tuple(
            column
            for column in self.columns
            if column not in may_move
            and _permuted((old.get(column, ""), new.get(column, "")) for old, new in before_after)
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
