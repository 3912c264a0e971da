"""Google's quotas, shared by every process on one database.

Each limit is a bucket that fills with time; a call takes one out of it. A look that finds too
little is put off, never failed: it is told when to ask again. The buckets are for looks alone, and
hold less than Google gives: what is left is for cards, and for whoever is not counted here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, case, literal, select

from .engine import transaction
from .opaque import opaque
from .rows import insert_into, utc_now
from .tables import BUCKETS

LOOKS = 0.75  # of what Google gives; the rest is for cards
AT_ONCE = 3  # a third of that may go in one moment, the rest over the minute


@dataclass(frozen=True, slots=True)
class Limit:
    """What Google gives in a minute, as in its table of quotas."""

    per_minute: int

    @property
    def most(self) -> float:
        """What the bucket holds. With what flows in, no minute ever sees more than LOOKS of it."""
        return self.per_minute * LOOKS / AT_ONCE

    @property
    def per_second(self) -> float:
        return (self.per_minute * LOOKS - self.most) / 60

    def level(self, level: float, seconds: float) -> float:
        """How full it is after so long; a clock that stands behind another's adds nothing."""
        return min(self.most, level + max(0.0, seconds) * self.per_second)

    def wait(self, level: float, count: int) -> float:
        """Seconds until `count` are in it; more than it holds are never waited for."""
        return max(0.0, (min(count, self.most) - level) / self.per_second)


class NotYet(Exception):
    """Undoes what was taken from other buckets already."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Quotas:
    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def take(self, limits: Mapping[str, Limit], count: int = 1) -> float:
        """`count` out of each of these buckets, or out of none: then after how many seconds to ask
        again; else 0."""
        try:
            with transaction(self._engine) as connection:
                for name in sorted(limits):  # one order: two that take never deadlock
                    self._take(connection, name, limits[name], count)
        except NotYet as later:
            return later.seconds
        return 0.0

    def _take(self, connection: Connection, name: str, limit: Limit, count: int) -> None:
        """One statement: two that take at once never take the same."""
        now, count = self._clock().timestamp(), min(count, int(limit.most))
        there = _level(limit, now)
        first = insert_into(self._engine, BUCKETS).values(
            name=opaque(name, "a quota's name"), level=limit.most - count, at=now
        )
        taken = first.on_conflict_do_update(
            index_elements=["name"],
            set_={
                "level": there - count,
                "at": case((BUCKETS.c.at > now, BUCKETS.c.at), else_=literal(now)),
            },
            where=there >= count,
        ).returning(BUCKETS.c.level)
        if connection.execute(taken).scalar_one_or_none() is None:
            row = connection.execute(select(BUCKETS).where(BUCKETS.c.name == name)).one()
            level = limit.level(row.level, now - row.at)
            raise NotYet(max(limit.wait(level, count), 1 / limit.per_second))


def _level(limit: Limit, now: float) -> ColumnElement[float]:
    """`Limit.level`, in SQL."""
    passed = case((BUCKETS.c.at < now, literal(now) - BUCKETS.c.at), else_=literal(0.0))
    filled = BUCKETS.c.level + passed * limit.per_second
    return case((filled > limit.most, literal(limit.most)), else_=filled)
