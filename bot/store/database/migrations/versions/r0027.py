"""The words of what was passed over, for some days."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision: str | None = "0024"


def upgrade() -> None:
    op.create_table(
        "passed_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_passed_over_feed_id"),
        sa.PrimaryKeyConstraint("id", name="pk_passed_over"),
    )
    op.create_index("ix_passed_over_link", "passed_over", ["link"])
    op.create_index("ix_passed_over_seen", "passed_over", ["seen"])
