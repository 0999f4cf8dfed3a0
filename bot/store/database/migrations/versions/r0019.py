"""On which days of the week a chat's digest comes; until now it came every day."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision: str | None = "0018"


def upgrade() -> None:
    op.add_column("chats", sa.Column("digest_days", sa.String(), nullable=False, server_default="1234567"))
