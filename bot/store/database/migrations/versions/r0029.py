"""The chat whose editors approve what a channel posts, and which rows of the outbox they have approved."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision: str | None = "0028"


def upgrade() -> None:
    op.add_column("chats", sa.Column("editor", sa.BigInteger(), nullable=True))
    op.create_index("ix_chats_editor", "chats", ["editor"])
    op.add_column("outbox", sa.Column("approved", sa.Boolean(), nullable=False, server_default=sa.false()))
