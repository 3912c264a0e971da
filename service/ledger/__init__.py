"""Holdfast's small memory: opaque ids, keyed hashes and timestamps, never a student's data.

In reading order:

    opaque      what may be stored at all: the guard that every value passes
    tables      the tables, as SQLAlchemy knows them
    engine      opening SQLite or PostgreSQL so that both behave the same
    migrations  the tables' history, run forward at every start
    rows        one school's rows in SQL;  leases  one holder at a time, and its fence
    store       `LedgerStore`, which fills the reconciler's `Ledger` Protocol
    schools     `SchoolList`: which schools share the database;  standings: how they stand
    quotas      Google's limits, shared by every process on one database
"""

from .engine import LedgerError, open_engine
from .migrations import upgrade
from .opaque import NotOpaque
from .quotas import Limit, Quotas
from .schools import SchoolEntry, SchoolList
from .store import LedgerStore
from .tables import FIRST_SCHOOL

__all__ = [
    "FIRST_SCHOOL",
    "LedgerError",
    "LedgerStore",
    "Limit",
    "NotOpaque",
    "Quotas",
    "SchoolEntry",
    "SchoolList",
    "open_engine",
    "upgrade",
]
