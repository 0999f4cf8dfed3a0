"""Renders one owed row as things stand now, and has it delivered by a channel: what all channels have in common."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, assert_never

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bot.chat.context import ChatContext
from bot.chat.delivery.story_contexts import StoryContexts
from bot.chat.languages.translator import translator
from bot.chat.logs import one_line
from bot.chat.render import Rendered
from bot.chat.render.alert import alert, as_test
from bot.chat.render.answers.watches import ToldHit, hits_message
from bot.chat.render.digest import correction, digest_part, in_digest_order
from bot.chat.render.notice import broadcast, notice
from bot.chat.render.wishes.approvals import expired, for_editors
from bot.chat.render.wishes.subscriptions import name_of
from bot.chat.render.wrong import told_to_operators, verdict
from bot.desk.delivery.interests import about
from bot.desk.delivery.subscriptions import is_silent, rang_for, waited_for
from bot.model import (
    Article,
    ChatSubscription,
    ChatType,
    Delivery,
    DeliveryKind,
    NotSent,
    Rejected,
    SendOutcome,
    Sent,
    WatchHit,
)

_TOLD_BY_ANY = frozenset({DeliveryKind.ALERT, DeliveryKind.EDIT, DeliveryKind.TURN})
"""What is told by whichever report of the story tells the same in the chat's language, as soon as there is one."""


_GONE = {
    DeliveryKind.WATCH: "its watch was removed",
    DeliveryKind.APPROVAL: "an editor has decided already, or the report is gone",
}
"""Why nothing is left to tell of."""


class Outgoing(Struct, frozen=True):
    """A message as a channel is handed it."""

    delivery: Delivery
    """Its row: which chat's it is, and of which kind."""
    words: Rendered
    """As HTML with buttons, and as plain text."""
    articles: tuple[Article, ...] = ()
    """The reports that it tells of, for a channel that sends values; none for a notice."""
    replaces: int | None = None
    """The message whose place it takes; None for one of its own."""
    replies_to: int | None = None
    settles: tuple[int, ...] | None = None
    """The reports that a part of a digest is about; None for whatever else is no part."""


def _as_loud_as(those: Sequence[ChatSubscription], delivery: Delivery) -> Delivery:
    """The row, whose message makes a sound unless all the subscriptions that it is for are silent."""
    if not those:
        return delivery
    manner = replace(delivery.chat.manner, silent=is_silent(those))
    return replace(delivery, chat=replace(delivery.chat, manner=manner))


