"""An access remembers which key hashed its `who`, so that it can be read after a rotation."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("accesses") as accesses:
        accesses.add_column(sa.Column("key_id", sa.String, nullable=False, server_default=""))
