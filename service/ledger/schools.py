"""Which schools share this database, beside the first; and which of them somebody or something is
of, asked of all their ledgers at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select, tuple_
from sqlalchemy.exc import IntegrityError

from .engine import LedgerError, transaction
from .rows import utc_now
from .tables import AGREED, SCHOOLS, TOKENS


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

    @property
    def engine(self) -> Engine:
        """On which the ledgers of these schools are, too."""
        return self._engine

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

    # ------------------------------------------------ in whose ledger it stands

    def that_agreed(self, kind: str, keys: Mapping[str, str]) -> frozenset[str]:
        """Of the schools in `keys` (school id -> key), those that have agreed on this key."""
        whose = tuple_(AGREED.c.school_id, AGREED.c.key)
        theirs = select(AGREED.c.school_id).where(AGREED.c.kind == kind, whose.in_(keys.items()))
        with transaction(self._engine) as connection:
            return frozenset(connection.scalars(theirs))

    def that_made(self, file_id: str, among: Collection[str], kinds: Collection[str]) -> set[str]:
        """Of the schools `among`, those of whose founding this file is, or that have made it as one
        of these `kinds`."""
        founded = select(TOKENS.c.school_id).where(
            TOKENS.c.school_id.in_(among), TOKENS.c.name.startswith("file:"),
            TOKENS.c.value == file_id,
        )  # fmt: skip
        made = select(AGREED.c.school_id).where(
            AGREED.c.school_id.in_(among), AGREED.c.kind.in_(kinds), AGREED.c.object_id == file_id
        )
        with transaction(self._engine) as connection:
            return {*connection.scalars(founded), *connection.scalars(made)}
