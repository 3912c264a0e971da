"""What people type into a cell, read with good will but never guessed.

Each reader takes a raw cell (text, number, boolean or None) and gives the value, None for an
empty cell, or raises Unreadable with the name of the sentence that says why.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import Any

from dateutil import parser as dates

from service.casework.days import DAY_ZERO
from service.casework.scales import OutOf, Percent

from .look import Raw
from .spelling import fold, folded

_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?(?::00)?\s*(am|pm|a\.m\.|p\.m\.|h)?")
_TIME_BEHIND = re.compile(r"[\sT,](\d{1,2}:\d{2}(?::00)?\s*(?:[ap]\.?m\.?)?)$", re.IGNORECASE)
_DURATION = re.compile(
    r"(?P<clock_hours>\d{1,2}):(?P<clock_minutes>[0-5]\d)(:00)?( ?h)?"
    r"|(?=\d)((?P<hours>\d{1,2}([.,]\d{1,4})?) ?h(ours?|oras?|rs?)?\.?)?"
    r"( ?(?P<minutes>\d{1,4}([.,]0+)?)( ?m(in(ute|uto)?s?)?)?\.?)?"
)
_LONGEST = 60  # characters of a number, date or time; a longer text is none
_LONGEST_LIST, _MOST_PARTS = 5_000, 100
_SCORE = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


class Unreadable(ValueError):
    """The cell cannot be read for certain. `reason` is a key of the wording (problems:)."""

    def __init__(self, reason: str, **more: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.more = more


def read_text(raw: Raw) -> str:
    """Text without blanks around it; a whole number without ".0"; "" for an empty cell."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    return str(int(raw)) if raw == int(raw) else str(raw)


def read_list(raw: Raw) -> tuple[str, ...]:
    """The parts of "9, 10; 11"; nobody lists more than a hundred."""
    parts = (part.strip() for part in re.split(r"[,;\n]", read_text(raw)[:_LONGEST_LIST]))
    return tuple(islice(filter(None, parts), _MOST_PARTS))


def read_number(raw: Raw) -> float | None:
    """12.5, "12,5", "1,250" and "45 %" are numbers; "about 12" is not."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool):
        raise Unreadable("not_a_number")
    if isinstance(raw, str):
        if len(raw.strip()) > _LONGEST:
            raise Unreadable("not_a_number")
        if raw.strip().endswith("%"):
            return Percent(_plain_number(raw.strip().removesuffix("%")))
        return _plain_number(raw)
    if not math.isfinite(raw):
        raise Unreadable("not_a_number")
    return float(raw)


def read_shown_number(raw: Raw, shown: str) -> float | None:
    """A number that is shown as something else: "40%" is read; a date or a time is asked about,
    in the words that the person sees."""
    if raw is None or isinstance(raw, str | bool):
        return read_number(raw)
    if "%" in shown:
        return Percent(round(raw * 100, 6))
    raise Unreadable("shown_as_time" if ":" in shown else "shown_as_date", value=shown)


def read_score(raw: Raw, shown: str = "") -> float | None:
    """A number, or a score such as "8/10", also where Sheets has made a date of it."""
    text = shown or (raw if isinstance(raw, str) else "")
    score = _SCORE.fullmatch(text.strip()[:_LONGEST])
    if score and 0 <= int(score[1]) <= int(score[2]) > 0:
        return OutOf(int(score[1]), int(score[2]))
    return read_shown_number(raw, shown) if shown else read_number(raw)


def _plain_number(written: str) -> float:
    text = written.strip().replace("\u2212", "-")
    text = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text):
        raise Unreadable("not_a_number")
    return float(text)


def read_date(raw: Raw, today: date) -> date | None:
    """A serial number, or text that can mean one day only. "14.10.2026", "Oct 14" (the one
    nearest to `today`) and "10/14/2026" can be read; "10/11/2026" cannot."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool):
        raise Unreadable("not_a_date")
    if isinstance(raw, str):
        if len(raw.strip()) > _LONGEST:
            raise Unreadable("not_a_date")
        found = _date_from_text(raw.strip(), today)
    elif not 0 < raw < 110_000:
        raise Unreadable("not_a_date")
    else:
        found = DAY_ZERO + timedelta(days=int(raw))
    if not _EARLIEST <= found <= _LATEST:
        raise Unreadable("not_a_date")
    return found


