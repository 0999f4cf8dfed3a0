"""/mydata and /forgetme: what is kept of a chat, in words and as a file, and its removal."""

import asyncio
import json
from collections.abc import Mapping
from functools import partial

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler
from bot.chat.commands.command import CommandRequest, Families, Work
from bot.chat.commands.wishes.choosing import Choosing
from bot.chat.delivery.messenger import call_patiently
from bot.chat.delivery.side_work import Place
from bot.chat.languages.translator import Translator
from bot.chat.render import Rendered
from bot.chat.render.answers import own_data as render
from bot.chat.topics import in_thread


class OwnData:
    """Tells and removes what the database has of a chat."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._chats = families.context.store.outbox
        self._choosing = families.of(Choosing)

    def mydata(self, asked: CommandRequest) -> Rendered | Work:
        """The words, and the file with all of it; the words alone where nothing is kept."""
        kept = self._chats.kept_of(asked.chat.id)
        return Work(partial(self._send, asked.chat.id, asked.t)) if kept else render.nothing_kept(asked.t)

    async def _send(self, chat_id: int, t: Translator, place: Place) -> None:
        words, file = await asyncio.to_thread(self._told, chat_id, t)
        await place.say(words)
        if file:
            name = f"burdenwatch-mydata-{self._context.now():%Y-%m-%d}.json"
            more = {"reply_parameters": place.quote, **in_thread(place.thread)}
            await call_patiently(
                lambda: place.bot.send_document(
                    place.chat_id, file, filename=name, caption=t.say(render.CAPTION), **more
                )
            )

    def _told(self, chat_id: int, t: Translator) -> tuple[Rendered, bytes]:
        kept, known = self._chats.kept_of(chat_id), self._chats.chat(chat_id)
        if not kept or known is None:
            return render.nothing_kept(t), b""
        rings = self._choosing.sentence(known, t) if known.subscribed else ""
        words = render.kept(kept, known, rings, now=self._context.now(), zone=self._context.zone_of(chat_id), t=t)
        return words, json.dumps(kept, ensure_ascii=False, indent=1).encode()

    def forgetme(self, asked: CommandRequest) -> Rendered:
        """Asks back, once."""
        kept = self._chats.kept_of(asked.chat.id)
        return render.ask_back(kept, asked.t) if kept else render.nothing_kept(asked.t)

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``forget:all`` and ``forget:not``."""
        return {render.FORGET: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        if pressed.words not in {render.ALL, render.NOT}:
            raise Outdated
        await pressed.replace_message(lambda: self._pressed(pressed))

    def _pressed(self, pressed: ButtonPress) -> Rendered:
        if pressed.words == render.NOT:
            return render.left_alone(pressed.t)
        return render.forgotten(self._chats.forget(pressed.here.id, self._context.now()), pressed.t)
