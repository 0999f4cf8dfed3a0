"""What stories rang for, how chats want their alerts, replies and edits of alerts, and the dates that were named."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0005"


def upgrade() -> None:
    op.add_column("stories", sa.Column("rang", sa.Text(), server_default="", nullable=False))
    op.add_column("chats", sa.Column("alerts", sa.String(), server_default="all", nullable=False))
    op.add_column("chats", sa.Column("digest_at", sa.String(), server_default="08:00", nullable=False))
    op.add_column("outbox", sa.Column("replies_to", sa.Integer(), nullable=True))
    op.create_index("ix_outbox_story_id_kind", "outbox", ["story_id", "kind"])
    op.create_index("ix_ledger_track_role_value", "ledger", ["track", "role", "value"])
    op.create_table(
        "ahead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_ahead_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ahead"),
        sa.UniqueConstraint("day", "occasion", "track", name="uq_ahead_day_occasion_track"),
    )
