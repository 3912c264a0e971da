"""What people type under Value on Settings, read as the kind of thing that the setting is."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from .school_year import MonthDay, month_day
from .working_hours import parse_working_hours

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FORMULAS: Final = (
    "Virginia", "New Mexico", "Wisconsin", "California", "Illinois", "Massachusetts",
    "Head count", "ASCA", "NASP", "SSWAA",
)  # fmt: skip

SCHOOL_YEAR: Final = ("school_year_begins", "q1_ends", "q2_ends", "q3_ends", "q4_ends")
USUAL: Final = (0.0, 100_000.0)  # what a number may be where nothing else is said
_ONE_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "name_on_papers": ("First name", "Full name", "Code"),
        "name_in_the_calendar": ("Code", "First name", "Initials"),
        "paper": ("Letter", "A4"),
    }
)
_MOST_TYPED: Final = 1_000  # characters of a setting that are read
SHOWN: Final = 80  # and shown, where they cannot be used


def setting_key(name: str) -> str:
    """ "Stale after (weeks)" -> "stale_after_weeks"."""
    return _key(name[:_MOST_TYPED])


@lru_cache(maxsize=1024)  # the same few rows are read many times in one look
def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")


class NotUsable(Exception):
    def __init__(self, key: str, **more: object) -> None:
        super().__init__(key)
        self.key = key
        self.more = more


def read_value(key: str, value: Any, default: Any, bounds: tuple[float, float]) -> Any:
    """`value` as the kind of thing that `default` is; raises NotUsable."""
    if key in _SPECIAL:
        return _SPECIAL[key](as_text(value))
    if key in _ONE_OF:
        return _one_of(as_text(value), _ONE_OF[key])
    if isinstance(default, str):
        text = as_text(value)
        return text.casefold() if key.endswith("_lead") else text
    number = _number(value)
    least, most = bounds
    if not least <= number <= most:
        raise NotUsable("out_of_range", least=float(least), most=float(most))
    if isinstance(default, float):
        return number
    if number != int(number):
        raise NotUsable("not_whole")
    return int(number)


def as_text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)[:_MOST_TYPED].strip()


def _number(value: Any) -> float:
    if isinstance(value, bool):
        raise NotUsable("not_a_number")
    try:
        number = float(str(value)[:_MOST_TYPED].strip().rstrip("%").replace(",", "."))
    except ValueError:
        raise NotUsable("not_a_number") from None
    if not math.isfinite(number):
        raise NotUsable("not_a_number")
    return number


def _time_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise NotUsable("unknown_time_zone") from None
    return text


def _country(text: str) -> str:
    return {"USA": "US", "UK": "GB"}.get(text.upper(), text.upper())


def _one_of(text: str, known: tuple[str, ...]) -> str:
    for each in known:
        if setting_key(each) == setting_key(text):
            return each
    raise NotUsable("not_one_of", known=", ".join(known))


def _formula(text: str) -> str:
    for formula in FORMULAS:
        if setting_key(formula) == setting_key(text):
            return formula
    raise NotUsable("unknown_formula", known=", ".join(FORMULAS))


def _weekend(text: str) -> tuple[int, ...]:
    words = re.findall(r"[a-z]+", text.casefold())
    numbers = [WEEKDAYS.index(word[:3]) for word in words if word[:3] in WEEKDAYS]
    if len(numbers) != len(words) or not 0 < len(set(numbers)) < 7:
        raise NotUsable("not_weekdays")
    return tuple(sorted(set(numbers)))


def _minutes(text: str) -> tuple[int, ...]:
    words = [word for word in re.split(r"[,;\s]+", text) if word]
    # Calendar takes at most five reminders, each at most four weeks ahead.
    if len(words) > 5 or not all(word.isdecimal() and float(word) <= 40_320 for word in words):
        raise NotUsable("not_minutes")
    return tuple(sorted({int(word) for word in words}, reverse=True))


def _month_day(text: str) -> MonthDay:
    found = month_day(text)
    if found is None:
        raise NotUsable("not_a_day_of_the_year")
    return found


def _hours(text: str) -> str:
    if parse_working_hours(text).unread:
        raise NotUsable("not_working_hours")
    return text


_SPECIAL: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "time_zone": _time_zone,
        "country": _country,
        "workload_formula": _formula,
        "weekend": _weekend,
        "reminders_minutes": _minutes,
        "working_hours": _hours,
        **dict.fromkeys(SCHOOL_YEAR, _month_day),
        "language": lambda text: text.casefold(),
    }
)
