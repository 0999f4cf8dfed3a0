"""What the operator merged and split: where a merged story went, and what a split-off one was part of."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    # Without foreign keys, for which SQLite would copy the whole table.
    op.add_column("stories", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column("stories", sa.Column("split_from", sa.Integer(), nullable=True))
