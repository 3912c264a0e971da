"""What a file adds to the rows on a tab of Data, and which of them it takes the place of.

Every row that was read from a file says which file and line it came from. Rows without that are
people's own, and never go. A file of the same name that says most of what the earlier one said is
its correction: what it says no more goes. One that says little of it is the next one (tomorrow's
absences under the same name): all stays. Where a file reaches less far back and further on than the
one before, what lies before its first day stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from .attendance_lines import Cells
from .cell_values import NOT_SAID
from .heading_words import ATTENDANCE, CLASSES, INCIDENTS, plain
from .one_roster import Taken
from .reading import FileRead

_LONGEST: Final = 80
_MARK: Final = re.compile(r"(.*):\d+", re.DOTALL)
_DATED: Final = frozenset({ATTENDANCE, INCIDENTS})


@dataclass(frozen=True, slots=True)
class Standing:
    """A row that stands, or is about to. `position` is where (-1: not yet), `mark` its file and
    line ("" for a row of people's)."""

    cells: Cells
    mark: str = ""
    position: int = -1


@dataclass(frozen=True, slots=True)
class Merged:
    """How many lines of a file bring something, say what stands already, and how many earlier rows
    it takes the place of."""

    taken: int
    already: int
    replaced: int


Key = tuple[Any, ...]


@dataclass
class TabRows:
    """The rows of one tab, taking in file after file. `same(id)` is what an id is compared as. Of
    one key several rows may stand, where an import was cut short."""

    kind: str
    rows: Sequence[Standing]
    same: Callable[[str], str] = lambda written: written
    _by_key: dict[Key, list[Standing]] = field(default_factory=dict)
    _of_file: dict[str, dict[Key, Standing]] = field(default_factory=dict)
    _gone: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for key, row in zip(self._keys(r.cells for r in self.rows), self.rows, strict=True):
            self._learn(key, row)

    @property
    def adds(self) -> list[Standing]:
        """The new rows, in their order."""
        return [row for rows in self._by_key.values() for row in rows if row.position < 0]

    @property
    def gone(self) -> list[int]:
        """Where rows stand that go, from the top."""
        return sorted(self._gone)

    def take(self, file: FileRead) -> Merged:
        """Take in one file of this kind."""
        name = file_name(file.name)
        before = dict(self._of_file.get(name, {}))
        taken = already = replaced = 0
        said: set[Key] = set()
        for key, row in zip(self._keys(r.cells for r in file.rows), file.rows, strict=True):
            said.add(key)
            there = self._by_key.get(key, [])
            stays = [each for each in there if not each.mark or _says(row, each, self.kind)]
            if stays:
                already += len(row.lines)
            else:
                taken += len(row.lines)
                stays = [Standing(row.cells, f"{name}:{row.lines[0]}")]
                self._learn(key, stays[0])
            for each in [each for each in there if each.mark and each not in stays]:
                replaced += each.position >= 0
                self._drop(key, each)
        for key, over in list(self._over(before, said, file)):
            replaced += 1
            self._drop(key, over)
        return Merged(taken, already, replaced)

    def _over(
        self, before: Mapping[Key, Standing], said: set[Key], file: FileRead
    ) -> Iterator[tuple[Key, Standing]]:
        """Rows of an earlier file of this name that its correction says no more."""
        if not before or self._is_successor(before, said, file):
            return
        first = None
        if self.kind in _DATED and said:
            days, old = [key[1] for key in said], [key[1] for key in before]
            if min(days) > min(old) and max(days) > max(old):
                first = min(days)
        for key, row in before.items():
            if key not in said and (first is None or key[1] >= first):
                yield key, row

    def _is_successor(self, before: Mapping[Key, Standing], said: set[Key], file: FileRead) -> bool:
        about = {key[:2] for key in said}
        about |= {(self.same(student), int(day)) for student, day in file.there}
        return sum(key[:2] in about for key in before) * 2 < len(before)

    def _learn(self, key: Key, row: Standing) -> None:
        self._by_key.setdefault(key, []).append(row)
        if found := _MARK.fullmatch(row.mark):
            self._of_file.setdefault(found[1], {})[key] = row

    def _drop(self, key: Key, row: Standing) -> None:
        self._by_key[key] = [each for each in self._by_key.get(key, ()) if each is not row]
        for rows in self._of_file.values():
            if rows.get(key) is row:
                del rows[key]
        if row.position >= 0:
            self._gone.add(row.position)

    def _keys(self, rows: Iterable[Cells]) -> Iterator[Key]:
        """What tells one row from another. Two incidents of a kind on one day are two."""
        often: Counter[Key] = Counter()
        for cells in rows:
            student = self.same(str(cells[0] or ""))
            match self.kind:
                case "attendance":
                    yield student, _day(cells[1]), cells[2], plain(str(cells[3] or ""))
                case "incidents":
                    key = (student, _day(cells[1]), cells[2])
                    often[key] += 1
                    yield *key, often[key]
                case "results":
                    yield student, plain(str(cells[1])), plain(str(cells[2] or ""))
                case "classes":
                    yield student, plain(str(cells[1])), _day(cells[4])
                case _:
                    yield student, _day(cells[1])


def _day(cell: Any) -> int:
    return int(cell) if isinstance(cell, int | float) else -1


def _says(new: Taken, old: Standing, kind: str) -> bool:
    """Whether a row says nothing but what stands. A blank under Help, and an absence of which it
    is not known whether it was excused, leave what stands there."""
    return all(
        one == other
        or (one in ("", None) and (other in ("", None) or kind == CLASSES))
        or (kind == ATTENDANCE and one == NOT_SAID)
        for one, other in zip(new.cells[1:], old.cells[1:], strict=True)
    )


def file_name(name: str) -> str:
    """What a row says of the file it came from: the name alone, without where it lay."""
    plain_name = re.split(r"[\\/]", name)[-1] if ".zip/" not in name.casefold() else name
    return re.sub(r"[\x00-\x1f:]+", " ", plain_name).strip()[-_LONGEST:]
