"""Event times: Google's EventDateTime and RFC 3339 timestamps, read and written.

An event's start and end are kept as Google received them, but always complete: either
`{"date"}` or `{"dateTime" with offset, "timeZone"}`. Answers show `dateTime` in the zone
asked for (default: the calendar's own), and `timeZone` is the event's own zone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from . import refusals

RFC3339 = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d(?::\d\d)?)(\.\d+)?(Z|z|[+-]\d\d:?\d\d)?$", re.ASCII
)
OFFSET_ZONE = re.compile(r"(?:GMT|UTC)?([+-])(\d\d?):?(\d\d)$")


@lru_cache(maxsize=256)
def zone(name: str) -> tzinfo | None:
    """The time zone of that IANA name, or None when there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@lru_cache(maxsize=65_536)
def parse_moment(text: str, home: tzinfo | None = None) -> datetime | None:
    """The aware moment written in RFC 3339; without an offset it is read in `home`.

    None when the text is no RFC 3339 timestamp, or has no offset and there is no `home`.
    """
    match = RFC3339.match(text)
    if not match:
        return None
    day, clock, fraction, offset = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}")
        micros = int((fraction or ".0")[1:7].ljust(6, "0"))
        moment = moment.replace(microsecond=micros)
        if offset in ("Z", "z"):
            return moment.replace(tzinfo=UTC)
        if offset:
            return datetime.fromisoformat(moment.isoformat() + offset)
    except ValueError:
        return None
    return moment.replace(tzinfo=home) if home else None


def parameter_moment(call_params: dict[str, Any], name: str) -> datetime | None:
    """A `timeMin`-like parameter; raises Google's 400 when it is no timestamp with an offset."""
    text = call_params.get(name)
    if text is None:
        return None
    moment = parse_moment(str(text))
    if moment is None:
        raise refusals.bad_request()
    return moment


def parameter_zone(call_params: dict[str, Any], default: str) -> tzinfo:
    """The zone answers are written in: the `timeZone` parameter or the calendar's own."""
    name = call_params.get("timeZone") or default
    found = zone(str(name))
    if found is None:
        raise refusals.invalid(f"Invalid time zone: {name}", "timeZone")
    return found


def stamp(moment: datetime) -> str:
    """`created`, `updated`: UTC with milliseconds and Z."""
    moment = moment.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def show(moment: datetime, where: tzinfo) -> str:
    """The moment in that zone, to the second, as Calendar writes it (Z when the offset is 0)."""
    local = moment.astimezone(where).replace(microsecond=0)
    return local.isoformat().replace("+00:00", "Z")


def check_time(value: dict[str, Any] | None, side: str, default_zone: str) -> dict[str, Any]:
    """A complete EventDateTime from what a client sent; `side` is "start" or "end".

    Raises Google's 400 for a missing, contradictory or unreadable time.
    """
    value = {k: v for k, v in (value or {}).items() if v is not None}
    if "date" in value and "dateTime" in value:
        raise refusals.invalid(f"Invalid {side} time.")
    name = value.get("timeZone")
    if name is not None and zone(name) is None:
        raise refusals.invalid(f"Invalid time zone definition for {side} time.")
    if "date" in value:
        return {"date": _check_date(value["date"])}
    if "dateTime" not in value:
        raise refusals.required(f"Missing {side} time.")
    text = str(value["dateTime"])
    if not RFC3339.match(text):
        raise refusals.invalid(f'Invalid value for: Invalid format: "{text}" is malformed')
    moment = parse_moment(text, zone(name) if name else None)
    if moment is None:
        if text[-1:] in "Zz" or re.search(r"[+-]\d\d:?\d\d$", text[10:]) or name:
            raise refusals.invalid(f'Invalid value for: Invalid format: "{text}" is malformed')
        raise refusals.required(f"Missing time zone definition for {side} time.")
    own = zone(name or default_zone) or UTC
    return {"dateTime": show(moment, own), "timeZone": name or default_zone}


def _check_date(text: str) -> str:
    try:
        if len(text) == 10:
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise refusals.invalid(f'Invalid value for: Invalid format: "{text}" is malformed')


def check_span(start: dict[str, Any], end: dict[str, Any]) -> dict[str, Any]:
    """The end as it is kept; raises when the two are of different kinds or out of order."""
    if ("date" in start) != ("date" in end):
        raise refusals.invalid("Start and end times must either both be date or both be dateTime.")
    first, last = begin(start, UTC), begin(end, UTC)
    if last < first:
        raise refusals.empty_range()
    if "date" in start and last == first:
        return {"date": (date.fromisoformat(start["date"]) + timedelta(days=1)).isoformat()}
    return end


def begin(value: dict[str, Any], home: tzinfo) -> datetime:
    """The moment an EventDateTime names; an all-day date begins at midnight in `home`."""
    if "date" in value:
        return datetime.combine(date.fromisoformat(value["date"]), time(), home)
    moment = parse_moment(value["dateTime"])
    assert moment is not None, "stored times are complete"
    return moment


def shown(value: dict[str, Any], where: tzinfo) -> dict[str, Any]:
    """An EventDateTime as an answer shows it."""
    if "date" in value:
        return {"date": value["date"]}
    return {"dateTime": show(begin(value, where), where), "timeZone": value["timeZone"]}


def same_time(one: dict[str, Any] | None, other: dict[str, Any] | None) -> bool:
    """Do two stored EventDateTimes name the same moment (or the same day)?"""
    if not one or not other or ("date" in one) != ("date" in other):
        return not one and not other
    return begin(one, UTC) == begin(other, UTC)
