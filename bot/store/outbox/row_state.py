"""How far a row of the outbox is."""

from enum import StrEnum


class RowState(StrEnum):
    OWED = "owed"
    LEASED = "leased"
    SENT = "sent"
    CLOSED = "closed"
    HELD = "held"
    """An alert that waits for its chat's digest, until ``not_before``."""
    ASKED = "asked"
    """What a channel posts once an editor has approved it; closed where nobody has by ``not_before``."""
