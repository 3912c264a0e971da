"""Recurring events: which instances a series has, and what they are called.

A series is expanded in the wall-clock time of its own zone, so that a weekly 9:00 stays at
9:00 when daylight saving changes. An instance is named after its original start, in UTC:
`<series id>_20260907T130000Z`, or `<series id>_20260907` for an all-day series.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from dateutil.rrule import rrule, rruleset, rrulestr

from . import refusals
from .times import begin, zone

# Google stops expanding an endless series; so do we.
MOST_INSTANCES = 730
INSTANCE_ID = re.compile(r"(.+)_(\d{8}(?:T\d{6}Z)?)$")


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance: its id and its original start and end as EventDateTimes."""

    id: str
    start: dict[str, Any]
    end: dict[str, Any]


def split_instance_id(event_id: str) -> tuple[str, str] | None:
    """`(series id, suffix)` of an instance's id, None for any other id."""
    match = INSTANCE_ID.match(event_id)
    return (match[1], match[2]) if match else None


def check_recurrence(lines: list[str], start: dict[str, Any]) -> None:
    """Raises Google's 400 for a line that is no RRULE, EXRULE, RDATE or EXDATE."""
    try:
        rules = _rules(tuple(lines), _wall(start), start.get("timeZone", "UTC"))
        next(iter(rules), None)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise refusals.invalid("Invalid recurrence rule.") from None


def instances(
    series_id: str, start: dict[str, Any], end: dict[str, Any], lines: list[str]
) -> list[Instance]:
    """All instances of a series, earliest first, at most MOST_INSTANCES of them."""
    found = _instances(
        start.get("date") or start["dateTime"],
        end.get("date") or end["dateTime"],
        start.get("timeZone", "UTC"),
        tuple(lines),
    )
    return [Instance(f"{series_id}_{suffix}", dict(s), dict(e)) for suffix, s, e in found]


Times = dict[str, Any]


@lru_cache(maxsize=512)
def _instances(
    start: str, end: str, zone_name: str, lines: tuple[str, ...]
) -> list[tuple[str, Times, Times]]:
    if "T" not in start:
        return list(_days(date.fromisoformat(start), date.fromisoformat(end), lines))
    first = {"dateTime": start, "timeZone": zone_name}
    last = {"dateTime": end, "timeZone": zone_name}
    return list(_moments(first, last, lines))


def _days(first: date, last: date, lines: tuple[str, ...]) -> Iterator[tuple[str, Times, Times]]:
    length = last - first
    walls = _rules(lines, datetime(first.year, first.month, first.day), "UTC")
    for wall in walls:
        day = wall.date()
        yield (
            f"{day:%Y%m%d}",
            {"date": day.isoformat()},
            {"date": (day + length).isoformat()},
        )


def _moments(
    start: Times, end: Times, lines: tuple[str, ...]
) -> Iterator[tuple[str, Times, Times]]:
    home = zone(start["timeZone"]) or UTC
    length = begin(end, UTC) - begin(start, UTC)
    for wall in _rules(lines, _wall(start), start["timeZone"]):
        moment = wall.replace(tzinfo=home).astimezone(UTC)
        yield (
            f"{moment:%Y%m%dT%H%M%SZ}",
            _time(moment, home, start["timeZone"]),
            _time(moment + length, home, start["timeZone"]),
        )


def _time(moment: datetime, home: tzinfo, name: str) -> Times:
    local = moment.astimezone(home)
    return {"dateTime": local.isoformat().replace("+00:00", "Z"), "timeZone": name}


def _wall(start: dict[str, Any]) -> datetime:
    """The wall-clock time at which the series starts, in its own zone, without a zone."""
    if "date" in start:
        return datetime.fromisoformat(start["date"])
    home = zone(start.get("timeZone", "UTC")) or UTC
    return begin(start, UTC).astimezone(home).replace(tzinfo=None)


def _rules(lines: tuple[str, ...], first: datetime, zone_name: str) -> list[datetime]:
    """Wall-clock starts. RFC 5545: the first start belongs to the series even off the rule."""
    found = rruleset()
    found.rdate(first)
    for line in lines:
        name, _, value = line.partition(":")
        kind, _, options = name.upper().partition(";")
        if kind == "RRULE":
            found.rrule(_rule(value, first, zone_name))
        elif kind == "EXRULE":
            found.exrule(_rule(value, first, zone_name))
        elif kind in ("RDATE", "EXDATE"):
            add = found.rdate if kind == "RDATE" else found.exdate
            for text in value.split(","):
                add(_listed(text, name.partition(";")[2], first, zone_name))
        else:
            raise ValueError(f"{kind} {options} is no recurrence line")
    walls = []
    for wall in found:
        walls.append(wall)
        if len(walls) == MOST_INSTANCES:
            break
    return walls


def _rule(value: str, first: datetime, zone_name: str) -> rrule:
    """dateutil wants UNTIL without a zone when the start has none: put it on the wall clock."""
    parts = []
    for part in value.split(";"):
        key, _, text = part.partition("=")
        if key.upper() == "UNTIL":
            wall = _listed(text, "", first, zone_name)
            if len(text) == 8:
                wall = wall.replace(hour=23, minute=59, second=59)
            part = f"UNTIL={wall:%Y%m%dT%H%M%S}"
        parts.append(part)
    made = rrulestr("RRULE:" + ";".join(parts), dtstart=first)
    assert isinstance(made, rrule)
    return made


def _listed(text: str, options: str, first: datetime, zone_name: str) -> datetime:
    """A date of EXDATE, RDATE or UNTIL as wall-clock time in the series' zone."""
    text = text.strip()
    if len(text) == 8:
        day = datetime.strptime(text, "%Y%m%d")
        return day.replace(hour=first.hour, minute=first.minute, second=first.second)
    wall = datetime.strptime(text.rstrip("Zz"), "%Y%m%dT%H%M%S")
    home = zone(zone_name) or UTC
    if text[-1] in "Zz":
        return wall.replace(tzinfo=UTC).astimezone(home).replace(tzinfo=None)
    named = re.search(r"TZID=([^;:]+)", options, re.IGNORECASE)
    if named:
        other = zone(named[1])
        if other is None:
            raise ValueError(f"no time zone {named[1]}")
        return wall.replace(tzinfo=other).astimezone(home).replace(tzinfo=None)
    return wall


def truncated(lines: list[str]) -> bool:
    """Is the series endless (so that only its first instances are held)?"""
    return any(
        line.upper().startswith("RRULE") and not re.search(r"(UNTIL|COUNT)=", line.upper())
        for line in lines
    )


def day_after(value: dict[str, Any]) -> dict[str, Any]:
    """The end of a one-day event that starts at that all-day date."""
    return {"date": (date.fromisoformat(value["date"]) + timedelta(days=1)).isoformat()}
