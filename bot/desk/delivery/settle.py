"""What the outcome of a send means for the message that was owed.

At least once: a message leaves the outbox when it was confirmed to be sent, when the chat refuses it, or when no retry
can mend it; never for its age. One outcome alone can lead to a double: ``Unknown``, where the answer never came.
Sending again may then repeat a message, not sending may lose one, and a repeat is the smaller harm; the wait before it
grows faster than after a plain failure, so that a server in trouble is not made to repeat itself every few seconds.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import assert_never

from msgspec import Struct

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
from bot.phrases.wording import count

NOT_SENT = (2.0, 15 * 60.0)
"""Seconds: the first wait, doubled with every attempt, and the longest."""
UNKNOWN = (10.0, 60 * 60.0)
LONGEST_FLOOD_WAIT = 24 * 3600.0
LONGEST_HOLD = 60.0
TOGETHER = timedelta(seconds=5)
"""Flood waits of two chats so near to each other are one of the bot as a whole."""


class Flood(Struct, frozen=True):
    """The last 429 of a chat that has taken no message since."""

    chat_id: int
    at: datetime
    again: bool = False
    """The chat was refused again after it had waited as told."""


def settle(delivery: Delivery, outcome: SendOutcome, now: datetime, floods: Collection[Flood] = ()) -> Settlement:
    """The row's next state, with the reason in words; ``chat_id`` is always the chat that was addressed.

    ``floods``: what other sends have met with, and earlier ones to this chat; not what came of this one.
    """
    match outcome:
        case Sent(message_id, told):
            return Settlement(
                delivery.id, "sent", "delivered", message_id=message_id, chat_id=delivery.chat.id, told=told
            )
        case RetryLater(seconds):
            return _flood(delivery, seconds, now, floods)
        case Forbidden(reason):
            return Settlement(
                delivery.id, "closed", f"unsubscribed: {reason}", chat_id=delivery.chat.id, unsubscribe=True
            )
        case Moved(chat_id):
            return _owed(delivery, now, NOT_SENT, f"the chat moved to {chat_id}", move_to=chat_id)
        case Rejected(reason, told):
            return Settlement(delivery.id, "closed", f"refused for good: {reason}", chat_id=delivery.chat.id, told=told)
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


def _flood(delivery: Delivery, seconds: float, now: datetime, floods: Collection[Flood]) -> Settlement:
    """Wait as long as the channel says, and a second more, since its clock and ours differ.

    Where the bot as a whole has to wait everything is held, for a minute at the most: if Telegram still refuses then,
    the next sends say so, at the price of a few requests a minute.
    """
    seconds = min(seconds, LONGEST_FLOOD_WAIT) if seconds > 0 else 0.0
    whole = _concerns_the_bot(delivery, now, floods)
    return Settlement(
        delivery.id,
        "owed",
        f"{delivery.chat.channel.capitalize()} asks to wait {count(round(seconds), 'second')}",
        not_before=now + timedelta(seconds=seconds + 1),
        chat_id=delivery.chat.id,
        hold_all_until=now + timedelta(seconds=min(seconds + 1, LONGEST_HOLD)) if whole else None,
    )


def _concerns_the_bot(delivery: Delivery, now: datetime, floods: Collection[Flood]) -> bool:
    """Whether a 429 is about all chats; the Bot API has one answer for both, and no word that tells them apart.

    A group or a channel has a limit of its own (20 messages a minute). A private chat is alone with its 429 until
    another one gets one at nearly the same time. A chat that is refused again and again proves nothing about others,
    or two such chats would be enough to hold up everybody for ever.
    """
    if delivery.chat.type is not ChatType.PRIVATE:
        return False
    if any(flood.chat_id == delivery.chat.id for flood in floods):
        return False
    # Telegram's ids of groups and channels are below zero.
    return any(flood.chat_id > 0 and not flood.again and now - flood.at <= TOGETHER for flood in floods)
