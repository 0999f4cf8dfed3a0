"""The full-text index; the store fills it by itself."""

from alembic import op

revision = "0009"
down_revision: str | None = "0008"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE search "
            "(article_id INTEGER PRIMARY KEY, published TIMESTAMPTZ NOT NULL, words TSVECTOR NOT NULL)"
        )
        # What is inserted is sorted in after each half megabyte: every search reads through what is not, and with the
        # four megabytes of the default whoever fills the list stands still for a second.
        op.execute("CREATE INDEX ix_search_words ON search USING gin (words) WITH (gin_pending_list_limit = 512)")
    else:
        # Without the text, places and lengths, none of which is asked for, it is a quarter as large.
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5(words, content='', tokenize='ascii', detail=none, columnsize=0)"
        )
