"""What typed text means: the one parser of user-entered values.

`parse` reads text as Sheets reads what a person types: numbers, percent, currency, dates,
times, durations, truth values, formulas and links, each with the number format that
Sheets then gives the cell. RAW input never comes here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from .grid import Json, Value
from .locales import MONTHS, Locale, serial

LONGEST = 50_000  # characters in a cell

URL = re.compile(r"^https?://[^\s/$.?#][^\s]*$", re.IGNORECASE)
DOMAIN = re.compile(
    r"^(www\.)?([a-z0-9-]+\.)+(com|org|net|edu|gov|io|co|info|dev|app|uk|de|fr|us|eu|ca|au)"
    r"(/[^\s]*)?$",
    re.IGNORECASE,
)
ISO_DATE = re.compile(r"^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$")
PART_DATE = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?$")
MONTH_NAME = "|".join(rf"{m[:3]}(?:{m[3:]})?" for m in MONTHS) + "|Sept"
DAY_NAME = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s+)?"
MONTH_DAY = re.compile(
    rf"^{DAY_NAME}({MONTH_NAME})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(\d{{4}}))?$", re.I
)
DAY_MONTH = re.compile(
    rf"^{DAY_NAME}(\d{{1,2}})(?:st|nd|rd|th)?([\s-]+)({MONTH_NAME})\.?(?:,?[\s-]+(\d{{4}}|\d{{2}}))?$",
    re.I,
)
MONTH_YEAR = re.compile(rf"^({MONTH_NAME})\.?[\s-]+(\d{{4}})$", re.I)
TIME = re.compile(r"^(\d{1,4}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?\s*([AaPp])?\.?(?(5)[Mm]\.?)$")
HOUR_ONLY = re.compile(r"^(\d{1,2})\s*([AaPp])[Mm]$")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a typed text means.

    format   the NumberFormat ({"type", "pattern"}) that comes with it, or None
    formula  "=…" for a formula; then value is None
    link     the address of a text that is a link as a whole
    """

    value: Value = None
    format: Json | None = None
    formula: str | None = None
    link: str | None = None


def parse(text: str, locale: Locale, today: date) -> Typed:
    """Read a text as if a person had typed it; `today` completes dates without a year."""
    if text.startswith("'"):
        return Typed(text[1:])
    trimmed = text.strip()
    if not trimmed:
        return Typed(text or None)
    if trimmed.startswith("=") and len(trimmed) > 1:
        return Typed(formula=trimmed)
    if trimmed.upper() in ("TRUE", "FALSE"):
        return Typed(trimmed.upper() == "TRUE")
    if trimmed[0] in "0123456789+-.,($€£¥₹%" or trimmed[-1] in "€%)":
        number = _number(trimmed, locale)
        if number is not None:
            return number
    if any(character.isdigit() for character in trimmed):
        found = _date_time(trimmed, locale, today)
        if found is not None:
            return found
    if trimmed.startswith("+") and len(trimmed) > 1:
        return Typed(formula="=" + trimmed)
    return Typed(text, link=link_of(trimmed))


def link_of(text: str) -> str | None:
    """The address if the whole text is one; a bare domain gets http://."""
    if URL.match(text):
        return text
    if DOMAIN.match(text):
        return "http://" + text
    return None


def _number(text: str, locale: Locale) -> Typed | None:
    sign, body = 1.0, text
    if body.startswith("(") and body.endswith(")"):
        sign, body = -1.0, body[1:-1].strip()
    if body[:1] in "+-":
        sign, body = (-1.0 if body[0] == "-" else sign), body[1:].lstrip()
    symbol = ""
    for known in dict.fromkeys((locale.currency, "$", "€", "£", "¥", "₹")):
        if body.startswith(known):
            symbol, body = known, body[len(known) :].lstrip()
        elif body.endswith(known):
            symbol, body = known, body[: -len(known)].rstrip()
        if symbol:
            break
    if symbol and body[:1] == "-":
        sign, body = -sign, body[1:]
    percent = not symbol and (body.endswith("%") or body.startswith("%"))
    body = body.strip("%").strip() if percent else body
    digits = _digits(body, locale)
    if digits is None:
        return None
    value, grouped, decimals, scientific = digits
    value *= sign
    if percent:
        pattern = "0.00%" if decimals else "0%"
        return Typed(_tidy(value / 100), {"type": "PERCENT", "pattern": pattern})
    if symbol:
        pattern = f'"{symbol}"#,##0' + (".00" if decimals else "")
        return Typed(_tidy(value), {"type": "CURRENCY", "pattern": pattern})
    if scientific:
        return Typed(_tidy(value), {"type": "SCIENTIFIC", "pattern": "0.00E+00"})
    if grouped:
        pattern = "#,##0.00" if decimals else "#,##0"
        return Typed(_tidy(value), {"type": "NUMBER", "pattern": pattern})
    return Typed(_tidy(value))


