"""A chat subscribes to all or some of the news, once or several times under names, and ends one of these or all."""

from collections.abc import Sequence

from msgspec.structs import replace

from bot.chat.commands.alerts import AlertCommands, Wish, alert_wish
from bot.chat.commands.button_press import is_id
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.wishes.choosing import Choosing
from bot.chat.languages.translator import Translator
from bot.chat.render import Rendered, help  # noqa: A004  # the room's own module, not the builtin
from bot.chat.render.wishes import subscriptions as render
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.chat.typed.questions import nearest_name
from bot.chat.typed.subscriptions import ALL, SubscriptionWords, subscription_words, take_name
from bot.chat.typed.wishes import not_a_wish
from bot.chat.typed.zones import zone_in_words
from bot.desk.delivery.interests import chosen, hears_all, with_languages
from bot.desk.delivery.subscriptions import name_key
from bot.model import Chat, ChatSubscription, Interest, SubscriptionRefusal


class SubscribeCommands:
    """Methods raise BadArgument, and change nothing then."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._chats, self._subscriptions = families.context.store.outbox, families.context.store.subscriptions
        self._choosing, self._alerts = families.of(Choosing), families.of(AlertCommands)

    def subscribe(self, asked: CommandRequest) -> Rendered:
        """Subscribes the chat, to what is named; or keeps one more subscription, by its name."""
        words, name = take_name(asked.words)
        typed = subscription_words(words, self._context.topic.vocabulary.tracks)
        wish = self._wish(asked, typed)
        own = self._subscriptions.of_chat(asked.chat.id)
        first = own[0] if own else None
        if not name or (first is not None and name_key(name) in render.keys(first, asked.t)):
            return self._first(asked, typed, wish)
        if first is None:
            return self._first(asked, typed, wish, name)
        if typed.is_empty:
            return self._name(asked, first, own, name)
        return self._named(asked, typed, wish, own, name)

    def _first(self, asked: CommandRequest, typed: SubscriptionWords, wish: Wish | None, name: str = "") -> Rendered:
        """The chat's one subscription, or its first; ``name``: that of a chat which had none."""
        t = asked.t
        before = self._chats.chat(asked.chat.id)
        is_new = before is None or not before.subscribed
        known = self._choosing.subscribe(asked.chat)
        if name:
            self._subscriptions.name_first(known.id, name)
        if typed.wish.narrows:
            known = self._choosing.choose(known, typed.wish)
        if typed.languages is not None:
            known = self._choosing.set_interest(known, with_languages(known.interest, typed.languages))
        if typed.silent is not None:
            self._choosing.set_manner(known, replace(known.manner, silent=typed.silent))
        come = self._alerts.set_wish(known, wish) if wish is not None else 0
        known = self._chats.chat(known.id) or known
        if is_new:
            told = self._alerts.told(known, t) if wish is not None or self._choosing.more(known) else ""
            zone = zone_in_words(self._context.zone_of(known.id), t)
            return help.after_subscribe(zone=zone, alerts=told, come=come, t=t)
        if wish is None and typed.is_empty:
            return help.subscribed_already(rings=self._choosing.more(known, t), t=t)
        return self._alerts.changed(known, come, t)

    def _wish(self, asked: CommandRequest, typed: SubscriptionWords) -> Wish | None:
        """The alerts that are named, None where none are. Raises BadArgument."""
        words = typed.wish.rest or ("all" if typed.wish.everything else "")
        if not words:
            return None
        try:
            return alert_wish(words, self._chats.chat(asked.chat.id) or asked.chat)
        except BadArgument as problem:
            if words.casefold().startswith(("digest", "daily", "weekly", "critical")):
                example = "/subscribe digest 8:00 weekdays"
                raise BadArgument("Nothing was changed. {problem}", example, problem=problem.told) from None
            raise not_a_wish(words, self._context.topic.vocabulary.tracks) from None

    # --- Several

    def _name(
        self, asked: CommandRequest, first: ChatSubscription, own: Sequence[ChatSubscription], name: str
    ) -> Rendered:
        """Names the first one, where it has no name yet."""
        if first.name or any(name_key(one.name) == name_key(name) for one in own):
            raise BadArgument("Say what “{name}” is to ring for.", f"/subscribe deals as {name}", name=shown(name))
        self._subscriptions.name_first(asked.chat.id, name)
        return render.kept(replace(first, name=name), self._sentence(asked), is_new=False, t=asked.t)

    def _named(
        self,
        asked: CommandRequest,
        typed: SubscriptionWords,
        wish: Wish | None,
        own: Sequence[ChatSubscription],
        name: str,
    ) -> Rendered:
        """Keeps a subscription by its name: one more, or the one that has it."""
        known = self._chats.chat(asked.chat.id) or asked.chat
        there = next((one for one in own if name_key(one.name) == name_key(name)), None)
        before = there or ChatSubscription(0, name, Interest(muted=known.interest.muted))
        wanted = _changed(before, typed, wish)
        if there is None:
            added = self._subscriptions.add(known.id, wanted)
            if added is SubscriptionRefusal.NAME:  # another administrator's was there first
                return self._named(asked, typed, wish, self._subscriptions.of_chat(known.id), name)
            if isinstance(added, SubscriptionRefusal):
                raise BadArgument("This chat has as many subscriptions as a chat may, 10; end one first.",
                                  "/subscriptions")  # fmt: skip
            wanted = added
        if wish is not None and (wish.digest_at, wish.digest_days) != (known.digest_at, known.digest_days):
            # Its time is the chat's.
            self._chats.set_alerts(known.id, known.alerts, wish.digest_at, wish.digest_days)
        come = self._subscriptions.keep(known.id, wanted, self._context.now())
        every = next((one for one in own if one.number != wanted.number and hears_all(one)), None)
        return render.kept(wanted, self._sentence(asked), is_new=there is None, come=come, every=every, t=asked.t)

    def _sentence(self, asked: CommandRequest) -> str:
        known: Chat = self._chats.chat(asked.chat.id) or asked.chat
        return self._choosing.sentence(known, asked.t)

    # --- The end

    def unsubscribe(self, asked: CommandRequest) -> Rendered:
        """Ends the alerts, or one subscription by its name or its number in the list."""
        words = asked.words.strip()
        own = self._subscriptions.of_chat(asked.chat.id)
        if words and words.casefold() not in ALL:
            found = _found(words, own, asked.t)
            if len(own) > 1:
                self._subscriptions.remove(asked.chat.id, found.number, self._context.now())
                return render.ended(found, self._sentence(asked), asked.t)
        changed = self._chats.unsubscribe(asked.chat.id, self._context.now())
        return help.after_unsubscribe(changed=changed, t=asked.t)


