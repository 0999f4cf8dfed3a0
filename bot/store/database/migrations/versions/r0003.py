"""Whose a feed is, in which folder it stands, and whether the operator paused it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    op.add_column("feeds", sa.Column("origin", sa.String(), server_default="topic", nullable=False))
    op.add_column("feeds", sa.Column("folder", sa.Text(), server_default="", nullable=False))
    op.add_column("feeds", sa.Column("paused_by_hand", sa.Boolean(), server_default=sa.false(), nullable=False))
