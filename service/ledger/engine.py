"""Opening the ledger's database so that SQLite and PostgreSQL behave the same.

On SQLite every transaction begins with BEGIN IMMEDIATE: it waits for its turn at the start,
instead of failing in the middle when another process has written meanwhile. Readers are not
held up by writers (WAL), and a committed write survives a power cut (synchronous = FULL).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, NoSuchModuleError, OperationalError

SQLITE_WAIT_MS = 30_000
POSTGRES_WAIT_S = 10


class LedgerError(Exception):
    """The ledger cannot be used. `sentence` says why and what to do; it holds no password."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://…`. Nothing is connected yet."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise LedgerError(
            "HOLDFAST_DATABASE_URL is not a database address. "
            "Use sqlite:///holdfast.db or postgresql://user:password@host/name."
        ) from None
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    backend = parsed.get_backend_name()
    try:
        if backend == "sqlite":
            return _sqlite(parsed)
        if backend == "postgresql":
            return create_engine(
                parsed, pool_pre_ping=True, connect_args={"connect_timeout": POSTGRES_WAIT_S}
            )
    except (NoSuchModuleError, ImportError):
        pass
    raise LedgerError(
        f"The ledger cannot live in {backend}. Use SQLite (one machine) or PostgreSQL."
    )


FULL = ("disk is full", "disk full", "no space left")
FULL_SENTENCE = (
    "The ledger's disk is full. Make room on it, then sync again. What was done before stands; the "
    "next sync goes on there."
)


def _sqlite(url: Any) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise LedgerError(
            "A ledger in memory would be forgotten at once. "
            "Give HOLDFAST_DATABASE_URL a file, as in sqlite:///holdfast.db."
        )
    engine = create_engine(url, connect_args={"timeout": SQLITE_WAIT_MS / 1000})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        connection.execute(f"PRAGMA busy_timeout = {SQLITE_WAIT_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One short transaction: committed at the end, rolled back on any error."""
    try:
        with engine.begin() as connection:
            yield connection
    except (OperationalError, InterfaceError) as error:
        full = any(word in str(error.orig).casefold() for word in FULL)
        raise LedgerError(FULL_SENTENCE if full else unreachable(engine)) from error


def unreachable(engine: Engine) -> str:
    """One plain sentence about a database that does not answer; never its password."""
    where = engine.url.render_as_string(hide_password=True)
    return (
        f"The ledger at {where} does not answer. Check that the database runs and that "
        "HOLDFAST_DATABASE_URL is right. What was done before stands; the next sync goes on there."
    )
