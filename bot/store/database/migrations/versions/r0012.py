"""The languages of articles by an index, so that a search asks for words in no others."""

from alembic import op

revision = "0012"
down_revision: str | None = "0011"


def upgrade() -> None:
    op.create_index("ix_articles_language", "articles", ["language"])
