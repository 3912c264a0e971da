"""Alembic's entry: migrate inside the one transaction that `upgrade` has opened."""

from alembic import context

from service.ledger.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot alter a table in place
    transactional_ddl=True,  # all of it or nothing, on SQLite too
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
