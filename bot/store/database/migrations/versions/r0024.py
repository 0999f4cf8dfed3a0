"""The queries that chats have every new entry held against, and what those found."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision: str | None = "0023"


def upgrade() -> None:
    op.create_table(
        "watches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused", sa.String(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("last_hit", sa.DateTime(timezone=True), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("on_day", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_watches_chat_id"),
        sa.PrimaryKeyConstraint("id", name="pk_watches"),
        sa.UniqueConstraint("chat_id", "name_key", name="uq_watches_chat_id_name_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "watch_hits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["watch_id"], ["watches.id"], name="fk_watch_hits_watch_id"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_watch_hits_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_watch_hits"),
        sa.UniqueConstraint("watch_id", "entry", name="uq_watch_hits_watch_id_entry"),
    )
    op.create_index("ix_watch_hits_watch_id_headline", "watch_hits", ["watch_id", "headline"])
    op.create_index("ix_watch_hits_article_id", "watch_hits", ["article_id"])
