"""Of a figure of the ledger whether it is a floor or a ceiling, and whether reports have it only to deny it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision: str | None = "0022"


def upgrade() -> None:
    op.add_column("ledger", sa.Column("bound", sa.String(), nullable=True))
    op.add_column("ledger", sa.Column("is_denied", sa.Boolean(), nullable=False, server_default=sa.false()))
