"""What polling etiquette keeps: moves, hints, gaps, holds of whole domains, and subscriptions at hubs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    op.add_column("feeds", sa.Column("domain", sa.Text(), server_default="", nullable=False))
    op.add_column("feeds", sa.Column("moved_to", sa.Text(), nullable=True))
    op.add_column("feeds", sa.Column("redirect_target", sa.Text(), nullable=True))
    op.add_column("feeds", sa.Column("redirect_seen", sa.Integer(), server_default="0", nullable=False))
    op.add_column("feeds", sa.Column("hints", sa.Text(), nullable=True))
    op.add_column("feeds", sa.Column("gaps", sa.Integer(), server_default="0", nullable=False))
    op.add_column("feeds", sa.Column("last_gap", sa.DateTime(timezone=True), nullable=True))
    op.add_column("feeds", sa.Column("push_until", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_feeds_lease_until", "feeds", ["lease_until"], unique=False)
    op.create_table(
        "domains",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_allowed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_domains"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_subscriptions_feed_id"),
        sa.PrimaryKeyConstraint("feed_id", name="pk_subscriptions"),
        sa.UniqueConstraint("token", name="uq_subscriptions_token"),
    )
    op.create_index("ix_subscriptions_state_next_try", "subscriptions", ["state", "next_try"], unique=False)
