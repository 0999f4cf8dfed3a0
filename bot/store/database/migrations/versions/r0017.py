"""What a language model tells of a figure: whose it is, what it measures, how it is said, and how sure its role is.

The words of the rule that gave the role are gone: no rule gives it any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision: str | None = "0016"


def upgrade() -> None:
    op.add_column("figures", sa.Column("actor", sa.Text(), nullable=True))
    op.add_column("figures", sa.Column("measure", sa.String(), nullable=True))
    op.add_column("figures", sa.Column("stance", sa.String(), nullable=False, server_default="asserted"))
    op.add_column("figures", sa.Column("chance", sa.Double(), nullable=True))
    op.add_column("figures", sa.Column("likely", sa.String(), nullable=True))
    op.drop_column("figures", "why")
