"""Indices of the ledger that put figures told by as many outlets in an order of their own."""

from alembic import op

revision = "0014"
down_revision: str | None = "0013"


def upgrade() -> None:
    for owner in ("track", "payer"):
        op.create_index(f"ix_ledger_{owner}_role_outlets_value", "ledger", [owner, "role", "outlets", "value"])
        op.drop_index(f"ix_ledger_{owner}_role_outlets", "ledger")