def _digits(body: str, locale: Locale) -> tuple[float, bool, int, bool] | None:
    """(value, had group separators, number of decimals, had an exponent)."""
    decimal, group = re.escape(locale.decimal), re.escape(locale.group)
    match = re.match(
        rf"^(\d{{1,3}}(?:{group}\d{{3}})+|\d+)?(?:{decimal}(\d*))?([eE][+-]?\d{{1,3}})?$", body
    )
    if not match or not (match[1] or match[2]):
        return None
    whole = (match[1] or "0").replace(locale.group, "")
    value = float(f"{whole}.{match[2] or 0}{match[3] or ''}")
    if value in (float("inf"), float("-inf")):
        return None
    grouped = bool(match[1]) and locale.group in match[1]
    return value, grouped, len(match[2] or ""), bool(match[3])


def _tidy(value: float) -> float:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _date_time(text: str, locale: Locale, today: date) -> Typed | None:
    whole = _date(text, locale, today)
    if whole:
        day, pattern = whole
        return Typed(int(serial(day)), {"type": "DATE", "pattern": pattern})
    alone = _time(text)
    if alone:
        return Typed(alone[0], {"type": alone[2], "pattern": alone[1]})
    for first, second in _halves(text):
        day_part, time_part = _date(first, locale, today), _time(second)
        if day_part and time_part and time_part[0] < 1:
            clock = "h:mm:ss AM/PM" if "AM/PM" in time_part[1] else "h:mm:ss"
            pattern = f"{day_part[1]} {clock}"
            value = serial(day_part[0]) + time_part[0]
            return Typed(value, {"type": "DATE_TIME", "pattern": pattern})
    return None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """The text split before its time: at its last space, or before "9:05 AM"."""
    words = text.split()
    for cut in (1, 2):
        if len(words) > cut:
            yield " ".join(words[:-cut]).rstrip(","), " ".join(words[-cut:])


def _time(text: str) -> tuple[float, str, str] | None:
    """(fraction of a day, pattern, type)."""
    hour_only = HOUR_ONLY.match(text)
    if hour_only:
        hour = int(hour_only[1])
        if not 1 <= hour <= 12:
            return None
        return _half_day(hour, hour_only[2]) / 24, "h:mm AM/PM", "TIME"
    match = TIME.match(text)
    if not match:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if minute > 59 or second > 59:
        return None
    pattern = "h:mm" + (":ss" if match[3] else "") + (".000" if match[4] else "")
    if match[5]:
        if not 1 <= hour <= 12:
            return None
        hour, pattern = _half_day(hour, match[5]), pattern + " AM/PM"
    days = (hour * 3600 + minute * 60 + second + float(match[4] or 0)) / 86400
    if hour >= 24:
        return days, "[h]:mm:ss", "TIME"
    return days, pattern, "TIME"


def _half_day(hour: int, letter: str) -> int:
    return hour % 12 + (12 if letter in "Pp" else 0)


def _date(text: str, locale: Locale, today: date) -> tuple[datetime, str] | None:
    iso = ISO_DATE.match(text)
    if iso:
        pattern = f"yyyy{iso[2]}mm{iso[2]}dd" if len(iso[3]) == 2 else f"yyyy{iso[2]}m{iso[2]}d"
        return _day(iso[1], iso[3], iso[4], pattern)
    part = PART_DATE.match(text)
    if part:
        return _ordered_date(part, locale, today)
    named = MONTH_DAY.match(text)
    if named:
        month = "mmmm" if len(named[1]) > 4 else "mmm"
        pattern = f"{month} d, yyyy" if named[3] else f"{month} d"
        return _day(named[3] or str(today.year), _month(named[1]), named[2], pattern)
    named = DAY_MONTH.match(text)
    if named:
        between = "-" if "-" in named[2] else " "
        month = "mmmm" if len(named[3]) > 4 else "mmm"
        pattern = f"d{between}{month}" + (f"{between}yyyy" if named[4] else "")
        year = _century(named[4]) if named[4] else str(today.year)
        return _day(year, _month(named[3]), named[1], pattern)
    named = MONTH_YEAR.match(text)
    if named:
        month = "mmmm" if len(named[1]) > 4 else "mmm"
        return _day(named[2], _month(named[1]), "1", f"{month} yyyy")
    return None


def _ordered_date(part: re.Match[str], locale: Locale, today: date) -> tuple[datetime, str] | None:
    first, mark, second, year = part[1], part[2], part[3], part[4]
    if mark == "." and (locale.decimal == "." or not year):
        return None
    month, day = (second, first) if locale.order == "dmy" else (first, second)
    names = "d m" if locale.order == "dmy" else "m d"
    if locale.order == "dmy" and len(day) == 2 and len(month) == 2 and year:
        names = "dd mm"
    pattern = names.replace(" ", mark) + (f"{mark}yyyy" if year else "")
    if year and len(year) == 2:
        pattern = pattern[:-2]
    return _day(_century(year) if year else str(today.year), month, day, pattern)


def _century(year: str) -> str:
    if len(year) == 4:
        return year
    return str(2000 + int(year)) if int(year) < 30 else str(1900 + int(year))


def _month(name: str) -> str:
    return str([m[:3].lower() for m in MONTHS].index(name[:3].lower()) + 1)


def _day(year: str, month: str, day: str, pattern: str) -> tuple[datetime, str] | None:
    try:
        return datetime(int(year), int(month), int(day)), pattern
    except ValueError:
        return None
