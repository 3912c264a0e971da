"""The queue of looks, where workers share the ledger's database: procrastinate 3.10's own tables.

On SQLite one process does everything, and there is none. A later release of procrastinate brings
steps of its own, from its folder sql/migrations; each becomes one of these.
"""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    from procrastinate.schema import SchemaManager

    # Without parameters its percent signs are left alone, and many statements may go at once.
    plain = connection.execution_options(no_parameters=True)
    plain.exec_driver_sql(SchemaManager.get_schema())
