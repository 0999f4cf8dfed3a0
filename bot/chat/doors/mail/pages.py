"""What the links of e-mails lead to: pages with a button each, which does what the link is for.

To open a page changes nothing, as mail scanners open every link; only its button does, or a mail program that posts to
the address as RFC 8058 has it.
"""

from bot.chat.context import ChatContext
from bot.chat.doors.mail import tokens
from bot.chat.languages.translator import Translator, fitting, translator
from bot.model import Confirmed, Door, DoorState, MailPage

_PURPOSES = frozenset({tokens.CONFIRM, tokens.END, tokens.NEVER})


class MailPages:
    """Makes the pages. Synchronous: call it in a thread. May raise what the store does."""

    def __init__(self, context: ChatContext) -> None:
        self._context = context
        self._doors = context.store.doors

    def page(self, purpose: str, token: str, languages: str, *, pressed: bool) -> MailPage:
        """``purpose`` and ``token``: the end of the address; ``languages``: as Accept-Language has them, for a page of
        no door; ``pressed``: the button was."""
        t = _preferred(languages)
        subject = tokens.subject(token)
        if not subject or purpose not in _PURPOSES:
            return self._made(404, t, t.say("This link leads nowhere."))
        if purpose == tokens.NEVER:
            return self._never(subject, token, t, pressed=pressed)
        door = self._doors.numbered(int(subject)) if subject.isdecimal() and len(subject) < 10 else None
        if door is None or not tokens.is_same(token, tokens.of_door(door, purpose)):
            told = t.say("This link is of no use any more: it is too old, was used, or its door was removed.")
            return self._made(404, t, told)
        t = translator(door.chat.language)
        do = self._confirm if purpose == tokens.CONFIRM else self._end
        return do(door, t, pressed=pressed)

    def _confirm(self, door: Door, t: Translator, *, pressed: bool) -> MailPage:
        address = door.chat.title
        is_late = door.confirm_by is not None and door.confirm_by <= self._context.now()
        if door.state is DoorState.UNCONFIRMED and not is_late and not pressed:
            asked = t.say(
                "Somebody asked a bot on Telegram to send news to {address}. Do you want it?", address=address
            )
            return self._made(200, t, asked, button=t.say("Yes, send me the news"))
        came = self._doors.confirm(door.id, self._context.now(), self._told_open(door)) if pressed else None
        if came is Confirmed.NOW:
            told = t.say("News is sent to {address} from now on. Each e-mail has a link that ends it.", address=address)
            return self._made(200, t, told)
        if came is Confirmed.BEFORE or (came is None and door.state in {DoorState.OPEN, DoorState.PAUSED}):
            return self._made(200, t, t.say("News is sent to {address} already.", address=address))
        told = t.say("This link is of no use any more: it is too old, was used, or its door was removed.")
        return self._made(404, t, told)

    def _end(self, door: Door, t: Translator, *, pressed: bool) -> MailPage:
        address = door.chat.title
        if door.state is not DoorState.ENDED and not pressed:
            asked = t.say("News is sent to {address}. Do you want it to stop?", address=address)
            return self._made(200, t, asked, button=t.say("Stop these e-mails"))
        self._doors.end(door.id, "whoever reads there wants no more", self._context.now(), self._told_ended(door))
        return self._made(200, t, t.say("No more news is sent to {address}.", address=address))

    def _never(self, mark: str, token: str, t: Translator, *, pressed: bool) -> MailPage:
        key = self._context.store.get(tokens.KEY)
        if key is None or not tokens.is_same(token, tokens.of_mark(key, mark)):
            return self._made(404, t, t.say("This link leads nowhere."))
        if not pressed:
            asked = t.say("Should this bot never ask this address again, whoever requests it?")
            return self._made(200, t, asked, button=t.say("Never ask again"))
        self._doors.never_ask(mark, self._context.now())
        return self._made(200, t, t.say("This bot will not ask this address again."))

    def _made(self, status: int, t: Translator, sentence: str, *, button: str = "") -> MailPage:
        topic = self._context.topic
        return MailPage(status, t.language, topic.sentence(topic.name, t.language), sentence, button)

    # --- What the chat is told that the door is of

    def _told_open(self, door: Door) -> str:
        t = self._of_owner(door)
        told = t.say(
            "Door {number} is open: {channel} to {address}.",
            number=str(door.id),
            channel=door.chat.channel,
            address=door.chat.title,
        )
        return f"✅ {told}"

    def _told_ended(self, door: Door) -> str:
        told = "Door {number} ({address}) has ended: whoever reads there wants no more."
        return self._of_owner(door).say(told, number=str(door.id), address=door.chat.title)

    def _of_owner(self, door: Door) -> Translator:
        owner = self._context.store.outbox.chat(door.owner_id)
        return translator(owner.language if owner is not None else "")


def _preferred(languages: str) -> Translator:
    """The first that the bot speaks; order says enough, as programs write the liked ones first (RFC 9110, 12.5.4)."""
    known = (fitting(one.partition(";")[0].strip()) for one in languages[:200].split(","))
    return translator(next(filter(None, known), ""))
