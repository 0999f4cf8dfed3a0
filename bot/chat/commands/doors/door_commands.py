"""/doors: addresses beside Telegram that news goes to are added, listed, tried, paused, narrowed and removed."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.chat.commands.alerts import AlertCommands, alert_wish
from bot.chat.commands.button_press import is_id
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.doors.confirming import Confirming
from bot.chat.commands.wishes.choosing import Choosing
from bot.chat.languages.translator import Translator
from bot.chat.ports import DoorKeeper, DoorPlace
from bot.chat.render import Rendered
from bot.chat.render.notice import say
from bot.chat.render.wishes import doors as render
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.chat.typed.wishes import manner_words, not_a_wish, wish_words
from bot.model import Chat, ChatType, Door, DoorRefused, DoorState

EXAMPLE = "/doors add https://desk.example/hooks/news"
ATTEMPTS, WITHIN = 5, timedelta(hours=1)
"""Addresses that one chat, which is no operator's, may have us knock at: whoever is there did not ask for it."""
_VERBS = ("add", "set", "test", "pause", "resume", "remove")


class DoorCommands:
    """Doors of a private chat: addresses of doors are passwords, and in a group everybody would read them."""

    def __init__(self, families: Families) -> None:
        self._families, self._context = families, families.context
        self._store = families.context.store
        self._confirming = Confirming(families.context)
        self._attempts: defaultdict[int, deque[datetime]] = defaultdict(lambda: deque(maxlen=ATTEMPTS))

    def doors(self, asked: CommandRequest) -> Rendered | Awaitable[Rendered | None]:
        """The list, or what is done to one of them. Raises BadArgument."""
        keeper, t = self._context.doors, asked.t
        if keeper is None or not (self._context.doors_for_all or asked.operator):
            return say(t.say("Doors, which send news to addresses beside Telegram, are for this bot's operators."))
        if asked.chat.type is not ChatType.PRIVATE:
            return say(
                t.say("Doors are kept in the private chat with me: their addresses are passwords. Send /doors there.")
            )
        head, _, rest = asked.words.strip().partition(" ")
        verb = head.casefold()
        if not verb:
            return self._listed(self._store.doors.of_chat(asked.chat.id), keeper, t)
        if verb == "all" and asked.operator and not rest:
            return self._listed(self._store.doors.all(), keeper, t, owners=True)
        if verb not in _VERBS:
            raise BadArgument(
                "“{typed}” is nothing to do with a door: {verbs} are. A new one is added by its address.",
                EXAMPLE,
                typed=shown(head),
                verbs=", ".join(_VERBS),
            )
        if verb == "add":
            return self._add(keeper, rest, asked)
        number, _, words = rest.strip().partition(" ")
        door = self._named(number, verb, asked)
        if words.strip() and verb != "set":
            raise BadArgument("/doors {verb} takes a door's number alone.", f"/doors {verb} {door.id}", verb=verb)
        return self._set(door, words, asked) if verb == "set" else self._done(verb, door, t)

    def _listed(self, those: list[Door], keeper: DoorKeeper, t: Translator, *, owners: bool = False) -> Rendered:
        sentence = self._families.of(Choosing).sentence
        return render.doors([(door, sentence(door.chat, t)) for door in those], keeper.atom, owners=owners, t=t)

    def _named(self, number: str, verb: str, asked: CommandRequest) -> Door:
        """A door of the chat's own; of an operator any. Raises BadArgument."""
        door = self._store.doors.numbered(int(number)) if is_id(number.removeprefix("#")) else None
        if door is None or not (door.owner_id == asked.chat.id or asked.operator):
            example = f"/doors {verb} 1"
            if not number:
                raise BadArgument("Say which door, by its number in /doors.", example)
            raise BadArgument(
                "Say which door by its number; “{typed}” is none of yours. /doors lists them.",
                example,
                typed=shown(number),
            )
        return door

    def _done(self, verb: str, door: Door, t: Translator) -> Rendered:
        """Raises BadArgument."""
        now, number = self._context.now(), str(door.id)
        if verb == "remove":
            self._store.doors.remove(door.id, now)
            told = "Door {number} ({address}) is removed, with all that was kept of it."
            return say(t.say(told, number=number, address=door.chat.title))
        if door.state is DoorState.UNCONFIRMED:
            told = "Door {number} is not open yet: it waits for the press on the button that was mailed to {address}."
            raise BadArgument(told, f"/doors remove {door.id}", number=number, address=door.chat.title)
        if door.state is DoorState.ENDED:
            told = "Door {number} has ended: {reason}. It can be added again."
            raise BadArgument(told, EXAMPLE, number=number, reason=door.reason)
        if verb == "test":
            if door.state is not DoorState.OPEN:
                raise BadArgument("Door {number} is paused.", f"/doors resume {door.id}", number=number)
            if self._store.outbox.owe_test(door.chat, now) is None:
                return say(t.say("No report is in yet, so there is no alert to send as a test."))
            told = "The newest alert of before goes to door {number}, marked as a test, once a minute at the most."
            return say(t.say(told, number=number))
        state = DoorState.PAUSED if verb == "pause" else DoorState.OPEN
        self._store.doors.set_state(door.id, state, now)
        if state is DoorState.PAUSED:
            told = "Door {number} is paused: what comes meanwhile does not go there. {command}"
            return say(t.say(told, number=number, command=f"/doors resume {number}"))
        return say(t.say("Door {number} is open again.", number=number))

    # --- A new one

    def _add(self, keeper: DoorKeeper, typed: str, asked: CommandRequest) -> Awaitable[Rendered | None]:
        """Reads everything first, so that nobody is knocked at in vain. Raises BadArgument."""
        words, wishes = _address_and_wishes(typed)
        place = keeper.place_of(words, trusted=asked.operator)
        self._wishes(asked.chat, wishes, f"/doors add {words}")
        if place.counted_as:
            return self._to_confirm(keeper, place, words, wishes, asked)
        self._count_attempt(asked)
        return self._opened(keeper, place, words, wishes, asked)

    async def _opened(
        self, keeper: DoorKeeper, place: DoorPlace, words: str, wishes: str, asked: CommandRequest
    ) -> Rendered:
        """Raises BadArgument."""
        trouble = await keeper.greet(place, trusted=asked.operator)
        if trouble:
            raise BadArgument(
                "Nothing was added: {address} {trouble}. It is asked with POST, and has to answer with a status "
                "from 200 to 299 within 15 seconds.",
                EXAMPLE,
                address=place.shown,
                trouble=trouble,
            )
        made = await asyncio.to_thread(self._kept, keeper, place, words, wishes, asked)
        rings = await asyncio.to_thread(self._families.of(Choosing).sentence, made.chat, asked.t)
        return render.added(made, rings, place.secret, t=asked.t)

    async def _to_confirm(
        self, keeper: DoorKeeper, place: DoorPlace, words: str, wishes: str, asked: CommandRequest
    ) -> Rendered:
        """Nothing goes there but the question whether it may. Raises BadArgument."""
        made = await asyncio.to_thread(self._kept, keeper, place, words, wishes, asked)
        return await self._confirming.ask(keeper, made, place, asked)

    def _kept(self, keeper: DoorKeeper, place: DoorPlace, words: str, wishes: str, asked: CommandRequest) -> Door:
        """Raises BadArgument."""
        owner, now = asked.chat, self._context.now()
        known = self._store.outbox.chat(owner.id) or owner
        if place.counted_as:
            self._confirming.knock(place, asked)
        chat = keeper.chat_of(words, owner, self._context.zone_of(owner.id))
        confirm_by = now + place.confirm_within if place.counted_as else None
        made = self._store.doors.add(owner, chat, place.secret, now, confirm_by)
        if isinstance(made, DoorRefused):
            if made is not DoorRefused.SAME:
                self._store.outbox.forget(chat.id, now)
                self._store.doors.forgive(place.counted_as)
            raise _refused(made)
        self._follow(made.chat, known)
        self._change(made.chat, wishes)
        return self._store.doors.numbered(made.id) or made

    def _count_attempt(self, asked: CommandRequest) -> None:
        """Raises BadArgument for one too many."""
        if asked.operator:
            return
        tried, now = self._attempts[asked.chat.id], self._context.now()
        if len(tried) == ATTEMPTS and now - tried[0] < WITHIN:
            told = "{number} addresses were tried from here within an hour; more can be later."
            raise BadArgument(told, "/doors", number=str(ATTEMPTS))
        tried.append(now)

    # --- What goes there

    def _follow(self, door: Chat, owner: Chat) -> None:
        """A new door hears of what its owner's chat does, by all of its subscriptions."""
        chats, subscriptions = self._store.outbox, self._store.subscriptions
        chats.set_language(door, owner.language)
        chats.set_alerts(door.id, owner.alerts, owner.digest_at, owner.digest_days)
        chats.set_interest(door.id, owner.interest)
        chats.set_manner(door.id, owner.manner)
        chats.set_preferred(door.id, owner.preferred)
        subscriptions.forget(door.id)  # of one that has ended, or waited for its reader, and is added again
        subscriptions.name_first(door.id, owner.called)
        for one in subscriptions.of_chat(owner.id)[1:]:
            subscriptions.add(door.id, one)

    def _set(self, door: Door, words: str, asked: CommandRequest) -> Rendered:
        """Raises BadArgument."""
        example = f"/doors set {door.id} deals"
        if not words.strip():
            raise BadArgument(
                "Say what is to go there: countries, kinds of news, digest 8:00, quiet 22:00-7:00.", example
            )
        self._wishes(door.chat, words, f"/doors set {door.id}")
        self._change(door.chat, words)
        changed = self._store.outbox.chat(door.chat.id) or door.chat
        rings = self._families.of(Choosing).sentence(changed, asked.t)
        return say(asked.t.say("Door {number}: {rings}", number=str(door.id), rings=rings))

    def _wishes(self, chat: Chat, words: str, command: str) -> None:
        """Raises BadArgument for what cannot be read, with an example of this command."""
        try:
            if not words.strip() or manner_words(words, chat.manner) is not None:
                return
            typed = wish_words(words, self._context.topic.vocabulary.tracks)
            if typed.rest:
                alert_wish(typed.rest, chat)
        except BadArgument as problem:
            is_known = words.split()[0].casefold() in {"digest", "quiet", "most"}
            told = problem if is_known else not_a_wish(words, self._context.topic.vocabulary.tracks)
            raise BadArgument(told.sentence, f"{command} deals", **told.values) from None

    def _change(self, chat: Chat, words: str) -> None:
        """What ``_wishes`` has found good."""
        if not words.strip():
            return
        choosing = self._families.of(Choosing)
        known = self._store.outbox.chat(chat.id) or chat
        if (manner := manner_words(words, known.manner)) is not None:
            choosing.set_manner(known, manner)
            return
        typed = wish_words(words, self._context.topic.vocabulary.tracks)
        if typed.narrows:
            # Of several that it has from its owner's chat none is left: what was typed is what goes there.
            self._store.subscriptions.forget(known.id)
            known = choosing.choose(known, typed)
        if rest := typed.rest or ("all" if typed.everything else ""):
            wish = alert_wish(rest, replace(known))
            self._families.of(AlertCommands).set_wish(known, wish)
            for one in self._store.subscriptions.of_chat(known.id, shut=True)[1:]:
                self._store.subscriptions.keep(known.id, replace(one, alerts=wish.alerts), self._context.now())


def _address_and_wishes(typed: str) -> tuple[str, str]:
    """The address, with the name of its channel where one stands before it, and what is to go there."""
    words = typed.split()
    at = 1 if len(words) > 1 and "://" not in words[0] and ("://" in words[1] or "@" in words[1]) else 0
    return " ".join(words[: at + 1]), " ".join(words[at + 1 :])


def _refused(why: DoorRefused) -> BadArgument:
    match why:
        case DoorRefused.SAME:
            return BadArgument("News goes to this address from here already; /doors lists yours.", "/doors")
        case DoorRefused.CHAT_FULL:
            return BadArgument("This chat has as many doors as a chat may, 10; remove one first.", "/doors")
        case DoorRefused.ALL_FULL:
            return BadArgument("This bot has as many doors as it keeps; it takes new ones when others go.", "/doors")
