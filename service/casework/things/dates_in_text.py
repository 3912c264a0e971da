"""The days that stand in a line of free text, in the school's language and order.

A day without its year is the one nearest to today. One that can be read in two ways has both, and
people are asked. What is no day for certain ("3/4 of it", "sat with her", "24/7") is none. Written
here, and not taken from a library: those that search free text choose one reading silently, and
read words such as "may", "sat" and "sun" as days.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from .date_words import SPANISH_TOMORROW, DateWords, words_of

Order = Literal["month first", "day first", "either"]
LONGEST: Final = 1_000  # characters of a line that are looked at
_HALF_YEAR: Final = timedelta(days=183)
_ISO = re.compile(r"(?<![\d/.-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d/-])")
_SLASHED = re.compile(r"(?<![\d/.,-])(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?(?![\d/%]|[.,]\d)")
_ROUND_THE_CLOCK: Final = (24, 7)
# Behind it a fraction: "3/4 of it", "1/2 hour".
_FRACTION = re.compile(
    r"\s*(?:of\b|del?\b|(?:pages?|hours?|hrs?|h|cups?|points?|pts|right|correct|done|paginas?|horas?"
    r"|puntos?|hechos?|hechas?|correctas?)\b)"
)
_WHOLE_BEFORE = re.compile(r"\d\s$")


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A stretch of the text that is a day: one reading, or two. `relative`: it counts from the day
    on which it was written."""

    start: int
    end: int
    readings: tuple[date, ...]
    relative: bool = False


def order_of(language: str, country: str) -> Order:
    """How a school writes 12/3: its language says so where the country agrees."""
    if language.casefold() == "en" and country == "US":
        return "month first"
    if country in ("US", "CA", "PH"):
        return "either"
    return "day first"


def days_in(text: str, language: str, order: Order, written: date, today: date) -> list[WrittenDay]:
    """Every day in a line, in the order of the text. `written` is when the line was first seen:
    "Fri" and "next week" count from there. Takes time in proportion to the text's length."""
    text = text[:LONGEST]
    plain, words = _plain(text), words_of(language)
    found = [
        *_iso(plain),
        *_slashed(plain, order, today),
        *_with_month(plain, text, words, today),
        *_relative(plain, text, words, written),
    ]
    taken: list[WrittenDay] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if not taken or each.start >= taken[-1].end:
            taken.append(each)
    return taken


def _plain(text: str) -> str:
    """In lower case and without accents, letter for letter as long as the text."""
    return "".join(_bare(each) for each in text)


def _bare(letter: str) -> str:
    first = unicodedata.normalize("NFD", letter)[0]
    lower = first.lower()
    return lower if len(lower) == 1 else first


# ---------------------------------------------------------------- with numbers


def _iso(plain: str) -> Iterator[WrittenDay]:
    for found in _ISO.finditer(plain):
        day = _day(int(found[1]), int(found[2]), int(found[3]))
        if day is not None:
            yield WrittenDay(*found.span(), (day,))


def _slashed(plain: str, order: Order, today: date) -> Iterator[WrittenDay]:
    for found in _SLASHED.finditer(plain):
        one, other, year = int(found[1]), int(found[2]), found[3]
        if not year:
            behind = _FRACTION.match(plain, found.end())
            if (one, other) == _ROUND_THE_CLOCK or behind:
                continue
            if _WHOLE_BEFORE.search(plain[max(found.start() - 3, 0) : found.start()]):
                continue  # "2 1/2"
        both = {"month first": _dated(one, other, year, today)}
        both["day first"] = _dated(other, one, year, today)
        usual = both.get(order)
        if usual is not None:
            readings = [usual]
        else:
            readings = [day for day in both.values() if day is not None]
        if readings:
            yield WrittenDay(*found.span(), tuple(dict.fromkeys(readings)))


def _dated(month: int, day: int, year: str | None, today: date) -> date | None:
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return _nearest(month, day, today)


