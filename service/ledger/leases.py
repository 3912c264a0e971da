"""Leases: one holder at a time, each with a higher fence number than the one before.

A run's own ledger (`behind_lease`) stands behind the lease that it took: what it writes goes in
only while the lease is still its own, which the database decides in the same transaction. So a
process that was paused, and woke when another had taken over, writes nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Self

from sqlalchemy import ColumnElement, Connection, or_, select, update

from service.ports import LeaseLost

from .engine import transaction
from .opaque import opaque
from .rows import Rows
from .tables import LEASES

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Leases(Rows):
    """Every method is one short transaction, and who holds a lease is decided by the database."""

    _behind = False  # whether what is written stands behind the lease that was taken
    _held: tuple[str, str, int] | None = None  # its name, holder and fence

    def behind_lease(self) -> Self:
        """The same ledger for one run: from `take_lease` until `release_lease` nothing of it is
        written, and `still_ours` raises LeaseLost, once somebody else has taken over."""
        own = copy(self)
        own._behind, own._held = True, None
        return own

    def still_ours(self) -> None:
        """One read. Raises LeaseLost; a ledger that holds no lease answers."""
        if self._held is not None:
            with transaction(self._engine) as connection:
                self._refuse_lost(connection)

    def take_lease(self, name: str, holder: str, seconds: int) -> int:
        now = self._clock()
        statement = (
            self._insert(LEASES)
            .values(
                school_id=self._school,
                name=opaque(name, "a lease"),
                holder=opaque(holder, "a lease's holder"),
                fence=1,
                expires=now + timedelta(seconds=seconds),
            )
            .on_conflict_do_update(
                index_elements=["school_id", "name"],
                set_={
                    "holder": holder,
                    "fence": LEASES.c.fence + 1,
                    "expires": now + timedelta(seconds=seconds),
                },
                where=or_(LEASES.c.expires <= now, LEASES.c.holder == holder),
            )
            .returning(LEASES.c.fence)
        )
        with transaction(self._engine) as connection:
            fence = int(connection.execute(statement).scalar_one_or_none() or 0)
        if self._behind and fence:
            self._held = name, holder, fence
        return fence

    def keep_lease(self, name: str, holder: str, fence: int, seconds: int) -> bool:
        return self._move_lease(name, holder, fence, self._clock() + timedelta(seconds=seconds))

    def release_lease(self, name: str, holder: str, fence: int) -> None:
        self._held = None
        self._move_lease(name, holder, fence, LONG_AGO)

    def _move_lease(self, name: str, holder: str, fence: int, expires: datetime) -> bool:
        """An expired lease that nobody took since is still ours: its fence has not risen."""
        moved = self._own(update(LEASES).where(*_is(name, holder, fence)), LEASES)
        with transaction(self._engine) as connection:
            return bool(connection.execute(moved.values(expires=expires)).rowcount == 1)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with super()._writing() as connection:
            self._refuse_lost(connection)
            yield connection

    def _refuse_lost(self, connection: Connection) -> None:
        """Whoever would take over waits until this transaction has come to its end."""
        if self._held is None:
            return
        mine = self._own(select(LEASES.c.fence).where(*_is(*self._held)), LEASES)
        if connection.scalar(mine.with_for_update(read=True)) is None:
            raise LeaseLost


def _is(name: str, holder: str, fence: int) -> tuple[ColumnElement[bool], ...]:
    return LEASES.c.name == name, LEASES.c.holder == holder, LEASES.c.fence == fence
