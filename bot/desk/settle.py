"""What the outcome of a send means for the message that was owed.

At least once: a message leaves the outbox when Telegram confirmed it, when the chat refuses the bot, or when no retry
can mend it; never for its age. One outcome alone can lead to a double: ``Unknown``, where the answer never came.
Sending again may then repeat a message, not sending may lose one, and a repeat is the smaller harm; the wait before it
grows faster than after a plain failure, so that a server in trouble is not made to repeat itself every few seconds.
"""

from datetime import datetime, timedelta
from typing import assert_never

from bot.model import (
    ChatType,
    Delivery,
    Forbidden,
    Moved,
    NotSent,
    Rejected,
    RetryLater,
    SendOutcome,
    Sent,
    Settlement,
    Unknown,
)

from .wording import count

NOT_SENT = (2.0, 15 * 60.0)
"""Seconds: the first wait, doubled with every attempt, and the longest."""
UNKNOWN = (10.0, 60 * 60.0)
LONGEST_FLOOD_WAIT = 24 * 3600.0
LONGEST_HOLD = 60.0


def settle(delivery: Delivery, outcome: SendOutcome, now: datetime) -> Settlement:
    """The row's next state, with the reason in words; ``chat_id`` is always the chat that was addressed."""
    match outcome:
        case Sent(message_id):
            return Settlement(delivery.id, "sent", "delivered", message_id=message_id, chat_id=delivery.chat.id)
        case RetryLater(seconds):
            return _flood(delivery, seconds, now)
        case Forbidden(reason):
            return Settlement(
                delivery.id, "closed", f"unsubscribed: {reason}", chat_id=delivery.chat.id, unsubscribe=True
            )
        case Moved(chat_id):
            return _owed(delivery, now, NOT_SENT, f"the chat moved to {chat_id}", move_to=chat_id)
        case Rejected(reason):
            return Settlement(delivery.id, "closed", f"refused for good: {reason}", chat_id=delivery.chat.id)
        case NotSent(reason):
            return _owed(delivery, now, NOT_SENT, f"not sent: {reason}")
        case Unknown(reason):
            return _owed(delivery, now, UNKNOWN, f"perhaps sent, will be sent again: {reason}")
        case _:
            assert_never(outcome)


def _owed(
    delivery: Delivery, now: datetime, bounds: tuple[float, float], reason: str, *, move_to: int | None = None
) -> Settlement:
    first, longest = bounds
    seconds = min(first * 2.0 ** min(delivery.attempts, 30), longest)
    return Settlement(
        delivery.id,
        "owed",
        reason,
        not_before=now + timedelta(seconds=seconds),
        chat_id=delivery.chat.id,
        move_to=move_to,
    )


def _flood(delivery: Delivery, seconds: float, now: datetime) -> Settlement:
    """Wait as long as Telegram says, and a second more, since its clock and ours differ.

    A group or a channel has a limit of its own (20 messages a minute), so a 429 there is taken for that chat's. A
    private chat has none that our pacing would break, so a 429 there means the bot as a whole, and everything is held.
    For a minute at the most: if the bot as a whole is still held then, the next send says so, at the price of one
    request a minute; if it was that chat alone, the others have lost a minute and not an hour.
    """
    seconds = min(seconds, LONGEST_FLOOD_WAIT) if seconds > 0 else 0.0
    whole = delivery.chat.type is ChatType.PRIVATE
    return Settlement(
        delivery.id,
        "owed",
        f"Telegram asks to wait {count(round(seconds), 'second')}",
        not_before=now + timedelta(seconds=seconds + 1),
        chat_id=delivery.chat.id,
        hold_all_until=now + timedelta(seconds=min(seconds + 1, LONGEST_HOLD)) if whole else None,
    )
