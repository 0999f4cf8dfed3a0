"""Subscriptions that a chat has beside its first one, the name of that, and the outlets that a chat prefers."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision: str | None = "0029"


def upgrade() -> None:
    op.add_column("chats", sa.Column("called", sa.Text(), nullable=False, server_default=""))
    op.add_column("chats", sa.Column("preferred", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "chat_subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("interest", sa.Text(), nullable=False),
        sa.Column("alerts", sa.String(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_chat_subscriptions_chat_id"),
        sa.PrimaryKeyConstraint("id", name="pk_chat_subscriptions"),
        sa.UniqueConstraint("chat_id", "name_key", name="uq_chat_subscriptions_chat_id_name_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_chat_subscriptions_interest_alerts_chat_id", "chat_subscriptions", ["interest", "alerts", "chat_id"]
    )
