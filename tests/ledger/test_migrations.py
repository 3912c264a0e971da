"""Tables move forward with the data that is in them, on both databases, for many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from service.ledger import LedgerError, upgrade
from service.ledger.tables import METADATA

from .conftest import store_on


def test_the_history_ends_where_the_tables_are(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, METADATA) == []


def test_an_older_ledger_moves_forward_with_its_data(bare, clock):
    upgrade(bare, "0001")
    with bare.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO accesses (at, who, case_code, what, why) "
                "VALUES ('2026-10-01 08:00:00+00:00', 'h4sh', 'C-0001', 'card', 'own case')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO agreed (kind, key, object_id, marks, at) "
                "VALUES ('row', 'hf-1', 'x', '{}', '2026-10-01 08:00:00+00:00')"
            )
        )
        connection.execute(text("INSERT INTO counters (name, value) VALUES ('case', 7)"))
    upgrade(bare)
    upgrade(bare)
    ledger = store_on(bare, clock)
    assert ledger.accesses("C-0001")[0]["who"] == "h4sh"
    assert ledger.accesses("C-0001")[0]["key_id"] == ""
    assert set(ledger.agreed()) == {("row", "hf-1")}
    assert ledger.next_number("case", 1) == 8


def test_many_instances_may_start_at_once(bare):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: upgrade(bare), range(4)))
    assert set(METADATA.tables) <= set(inspect(bare).get_table_names())


def test_a_newer_ledger_is_left_alone(engine):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match="newer Holdfast"):
        upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_failing_step_leaves_everything_as_it_was(bare):
    upgrade(bare, "0001")
    with bare.begin() as connection:  # in the way of the next step
        connection.execute(text("ALTER TABLE accesses ADD COLUMN key_id VARCHAR"))
    before = inspect(bare).get_table_names()
    with pytest.raises(Exception):  # noqa: B017 - each database has its own
        upgrade(bare)
    assert inspect(bare).get_table_names() == before
    with bare.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"
