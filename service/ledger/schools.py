"""Which schools share this database, beside the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from .engine import LedgerError, transaction
from .store import utc_now
from .tables import SCHOOLS


@dataclass(frozen=True, slots=True)
class SchoolEntry:
    """One school. `settings` by the names of service/settings.py, only what differs from those of
    the environment."""

    school_id: str
    settings: Mapping[str, str] = field(hash=False)
    added: datetime


class SchoolList:
    """The table of schools. Every method is one short transaction; raises LedgerError."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def all(self) -> tuple[SchoolEntry, ...]:
        """In the order in which they came."""
        with transaction(self._engine) as connection:
            rows = connection.execute(select(SCHOOLS).order_by(SCHOOLS.c.added)).all()
        return tuple(SchoolEntry(row.school_id, row.settings, row.added) for row in rows)

    def get(self, school_id: str) -> SchoolEntry | None:
        return next((each for each in self.all() if each.school_id == school_id), None)

    def add(self, school_id: str, settings: Mapping[str, str]) -> None:
        """Raises LedgerError where one is called so already."""
        row = {"school_id": school_id, "settings": dict(settings), "added": self._clock()}
        try:
            with transaction(self._engine) as connection:
                connection.execute(insert(SCHOOLS), row)
        except IntegrityError:
            raise LedgerError(f"There is a school {school_id} already.") from None

    def remove(self, school_id: str) -> bool:
        """Take it off the list; what the ledger remembers of it stays. False: it was not on it."""
        with transaction(self._engine) as connection:
            gone = connection.execute(delete(SCHOOLS).where(SCHOOLS.c.school_id == school_id))
        return bool(gone.rowcount)
