"""/prefer: the outlets whose reports a chat's alerts name, where several tell the same."""

from msgspec.structs import replace

from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.wishes.choosing import Choosing
from bot.chat.commands.wishes.outlets import named, outlet_of
from bot.chat.render import Rendered
from bot.chat.render.notice import try_this
from bot.chat.render.wishes import preferred as render
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.desk.delivery.interests import mutes
from bot.model import Chat

MOST = 10
_OFF = frozenset({"off", "not", "no", "none"})


class PreferCommands:
    """Which reports are named. Methods raise BadArgument."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._chats = families.context.store.outbox
        self._choosing = families.of(Choosing)

    def prefer(self, asked: CommandRequest) -> Rendered:
        """Prefers an outlet behind those that are preferred, or not any more; shows which are, where none is named."""
        chat, t = self._chats.chat(asked.chat.id), asked.t
        if chat is None or not chat.subscribed:
            return try_this(t.say("This chat gets no alerts yet."), "/subscribe", t)
        words = asked.words.split()
        if not words:
            return render.listed_preferred(chat.preferred, t)
        if words[0].casefold() in _OFF:
            kept = self._without(chat, " ".join(words[1:]))
        else:
            kept = self._with(chat, " ".join(words))
        self._chats.set_preferred(chat.id, kept)
        return render.changed(self._choosing.sentence(replace(chat, preferred=kept), t), t)

    def _with(self, chat: Chat, typed: str) -> tuple[str, ...]:
        outlet = outlet_of(self._context, typed, "/prefer")
        if mutes(chat.interest, outlet):
            raise BadArgument("{outlet} is muted here: what is muted is not named.", f"/unmute {outlet}", outlet=outlet)
        others = tuple(one for one in chat.preferred if one.casefold() != outlet.casefold())
        if len(others) >= MOST:
            sentence = "A chat prefers {number} outlets at the most; one has to go before another comes."
            raise BadArgument(sentence, f"/prefer off {others[-1]}", number=str(MOST))
        return chat.preferred if len(others) < len(chat.preferred) else (*others, outlet)

    def _without(self, chat: Chat, typed: str) -> tuple[str, ...]:
        if not typed:
            return ()
        found = named(typed, chat.preferred)
        if len(found) != 1:
            raise BadArgument("“{typed}” is not preferred here; /prefer lists what is.", "/prefer", typed=shown(typed))
        return tuple(one for one in chat.preferred if one != found[0])
