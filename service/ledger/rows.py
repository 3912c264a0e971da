"""One school's rows in the ledger's tables, and how they are said in the SQL of both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Delete, Engine, Select, Table, Update

from .engine import transaction
from .opaque import opaque
from .tables import FIRST_SCHOOL

Statement = TypeVar("Statement", Select[Any], Update, Delete)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Rows:
    """`school_id` says whose rows these are: schools that share a database never meet."""

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime] = utc_now,
        school_id: str = FIRST_SCHOOL,
    ) -> None:
        self._engine, self._clock = engine, clock
        self._school = opaque(school_id, "a school's id")

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that writes what a run has done or learnt."""
        with transaction(self._engine) as connection:
            yield connection

    def _own(self, statement: Statement, table: Table) -> Statement:
        """Of this school's rows alone."""
        return statement.where(table.c.school_id == self._school)

    def _insert(self, table: Table) -> Any:
        return insert_into(self._engine, table)

    def _replace(self, table: Table) -> Any:
        statement = self._insert(table)
        keys = [column.name for column in table.primary_key]
        rest = {c.name: statement.excluded[c.name] for c in table.c if c.name not in keys}
        return statement.on_conflict_do_update(index_elements=keys, set_=rest)


def insert_into(engine: Engine, table: Table) -> Any:
    """Both databases know INSERT ... ON CONFLICT; SQLAlchemy has one class for each."""
    if engine.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    return insert(table)
