"""People's names in what somebody typed: found in all their parts, and no word taken for one.

A name is its words: both halves of "García-López", a name of two letters as a whole word, the
surname after an initial or a title, in any case, with or without accents, before a possessive.
A part that somebody shares who may be named stays, unless the words beside it say who is meant.

Where a name is a word too ("May", "Will", "Al"), it counts with a capital only; at the beginning
of a sentence it counts when what follows speaks of a person ("Will called") and not otherwise
("Will read aloud"); a month beside a number, another month or a word such as "until" is a month.
In doubt in the middle of a sentence it is a name: a word too many left out can be read over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from .person_names import HAN, PARTICLES, Language, PersonName, Word, words_of

_UNSEEN = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_BESIDE = re.compile(rf"[\s.,'’‘ʼ´`\-‐-―_{_UNSEEN}]{{0,4}}")  # between parts of one name
_NUMBER_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?[\s.,/\-]*$")
_NUMBER_BEHIND = re.compile(r"[\s.,/\-]*\d")
_BULLETS = " \t\"'“”‘’([•*-–—·"
# Scripts whose words run on without blanks, or with endings: there a name is looked for in words.
_RUNNING_ON = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
)


class NamesInText:
    """Finds `hidden` people in texts, and leaves alone the names of those who may be `shown`.

    `students` of the shown are never meant by a title ("Mr Costa"); `colleagues` are shown where
    their whole name stands.
    """

    def __init__(
        self,
        hidden: Iterable[PersonName],
        shown: Iterable[PersonName],
        students: Iterable[PersonName],
        colleagues: Iterable[PersonName],
        language: Language,
    ) -> None:
        self._hidden = tuple(hidden)
        self._grown = tuple(shown)
        self._shown = (*self._grown, *students)
        self._kept = frozenset(part for each in self._shown for part in each.parts)
        self._language = language
        self._whole_names: dict[str, list[tuple[str, ...]]] = {}
        for each in (*self._shown, *colleagues):
            if len(each.words) > 1:
                self._whole_names.setdefault(each.words[0], []).append(each.words)
        self._running_on = tuple(
            (number, unicodedata.normalize("NFC", part))
            for number, each in enumerate(self._hidden)
            for part in each.parts - self._kept
            if _RUNNING_ON.search(part) and (len(part) > 2 or HAN.fullmatch(part))
        )

    def places(self, text: str) -> Iterator[tuple[int, int, int]]:
        """(start, end, which of `hidden`) of every name, in no order. Takes time in proportion to
        the text's length."""
        for number, part in self._running_on:
            yield from ((*each.span(), number) for each in re.finditer(re.escape(part), text))
        words = words_of(text)
        said = {word.folded for word in words} | {word.plural_of for word in words}
        shown_at: list[int | None] | None = None
        for number, person in enumerate(self._hidden):
            if not said & person.parts:
                continue
            if shown_at is None:
                shown_at = self._where_whole_names_stand(words, text)
            for first, last in self._runs(words, text, person):
                at = shown_at[first]
                if at is None or at != shown_at[last]:  # else it is part of a name that is shown
                    begins = first - self._is_titled(words, first, text)
                    yield words[begins].start, words[last].end, number

    def _runs(self, words: list[Word], text: str, person: PersonName) -> Iterator[tuple[int, int]]:
        """First and last word of each run of words that means this person."""
        fits = [self._fits(words, place, text, person) for place in range(len(words))]
        place = 0
        while place < len(words):
            last = place
            if fits[place]:
                while last + 1 < len(words) and fits[last + 1] and _beside(words, last, text):
                    last += 1
                end = last
                while end > place and words[end].folded in PARTICLES - person.parts:
                    end -= 1
                titled = self._is_titled(words, place, text)
                if self._means(words[place : end + 1], titled, person):
                    yield place, end
            place = last + 1

    def _fits(self, words: list[Word], place: int, text: str, person: PersonName) -> bool:
        """Whether the word may be one of the person's, as it stands."""
        word, also_words = words[place], self._language.also_words
        if len(word.folded) == 1:
            sure = text[word.end : word.end + 1] in (".", "'", "’") or word.folded not in "ai"
            return word.folded in person.initials and word.has_capital and sure
        if not person.fits(word.folded):
            return word.plural_of in person.parts and word.plural_of not in also_words
        is_word = word.folded in also_words or word.folded in PARTICLES & person.parts
        return not is_word or self._is_no_word(words, place, text, person)

    def _is_no_word(self, words: list[Word], place: int, text: str, person: PersonName) -> bool:
        """Whether a name that is a word too is meant as a name here."""
        word, language = words[place], self._language
        after = words[place + 1] if place + 1 < len(words) else None
        gap = text[word.end : after.start] if after else text[word.end : word.end + 4]
        if after and not gap.strip(" ,") and after.folded in person.parts - language.also_words:
            return True  # "will costa"
        if not word.has_capital:
            return False
        if word.folded in language.months and self._is_month(words, place, text):
            return False
        if gap == "-" and after and not after.has_capital:
            return False  # "Art-room"
        if not word.is_shouted and not _begins_a_sentence(text, word.start):
            return True
        if after is None or gap.strip():
            return True  # "Will." alone, "Will, Ana and I", "Will's"
        if after.has_capital and not after.is_shouted and after.folded != "i":
            return True
        finite = after.folded.endswith(("ed", "s")) and after.folded not in ("his", "this", "its")
        return finite or after.folded in language.after_a_name

    def _is_month(self, words: list[Word], place: int, text: str) -> bool:
        word, months = words[place], self._language.months
        before, behind = text[max(word.start - 6, 0) : word.start], text[word.end : word.end + 4]
        if _NUMBER_BEFORE.search(before) or _NUMBER_BEHIND.match(behind):
            return True
        near = words[max(place - 2, 0) : place + 3]
        if sum(each.folded in months for each in near) > 1:
            return True
        return place > 0 and words[place - 1].folded in self._language.before_a_month

    def _means(self, run: list[Word], titled: bool, person: PersonName) -> bool:
        """Whether these words mean this person, and could mean nobody who may be named."""
        said = [word.folded if person.fits(word.folded) else word.plural_of for word in run]
        said = [each if each else word.folded for each, word in zip(said, run, strict=True)]
        telling = [each for each in said if each in person.parts]
        if any(each not in self._kept for each in telling):
            return True
        if not telling or (len(said) < 2 and not titled):
            return False
        could_be = self._grown if titled else self._shown
        return not any(all(each.fits(word) for word in said) for each in could_be)

    def _is_titled(self, words: list[Word], first: int, text: str) -> bool:
        titled = first > 0 and words[first - 1].folded in self._language.titles
        return titled and _beside(words, first - 1, text)

    def _where_whole_names_stand(self, words: list[Word], text: str) -> list[int | None]:
        """For each word the place of the whole shown name that it is part of, else None."""
        at: list[int | None] = [None] * len(words)
        for place, word in enumerate(words):
            for name in self._whole_names.get(word.folded, ()):
                here = words[place : place + len(name)]
                if tuple(each.folded for each in here) == name and all(
                    _beside(words, place + step, text) for step in range(len(name) - 1)
                ):
                    at[place : place + len(name)] = [place] * len(name)
        return at


def _beside(words: list[Word], place: int, text: str) -> bool:
    gap = text[words[place].end : words[place + 1].start]
    return len(gap) <= 4 and _BESIDE.fullmatch(gap) is not None


def _begins_a_sentence(text: str, start: int) -> bool:
    before = text[max(start - 8, 0) : start].rstrip(_BULLETS)
    return before == "" or before[-1] in ".!?:;\n…"
