"""Doors that wait until whoever reads there has confirmed them, and how often addresses were asked to."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision: str | None = "0030"


def upgrade() -> None:
    op.add_column("doors", sa.Column("confirm_by", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "knocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("never", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_knocks"),
    )
    op.create_index("ix_knocks_of", "knocks", ["of"])
