"""Which student a line is about: by id, by one of several ids, or by a name that is theirs alone.

Spreadsheets drop leading zeros, so "142" may be 0142: it is, where one student alone fits. Ids that
nobody has are kept as they are: the student may come onto the roster tomorrow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...names import Roster, plain_id
from ...records import RosterStudent


@dataclass
class Students:
    """The students of a school, for lines of files. `without_zeros` counts ids that were found so;
    `unknown` are ids and names that nobody has."""

    roster: Iterable[RosterStudent]
    unknown: set[str] = field(default_factory=set)
    without_zeros: set[str] = field(default_factory=set)
    _ids: dict[str, str] = field(init=False)
    _bare: dict[str, list[str]] = field(init=False)
    _names: Roster = field(init=False)
    _by_name: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        students = tuple(self.roster)
        self._names = Roster(students)
        self._ids = {plain_id(s.student_id).casefold(): s.student_id for s in students}
        self._ids.pop("", None)
        self._bare = defaultdict(list)
        for written, own in self._ids.items():
            if written.isdecimal():
                self._bare[written.lstrip("0")].append(own)

    def begin(self) -> None:
        """Count anew, for the next file."""
        self.unknown, self.without_zeros = set(), set()

    def find(self, ids: Sequence[str], name: str = "") -> str:
        """The id that is kept: the roster's where one of `ids`, or the name, is somebody's; else
        the first of `ids` as it is written. "" where there is neither."""
        written = [each for each in map(plain_id, ids) if each]
        for each in written:
            if own := self._ids.get(each.casefold()):
                return own
        for each in written:
            if own := self._without_zeros(each):
                return own
        if written:
            self.unknown.add(written[0])
            return written[0]
        return self._called(name)

    def same(self, written: str) -> str:
        """What an id is compared as: the roster's own, where it is somebody's."""
        plain = plain_id(written)
        if own := self._ids.get(plain.casefold()):
            return own
        bare = plain.removesuffix(".0")
        fitting = self._bare.get(bare.lstrip("0"), ()) if bare.isdecimal() else ()
        if len(fitting) != 1:
            return plain.casefold()
        self.without_zeros.add(fitting[0])
        return fitting[0]

    def is_known(self, student_id: str) -> bool:
        """Whether somebody on the roster has this id."""
        return student_id.casefold() in self._ids

    def _without_zeros(self, written: str) -> str:
        plain = written.removesuffix(".0")
        if not plain.isdecimal():
            return ""
        fitting = self._bare.get(plain.lstrip("0"), ())
        if len(fitting) != 1:
            return ""
        self.without_zeros.add(fitting[0])
        return fitting[0]

    def _called(self, name: str) -> str:
        if not name:
            return ""
        if name not in self._by_name:
            match = self._names.match(name)
            self._by_name[name] = match.student.student_id if match.student else ""
        found = self._by_name[name]
        if not found:
            self.unknown.add(name)
        return found
