"""The channel of e-mail: asks an address whether news may go there, and sends what it is owed.

An alert is not changed once it is sent, and an edit tells of counts alone, so edits are passed over; turns and
corrections come as replies to their alert. What was handed over and not written down before the worker died, or whose
answer never came, comes again under the same Message-ID, by which many servers and programs know it for the same.
"""

import asyncio
import secrets

from bot.chat.context import ChatContext
from bot.chat.delivery.channels import address_of
from bot.chat.delivery.sending import Outgoing, Sender
from bot.chat.doors.mail import letters, tokens
from bot.chat.doors.posting import DEAD_AFTER, given_up
from bot.chat.languages.translator import Translator, translator
from bot.chat.ports import Mailing
from bot.chat.render import Rendered
from bot.chat.render.html import Line, bold, code, compose, link, said, text
from bot.model import (
    DeliveryKind,
    Door,
    DoorState,
    Forbidden,
    Mailed,
    MailFault,
    NotMailed,
    NotSent,
    Rejected,
    SendOutcome,
    Sent,
    Unknown,
)

UNSET = NotMailed(MailFault.SERVER, "no mail server is set (SMTP_HOST)")
_SHUT = frozenset({DoorState.UNCONFIRMED, DoorState.ENDED})


class MailSender(Sender):
    """Sends messages as e-mail to addresses that were confirmed."""

    replies = True

    async def deliver(self, message: Outgoing) -> SendOutcome:
        delivery, mail = message.delivery, self._context.mail
        door = await asyncio.to_thread(self._context.store.doors.at, delivery.chat.id)
        if door is None:
            return Forbidden("the door was removed")
        if door.state in _SHUT:
            return Rejected(f"its reader has not said that news may come: the door is {door.state}")
        if delivery.kind is DeliveryKind.EDIT:
            return Sent(delivery.id)
        if mail is None:
            return NotSent(UNSET.sentence)
        came = await mail.take(self._news(message, door, mail), address_of(door.chat))
        if isinstance(came, NotMailed) and came.fault is MailFault.LETTER:
            await asyncio.to_thread(self._note_refused, door, came)
        return self._outcome(came, message)

    async def ask(self, door: Door, mark: str, language: str) -> NotMailed | None:
        """Mails how to confirm; None where the server has taken it. ``mark``: what the address is counted by."""
        mail, t = self._context.mail, translator(language)
        key = await asyncio.to_thread(self._context.store.get, tokens.KEY)
        if mail is None or key is None:
            return UNSET
        identity = f"<ask.{secrets.token_hex(12)}@{mail.sender.domain}>"
        never = f"{mail.pages}/{tokens.NEVER}/{tokens.of_mark(key, mark)}"
        envelope = letters.Envelope(
            mail.sender, address_of(door.chat), identity, self._now(), headers=letters.unsubscribing(never)
        )
        confirm = f"{mail.pages}/{tokens.CONFIRM}/{tokens.of_door(door, tokens.CONFIRM)}"
        words = question(confirm, never, self._context, t)
        came = await mail.take(letters.letter(words, envelope, t), address_of(door.chat))
        return None if isinstance(came, Mailed) else came

    def _news(self, message: Outgoing, door: Door, mail: Mailing) -> bytes:
        delivery, domain = message.delivery, mail.sender.domain
        t = translator(delivery.chat.language)
        answers = ""
        if message.replies_to is not None:
            answers = tokens.message_id(door, message.replies_to, 0, domain)
        elif delivery.told:  # a later part of a digest
            answers = tokens.message_id(door, delivery.id, 0, domain)
        end = f"{mail.pages}/{tokens.END}/{tokens.of_door(door, tokens.END)}"
        envelope = letters.Envelope(
            mail.sender,
            address_of(door.chat),
            tokens.message_id(door, delivery.id, delivery.told, domain),
            self._now(),
            answers,
            (("List-Id", f"<burdenwatch.{domain}>"), *letters.unsubscribing(end)),
        )
        topic = self._context.topic
        about = topic.sentence(topic.name, t.language) if delivery.kind is DeliveryKind.DIGEST else ""
        return letters.letter(message.words, envelope, t, foot(door, end, self._context, t), about=about)

    def _note_refused(self, door: Door, why: NotMailed) -> None:
        """Of this e-mail alone: the next one may be taken."""
        store = self._context.store
        owner = store.outbox.chat(door.owner_id)
        told = translator(owner.language if owner is not None else "").say(
            "An e-mail to {address} (door {number}) was refused for good and did not arrive: {reason}.",
            address=door.chat.title,
            number=str(door.id),
            reason=why.sentence,
        )
        store.doors.note_refused(door.id, self._now(), told)

    def _outcome(self, came: Mailed | NotMailed, message: Outgoing) -> SendOutcome:
        """What is the server's fault, or our account's, ends no door, however long it lasts."""
        if isinstance(came, Mailed):
            return Sent(message.delivery.id)
        match came.fault:
            case MailFault.READER:
                return Forbidden(came.sentence)
            case MailFault.LETTER:
                return Rejected(came.sentence)
            case MailFault.LATER | MailFault.POLICY:
                later = NotSent(came.sentence)
                outcome = given_up(message.delivery, later, self._now() - message.delivery.created)
                return later if outcome is later else Forbidden(f"for {DEAD_AFTER.days} days {came.sentence}")
        return Unknown(came.sentence) if came.perhaps else NotSent(came.sentence)


def question(confirm: str, never: str, context: ChatContext, t: Translator) -> Rendered:
    """Whether news may come to an address, with both links. No word of whoever had it asked is in it."""
    name = context.topic.sentence(context.topic.name, t.language)
    lines: list[Line] = [
        bold(t.say("News of “{topic}” by e-mail: please confirm", topic=name)),
        "",
        t.say("Somebody asked a bot on Telegram to send news of “{topic}” to this address.", topic=name),
        "",
        said(
            t,
            "If that was you, open this page within {hours} hours and press its button: {link}",
            hours=text(t.number(tokens.CONFIRM_WITHIN.total_seconds() / 3600)),
            link=link(t.say("Yes, send me the news"), confirm),
        ),
        "",
        said(
            t,
            "If it was not you, do nothing, and no news will come. To keep this address from being asked again: {link}",
            link=link(t.say("Never ask again"), never),
        ),
    ]
    return compose(lines, t=t)


def foot(door: Door, end: str, context: ChatContext, t: Translator) -> Rendered:
    """Why an e-mail comes, and how that ends."""
    name = context.topic.sentence(context.topic.name, t.language)
    lines: list[Line] = [
        t.say("This comes because this address was confirmed for news of “{topic}”.", topic=name),
        said(
            t,
            "To end it: {link}, or send {command} to the bot, in the chat where you asked for it.",
            link=link(t.say("Stop these e-mails"), end),
            command=code(f"/doors remove {door.id}"),
        ),
    ]
    return compose(lines, t=t)
