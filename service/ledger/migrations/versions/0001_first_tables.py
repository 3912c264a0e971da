"""The first tables."""

import sqlalchemy as sa
from alembic import op

from service.ledger.tables import Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "agreed",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("object_id", sa.String, nullable=False),
        sa.Column("marks", sa.JSON, nullable=False),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_table(
        "tokens",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "intents",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("detail", sa.String, nullable=False),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("holder", sa.String, nullable=False),
        sa.Column("fence", sa.BigInteger, nullable=False),
        sa.Column("expires", Instant, nullable=False),
    )
    op.create_table(
        "facts",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("run_id", sa.String, primary_key=True),
        sa.Column("started", Instant, nullable=False),
        sa.Column("ended", Instant, nullable=False),
        sa.Column("report", sa.JSON, nullable=False),
    )
    op.create_index("runs_by_end", "runs", ["ended"])
    op.create_table(
        "accesses",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", Instant, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("case_code", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("why", sa.String, nullable=False),
    )
    op.create_index("accesses_by_case", "accesses", ["case_code", "at"])
