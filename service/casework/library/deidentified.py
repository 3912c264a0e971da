"""Whether a text names a student: by full name, in any spelling of it, or by student id.

Part of a name is none: "Ana" may be anybody. What is also a colleague's name, and a number that is
short or reads like a year, cannot be told from an innocent one, and is let pass.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from ..names import fold

_PIECE: Final = 800  # letters that are folded at once
_SHORTEST_ID: Final = 4
_YEAR: Final = re.compile(r"(19|20)\d\d")
_WORD: Final = re.compile(r"[\w-]+")
_POSSESSIVE: Final = re.compile(r"['’]s\b")


class StudentNames:
    """The names and ids of a school's students, made ready for being looked for."""

    def __init__(
        self,
        students: Iterable[tuple[str, str, tuple[str, ...]]],
        colleagues: Iterable[str] = (),
    ) -> None:
        """`students` are (name, student id, other names)."""
        innocent = {tuple(fold(name).split()) for name in colleagues}
        self._names: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._ids: set[str] = set()
        for name, student_id, others in students:
            for words in (tuple(fold(each).split()) for each in (name, *others)):
                if len(words) < 2 or words in innocent:
                    continue
                for spelling in (words, (words[-1], *words[:-1])):  # "Silva, Ana"
                    self._names[spelling[0]].add(spelling)
            written = student_id.strip().casefold()
            if len(written) >= _SHORTEST_ID and not _YEAR.fullmatch(written):
                self._ids.add(written)

    def stand_in(self, text: str) -> bool:
        """Whether some student is named in `text`."""
        numbers = {part for word in _WORD.findall(text) for part in (word, *word.split("-"))}
        if any(number.casefold() in self._ids for number in numbers):
            return True
        words = [word for piece in _pieces(text) for word in fold(piece).split()]
        return any(
            tuple(words[place : place + len(name)]) == name
            for place, word in enumerate(words)
            for name in self._names.get(word, ())
        )


def _pieces(text: str) -> Iterator[str]:
    """The words of a text in pieces short enough to be folded, without commas: to `fold` one says
    that the surname comes first."""
    piece = ""
    for word in _POSSESSIVE.sub("", text).replace(",", " ").split():
        if len(piece) + len(word) >= _PIECE:
            yield piece
            piece = ""
        piece = f"{piece} {word[:_PIECE]}"
    yield piece
