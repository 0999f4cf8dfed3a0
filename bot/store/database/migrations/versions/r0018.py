"""Channels of delivery: which one a chat is of, and its address there. What is held is held by channel."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision: str | None = "0017"


def upgrade() -> None:
    op.add_column("chats", sa.Column("channel", sa.String(), nullable=False, server_default="telegram"))
    op.add_column("chats", sa.Column("address", sa.Text(), nullable=True))
    op.create_index("ix_chats_address_channel", "chats", ["address", "channel"], unique=True)
    op.execute("UPDATE holds SET name = 'telegram' WHERE name = 'all chats'")
