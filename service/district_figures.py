"""A district at a glance, in numbers: which school was looked at when, what waits, and how much of
Google's quotas it takes. Pure; no student and no colleague is in it.

What is forecast: each school is looked at once in `every`, at the calls that a look has cost on
average within the last hour. Cards ask Google too; they are not in these figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MEASURED = timedelta(hours=1)  # over which calls are counted
USED_IN = timedelta(minutes=10)  # what is in use now
EVERY = timedelta(minutes=10)  # as `worker` does unless told otherwise
# A minute and project, as docs/operations.md has them. Of Sheets' 300 reads and 300 writes the
# smaller half is meant, for nearly all that a look does is to read.
LIMITS: Mapping[str, int] = {"sheets": 300, "forms": 975, "calendar": 10_000}


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One school. `waiting`: since when somebody's "look again" waits for a look, None = none
    does; `old`: of the open `questions`, those of more than a week."""

    school_id: str
    domain: str
    synced: datetime | None = None
    waiting: datetime | None = None
    questions: int = 0
    old: int = 0


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """Calls a minute to one of Google's APIs: in `used` on average of the last ten minutes, in the
    `busiest` minute of the last hour, and as they are `forecast`."""

    api: str
    used: float
    busiest: int
    forecast: float
    limit: int


@dataclass(frozen=True, slots=True)
class DistrictStanding:
    """`room`: how many more schools like these the quotas would carry; None before the first
    look, which says nothing yet."""

    at: datetime
    every: timedelta
    schools: tuple[SchoolLine, ...] = ()
    quotas: tuple[QuotaLine, ...] = ()
    room: int | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """A look that ended at `ended`, and its calls by API."""

    ended: datetime
    calls: Mapping[str, int] = field(hash=False)


def district_standing(
    schools: Collection[SchoolLine],
    looks: Iterable[Looked],
    now: datetime,
    every: timedelta = EVERY,
) -> DistrictStanding:
    """`looks`: those of the last hour, of all schools. `every`: how often each school is looked at.
    The school whose look is longest ago comes first."""
    recent = [each for each in looks if now - MEASURED <= each.ended <= now]
    quotas = tuple(_quota(api, recent, len(schools), now, every) for api in LIMITS)
    in_order = sorted(schools, key=lambda each: (each.synced is not None, each.synced or now))
    return DistrictStanding(now, every, tuple(in_order), quotas, _room(quotas, len(schools)))


def _quota(
    api: str, looks: list[Looked], schools: int, now: datetime, every: timedelta
) -> QuotaLine:
    used = sum(each.calls.get(api, 0) for each in looks if each.ended > now - USED_IN)
    minutes = Counter[datetime]()
    for each in looks:
        minutes[each.ended.replace(second=0, microsecond=0)] += each.calls.get(api, 0)
    mean = sum(minutes.values()) / len(looks) if looks else 0.0
    return QuotaLine(
        api=api,
        used=used / (USED_IN / timedelta(minutes=1)),
        busiest=max(minutes.values(), default=0),
        forecast=mean * schools / (every / timedelta(minutes=1)),
        limit=LIMITS[api],
    )


def _room(quotas: Collection[QuotaLine], schools: int) -> int | None:
    """As many as the scarcest of them allows."""
    asked = [each for each in quotas if each.forecast]
    if not asked:
        return None
    return max(0, min(int(each.limit / each.forecast * schools) for each in asked) - schools)
