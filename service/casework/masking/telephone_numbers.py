"""Telephone numbers as people write them: found in any spelling, compared as numbers.

"703·555·0199", "(703) 555 0199 ext. 42", "+1 703 5550199" and "７０３-555-0199" are one number.
Numbers are read by Google's rules for the school's country (the `phonenumbers` library); digits
are then looked for whatever stands between them, because people separate them by anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import phonenumbers

MOST_TYPED: Final = 300  # characters of a Phone cell that are read
_LEAST, _MOST, _END = 6, 15, 7  # digits of a number (E.164: 15), and by how many it is known
_CHAIN = re.compile(r"\d(?:[\W_]{0,6}\d)*")
_GROUP = re.compile(r"\d+")
_LONGEST_CHAIN: Final = 300  # characters in which a number nobody knows is looked for
_BETWEEN: Final = " \t\n\xa0,;.()/-"
_SPELLED: Final = ("ex", "an", "po", "in")  # an extension's first letters, where it stands alone
_EXTENSION = re.compile(
    r"[\s,;.()/\-]{0,4}(?:extension|extensi[oó]n|extn?|anexo|poste|int|x|#)[\s.:#)\-]{0,3}"
    r"(\d{1,7})(?!\d)",
    re.IGNORECASE,
)
# Lines that belong to a business or a service, never to a person at home.
_NOBODYS: Final = frozenset(
    {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
    }
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers that somebody gave. `ends`: their last seven digits -> all digits, with the
    country's, of those that end so; `extensions`: what was dialed after them."""

    ends: dict[str, frozenset[str]]
    extensions: frozenset[str]

    def without(self, others: Numbers) -> Numbers:
        """These, less what `others` have too."""
        kept = {end: full for end, full in self.ends.items() if end not in others.ends}
        return Numbers(kept, self.extensions - others.extensions)


def numbers_in(cells: Iterable[str], country: str) -> Numbers:
    """Every number in Phone cells; a cell may hold several, with words between them."""
    ends: dict[str, set[str]] = {}
    extensions: set[str] = set()
    for cell in cells:
        text = _plain(cell[:MOST_TYPED])
        for digits, extension in _read(text, country):
            if len(digits) >= _LEAST:
                ends.setdefault(digits[-_END:], set()).add(digits)
            if len(extension) > 1:
                extensions.add(extension)
    return Numbers({end: frozenset(full) for end, full in ends.items()}, frozenset(extensions))


def where_numbers_stand(text: str, numbers: Numbers) -> Iterator[tuple[int, int]]:
    """The places of `numbers` in `text`, each with the extension that follows it, and of their
    extensions where those stand alone. Takes time in proportion to the text's length."""
    plain = _plain(text)
    for chain in _CHAIN.finditer(plain):
        places = [place for place in range(*chain.span()) if plain[place].isdigit()]
        digits = "".join(plain[place] for place in places)
        for end, full in numbers.ends.items():
            found = digits.find(end)
            while found >= 0:
                first, last = _whole(plain, places, digits, found, found + len(end), full)
                yield first, _with_extension(plain, last)
                found = digits.find(end, found + len(end))
    for extension in _EXTENSION.finditer(plain) if numbers.extensions else ():
        start = extension.start(1) - len(extension[0].rstrip("0123456789").lstrip(_BETWEEN))
        said, before = plain[start : start + 2].casefold(), plain[max(start - 1, 0) : start]
        if extension[1] in numbers.extensions and said in _SPELLED and not before.isalnum():
            yield start, extension.end()


def where_private_lines_stand(text: str, country: str, known: Numbers) -> Iterator[tuple[int, int]]:
    """The places of numbers at which a person might be reached and that are none of `known`.
    Digits that go on and on are left out whole: nobody can say what they are."""
    plain = _plain(text)
    for chain in _CHAIN.finditer(plain):
        if len(chain[0]) > _LONGEST_CHAIN:
            yield chain.span()
            continue
        start = max(chain.start() - 1, 0)  # with a "+" or "(" before it
        piece = plain[start : _with_extension(plain, chain.end())]
        if sum(map(str.isdigit, piece)) < _LEAST:
            continue
        for match in _matches(piece, country, phonenumbers.Leniency.STRICT_GROUPING):
            number = match.number
            is_known = _digits(number)[-_END:] in known.ends
            if not is_known and phonenumbers.number_type(number) not in _NOBODYS:
                bracket = match.raw_string[:1] == "(" and ")" not in match.raw_string
                yield start + match.start + bracket, start + match.end


@lru_cache(maxsize=4096)  # a household's cells are read for each of its papers
def _read(text: str, country: str) -> tuple[tuple[str, str], ...]:
    return tuple(_found_in(text, country))


def _found_in(text: str, country: str) -> Iterator[tuple[str, str]]:
    """(all digits, extension) of each number in a cell. Where the library sees none, every run
    of digits that could be one counts: a number too many is looked for, and none too few."""
    spaced = re.sub(r"[^\w+#]+|_+", "-", text)
    for written in (text, spaced):
        for match in _matches(written, country, phonenumbers.Leniency.POSSIBLE):
            yield _digits(match.number), match.number.extension or ""
    for chain in _CHAIN.finditer(text):
        groups = _GROUP.findall(chain[0])
        for first in range(len(groups)):
            for last in range(first + 1, min(first + 6, len(groups)) + 1):
                digits = "".join(groups[first:last])
                if _LEAST <= len(digits) <= _MOST and (
                    last - first == len(groups) or len(digits) >= _END
                ):
                    yield digits, ""
    for extension in _EXTENSION.finditer(text):
        yield "", extension[1]


def _matches(text: str, country: str, leniency: int) -> Iterator[phonenumbers.PhoneNumberMatch]:
    region = country if country in phonenumbers.SUPPORTED_REGIONS else None
    yield from phonenumbers.PhoneNumberMatcher(text, region, leniency=leniency)


def _digits(number: phonenumbers.PhoneNumber) -> str:
    return f"{number.country_code}{phonenumbers.national_significant_number(number)}"


def _whole(
    plain: str, places: list[int], digits: str, first: int, last: int, full: Iterable[str]
) -> tuple[int, int]:
    """From the digits by which a number is known to all of it: whole groups, and before them
    the area and the country where they are its own (or not known)."""
    while last < len(places) and places[last] == places[last - 1] + 1:
        last += 1
    while first:
        together = places[first] == places[first - 1] + 1
        longer = digits[first - 1 : last]
        own = any(each.endswith((longer, longer.lstrip("0"))) for each in full)
        local = all(len(each) <= _END + 1 for each in full) and last - first < 11
        belongs = together or own or (local and _group_before(places, first) <= 4)
        if not belongs:
            break
        first -= 1
    start = places[first]
    end = places[last - 1] + 1
    while start and (
        plain[start - 1] == "+" or (plain[start - 1] == "(" and ")" in plain[start:end])
    ):
        start -= 1
    return start, end


def _group_before(places: list[int], first: int) -> int:
    """How many digits stand together just before `first`."""
    count = 1
    while count < first and places[first - count] == places[first - count - 1] + 1:
        count += 1
    return count


def _with_extension(plain: str, end: int) -> int:
    extension = _EXTENSION.match(plain, end)
    return extension.end() if extension else end


def _plain(text: str) -> str:
    """`text` with plain digits for those of other scripts and styles, letter for letter."""
    if text.isascii():
        return text
    digits = ((each, unicodedata.digit(each, -1)) for each in text)
    return "".join(each if digit < 0 else str(digit) for each, digit in digits)
