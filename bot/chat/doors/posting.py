"""What all doors have in common that are posted to: their owner and secret, what an answer means, and when one is dead.

A request that fails is tried again like any message, with longer and longer waits (``bot.desk.delivery.settle``); so no
door is given up for an hour's trouble, and none is knocked at for ever.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Collection
from datetime import timedelta

from bot.chat.delivery.channels import address_of
from bot.chat.delivery.sending import Outgoing, Sender
from bot.chat.languages.translator import Translator
from bot.chat.render import Rendered
from bot.chat.render.notice import say
from bot.model import (
    Delivery,
    Door,
    Forbidden,
    NotPosted,
    NotSent,
    Posted,
    Rejected,
    RetryLater,
    SendOutcome,
    Sent,
    Topic,
    Unknown,
)

DEAD_AFTER = timedelta(days=3)
TRIES_BEFORE = 50
"""Tries without success, besides: what waited while no worker ran is not the door's fault."""
LATER = 60.0
"""Seconds to stay away, where a 429 names none."""
GONE = frozenset({410})
"""Answers that end a door at once (Standard Webhooks, "Delivery requirements")."""


class DoorSender(Sender):
    """Sends to doors; what is theirs is looked up for each message, as it may have changed."""

    async def deliver(self, message: Outgoing) -> SendOutcome:
        door = await asyncio.to_thread(self._context.store.doors.at, message.delivery.chat.id)
        if door is None:
            return Forbidden("the door was removed")
        return given_up(message.delivery, await self.hand_over(message, door), self._now() - message.delivery.created)

    @abstractmethod
    async def hand_over(self, message: Outgoing, door: Door) -> SendOutcome:
        """Sends it. ``address_of(door.chat)`` is where to."""

    @abstractmethod
    async def hello(self, address: str, secret: str, t: Translator, *, trusted: bool) -> SendOutcome:
        """Says there that news will come."""

    async def post(
        self, address: str, body: bytes, headers: dict[str, str], *, trusted: bool, method: str = "POST"
    ) -> Posted | NotPosted:
        """``trusted``: it is an operator's door."""
        if self._context.post is None:
            return NotPosted("cannot be asked from here: no worker runs")
        return await self._context.post.post(address, body, headers, method=method, trusted=trusted)

    def is_trusted(self, door: Door) -> bool:
        return door.owner_id in self._context.operators


class ChatWebhook(DoorSender):
    """Posts the words of messages, unsigned, to an address that is a secret by itself."""

    async def hand_over(self, message: Outgoing, door: Door) -> SendOutcome:
        trusted = self.is_trusted(door)
        return await self.post_words(where(door), message.words, message.delivery.id, trusted=trusted)

    async def hello(self, address: str, secret: str, t: Translator, *, trusted: bool) -> SendOutcome:
        return await self.post_words(address, said_hello(self._context.topic, t), 0, trusted=trusted)

    @abstractmethod
    async def post_words(self, address: str, words: Rendered, number: int, *, trusted: bool) -> SendOutcome:
        """Sends them as the service takes them. ``number`` is what the outcome has for the message's id."""


def said_hello(topic: Topic, t: Translator) -> Rendered:
    """What a new door is told first."""
    return say(t.say("News of “{topic}” will be posted here.", topic=topic.sentence(topic.name, t.language)))


def where(door: Door) -> str:
    """Its address."""
    return address_of(door.chat)


def outcome_of(
    answer: Posted | NotPosted, number: int, gone: Collection[int] = GONE, wrong: Collection[int] = ()
) -> SendOutcome:
    """What an answer means for a message with a number; ``gone`` and ``wrong``: statuses of an address that takes no
    more, and of a message that it never takes."""
    if isinstance(answer, NotPosted):
        return Unknown(answer.sentence) if answer.perhaps else NotSent(answer.sentence)
    status = answer.status
    if 200 <= status < 300:
        return Sent(number)
    if status == 429:
        return RetryLater(answer.retry_after or LATER)
    if status in gone:
        return Forbidden(f"it answered {status}, which says that it is not there any more")
    if status in wrong:
        return Rejected(f"it answered {status}")
    if 300 <= status < 400:
        return NotSent(f"answers {status}, a redirect, which is not followed")
    return NotSent(f"answers {status}")


def given_up(delivery: Delivery, outcome: SendOutcome, waited: timedelta) -> SendOutcome:
    """The outcome; of a message that was tried often and for days that its address takes no more."""
    if waited < DEAD_AFTER or delivery.attempts < TRIES_BEFORE:
        return outcome
    match outcome:
        case NotSent(reason) | Unknown(reason):
            return Forbidden(f"it has taken nothing for {DEAD_AFTER.days} days; last, it {reason}")
        case RetryLater():
            return Forbidden(f"it has taken nothing for {DEAD_AFTER.days} days; last, it asked to wait")
    return outcome


def in_words(outcome: SendOutcome) -> str:
    """Why a greeting came to nothing; "" where it arrived."""
    match outcome:
        case Sent():
            return ""
        case RetryLater():
            return "asks to wait; try again in a minute"
        case Unknown(reason) | NotSent(reason):
            return reason
        case Forbidden(reason) | Rejected(reason):
            return reason.removeprefix("it ")
    return "does not work"
