"""What a figure of the ledger measures: a sum, a change by as much and a part of as much are three rows."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision: str | None = "0020"


def upgrade() -> None:
    op.add_column("ledger", sa.Column("measure", sa.String(), nullable=True))
