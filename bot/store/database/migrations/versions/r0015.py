"""What retention goes by: until when feeds showed entries, and what messages were about that the outbox has no more."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision: str | None = "0014"


def upgrade() -> None:
    op.add_column("entries", sa.Column("shown", sa.DateTime(timezone=True), nullable=True))
    op.add_column("feeds", sa.Column("noted", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "messages",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_messages_chat_id"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_messages_article_id"),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name="pk_messages"),
    )
