"""Tables move forward with the data that is in them, on both databases, for many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from service.ledger import LedgerError, upgrade
from service.ledger.tables import METADATA

from .conftest import KEYS, store_on

SINCE = "'2026-10-01 08:00:00+00:00'"
# One row of each table, as the release with revision 0002 wrote them.
OF_ONE_SCHOOL = (
    f"INSERT INTO agreed VALUES ('row', 'hf-1', 'x', '{{\"a\": \"1\"}}', {SINCE})",
    "INSERT INTO tokens VALUES ('drive', '17')",
    f"INSERT INTO intents VALUES ('mail', 'ack:R-0001', '<abc@holdfast>', {SINCE})",
    "INSERT INTO counters VALUES ('case', 7)",
    f"INSERT INTO leases VALUES ('sync', 'one', 5, {SINCE})",
    "INSERT INTO facts VALUES ('key_id', 'k1')",
    f"INSERT INTO runs VALUES ('run-1', {SINCE}, {SINCE}, '{{\"problems\": 2}}')",
    "INSERT INTO accesses (at, who, case_code, what, why, key_id) "
    f"VALUES ({SINCE}, 'h4sh', 'C-0001', 'card', 'own case', 'k1')",
)


def _is_ours(name, kind, _parents):
    return kind != "table" or not name.startswith("procrastinate_")


def test_the_history_ends_where_the_tables_are(engine):
    with engine.connect() as connection:
        opts = {"compare_type": False, "include_name": _is_ours}
        context = MigrationContext.configure(connection, opts=opts)
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


def test_a_ledger_of_one_school_is_the_first_school_s_from_then_on(bare, clock):
    upgrade(bare, "0002")
    with bare.begin() as connection:
        for row in OF_ONE_SCHOOL:
            connection.execute(text(row))
    upgrade(bare)
    ledger, other = store_on(bare, clock), store_on(bare, clock, "2")
    (agreed,) = ledger.agreed().values()
    assert (agreed.key, agreed.object_id, agreed.marks) == ("hf-1", "x", {"a": "1"})
    assert ledger.token("drive") == "17"
    assert ledger.unsettled() == {("mail", "ack:R-0001"): "<abc@holdfast>"}
    assert ledger.next_number("case", 1) == 8
    assert ledger.take_lease("sync", "two", 60) == 6
    assert ledger.key_id() == "k1"
    assert ledger.last_run()["report"] == {"problems": 2}
    ledger.record_access(clock.now, "ana@school.example", "C-0001", "card", "own case")
    assert [look["key_id"] for look in ledger.accesses("C-0001")] == ["k1", KEYS.key_id]
    assert (other.agreed(), other.token("drive"), other.accesses("C-0001")) == ({}, "", ())


def test_every_table_s_key_begins_with_the_school(engine):
    """But for the number of a look; and Google's quotas are those of a project and its accounts."""
    for name in sorted(METADATA.tables):
        key = inspect(engine).get_pk_constraint(name)["constrained_columns"]
        assert key == [column.name for column in METADATA.tables[name].primary_key]
        assert key[0] == "school_id" or name in ("accesses", "buckets")
    indexes = {
        each["name"]: each["column_names"] for each in inspect(engine).get_indexes("accesses")
    }
    assert indexes == {"accesses_by_case": ["school_id", "case_code", "at"]}


def test_a_row_that_does_not_say_whose_it_is_is_refused(engine):
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("INSERT INTO tokens (name, value) VALUES ('drive', '17')"))


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
