"""What reports tell of their figures, beside their gists: of a past day there is no ledger, and answers add them up."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision: str | None = "0015"


def upgrade() -> None:
    op.add_column("gists", sa.Column("mentions", sa.Text(), nullable=True))
