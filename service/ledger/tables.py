"""The ledger's tables. Their history is in `migrations/`; a test holds the two together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime on every database (SQLite hands back naive ones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("The ledger takes aware datetimes only.")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


METADATA = MetaData()

# The school whose the rows of a ledger with one school are. Several schools may share a database:
# each row says whose it is, and a school's number never depends on another's.
FIRST_SCHOOL = "1"

AGREED = Table(
    "agreed",
    METADATA,
    Column("school_id", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("object_id", String, nullable=False, default=""),
    Column("marks", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)

TOKENS = Table(
    "tokens",
    METADATA,
    Column("school_id", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

INTENTS = Table(
    "intents",
    METADATA,
    Column("school_id", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("detail", String, nullable=False, default=""),
    Column("at", Instant, nullable=False),
)

COUNTERS = Table(
    "counters",
    METADATA,
    Column("school_id", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# A released lease keeps its row: its fence must go on rising.
LEASES = Table(
    "leases",
    METADATA,
    Column("school_id", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("expires", Instant, nullable=False),
)

# Single facts about the ledger itself: the key its hashes were made with, its first agreement.
FACTS = Table(
    "facts",
    METADATA,
    Column("school_id", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

RUNS = Table(
    "runs",
    METADATA,
    Column("school_id", String, primary_key=True),
    Column("run_id", String, primary_key=True),
    Column("started", Instant, nullable=False),
    Column("ended", Instant, nullable=False),
    Column("report", JSON, nullable=False),
    Index("runs_by_end", "school_id", "ended"),
)

ACCESSES = Table(
    "accesses",
    METADATA,
    # Counted across schools: SQLite counts by itself only where the number is the whole key.
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("school_id", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("who", String, nullable=False),  # keyed hash of an e-mail address
    Column("case_code", String, nullable=False),
    Column("what", String, nullable=False),
    Column("why", String, nullable=False),
    Column("key_id", String, nullable=False, server_default=""),  # which key hashed `who`
    Index("accesses_by_case", "school_id", "case_code", "at"),
)

# The schools beside the first, which is the one that the environment describes. `settings` are
# those in which they differ from it (service/settings.py has their names); never a key.
SCHOOLS = Table(
    "schools",
    METADATA,
    Column("school_id", String, primary_key=True),
    Column("settings", JSON, nullable=False),
    Column("added", Instant, nullable=False),
)

# One project of Google's and its accounts, whichever school they serve: `level` calls were left at
# `at` (seconds since 1970). A name says no more than which quota, and a hash of whose.
BUCKETS = Table(
    "buckets",
    METADATA,
    Column("name", String, primary_key=True),
    Column("level", Double, nullable=False),
    Column("at", Double, nullable=False),
)
