"""The history of the ledger's tables, run forward at every start.

`upgrade(engine)` brings any older ledger, with its data, to today's tables; on one that is
up to date it does nothing. Several instances may start at once: they take turns. There is no way
back by design: an older program refuses a newer ledger in one sentence.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import InterfaceError, OperationalError

from ..engine import LedgerError, unreachable

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent
NEWEST = max(path.name for path in (HERE / "versions").glob("[0-9]*.py")).partition("_")[0]
TURN = 7_236_511  # any constant: the PostgreSQL advisory lock that instances queue at


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the ledger's tables to `revision`. Raises LedgerError with a plain sentence."""
    if revision == "head" and is_newest(engine):
        return
    # Half a second of a cold start, and needed once a release.
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                _upgrade_sqlite(connection, config, revision)
            else:
                with connection.begin():
                    connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
                    _run(connection, config, revision)
    except CommandError as error:
        raise LedgerError(
            "The ledger was made by a newer Holdfast than this one. "
            "Start the newer version again; nothing was changed."
        ) from error
    except (OperationalError, InterfaceError) as error:
        raise LedgerError(unreachable(engine)) from error


def is_newest(engine: Engine) -> bool:
    """Whether nothing has to be run. Raises LedgerError where the database does not answer."""
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return False
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
            return list(found) == [NEWEST]
    except (OperationalError, InterfaceError) as error:
        raise LedgerError(unreachable(engine)) from error


def _upgrade_sqlite(connection: Connection, config: Config, revision: str) -> None:
    """Foreign keys are off meanwhile: remaking a parent table would delete its children."""
    raw = connection.connection.cursor()
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():
            _run(connection, config, revision)
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if orphans:
                raise LedgerError("The ledger's tables do not fit together; nothing was changed.")
    finally:
        raw.execute("PRAGMA foreign_keys = ON")
        raw.close()


def _run(connection: Connection, config: Config, revision: str) -> None:
    from alembic import command

    config.attributes["connection"] = connection
    command.upgrade(config, revision)
