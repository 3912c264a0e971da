"""Days, numbers and choices as exports write them. What cannot be told is None, never a guess."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from ...days import DAY_ZERO, MONTHS
from .heading_words import ATTENDANCE, INCIDENTS, TAB_OF, OurWords, plain

ABSENT, LATE, PRESENT = "Absent", "Late", "Present"
REFERRAL, IN_SCHOOL, SUSPENSION, OTHER = (
    "Office referral", "In-school suspension", "Suspension", "Other",
)  # fmt: skip
YES, NO, NOT_SAID = "Yes", "No", "Unknown"
_FIRST, _LAST = date(1990, 1, 1), date(2100, 1, 1)
_NUMBERS: Final = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})\.?")
_BEHIND: Final = re.compile(r"[T\s]+\d{1,2}:\d{2}.*$|,?\s+\d{1,2}:\d{2}.*$")
_WORDS: Final = re.compile(r"[^\W\d_]{3,}")
_TRUE: Final = frozenset({"1", "true", "t", "y", "yes", "x", "si"})
_FALSE: Final = frozenset({"0", "false", "f", "n", "no"})
_PERCENT_AND_MARK: Final = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%?\s*([A-Za-z][A-Za-z+-]{0,3})?")


@lru_cache(maxsize=8_192)
def read_day(text: str, month_first: bool) -> date | None:
    """ "2026-10-05", "10/5/2026", "05.10.2026", "5 Oct 2026", "20261005", with a time of day behind
    it or without. `month_first` says what 10/5 is; a dotted date begins with its day."""
    written = _BEHIND.sub("", text.strip())
    found: date | None = None
    if match := _NUMBERS.fullmatch(written):
        one, sign, two, three = int(match[1]), match[2], int(match[3]), int(match[4])
        if len(match[1]) == 4:
            found = _date(one, two, three)
        elif len(match[1]) < 3 and len(match[4]) in (2, 4):
            year = three if len(match[4]) == 4 else 2000 + three
            swap = sign == "." or not month_first
            found = _date(year, two, one) if swap else _date(year, one, two)
    elif written.isascii() and written.isdecimal():
        if len(written) == 8:
            found = _date(int(written[:4]), int(written[4:6]), int(written[6:]))
        elif len(written) == 5:
            found = DAY_ZERO + timedelta(days=int(written))
    elif len(written) < 40:
        found = _in_words(written)
    return found if found is not None and _FIRST <= found < _LAST else None


def parts_of_day(text: str) -> tuple[int, int] | None:
    """The two numbers of a date that does not say which is the month."""
    match = _NUMBERS.fullmatch(_BEHIND.sub("", text.strip()))
    if match is None or len(match[1]) > 2 or match[2] == ".":
        return None
    return int(match[1]), int(match[3])


def _in_words(written: str) -> date | None:
    words = _WORDS.findall(written.casefold())
    months = [MONTHS[word[:3]] for word in words if word[:3] in MONTHS]
    numbers = [int(each) for each in re.findall(r"\d+", written)]
    years = [each for each in numbers if each > 31]
    days = [each for each in numbers if each <= 31]
    if len(months) == 1 and len(years) == 1 and len(days) == 1:
        return _date(years[0], months[0], days[0])
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def serial(day: date) -> float:
    """A day as Sheets counts."""
    return float((day - DAY_ZERO).days)


@lru_cache(maxsize=2_048)
def read_number(text: str) -> float | None:
    """12.5, "12,5", "1,250", "45 %"; None for what is no number."""
    written = text.strip().removesuffix("%").strip()
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", written):
        written = written.replace(",", "")
    written = written.replace(",", ".")
    return float(written) if re.fullmatch(r"[+-]?(\d{1,9}\.?\d{0,9}|\.\d{1,9})", written) else None


@lru_cache(maxsize=1_024)
def read_flag(text: str) -> bool | None:
    """1 and 0, yes and no, true and false, in a word or a letter; a share above 0 is yes."""
    word = plain(text)
    if word in _TRUE:
        return True
    if word in _FALSE or not word:
        return False
    number = read_number(text)
    return None if number is None else number > 0


def attendance_kind(text: str, words: OurWords) -> str:
    """Absent, Late or Present for what a status or a code says; "" where it cannot be told."""
    word = plain(text)
    ours = words.choice(TAB_OF[ATTENDANCE], "kind", text)
    if ours or not word:
        return ours
    if word.startswith(("tard", "late", "lt", "retard")) or word in ("t", "l", "te", "tu"):
        return LATE
    if word.startswith(("pres", "attend", "here", "inschool")) or word in ("p", "iss"):
        return PRESENT
    if word.startswith(("abs", "excus", "unexc", "truan", "susp", "aus", "oss", "sick", "ill")):
        return ABSENT
    return ABSENT if word in ("a", "ae", "au", "e", "u", "ua", "ea", "ax", "x", "s") else ""


def read_excused(text: str, words: OurWords) -> str:
    """Yes, No or Unknown; "E" and "U", "T-E", "Unexcused" are told apart."""
    ours = words.choice(TAB_OF[ATTENDANCE], "excused", text)
    if ours:
        return ours
    word = plain(text)
    if not word:
        return NOT_SAID
    if word.startswith(("unex", "truan", "noexc")) or word in ("u", "ua", "au", "tu", "n"):
        return NO
    if word.startswith(("exc", "med", "ill", "sick", "just")) or word in ("e", "ae", "ea", "te"):
        return YES
    flag = read_flag(text) if word in _TRUE | _FALSE else None
    return NOT_SAID if flag is None else (YES if flag else NO)


def incident_kind(text: str, words: OurWords) -> str:
    """The choice that a code or an action means. What a school's system records without one is a
    referral to the office: that is how it came into the system."""
    ours = words.choice(TAB_OF[INCIDENTS], "kind", text)
    word = plain(text)
    if ours or not word:
        return ours
    if "insch" in word or word.startswith("iss") or word == "dentro":
        return IN_SCHOOL
    if "susp" in word or word.startswith(("oss", "expul", "expel")) or "outofsch" in word:
        return SUSPENSION
    if word in ("other", "otro", "none", "warning", "conference"):
        return OTHER
    return REFERRAL


def percent_and_mark(text: str) -> tuple[float | None, str]:
    """ "85.12 B+" is (85.12, "B+"), "B+" is (None, "B+"), "85%" is (85, "")."""
    match = _PERCENT_AND_MARK.fullmatch(text.strip())
    if match is None:
        return None, text.strip()[:40]
    return read_number(match[1]), (match[2] or "").upper()
