"""The schools of a district: which there are beside the first, and what each was told.

What identifies a school and its own account, and nothing about anybody in it; no key.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "schools",
        sa.Column("school_id", sa.String, primary_key=True),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
    )
