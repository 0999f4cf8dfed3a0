"""Listening to Telegram for the worker's whole life: begun as soon as it answers, ended with the worker."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

from bot.chat import publish_menu
from bot.chat.commands.command import Command
from bot.chat.commands.registry import COMMANDS
from bot.chat.logs import scrub
from bot.chat.updates.application import ALLOWED_UPDATES, polling_trouble
from bot.worker.factories import StartError

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
"""Seconds between two tries to reach Telegram, at the most."""

Bot = Application[Any, Any, Any, Any, Any, Any]


async def listen(
    application: Bot,
    token: str,
    operators: frozenset[int],
    stopping: asyncio.Event,
    commands: Sequence[Command] = COMMANDS,
) -> None:
    """Long-poll until ``stopping`` is set; ``commands`` are those of the menu.

    A Telegram that cannot be reached is tried again and again: feeds are polled meanwhile, and what is owed is kept.
    Raises StartError for a refused token.
    """
    wait = 1.0
    while not stopping.is_set():
        try:
            await _begin(application, token, operators, commands)
            break
        except InvalidToken:
            raise StartError("Telegram refuses TELEGRAM_TOKEN; take the token that @BotFather shows") from None
        except TelegramError as problem:
            log.warning("Telegram does not answer (%s); next try in %g s", scrub(str(problem), token), wait)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), wait)
            wait = min(wait * 2, LONGEST_PAUSE)
    try:
        await stopping.wait()
    finally:
        await _end(application)


async def _begin(application: Bot, token: str, operators: frozenset[int], commands: Sequence[Command]) -> None:
    """Each step may fail and be tried again: those that are done already do nothing."""
    await application.initialize()
    await publish_menu(application.bot, operators, commands)
    if not application.running:
        if application.post_init is not None:
            await application.post_init(application)
        await application.start()
    if application.updater is not None:
        await application.updater.start_polling(
            drop_pending_updates=False,
            bootstrap_retries=0,
            allowed_updates=ALLOWED_UPDATES,
            error_callback=polling_trouble(token),
        )


async def _end(application: Bot) -> None:
    asyncio.get_running_loop().set_exception_handler(_pass_over_what_broke_off)
    if application.updater is not None and application.updater.running:
        await call_quietly(application.updater.stop)
    if application.running:
        await call_quietly(application.stop)


def _pass_over_what_broke_off(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A call that fails just as the polling is told to stop is dropped by python-telegram-bot with its exception, which
    asyncio would print as a fault, with a traceback. Everything else is printed as ever."""
    problem = context.get("exception")
    if isinstance(problem, TelegramError):
        log.debug("Telegram broke off at the end: %s", problem)
    else:
        loop.default_exception_handler(context)


async def call_quietly(call: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    """Makes a call at the worker's end: it has three seconds, and what goes wrong is a line in the log."""
    try:
        await asyncio.wait_for(call(), 3.0)
    except TimeoutError:
        log.info("Telegram did not answer the good-bye")
    except (TelegramError, RuntimeError) as problem:
        log.info("Telegram did not take the good-bye: %s", problem)