class Sender(ABC):
    """Sends deliveries by one channel; every trouble comes back as a ``SendOutcome``."""

    edits: ClassVar[bool] = False
    """Messages can be changed; where not, what would change one is sent as one of its own."""
    replies: ClassVar[bool] = False
    """Messages can be sent in reply to others."""

    def __init__(self, context: ChatContext) -> None:
        self._context = context
        self._counts = StoryContexts(context.store.archive, context.topic, context.convert)

    @abstractmethod
    async def deliver(self, message: Outgoing) -> SendOutcome:
        """Sends it. What goes wrong is to be an outcome; what is raised for all that counts as not sent."""

    async def send(self, delivery: Delivery) -> SendOutcome:
        """Renders the row as things stand now, and sends it.

        Never raises, but for asyncio.CancelledError.
        """
        try:
            message = await asyncio.to_thread(self._outgoing, delivery)
            if message is None:
                return Rejected(_GONE.get(delivery.kind, "the report is no longer in the archive"))
            if delivery.kind is DeliveryKind.EDIT and delivery.message_id is None:
                return Rejected("its alert did not go out")
            came = await self.deliver(message)
            return replace(came, told=message.settles) if isinstance(came, Sent | Rejected) else came
        except Exception as problem:  # a bug or a database out of reach must not end the loop, and the row stays owed
            return NotSent(f"{type(problem).__name__}: {one_line(str(problem))}", unasked=True)

    # --- In a thread

    def _outgoing(self, delivery: Delivery) -> Outgoing | None:
        """None where there is nothing left to tell of."""
        if delivery.kind is DeliveryKind.OPERATOR:
            return Outgoing(delivery, notice(delivery.text, translator(delivery.chat.language)))
        if delivery.kind is DeliveryKind.BROADCAST:
            return Outgoing(delivery, broadcast(delivery.text))
        if delivery.kind in {DeliveryKind.COMPLAINT, DeliveryKind.VERDICT}:
            words = self._about_complaint(delivery)
            return None if words is None else Outgoing(delivery, words)
        if delivery.kind is DeliveryKind.APPROVAL:
            return self._for_editors(delivery)
        if delivery.kind is DeliveryKind.DIGEST:
            return self._part(delivery)
        if delivery.kind is DeliveryKind.WATCH:
            return self._watched(delivery)
        article = self._article(delivery.article_id)
        if article is None:
            return None
        those = self._rang_for(delivery, article)
        delivery = _as_loud_as(those, delivery)
        if delivery.kind in _TOLD_BY_ANY:
            article = self._counts.for_chat(article, delivery.chat, [one.interest for one in those])
        is_edit = delivery.kind is DeliveryKind.EDIT
        return Outgoing(
            delivery,
            self._rendered(delivery, article, those),
            (article,),
            replaces=delivery.message_id if is_edit and self.edits else None,
            replies_to=delivery.message_id if self.replies and not is_edit else None,
        )

    def _rang_for(self, delivery: Delivery, article: Article) -> list[ChatSubscription]:
        """Of a chat that has several, the subscriptions that an alert is for; all of them, of what is no alert."""
        if not delivery.several or delivery.kind is DeliveryKind.TEST:
            return []
        those = self._context.store.subscriptions.of_chat(delivery.chat.id)
        if delivery.kind not in _TOLD_BY_ANY:
            return list(those)
        return rang_for(those, about(article.reading, article.outlet), great=delivery.great)

    def _waited_for(self, delivery: Delivery, articles: Sequence[Article]) -> list[ChatSubscription]:
        """Of a chat that has several, the subscriptions that a part of a digest is for."""
        if not delivery.several:
            return []
        those = self._context.store.subscriptions.of_chat(delivery.chat.id)
        return waited_for(those, (about(one.reading, one.outlet) for one in articles))

    def _for_editors(self, delivery: Delivery) -> Outgoing | None:
        """A post as its channel would have it now, or that nobody decided on it; None where somebody has."""
        what, _, number = delivery.notice.partition(" ")
        post, state = self._context.store.approvals.owed_as(int(number)) or (None, "")
        if post is None:
            return None
        t = translator(delivery.chat.language)
        if what == "expired":
            article = self._article(post.article_id)
            return Outgoing(delivery, expired(post.chat, article.title if article else "", t))
        made = self._outgoing(post) if state == "asked" else None
        return None if made is None else Outgoing(delivery, for_editors(made.words, post.chat, post.id, t))

    def _part(self, delivery: Delivery) -> Outgoing | None:
        """As much of a digest as one message takes."""
        kept = self._context.store.archive.kept(delivery.articles)
        known = (kept[number][0] for number in delivery.articles if number in kept)
        waiting = in_digest_order(known, self._context.topic)
        if not waiting:
            return None
        part = digest_part(
            ((article, self._counts.of(article)) for article in waiting),
            self._context.topic,
            now=self._now(),
            zone=delivery.chat.time_zone,
            before=delivery.told,
            of=delivery.told + len(waiting) + delivery.left,
            t=translator(delivery.chat.language),
        )
        shown = tuple(waiting[: part.stories])
        delivery = _as_loud_as(self._waited_for(delivery, shown), delivery)
        # What is no longer in the archive is told of no more.
        gone = (number for number in delivery.articles if number not in kept)
        is_last = part.stories == len(waiting) and not delivery.left
        settles = None if is_last else (*(article.id for article in shown), *gone)
        return Outgoing(delivery, part.words, shown, settles=settles)

    def _rendered(self, delivery: Delivery, article: Article, those: Sequence[ChatSubscription]) -> Rendered:
        """``those``: the chat's subscriptions that it is for, where the chat has several."""
        topic, convert, zone = self._context.topic, self._context.convert, delivery.chat.time_zone
        # Below a channel's posts everybody would see a button that its administrators alone may press.
        mutes = delivery.chat.type is not ChatType.CHANNEL
        t = translator(delivery.chat.language)
        match delivery.kind:
            case DeliveryKind.ALERT | DeliveryKind.EDIT | DeliveryKind.TURN:
                context = self._counts.of(article)
                names = self._context.store.watches.found(delivery.chat.id, delivery.article_id or article.id)
                return alert(
                    article,
                    topic,
                    convert,
                    now=self._now(),
                    zone=zone,
                    context=context,
                    mutes=mutes,
                    watches=names,
                    subscriptions=[name_of(one, t) for one in those],
                    commands=delivery.chat.type is not ChatType.ADDRESS,
                    t=t,
                )
            case DeliveryKind.TEST:
                context = self._counts.of(article)
                commands = delivery.chat.type is not ChatType.ADDRESS
                words = alert(
                    article, topic, convert, now=self._now(), zone=zone, context=context, commands=commands, t=t
                )
                return as_test(words, t, commands=commands)
            case DeliveryKind.CORRECTION:
                return correction(article, topic, now=self._now(), zone=zone, mutes=mutes, t=t)
            case (
                DeliveryKind.DIGEST
                | DeliveryKind.BROADCAST
                | DeliveryKind.OPERATOR
                | DeliveryKind.COMPLAINT
                | DeliveryKind.VERDICT
                | DeliveryKind.WATCH
                | DeliveryKind.APPROVAL
            ):
                raise AssertionError(delivery.kind)
            case _:
                assert_never(delivery.kind)

    def _watched(self, delivery: Delivery) -> Outgoing | None:
        """What answers a query of the chat's; None where that was removed since."""
        found = msgspec.json.decode(delivery.text, type=WatchHit)
        first = replace(found, article_id=delivery.article_id)
        hits = [told for hit in (first, *found.more) if (told := self._hit(hit)) is not None]
        if not hits:
            return None
        zone = delivery.chat.time_zone or self._context.default_zone
        words = hits_message(hits, now=self._now(), zone=zone, t=translator(delivery.chat.language))
        return Outgoing(delivery, words, tuple(told.article for told in hits if told.article))

    def _hit(self, hit: WatchHit) -> ToldHit | None:
        names = self._context.store.watches.names(hit.watches)
        if not names:
            return None
        paused = tuple(names[number] for number in hit.paused if number in names)
        return ToldHit(hit, tuple(names.values()), paused, self._article(hit.article_id))

    def _about_complaint(self, delivery: Delivery) -> Rendered | None:
        """That something was reported as wrong, or what came of it."""
        archive, number = self._context.store.archive, delivery.notice.rpartition(" ")[2]
        complaint = archive.complaint(int(number)) if number.isdigit() else None
        article = self._article(complaint.article_id) if complaint is not None else None
        if complaint is None or article is None:
            return None
        if delivery.kind is DeliveryKind.COMPLAINT:
            return told_to_operators(complaint, article)
        corrections = archive.corrections([article.id]).get(article.id, ())
        return verdict(complaint, article, corrections, self._context.topic, translator(delivery.chat.language))

    def _article(self, number: int | None) -> Article | None:
        return None if number is None else self._context.store.archive.article(number)

    def _now(self) -> datetime:
        return self._context.now()
