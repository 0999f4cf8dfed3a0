"""/chart and the Chart button: what is demanded, offered, agreed and paid over time, as a picture.

The picture is drawn by another process (``drawing``), one at a time, which is killed where it takes too long. It is
kept for as long as it would show the same.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

import msgspec
from telegram.constants import ParseMode

from bot.chat import drawing
from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler
from bot.chat.commands.command import Families, Work
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.delivery.messenger import call_patiently
from bot.chat.delivery.side_work import Place
from bot.chat.drawing import Chart
from bot.chat.render import Rendered
from bot.chat.render.answers.chart import chart_of, too_little_to_draw
from bot.chat.render.answers.positions import CHART
from bot.chat.render.notice import say
from bot.chat.typed import arguments

DEADLINE = 30.0
"""Seconds to draw; it takes one, and a while longer the first time, when fonts are looked for."""

_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "MPLCONFIGDIR")
"""Of the environment; the bot's token is none of the drawing process's business."""


class DrawingError(Exception):
    """There is no picture: it took too long, or the process failed."""


class Charts:
    """Draws charts and sends them."""

    def __init__(self, families: Families) -> None:
        self._topic, self._ledger = families.context.topic, families.of(LedgerAnswers)
        self._turn = asyncio.Lock()
        self._kept: dict[str, tuple[Chart, bytes]] = {}
        """Track -> what was drawn of it last, and the picture, some 60 kB."""

    def answer(self, words: str) -> Work:
        """The work on the picture of a country, of the first one where none is named. Raises BadArgument."""
        track = arguments.chart_track(words, self._topic.vocabulary.tracks)
        return Work(partial(self._send, track.key))

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``chart:TRACK``."""
        return {CHART: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        if all(track.key != pressed.words for track in self._topic.vocabulary.tracks):
            raise Outdated
        await pressed.begin(Work(partial(self._send, pressed.words)), "Drawing …")

    async def _send(self, key: str, place: Place) -> None:
        """The picture; or words, where there is none."""
        made = await asyncio.to_thread(self._chart, key)
        if made is None:
            await place.say(too_little_to_draw(self._topic, key))
            return
        chart, caption = made
        try:
            picture = await self._picture(key, chart)
        except DrawingError:
            await place.say(say("The chart could not be drawn. The figures: /figures"))
            return
        sending = partial(
            place.bot.send_photo,
            place.chat_id,
            picture,
            caption.html,
            parse_mode=ParseMode.HTML,
            filename="chart.png",
            reply_parameters=place.quote,
        )
        await call_patiently(sending)

    def _chart(self, key: str) -> tuple[Chart, Rendered] | None:
        return chart_of(self._ledger.trend(key), self._topic, key)

    async def _picture(self, key: str, chart: Chart) -> bytes:
        """Raises DrawingError."""
        async with self._turn:
            kept = self._kept.get(key)
            if kept is None or kept[0] != chart:
                kept = self._kept[key] = chart, await draw_in_process(chart)
            return kept[1]


async def draw_in_process(chart: Chart, deadline: float = DEADLINE) -> bytes:
    """The picture as PNG. Raises DrawingError."""
    # By its file, and not as a module of this room, which would load all of the chat.
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-W", "ignore", drawing.__file__,
        stdin=PIPE, stdout=PIPE, stderr=PIPE, env=_environment(), start_new_session=True,
    )  # fmt: skip
    try:
        async with asyncio.timeout(deadline):
            picture, _ = await process.communicate(msgspec.json.encode(chart))
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