def _nearest(month: int, day: int, today: date) -> date | None:
    """The day of that name that is nearest to today, at most half a year away."""
    years = (today.year - 1, today.year, today.year + 1)
    near = [found for year in years if (found := _day(year, month, day))]
    best = min(near, key=lambda each: (abs(each - today), each), default=None)
    return best if best is None or abs(best - today) <= _HALF_YEAR else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 < year < 2200 else None
    except ValueError:
        return None


# ---------------------------------------------------------------- with a month's name


def _with_month(plain: str, text: str, words: DateWords, today: date) -> Iterator[WrittenDay]:
    names = "|".join(sorted(words.months, key=len, reverse=True))
    year = r"(?:,?\s+(?:de\s+|del\s+)?(\d{4})\b)?"
    day_first = rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?({names})\b\.?{year}"
    month_first = rf"\b({names})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*[:/%]){year}"
    for found in re.finditer(day_first, plain):
        yield from _named(found, words.months[found[2]], int(found[1]), found[3], today)
    for found in re.finditer(month_first, plain):
        if words.months[found[1]] == 5 and text[found.start()].islower():
            continue  # "may 4 of them come"
        yield from _named(found, words.months[found[1]], int(found[2]), found[3], today)


def _named(
    found: re.Match[str], month: int, day: int, year: str | None, today: date
) -> Iterator[WrittenDay]:
    meant = _dated(month, day, year, today)
    if meant is not None:
        yield WrittenDay(*found.span(), (meant,))


# ---------------------------------------------------------------- counted from the day of writing


def _relative(plain: str, text: str, words: DateWords, written: date) -> Iterator[WrittenDay]:
    for span, days in _ahead(plain, words):
        yield WrittenDay(*span, (written + timedelta(days=days),), relative=True)
    monday = written - timedelta(days=written.weekday())
    for phrases, days in ((words.next_week, 7), (words.this_week, 4)):
        for found in re.finditer(rf"\b(?:{'|'.join(phrases)})\b", plain):
            day = max(monday + timedelta(days=days), written)
            yield WrittenDay(*found.span(), (day,), relative=True)
    names = "|".join(sorted(words.weekdays, key=len, reverse=True))
    for found in re.finditer(rf"(?:\b(\w+)\s+)?\b({names})\b", plain):
        name, before, start = found[2], found[1] or "", found.start(2)
        if name in words.cautious and not _is_name(text, start, found.end(), before, words):
            continue
        coming = written + timedelta(days=(words.weekdays[name] - written.weekday()) % 7)
        readings: tuple[date, ...] = (coming,)
        if before in words.next_before and coming < monday + timedelta(days=7):
            readings = (coming, coming + timedelta(days=7))
        if before in words.next_before and coming == written:
            readings = (coming + timedelta(days=7),)
        yield WrittenDay(start, found.end(), readings, relative=True)


def _ahead(plain: str, words: DateWords) -> Iterator[tuple[tuple[int, int], int]]:
    for word, days in words.ahead.items():
        for found in re.finditer(rf"\b{word}\b", plain):
            yield found.span(), days
    if "hoy" in words.ahead:
        for found in SPANISH_TOMORROW.finditer(plain):
            yield found.span(), 1
    units = "|".join(words.units)
    for found in re.finditer(rf"\b(?:{words.within})\s+(\d{{1,2}})\s+({units})\b", plain):
        yield found.span(), int(found[1]) * words.units[found[2]]


def _is_name(text: str, start: int, end: int, before: str, words: DateWords) -> bool:
    """Whether "Sat", "sun" is the day: behind such a word, or with a capital where none is due."""
    if before in words.before or before in words.next_before:
        return True
    alone = not text[end:].strip(" .,;:!?)")
    begins = not text[:start].strip(" •*-–\"'(")
    return text[start].isupper() and (alone or not begins)
