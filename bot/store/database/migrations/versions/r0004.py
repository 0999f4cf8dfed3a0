"""When a feed last had news, how long it may have none, and whether the operators heard of a longer silence."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    op.add_column("feeds", sa.Column("last_news", sa.DateTime(timezone=True), nullable=True))
    op.add_column("feeds", sa.Column("patience", sa.Double(), server_default="0", nullable=False))
    op.add_column("feeds", sa.Column("silent", sa.Boolean(), server_default=sa.false(), nullable=False))
