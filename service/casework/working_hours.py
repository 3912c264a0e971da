"""When somebody is at work, from what they typed: "Mon-Fri 08:00-15:30", "Mon 9-12, Wed 1-4"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from types import MappingProxyType
from typing import Final

_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT: Final[Mapping[str, int]] = MappingProxyType(
    {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    | {name: number for number, name in enumerate(_NAMES)}
    | {name[:3]: number for number, name in enumerate(_NAMES)}
    | {f"{name}s": number for number, name in enumerate(_NAMES)}
)
_SCHOOL_WEEK: Final = (0, 1, 2, 3, 4)
_AFTERNOON: Final = 6  # a bare "1-3" means the afternoon: nobody works at one in the morning
_MOST_TYPED: Final = 300  # characters; longer is no working hours
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?(?:\s{0,3}(?:am|pm|h))?"
_TOKEN = re.compile(
    rf"(?P<start>{_CLOCK})\s{{0,3}}(?:-|–|—|to|until)\s{{0,3}}(?P<end>{_CLOCK})(?!\d)"
    r"|(?P<through>-|–|—|\bto\b)|(?P<word>[^\W\d]+)|(?P<other>[^\s,;:&/+.()]+)"
)
_AS_IF_SILENT: Final = frozenset({"and", "from", "daily", "every", "day", "weekdays"})

Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Spans of the school's local time by weekday (Monday = 0): in order, never overlapping.

    `unread` holds the parts of the text that could not be read; the rest stands.
    """

    spans: Mapping[int, tuple[Span, ...]] = field(hash=False)
    unread: tuple[str, ...] = ()


def parse_working_hours(text: str) -> WorkingHours:
    """Read "Mon-Fri 08:00-15:30", "Mon 9-12, Wed 13:00-16:00", "Mon, Wed 8am-3pm" or
    "8:00-15:30" (Monday to Friday). Never raises; see `unread`."""
    if len(text) > _MOST_TYPED:
        return WorkingHours(MappingProxyType({}), (text[:_MOST_TYPED].strip(),))
    found: dict[int, list[Span]] = {}
    unread: list[str] = []
    days: list[int] = []
    through = hours_given = False
    for token in _TOKEN.finditer(text.casefold()):
        weekday = _SHORT.get(token["word"] or "")
        if token["start"]:
            span = _span(token["start"], token["end"])
            if span is None:
                unread.append(token[0])
            else:
                for each in days or _SCHOOL_WEEK:
                    found.setdefault(each, []).append(span)
            hours_given = True
        elif token["through"]:
            through = True
        elif weekday is not None:
            if hours_given:  # a day after hours begins anew: "Mon 9-12 Wed 1-3"
                days, hours_given = [], False
            days += _through(days, weekday) if through and days else [weekday]
            through = False
        elif token["word"] not in _AS_IF_SILENT:
            unread.append(token[0])
    if days and not hours_given:
        unread.append(text.strip())
    merged = {weekday: _merge(spans) for weekday, spans in sorted(found.items())}
    return WorkingHours(MappingProxyType(merged), tuple(unread))


def _through(days: list[int], last: int) -> list[int]:
    """The weekdays after the last of `days`, up to `last`: Fri-Mon goes over the weekend."""
    first = days[-1]
    return [(first + step) % 7 for step in range(1, (last - first) % 7 + 1)]


def _span(start_text: str, end_text: str) -> Span | None:
    start, end = _clock(start_text), _clock(end_text)
    if start is None or end is None:
        return None
    if end <= start and end.hour < 12 and not end_text.endswith(("am", "pm")):
        end = end.replace(hour=end.hour + 12)  # "8-7" ends in the evening
    return (start, end) if start < end else None


def _clock(text: str) -> time | None:
    match = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|h)?", text.strip())
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif hour < _AFTERNOON and not text.startswith("0"):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _merge(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
