"""Edited articles: the stamps by which entries are known to be others by now, and the versions that were replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"


def upgrade() -> None:
    op.add_column("entries", sa.Column("stamp", sa.String(), nullable=True))
    op.add_column("entries", sa.Column("paged", sa.Boolean(), nullable=True))
    stamped = sa.text("stamp IS NOT NULL")
    op.create_index(
        "ix_entries_feed_id_seen", "entries", ["feed_id", "seen"], sqlite_where=stamped, postgresql_where=stamped
    )
    op.create_table(
        "article_versions",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_article_versions_article_id"),
        sa.PrimaryKeyConstraint("article_id", "number", name="pk_article_versions"),
    )
