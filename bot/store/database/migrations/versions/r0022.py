"""What each chat wants to hear of, and how; the stories that it muted. Until now every chat heard of everything."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision: str | None = "0021"


def upgrade() -> None:
    op.add_column("chats", sa.Column("interest", sa.Text(), nullable=False, server_default=""))
    op.add_column("chats", sa.Column("quiet", sa.String(), nullable=False, server_default=""))
    op.add_column("chats", sa.Column("great_pass", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("chats", sa.Column("silent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("chats", sa.Column("cap", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("chats", sa.Column("counted_on", sa.String(), nullable=False, server_default=""))
    op.add_column("chats", sa.Column("counted", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_chats_subscribed_interest", "chats", ["subscribed", "interest"])
    op.create_table(
        "muted_stories",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("story_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_muted_stories_chat_id"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_muted_stories_story_id"),
        sa.PrimaryKeyConstraint("chat_id", "story_id", name="pk_muted_stories"),
    )
    op.create_index("ix_muted_stories_story_id", "muted_stories", ["story_id"])
