"""Plain text search that forgives case, accents and punctuation: every word that is looked for must
begin a word of the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

MOST_WORDS: Final = 12
LEAST_LETTERS: Final = 3  # of all words together; less would find everything
AROUND: Final = 70  # letters shown before and after the first hit
_APART: Final = re.compile(r"[\W_]+")
_LETTERS: Final = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: folded words, each with a blank before it."""

    words: tuple[str, ...]

    def is_in(self, folded_text: str) -> bool:
        """Whether all of them begin words of a text that `searchable` made."""
        return all(word in folded_text for word in self.words)


def wanted(asked: str) -> Wanted | None:
    """The words of what somebody typed; None where it is too little to look for."""
    words = searchable(asked).split()[:MOST_WORDS]
    if sum(map(len, words)) < LEAST_LETTERS:
        return None
    return Wanted(tuple(f" {word}" for word in words))


def searchable(text: str) -> str:
    """A text as it is looked through: " " before every word, no case, no accents."""
    return f" {_APART.sub(' ', _folded(text))}"


def excerpt(text: str, looked_for: Wanted) -> str:
    """The part of a text around the first word that was found."""
    line = " ".join(text.split())
    folded, places = _with_places(line)
    at = min((p for word in looked_for.words if (p := folded.find(word)) >= 0), default=0)
    middle = places[min(at + 1, len(places) - 1)] if places else 0
    first, last = max(0, middle - AROUND), min(len(line), middle + AROUND)
    if first:
        first = line.find(" ", first, middle) + 1 or first
    if last < len(line):
        last = max(line.rfind(" ", middle, last), middle) or last
    shown = line[first : last if last > middle else middle + AROUND]
    return f"{'… ' if first else ''}{shown.strip()}{' …' if last < len(line) else ''}"


def _with_places(line: str) -> tuple[str, list[int]]:
    """The line as `searchable` has it, and for each letter of that where it stands in the line."""
    folded, places = [" "], [0]
    for place, letter in enumerate(line):
        for each in _APART.sub(" ", _folded(letter)) or "":
            if each != " " or folded[-1] != " ":
                folded.append(each)
                places.append(place)
    return "".join(folded), places


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
