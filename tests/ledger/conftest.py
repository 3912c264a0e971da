"""The ledger under test: the same tests on SQLite and on a PostgreSQL that is really started."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from service.keys import Keys
from service.ledger import LedgerStore, open_engine, upgrade
from service.ledger.tables import FIRST_SCHOOL
from tests import postgres

KEYS = Keys(b"the key of the tests")


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 14, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL of our own, stopped at the end."""
    if os.environ.get("HOLDFAST_SKIP_POSTGRES") == "1":
        pytest.skip("PostgreSQL is left out: HOLDFAST_SKIP_POSTGRES=1")
    with ExitStack() as until_the_end:
        try:
            address = until_the_end.enter_context(postgres.server())
        except Exception as error:
            pytest.fail(
                f"PostgreSQL could not be started ({error!r}). Install requirements-dev.txt, or "
                "set HOLDFAST_SKIP_POSTGRES=1 to leave these tests out knowingly."
            )
        yield address


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database, gone after the test."""
    with postgres.database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'holdfast.db'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def bare(database_url) -> Iterator[Engine]:
    """A database without tables."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(bare) -> Engine:
    upgrade(bare)
    return bare


@pytest.fixture
def clock() -> Clock:
    return Clock()


def store_on(
    engine: Engine, clock: Callable[[], datetime], school_id: str = FIRST_SCHOOL
) -> LedgerStore:
    hash_person = lambda who: KEYS.fingerprint("access", who)  # noqa: E731
    return LedgerStore(engine, hash_person, KEYS.key_id, clock, school_id)


@pytest.fixture
def ledger(engine, clock) -> LedgerStore:
    return store_on(engine, clock)
