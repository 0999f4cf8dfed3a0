"""What is owed knows whether it may pass quiet hours; a muted story may come back by itself at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision: str | None = "0024"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("great", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("muted_stories", sa.Column("until", sa.DateTime(timezone=True), nullable=True))
