"""/broadcast: what an operator tells all subscribers, after a look at how it will be and to how many it goes."""

from collections import Counter
from collections.abc import Mapping

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.languages.translator import Translator
from bot.chat.render import Rendered
from bot.chat.render.operators import broadcasts as render
from bot.chat.typed.bad_argument import UNSEEN, BadArgument, shown

EXAMPLE = "/broadcast The bot moves to another machine tonight, 22:00 to 23:00 UTC."
LONGEST = 3000
"""Characters of a text."""


class Broadcasts:
    """Keeps what is looked at until a button says that it goes, or not. A restart forgets it."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._chats = families.context.store.outbox
        self._drafts: dict[str, str] = {}
        """By the number that the buttons have; of each operator the last one."""

    def broadcast(self, asked: CommandRequest) -> Rendered:
        """How it will look and to how many it goes. Raises BadArgument."""
        text = asked.words.strip()
        if not text or shown(text) == UNSEEN:
            raise BadArgument("Say behind it what all subscribers are to be told; you see it before it goes.", EXAMPLE)
        if len(text) > LONGEST:
            raise BadArgument(
                "That has {number} characters, and a broadcast takes {most}; nothing was sent.",
                EXAMPLE,
                number=lambda t: t.number(len(text)),
                most=lambda t: t.number(LONGEST),
            )
        kinds = Counter(chat.type for chat in self._chats.chats())
        if not kinds:
            raise BadArgument("Nobody is subscribed, so it would go to nobody.", "/chats")
        draft = f"{asked.chat.id}-{self._context.now():%Y%m%d%H%M%S%f}"
        others = {one: words for one, words in self._drafts.items() if not one.startswith(f"{asked.chat.id}-")}
        self._drafts = others | {draft: text}
        return render.preview(text, kinds, draft, asked.t)

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``cast:send:DRAFT`` and ``cast:drop:DRAFT``."""
        return {render.CAST: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        what, _, draft = pressed.words.partition(":")
        text = self._drafts.pop(draft, None)
        if text is None or what not in {render.SEND, render.DROP}:
            raise Outdated
        await pressed.replace_message(lambda: self._done(what, draft, text, pressed.t))

    def _done(self, what: str, draft: str, text: str, t: Translator) -> Rendered:
        if what == render.DROP:
            return render.dropped(t)
        return render.under_way(self._chats.broadcast(text, self._context.now(), f"broadcast-{draft}"), t)
