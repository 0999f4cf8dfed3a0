"""/chart and the buttons of charts: a country's figures over time, as a picture.

The picture is drawn by another process (``drawing.raster``), one at a time, which is killed where it takes too long.
Those that were drawn last are kept for as long as they would show the same.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from telegram.constants import ParseMode

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler
from bot.chat.commands.command import Families, Work
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.delivery.messenger import call_patiently, keyboard
from bot.chat.delivery.side_work import Place
from bot.chat.drawing import raster
from bot.chat.drawing.card import Card
from bot.chat.drawing.chart import Chart
from bot.chat.drawing.letters import BOLD, REGULAR, lacks_letters
from bot.chat.drawing.svg import svg_of
from bot.chat.languages.times import day
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render import Rendered
from bot.chat.render.answers.chart import buttons_of, chart_of, nothing_to_draw
from bot.chat.render.answers.positions import CHART
from bot.chat.render.notice import say
from bot.chat.topics import in_thread
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.chart_words import ChartWords, chart_words, typed_again

DEADLINE = 30.0
"""Seconds to draw; it takes a fifth of one, and longer where the machine's own fonts are looked for."""

MOST_KEPT = 16
"""Pictures, of some 150 kB each."""

_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
"""Of the environment; the bot's token is none of the drawing process's business."""


class DrawingError(Exception):
    """There is no picture: it took too long, or the process failed."""


class Drawings:
    """Has pictures drawn, one at a time, and keeps the last ones."""

    def __init__(self, families: Families) -> None:
        self._turn = asyncio.Lock()
        self._kept: OrderedDict[str, tuple[Chart | Card, bytes]] = OrderedDict()
        """By a key of what was asked for: what was drawn of it last, and the picture; the latest at the end."""

    async def picture(self, key: str, drawn: Chart | Card) -> bytes:
        """Raises DrawingError."""
        async with self._turn:
            kept = self._kept.pop(key, None)
            if kept is None or kept[0] != drawn:
                kept = drawn, await draw_in_process(drawn)
            self._kept[key] = kept
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return kept[1]


class Charts:
    """Draws charts and sends them."""

    def __init__(self, families: Families) -> None:
        self._context, self._ledger = families.context, families.of(LedgerAnswers)
        self._tracks = self._context.topic.vocabulary.tracks
        self._drawings = families.of(Drawings)

    def answer(self, words: str, t: Translator = ENGLISH) -> Work:
        """The work on the picture of a country, of the first one where none is named. Raises BadArgument."""
        return Work(partial(self._send, self.read(words), t))

    def read(self, words: str) -> ChartWords:
        """What is to be drawn. Raises BadArgument."""
        now = self._context.today()
        asked = chart_words(words, self._tracks, now.date())
        if asked.span is not None and asked.span.begins(now) > now:
            first = asked.span.begins(now)
            raise BadArgument("{day} is still to come.", "/chart korea 5y", day=lambda t: day(first, t))
        return asked

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``chart:WORDS``, the words as they may be typed."""
        return {CHART: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        try:
            words = self.read(pressed.words)
        except BadArgument:
            raise Outdated from None
        await pressed.begin(Work(partial(self._send, words, pressed.t)), pressed.t.say("Drawing …"))

    async def _send(self, words: ChartWords, t: Translator, place: Place) -> None:
        """The picture; or words, where there is none."""
        made, message = await asyncio.to_thread(self.made, words, t)
        if made is None:
            await place.say(message)
            return
        try:
            picture = await self._drawings.picture(f"{t.language} {typed_again(words)}", made)
        except DrawingError:
            await place.say(say(t.say("The chart could not be drawn. The figures: {command}", command="/figures")))
            return
        await send_picture(place, picture, message, "chart.png")

    def made(self, words: ChartWords, t: Translator = ENGLISH) -> tuple[Chart | None, Rendered]:
        """The chart and its caption with the buttons; or none, and a message why."""
        trend, topic = self._ledger.trend(words.track.key), self._context.topic
        made = chart_of(trend, topic, words, self._context.today(), t)
        if made is None:
            return None, nothing_to_draw(trend, topic, words, t)
        others = [one for one in self._tracks if one != words.track and self._ledger.can_be_drawn(one.key)]
        chart, caption = made
        return chart, replace(caption, buttons=buttons_of(words, others, topic, t))


async def send_picture(place: Place, picture: bytes, caption: Rendered, name: str) -> None:
    """Sends a picture with its caption and buttons. Raises telegram.error.TelegramError."""
    sending = partial(
        place.bot.send_photo,
        place.chat_id,
        picture,
        caption.html,
        parse_mode=ParseMode.HTML,
        filename=name,
        reply_parameters=place.quote,
        reply_markup=keyboard(caption.buttons),
        **in_thread(place.thread),
    )
    await call_patiently(sending)


async def draw_in_process(drawn: Chart | Card, deadline: float = DEADLINE) -> bytes:
    """The picture as PNG. Raises DrawingError."""
    written = await asyncio.to_thread(svg_of, drawn)
    fonts = [str(REGULAR), str(BOLD), *([raster.SYSTEM_FONTS] if lacks_letters(written) else [])]
    # By its file, and not as a module of this room, which would load all of the chat.
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-W", "ignore", raster.__file__, *fonts,
        stdin=PIPE, stdout=PIPE, stderr=PIPE, env=_environment(), start_new_session=True,
    )  # fmt: skip
    try:
        async with asyncio.timeout(deadline):
            picture, _ = await process.communicate(written.encode())
    except TimeoutError:
        raise DrawingError("it took too long") from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.communicate()
    if process.returncode:
        raise DrawingError(f"the drawing process ended with {process.returncode}")
    return picture


def _environment() -> dict[str, str]:
    paths = [str(Path(path).absolute()) for path in sys.path]  # "" is the working directory
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return passed | {"PYTHONPATH": os.pathsep.join(paths)}