def read_duration(raw: Raw, shown: str = "") -> int | None:
    """Whole minutes of at most a day, from "45", "45 min", "1:30", "1 h 30" or "1.5 h"; `shown` is
    what the cell shows where that is not its number: Sheets makes a time of day of 1:30."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, float) and not math.isfinite(raw):
        raise Unreadable("not_a_duration")
    text = (shown or read_text(raw)).strip()
    found = _DURATION.fullmatch(text.casefold()) if len(text) <= _LONGEST else None
    if isinstance(raw, bool) or not found:
        raise Unreadable("not_a_duration")
    hours, minutes = (float((part or "0").replace(",", ".")) for part in _parts_of(found))
    whole = round(hours * 60 + minutes, 6)
    if not 0 < whole <= 24 * 60 or whole != int(whole) or (hours and minutes >= 60):
        raise Unreadable("not_a_duration")
    return int(whole)


def _parts_of(found: re.Match[str]) -> tuple[str | None, str | None]:
    """Hours and minutes as they are written."""
    said = found.groupdict()
    return said["clock_hours"] or said["hours"], said["clock_minutes"] or said["minutes"]


def read_time(raw: Raw) -> time | None:
    """A fraction of a day, or text such as "8:30", "8.30 am", "14h". To the minute."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool):
        raise Unreadable("not_a_time")
    if not isinstance(raw, str):
        # A whole number is a date, or an hour; only the person knows which.
        if not 0 <= raw < 110_000 or (raw >= 1 and raw == int(raw)):
            raise Unreadable("not_a_time")
        minutes = round((raw % 1) * 24 * 60) % (24 * 60)
        return time(minutes // 60, minutes % 60)
    match = _CLOCK.fullmatch(raw.strip()[:_LONGEST].casefold())
    if not match or len(raw.strip()) > _LONGEST or not (match[2] or match[3]):
        raise Unreadable("not_a_time")
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").replace(".", "")
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            raise Unreadable("not_a_time")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise Unreadable("not_a_time")
    return time(hour, minute)


def time_in_date(raw: Raw) -> time | None:
    """The time of day that stands in a date's cell: "14 Oct 10:00"; None where there is none."""
    if isinstance(raw, str):
        found = _TIME_BEHIND.search(raw.strip()[:_LONGEST])
        try:
            return read_time(found[1]) if found else None
        except Unreadable:
            return None
    if raw is None or isinstance(raw, bool) or not 1 <= raw < 110_000 or raw == int(raw):
        return None
    return read_time(raw)


def read_moment(raw: Raw) -> datetime | None:
    """Date and time of day without zone, from a serial number or ISO text; None if it is
    neither (only Holdfast writes these cells)."""
    if isinstance(raw, str):
        try:
            return datetime.fromisoformat(raw.strip())
        except ValueError:
            return None
    if raw is None or isinstance(raw, bool) or not 0 < raw < 110_000:
        return None
    moment = datetime(1899, 12, 30) + timedelta(days=float(raw))
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def read_choice(raw: Raw, choices: Sequence[str]) -> str:
    """One of `choices` as it is spelled there, whatever the case and the language it was written
    in; "" for an empty cell."""
    text = read_text(raw)
    if not text or text in choices:
        return text
    found = _folded(tuple(choices)).get(fold(text[:_LONGEST_LIST]))
    if found is None:
        raise Unreadable("not_a_choice", choices=", ".join(choices))
    return found


def to_serial(value: date | datetime | time) -> float:
    """A date, time of day or (naive) moment as Sheets counts: days since 30 Dec 1899."""
    if isinstance(value, datetime):
        since = value.replace(tzinfo=None) - datetime(1899, 12, 30)
        return since / timedelta(days=1)
    if isinstance(value, date):
        return float((value - DAY_ZERO).days)
    return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400


def _date_from_text(text: str, today: date) -> date:
    year_first = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    if year_first:
        try:
            return date(*(int(part) for part in year_first.groups()))
        except ValueError:
            raise Unreadable("not_a_date") from None
    if len(text) > 40 or not re.search(r"\d", text):
        raise Unreadable("not_a_date")
    day_first = _parsed(text, True, datetime(today.year, 1, 1))
    # What the text does not say shows as soon as the parser starts from another day.
    other = _parsed(text, True, datetime(today.year - 4, 2, 2))
    if (day_first.month, day_first.day) != (other.month, other.day):
        raise Unreadable("not_a_date")
    dotted = re.fullmatch(r"\d{1,2}\.\s?\d{1,2}\.(\s?\d{2,4})?", text)
    month_first = _parsed(text, False, datetime(today.year, 1, 1))
    if not dotted and month_first != day_first:
        raise Unreadable("ambiguous_date")
    if day_first.year != other.year:
        return _nearest_year(day_first, today)
    return day_first


def _nearest_year(day: date, today: date) -> date:
    years = (today.year - 1, today.year, today.year + 1)
    possible = [day.replace(year=year) for year in years if (day.month, day.day) != (2, 29)]
    if not possible:
        raise Unreadable("not_a_date")
    return min(possible, key=lambda each: abs((each - today).days))


def _parsed(text: str, day_first: bool, default: datetime) -> date:
    try:
        return dates.parse(text, dayfirst=day_first, default=default).date()
    except (ValueError, OverflowError, TypeError):
        raise Unreadable("not_a_date") from None


@cache
def _folded(choices: tuple[str, ...]) -> Mapping[str, str]:
    return folded(choices)
