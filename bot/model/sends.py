"""What came of a send."""

from enum import StrEnum

from msgspec import Struct


class Sent(Struct, frozen=True):
    message_id: int
    """The channel's number of the message, no other one of the chat has it; the row's own where it numbers none, which
    is that of all parts of a digest."""
    told: tuple[int, ...] | None = None
    """As in ``Settlement``."""


class RetryLater(Struct, frozen=True):
    """429: Telegram names the seconds to wait."""

    seconds: float


class Forbidden(Struct, frozen=True):
    """403: the bot was blocked or removed; the chat is unsubscribed, the row is closed."""

    reason: str


class Moved(Struct, frozen=True):
    """The group became a supergroup with another id."""

    chat_id: int


class Rejected(Struct, frozen=True):
    """400 that no retry mends (after plain text was tried)."""

    reason: str
    told: tuple[int, ...] | None = None
    """As in ``Settlement``."""


class NotSent(Struct, frozen=True):
    """It certainly did not arrive: no connection, 5xx, an answer that is no JSON."""

    reason: str
    unasked: bool = False
    """Telegram was never asked: the message could not be made, as when the database is out of reach."""


class Unknown(Struct, frozen=True):
    """It may have arrived: the answer never came."""

    reason: str


class Decision(StrEnum):
    """What an editor's press comes to."""

    POSTED = "posted"
    DROPPED = "dropped"
    WAS_POSTED = "was posted"
    """Somebody was faster; so below."""
    WAS_DROPPED = "was dropped"
    LATE = "late"
    """Its time was over."""
    GONE = "gone"
    """It is not for this chat to decide any more."""


SendOutcome = Sent | RetryLater | Forbidden | Moved | Rejected | NotSent | Unknown
