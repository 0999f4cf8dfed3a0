"""Gists of the reports, which the store fills by itself, and indices for what answers ask."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision: str | None = "0012"


def upgrade() -> None:
    op.create_table(
        "gists",
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("track", sa.String(), nullable=True),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("figures", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("ahead", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_gists_article_id"),
        sa.PrimaryKeyConstraint("article_id", name="pk_gists"),
    )
    columns = ["on_topic", "published", "id", "story_id"]
    op.create_index("ix_articles_on_topic_published_id_story_id", "articles", columns)
    op.create_index("ix_stories_event", "stories", ["event"])
