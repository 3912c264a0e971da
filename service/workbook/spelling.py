"""One word in several languages: sheets_templates/spelling.yaml.

What a tab, a heading or a choice is does not hang on how it is spelled: "Behavior", "Behaviour" and
"Conducta" are one word. A school's workbooks keep the words they were made with, and whatever
people type in any of the languages is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml

FILE: Final = Path(__file__).resolve().parents[2] / "sheets_templates" / "spelling.yaml"
OURS: Final = "en"
_A_WORD: Final = 60  # characters; what is longer is nobody's heading, and is not kept

# How one word reads: by language in lower case, the one that is written first.
Readings = Mapping[str, tuple[str, ...]]


class SpellingError(ValueError):
    """spelling.yaml cannot be used; the sentence says which word and why."""


def fold(text: str) -> str:
    """How a word is compared: capitals, accents, hyphens and blanks do not count."""
    return _folded(text) if len(text) <= _A_WORD else _fold(text)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return re.sub(r"[\s_-]+", " ", plain).strip().casefold()


_folded = lru_cache(maxsize=4096)(_fold)  # few words, and each is compared often


def spellings_of(word: str) -> frozenset[str]:
    """Every spelling, in every language, of the word that `word` is a spelling of; `word` itself is
    always among them. Spellings are compared by `fold`."""
    readings = _by_spelling().get(fold(word), {})
    return frozenset((word, *(each for several in readings.values() for each in several)))


def in_language(word: str, language: str) -> str:
    """How `word` (in any spelling) is written in `language` ("es", "en-GB", in any case). A word or
    a language that spelling.yaml does not know leaves it as it stands or, for English, as ours."""
    readings = _by_spelling().get(fold(word))
    if readings is None:
        return word
    wanted = language.casefold()
    several = readings.get(wanted) or (readings[OURS] if wanted.startswith(OURS) else ())
    return several[0] if several else word


def folded(choices: Sequence[str]) -> Mapping[str, str]:
    """The choice that each spelling means, by the folded spelling. A choice as it stands in the
    list goes before another's spelling."""
    found = {fold(each): choice for choice in choices for each in spellings_of(choice)}
    return found | {fold(choice): choice for choice in choices}


def read_spelling(text: str) -> Mapping[str, Readings]:
    """Every word of the text of spelling.yaml, by our spelling. Raises SpellingError."""
    try:
        # Words only: "No" is a word, and so is "504".
        tree = yaml.load(text, yaml.BaseLoader)
        entries: Any = yaml.compose(text, yaml.BaseLoader)
    except yaml.YAMLError as problem:
        raise SpellingError(f"spelling.yaml cannot be read: {problem}") from None
    if not isinstance(tree, dict):
        raise SpellingError("spelling.yaml holds no words.")
    for word, times in Counter(key.value for key, _ in entries.value).items():
        if times > 1:
            raise SpellingError(f"'{word}' stands there twice.")
    words = {word: _readings(word, entry) for word, entry in tree.items()}
    meant: dict[str, str] = {}
    for word, readings in words.items():
        for spelling in _all(readings):
            other = meant.setdefault(fold(spelling), word)
            if other != word:
                raise SpellingError(f"'{spelling}' stands for both '{other}' and '{word}'.")
    return words


def _readings(word: str, entry: Any) -> Readings:
    if not isinstance(entry, dict) or not entry:
        raise SpellingError(f"'{word}' needs a spelling by language, such as {{es: …}}.")
    readings = {OURS: (word,)}
    for language, said in entry.items():
        several = tuple(said) if isinstance(said, list) else (said,)
        if not several or not all(isinstance(each, str) and each.strip() for each in several):
            raise SpellingError(f"'{word}' has an empty spelling in '{language}'.")
        readings[language.casefold()] = several
    if readings[OURS][0] != word:
        raise SpellingError(f"'{word}' must come first among its own spellings.")
    return MappingProxyType(readings)


def _all(readings: Readings) -> Iterator[str]:
    return (each for several in readings.values() for each in several)


@cache
def _by_spelling() -> Mapping[str, Readings]:
    """Every word of spelling.yaml, by each of its folded spellings."""
    words = read_spelling(FILE.read_text("utf-8"))
    return {fold(each): readings for readings in words.values() for each in _all(readings)}
