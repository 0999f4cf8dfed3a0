"""The language in which the bot speaks in a chat."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision: str | None = "0026"


def upgrade() -> None:
    op.add_column("chats", sa.Column("language", sa.String(), nullable=False, server_default=""))
