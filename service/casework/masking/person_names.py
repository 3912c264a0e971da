"""The words of a person's name, of a text, and what a language says about both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from ..names import fold
from ..wants import Say

MOST_TYPED: Final = 200  # characters of a person's name that are read
# A letter, with accents that stand apart and what cannot be seen between it and the next.
_WORD = re.compile("(?:[^\\W\\d_][\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]*)+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
HAN = re.compile("[\u3400-\u9fff]+")  # the family's name is the first sign
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})
PARTICLES: Final = frozenset(
    {"al", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do"}
    | {"dos", "du", "e", "el", "ibn", "la", "las", "le", "les", "los", "ter", "van", "von"}
    | {"y", "zu", "zum", "zur"}
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text. `is_shouted`: its whole line is in capitals, so that they say nothing.
    `plural_of`: "costa" for "Costas" (a family, or a possessive without its mark), else ""."""

    start: int
    end: int
    folded: str
    has_capital: bool
    is_shouted: bool
    plural_of: str


@dataclass(frozen=True, slots=True)
class PersonName:
    """The words of one person's name, folded; `parts` are those that tell who is meant, and ways
    in which people run them together."""

    words: tuple[str, ...]
    parts: frozenset[str]
    initials: frozenset[str]

    def fits(self, word: str) -> bool:
        return word in self.parts or word in self.initials or word in self.words


@dataclass(frozen=True, slots=True)
class Language:
    """Which words are names too, and how to tell: from the wording of the school's language."""

    also_words: frozenset[str]
    months: frozenset[str]
    before_a_month: frozenset[str]
    after_a_name: frozenset[str]
    titles: frozenset[str]
    not_names: frozenset[str]  # "dad", "mr": typed beside a name, and no part of it

    @classmethod
    def of(cls, say: Say) -> Language:
        also_words = _listed(say("plan.names_that_are_words"))
        titles = _listed(say("plan.titles"))
        roles = _listed(f"{say('plan.family_roles')},{say('plan.student_roles')}")
        return cls(
            also_words=also_words,
            months=_listed(say("plan.names_that_are_months")),
            before_a_month=_listed(say("plan.before_a_month")),
            after_a_name=_listed(say("plan.after_a_name")),
            titles=titles,
            not_names=(titles | roles) - also_words,
        )


def person_name(written: str, language: Language) -> PersonName:
    """The name in a Person cell: "Mr. Paulo García-López (dad)" is Paulo, García and López."""
    found = words_of(written[:MOST_TYPED])
    words = [word.folded for word in found if word.folded not in language.not_names]
    # "Al Costa" has a first name, and a capital; in "Juan de la Cruz" little words tell nothing.
    inner = frozenset(words[:-1] if len(words) > 2 else ()) & PARTICLES
    telling = [word for word in words if len(word) > 1 and word not in inner]
    parts = set(telling)
    for word in found:  # "Mueller" for Müller
        spelled = fold(written[word.start : word.end].casefold().translate(_UMLAUTS))
        parts |= {spelled} if word.folded in telling else set()
    if len(telling) > 1:  # as people run them together
        parts |= {"".join(words), telling[0] + telling[-1], telling[-1] + telling[0]}
    parts |= {  # "OBrien" for O'Brien
        one + two
        for one, two in pairwise(words)
        if len(one) == 1 and two not in language.also_words
    }
    parts |= {word[1:] for word in telling if len(word) > 2 and HAN.fullmatch(word)}
    return PersonName(
        tuple(words),
        frozenset(each for each in parts if len(each) > 1),
        frozenset(word[0] for word in words),
    )


def words_of(text: str) -> list[Word]:
    """The words of a text, in order; time in proportion to its length."""
    found = []
    line_end, shouted = -1, False
    for match in _WORD.finditer(text):
        if match.start() > line_end:
            line_end = text.find("\n", match.start())
            line_end = len(text) if line_end < 0 else line_end
            line = text[match.start() : line_end].strip()
            shouted = " " in line and line == line.upper()
        said = _UNSEEN.sub("", match[0])
        folded, capital = fold(said), said[:1].isupper()
        plural = capital and folded.endswith("s") and len(folded) > 3
        found.append(Word(*match.span(), folded, capital, shouted, folded[:-1] if plural else ""))
    return found


@lru_cache(maxsize=64)  # the lists of a wording, asked for with every paper
def _listed(words: str) -> frozenset[str]:
    return frozenset(each for word in words.split(",") for each in fold(word).split())
