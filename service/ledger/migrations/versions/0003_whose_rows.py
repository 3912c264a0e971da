"""Every row says which school's it is: several schools may share one database.

What is there already is the first school's. The number of an access stays its whole key (SQLite
counts by itself only then); its school stands beside it, and first in the index.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

FIRST = "1"
KEYS = {
    "agreed": ("kind", "key"),
    "tokens": ("name",),
    "intents": ("kind", "key"),
    "counters": ("name",),
    "leases": ("name",),
    "facts": ("name",),
    "runs": ("run_id",),
}
INDEXES = {
    "runs": ("runs_by_end", ["school_id", "ended"]),
    "accesses": ("accesses_by_case", ["school_id", "case_code", "at"]),
}


def upgrade() -> None:
    for table in (*KEYS, "accesses"):
        _say_whose(table)
        if table in KEYS:
            _key_by_school(table)
        if table in INDEXES:
            name, columns = INDEXES[table]
            op.drop_index(name, table)
            op.create_index(name, table, columns)


def _say_whose(table: str) -> None:
    """Two steps: what is there gets the first school's id, what comes must bring its own."""
    school = sa.Column("school_id", sa.String, nullable=False, server_default=FIRST)
    with op.batch_alter_table(table) as batch:
        batch.add_column(school)
    with op.batch_alter_table(table) as batch:
        batch.alter_column(
            "school_id", existing_type=sa.String, existing_nullable=False, server_default=None
        )


def _key_by_school(table: str) -> None:
    """The first release named no key, so SQLite gives it none; PostgreSQL called it so."""
    name = f"{table}_pkey"
    naming = {"pk": "%(table_name)s_pkey"}
    with op.batch_alter_table(table, naming_convention=naming) as batch:
        batch.drop_constraint(name, type_="primary")
        batch.create_primary_key(name, ["school_id", *KEYS[table]])
