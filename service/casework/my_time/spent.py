"""Work and typed rows as minutes by kind.

How long a piece of work took is known where a row says it. Where none does, a setting says it, and
the paper says that the setting did: a plan that took a day counts no more than any other.
Source: the kinds are the heads under which special educators' time was studied, drawn together
(Vannest & Hagan-Burke 2010, ERIC EJ876964); the minutes of the settings are Holdfast's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from ..school import School
from ..wants import Say
from ..work import KINDS, Work
from .records import TimeRow

TYPED: Final = "typed"
# What no row says the minutes of: the setting that does.
STATED: Final = {
    "plan": "minutes_for_a_plan",
    "deadline": "minutes_for_a_deadline",
    "decision": "minutes_for_a_decision",
    "letter": "minutes_for_a_letter",
    "weekly_check": "minutes_for_a_weekly_check",
}


def with_typed(works: Iterable[Work], rows: Iterable[object], school: School) -> list[Work]:
    """All of it, each with its minutes. A typed row counts with its day, kind and minutes."""
    found = [_timed(work, school) for work in works]
    for row in rows:
        if isinstance(row, TimeRow) and row.day and row.kind and row.minutes:
            found.append(Work(TYPED, row.kind, row.day, row.minutes))
    return found


def _timed(work: Work, school: School) -> Work:
    if work.minutes is not None:
        return work
    return replace(work, minutes=int(school.settings.more.get(STATED.get(work.what, ""), 0)))


def in_days(works: Iterable[Work], first: date, last: date) -> list[Work]:
    """Those of these days, both included."""
    return [work for work in works if first <= work.day <= last]


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def by_kind(works: Iterable[Work]) -> dict[str, int]:
    """Minutes of every kind, in the order of KINDS."""
    minutes: Counter[str] = Counter()
    for work in works:
        minutes[work.kind] += work.minutes or 0
    return {kind: minutes[kind] for kind in KINDS}


def percents(minutes: Mapping[str, int]) -> dict[str, int]:
    """Shares of the whole that add up to 100: the largest remainders are rounded up."""
    whole = sum(minutes.values())
    if not whole:
        return dict.fromkeys(minutes, 0)
    shares = {kind: 100 * count // whole for kind, count in minutes.items()}
    left = 100 - sum(shares.values())
    by_rest = sorted(minutes, key=lambda kind: -(100 * minutes[kind] % whole))
    return shares | {kind: shares[kind] + 1 for kind in by_rest[:left]}


def spoken(minutes: int, say: Say) -> str:
    """ "3 h 20 min", "45 min", "2 h" """
    hours, rest = divmod(minutes, 60)
    key = "both" if hours and rest else "hours" if hours else "minutes"
    return say(f"my_time.duration.{key}", hours=hours, minutes=rest)
