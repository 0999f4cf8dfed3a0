"""What an exception of python-telegram-bot says about a send: did it arrive, may it be tried again, and when?

``BadRequest`` and ``TimedOut`` are both kinds of ``NetworkError`` there, so the order of the questions matters.
"""

from datetime import timedelta

import httpx
from telegram import error

from bot.chat.logs import one_line
from bot.model import Forbidden, Moved, NotSent, Rejected, RetryLater, SendOutcome, Unknown

_CLOSED_DOORS = (
    "chat not found",
    "chat_id is empty",
    "user not found",
    "peer_id_invalid",
    "have no rights to send",
    "not enough rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_admin_required",
    "bot is not a member",
    "group chat was deactivated",
    "user is deactivated",
    "channel_private",
    "chat_restricted",
)
"""What a 400 says of a chat that this bot cannot write to, in lower case."""

_TOPICS: dict[str, Forbidden | Rejected] = {
    "message thread not found": Forbidden("the forum topic was deleted"),
    "topic_deleted": Forbidden("the forum topic was deleted"),
    "topic_id_invalid": Forbidden("the forum topic was deleted"),
    "topic_closed": Rejected(
        "the forum topic is closed; open it, or make the bot an administrator who manages topics, and it goes on"
    ),
}
"""What a 400 says of a forum topic, in lower case, and what that means for it, and for no other topic of its group."""

_MARKUP = ("can't parse entities", "can't find end", "entity_bounds_invalid", "unsupported start tag")
_BUTTONS = ("button_url_invalid", "button_data_invalid", "inline keyboard", "wrong http url", "reply markup")

_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.WriteTimeout,
    httpx.UnsupportedProtocol,
)
"""The request was not, or not wholly, handed over: Telegram cannot have acted on it."""


def is_markup_trouble(problem: error.TelegramError) -> bool:
    """A 400 that plain text without buttons would mend."""
    words = str(problem).lower()
    return isinstance(problem, error.BadRequest) and any(hint in words for hint in (*_MARKUP, *_BUTTONS))


def is_unchanged(problem: error.BadRequest) -> bool:
    """A 400 for an edit that would change nothing."""
    return "not modified" in str(problem).lower()


def outcome_of(problem: Exception) -> SendOutcome:
    """What the exception means for the row, with a reason of one line in which no token is shown."""
    reason = one_line(str(problem)) or type(problem).__name__
    match problem:
        case error.RetryAfter():
            return RetryLater(seconds(problem.retry_after))
        case error.ChatMigrated():
            return Moved(problem.new_chat_id)
        case error.Forbidden():
            return Forbidden(reason)
        case error.BadRequest():
            topic = next((came for hint, came in _TOPICS.items() if hint in reason.lower()), None)
            if topic is not None:
                return topic
            closed = any(hint in reason.lower() for hint in _CLOSED_DOORS)
            return Forbidden(reason) if closed else Rejected(reason)
        case error.TimedOut() | error.NetworkError():
            return _network(problem, reason)
    return NotSent(f"{type(problem).__name__}: {reason}")


def _network(problem: error.NetworkError, reason: str) -> SendOutcome:
    """Without a cause from httpx the server answered (5xx, no JSON): it did not take the message."""
    cause = problem.__cause__
    if isinstance(cause, _NEVER_LEFT) or not isinstance(cause, httpx.HTTPError):
        return NotSent(_named(cause, reason))
    return Unknown(_named(cause, reason))


def _named(cause: BaseException | None, reason: str) -> str:
    """httpx's errors often have no words: the name of the class says more."""
    match cause:
        case httpx.ConnectTimeout() | httpx.ConnectError():
            return f"Telegram cannot be reached ({reason})"
        case httpx.ReadTimeout():
            return "Telegram did not answer in time"
        case httpx.HTTPError():
            return f"{type(cause).__name__}: {reason}"
    return reason


def seconds(wait: "int | float | timedelta") -> float:
    """python-telegram-bot gives a flood wait as a number, or as a timedelta where that is asked for."""
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
