"""What came of a send."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: int
    """The channel's number of the message, no other one of the chat has it; the row's own where it numbers none."""


@dataclass(frozen=True, slots=True)
class RetryLater:
    """429: Telegram names the seconds to wait."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Forbidden:
    """403: the bot was blocked or removed; the chat is unsubscribed, the row is closed."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with another id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """400 that no retry mends (after plain text was tried)."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """It certainly did not arrive: no connection, 5xx, an answer that is no JSON."""

    reason: str
    unasked: bool = False
    """Telegram was never asked: the message could not be made, as when the database is out of reach."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have arrived: the answer never came."""

    reason: str


SendOutcome = Sent | RetryLater | Forbidden | Moved | Rejected | NotSent | Unknown
