"""/chart and the Chart button: what is demanded, offered, agreed and paid over time, as a picture.

The picture is drawn by another process (``drawing``), one at a time, which is killed where it takes too long.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress
from functools import partial
from pathlib import Path

import msgspec
from telegram import Bot, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.ext import ContextTypes

from bot.chat import arguments, drawing
from bot.chat.callbacks import TOO_OLD, acknowledge
from bot.chat.drawing import Chart
from bot.chat.ledger import LedgerAnswers
from bot.chat.messenger import answer, patiently
from bot.chat.render import Rendered
from bot.chat.render.chart import chart_of, nothing
from bot.chat.render.notice import say
from bot.model import Topic

DEADLINE = 30.0
"""Seconds to draw; it takes one, and a while longer the first time, when fonts are looked for."""

_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "MPLCONFIGDIR")
"""Of the environment; the bot's token is none of the drawing process's business."""


class DrawingError(Exception):
    """There is no picture: it took too long, or the process failed."""


class Charts:
    """Draws charts and sends them."""

    def __init__(self, topic: Topic, ledger: LedgerAnswers) -> None:
        self._topic, self._ledger = topic, ledger
        self._turn = asyncio.Lock()

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The handler of presses of ``chart:TRACK``."""
        query = update.callback_query
        if query is None:
            return
        key = (query.data or "").partition(":")[2]
        if query.message is None or all(track.key != key for track in self._topic.vocabulary.tracks):
            await acknowledge(query, TOO_OLD)
            return
        await acknowledge(query, "Drawing …")
        words = await self._send(query.get_bot(), query.message.chat.id, key, query.message.message_id)
        if words is not None:
            await answer(query.get_bot(), query.message.chat.id, words, reply_to=query.message.message_id)

    async def on_command(self, words: str, bot: Bot, chat_id: int) -> Rendered | None:
        """The picture of a country, of the first one where none is named; or words, where there is no picture.

        Raises BadArgument.
        """
        track = arguments.chart_track(words, self._topic.vocabulary.tracks)
        return await self._send(bot, chat_id, track.key, None)

    async def _send(self, bot: Bot, chat_id: int, key: str, reply_to: int | None) -> Rendered | None:
        made = await asyncio.to_thread(chart_of, self._ledger.trend(key), self._topic, key)
        if made is None:
            return nothing(self._topic, key)
        chart, caption = made
        try:
            async with self._turn:
                picture = await drawn(chart)
        except DrawingError:
            return say("The chart could not be drawn. The figures: /figures")
        quote = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
        sending = partial(
            bot.send_photo,
            chat_id,
            picture,
            caption.html,
            parse_mode=ParseMode.HTML,
            filename="chart.png",
            reply_parameters=quote,
        )
        await patiently(sending)
        return None


async def drawn(chart: Chart, deadline: float = DEADLINE) -> bytes:
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
