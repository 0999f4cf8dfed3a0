"""The command menu and the bot's descriptions, set in each language of the bot by who shows them: Telegram's apps."""

import asyncio
import logging
from collections.abc import Awaitable, Iterable, Sequence

from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeChat, error

from bot.chat.commands.command import Command
from bot.chat.commands.registry import COMMANDS
from bot.chat.languages.translator import ENGLISH, NAMES, Translator, translator
from bot.chat.logs import one_line
from bot.model import Topic

_log = logging.getLogger(__name__)

LONGEST = 512
LONGEST_SHORT = 120
"""Characters of the description, and of the short one (https://core.telegram.org/bots/api#setmydescription)."""


async def publish_menu(bot: Bot, operators: Iterable[int], commands: Sequence[Command] = COMMANDS) -> None:
    """Sets the command menu for everybody in each language, and a longer one in each operator's private chat.

    Raises telegram.error.TelegramError if the English menu, which is for all other languages too, cannot be set. An
    operator who has never written to the bot cannot be given a menu; that is logged and passed over.
    """
    ours = [command for command in commands if not command.is_for_operators]
    await bot.set_my_commands(_menu(ours, ENGLISH))
    await _each("menu", (_set_menu(bot, ours, t) for t in _others()))
    for operator in sorted(operators):
        scope = BotCommandScopeChat(operator)
        try:
            await bot.set_my_commands(_menu(commands, ENGLISH), scope=scope)
        except (error.BadRequest, error.Forbidden) as problem:
            _log.info(
                "no menu for operator %s, who has not written to the bot yet: %s", operator, one_line(str(problem))
            )
        else:
            await _each("menu", (_set_menu(bot, commands, t, scope) for t in _others()))


async def publish_descriptions(bot: Bot, topic: Topic) -> None:
    """Sets what an empty chat with the bot shows, and what its profile does, in each language; English for all others.

    What Telegram refuses is logged and passed over.
    """
    speakers = (ENGLISH, *_others())
    await _each("description", (_describe(bot, topic, t) for t in speakers))
    await _each("short description", (_describe_shortly(bot, topic, t) for t in speakers))


def description(topic: Topic, t: Translator) -> str:
    """What an empty chat with the bot shows."""
    more = t.say(
        "Each story rings once, with every figure, who said it and where. Press Start and choose whose alerts you want."
    )
    return f"{topic.sentence(topic.about, t.language)}\n\n{more}"[:LONGEST]


def short_description(topic: Topic, t: Translator) -> str:
    """What the bot's profile shows, and who shares it."""
    name = topic.sentence(topic.name, t.language)
    return t.say("{topic}: news alerts, and every figure with its source", topic=name)[:LONGEST_SHORT]


def _menu(commands: Iterable[Command], t: Translator) -> list[BotCommand]:
    return [BotCommand(command.name, t.whole(command.about)) for command in commands]


async def _set_menu(bot: Bot, commands: Iterable[Command], t: Translator, scope: BotCommandScope | None = None) -> None:
    await bot.set_my_commands(_menu(commands, t), scope=scope, language_code=t.language)


async def _describe(bot: Bot, topic: Topic, t: Translator) -> None:
    await bot.set_my_description(description(topic, t), language_code=_code(t))


async def _describe_shortly(bot: Bot, topic: Topic, t: Translator) -> None:
    await bot.set_my_short_description(short_description(topic, t), language_code=_code(t))


def _code(t: Translator) -> str | None:
    """None has Telegram show it to everybody for whose language there is nothing else."""
    return None if t.is_english else t.language


def _others() -> list[Translator]:
    return [translator(language) for language in NAMES if language != ENGLISH.language]


async def _each(what: str, calls: Iterable[Awaitable[None]]) -> None:
    """Makes all calls, side by side; what goes wrong is a line in the log, and the English one stays."""
    for problem in await asyncio.gather(*calls, return_exceptions=True):
        if isinstance(problem, error.TelegramError):
            _log.info("a %s could not be set in one language: %s", what, one_line(str(problem)))
        elif problem is not None:
            raise problem