def _changed(before: ChatSubscription, typed: SubscriptionWords, wish: Wish | None) -> ChatSubscription:
    """With what was typed; of what was not, as it was."""
    interest = replace(before.interest, paused=False)
    if typed.wish.narrows:
        interest = chosen(interest, {track.key for track in typed.wish.tracks}, set(typed.wish.kinds))
    if typed.languages is not None:
        interest = with_languages(interest, typed.languages)
    return replace(
        before,
        interest=interest,
        alerts=wish.alerts if wish is not None else before.alerts,
        silent=before.silent if typed.silent is None else typed.silent,
    )


def _found(typed: str, own: Sequence[ChatSubscription], t: Translator) -> ChatSubscription:
    """The subscription of a name, or of a number in the list. Raises BadArgument."""
    key = name_key(typed.strip("“”\"'"))
    by_key = {key: one for one in own for key in render.keys(one, t)}
    if key in by_key:
        return by_key[key]
    if is_id(typed) and 1 <= int(typed) <= len(own) and len(own) > 1:
        return own[int(typed) - 1]
    if len(own) < 2:
        raise BadArgument(
            "Nothing was changed: /unsubscribe ends all alerts of this chat, and not only “{typed}”.",
            "/unsubscribe",
            typed=shown(typed),
        )
    near = by_key.get(nearest_name(key, by_key) or "", own[-1])
    raise BadArgument(
        "This chat has no subscription “{typed}”; nothing was changed. /subscriptions lists them.",
        f"/unsubscribe {render.name_of(near, t)}",
        typed=shown(typed),
    )
