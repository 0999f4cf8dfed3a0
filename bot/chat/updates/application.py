"""The python-telegram-bot application: requests, routing and the error handler. The worker starts and stops it by hand.

Order for the worker: ``initialize``, ``post_init(application)``, ``start``,
``updater.start_polling(error_callback=...)``; then ``updater.stop``, ``stop``, ``shutdown``. No JobQueue, no rate
limiter, no persistence of python-telegram-bot's own.
"""

import asyncio
import ipaddress
import json
import logging
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from telegram import Update, error
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.chat.commands.command import Command, Families
from bot.chat.commands.course import CourseAnswers
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.commands.registry import COMMANDS
from bot.chat.context import ChatContext
from bot.chat.delivery.contact import Contact
from bot.chat.delivery.pacing import PACED, Pacing
from bot.chat.delivery.side_work import SideWork
from bot.chat.logs import one_line, protect
from bot.chat.people import speaker_for
from bot.chat.render.notice import say
from bot.chat.updates.door import Door
from bot.chat.updates.fairness import FairUpdates
from bot.chat.updates.inline import InlineQueries
from bot.chat.updates.membership import Membership
from bot.chat.updates.menu import publish_descriptions
from bot.chat.updates.pressing import Presses
from bot.chat.updates.quota import Gate, Quota
from bot.chat.updates.routing import Commands, reply

_log = logging.getLogger(__name__)

BotApplication = Application[Any, Any, Any, Any, Any, Any]

ALLOWED_UPDATES = ("message", "channel_post", "callback_query", "inline_query", "my_chat_member")
"""For ``start_polling``: all that is handled here."""

_CONNECT_TIMEOUT = 10.0
_POOL = 32


_POSTS = re.compile(r"send(?!ChatAction)\w+|edit\w+", re.IGNORECASE)
"""Methods of the Bot API that count as messages."""


class _Request(HTTPXRequest):
    """As the library's, but what each call comes to is noted, and an answer that is no JSON becomes an exception alone
    and not a traceback in the log too. Messages that are no delivery's are told to the pacing.
    """

    __slots__ = ("_contact", "_pacing", "_way")

    def __init__(self, contact: Contact, pacing: Pacing, way: str, **options: Any) -> None:
        super().__init__(**options)
        self._contact = contact
        self._pacing = pacing
        self._way = way

    async def do_request(self, url: str, *args: Any, **options: Any) -> tuple[int, bytes]:
        if PACED.get() or not _POSTS.fullmatch(url.rpartition("/")[2]):
            return await self._noted(url, *args, **options)
        self._pacing.note_other_start()
        try:
            return await self._noted(url, *args, **options)
        finally:
            self._pacing.note_other_answer(asyncio.get_running_loop().time())

    async def _noted(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        try:
            status, payload = await super().do_request(*args, **options)
        except error.TelegramError:
            self._contact.note(self._way, None)
            raise
        self._contact.note(self._way, status)
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            parsed = json.loads(payload.decode("utf-8", "replace"))
        except ValueError as problem:
            raise error.TelegramError("Telegram's answer is no JSON") from problem
        if not isinstance(parsed, dict):
            raise error.TelegramError("Telegram's answer is no JSON object")
        return parsed


def build_application(
    token: str,
    api_url: str,
    context: ChatContext,
    *,
    read_timeout: float = 20.0,
    contact: Contact | None = None,
    pacing: Pacing | None = None,
    commands: Sequence[Command] = COMMANDS,
) -> BotApplication:
    """The application with its handlers, not started; ``api_url`` is the Bot API's root, ``https://api.telegram.org``.

    ``read_timeout`` in seconds: how long an answer may take before a send's fate is unknown. ``contact`` is told what
    each call comes to, and ``pacing``, which is the outbox's, of each answer to a command. Also keeps the token out of
    the logs: call it after logging is set up.
    """
    protect(token)
    contact, pacing = contact or Contact(), pacing or Pacing()
    families = Families(context, commands)
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(_request(contact, pacing, "calls", api_url, read_timeout, _POOL))
        .get_updates_request(_request(contact, pacing, "asking for updates", api_url, read_timeout, 2))
        .concurrent_updates(FairUpdates())
        .job_queue(None)
        .post_init(partial(_prepare, families))
        .build()
    )
    _add_handlers(application, families)
    application.add_error_handler(_on_error)
    return application


def polling_trouble(token: str) -> Callable[[error.TelegramError], None]:
    """An ``error_callback`` for ``start_polling``: one line for each new kind of trouble, not one for each retry."""
    last = ""

    def report(problem: error.TelegramError) -> None:
        nonlocal last
        line = one_line(f"{type(problem).__name__}: {problem}", token)
        if isinstance(problem, error.Conflict):
            line = "another program polls with this bot's token; only one may"
        if line != last:
            _log.warning("asking Telegram for updates: %s; trying on", line)
        last = line

    return report


def _request(contact: Contact, pacing: Pacing, way: str, api_url: str, read_timeout: float, pool: int) -> HTTPXRequest:
    """A Bot API on this machine is reached directly, whatever proxy the environment names."""
    return _Request(
        contact,
        pacing,
        way,
        connection_pool_size=pool,
        read_timeout=read_timeout,
        write_timeout=_CONNECT_TIMEOUT,
        connect_timeout=_CONNECT_TIMEOUT,
        pool_timeout=_CONNECT_TIMEOUT,
        httpx_kwargs={"trust_env": not _is_loopback(api_url)},
    )


def _is_loopback(api_url: str) -> bool:
    host = urlsplit(api_url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _prepare(families: Families, application: BotApplication) -> None:
    """Logs what goes wrong: whoever asks first is answered, or told, then."""
    await publish_descriptions(application.bot, families.context.topic)
    try:
        await asyncio.to_thread(prepare, families)
    except Exception as problem:
        _log.info("the first answer will take longer: %s", one_line(f"{type(problem).__name__}: {problem}"))


def prepare(families: Families) -> None:
    """Makes ready what the first reader would wait for, a third of a second with a large archive: what answers read of
    it is kept, and so are tables and patterns."""
    families.of(CourseAnswers).summary("")
    families.of(LedgerAnswers).figures("")


def _add_handlers(application: BotApplication, families: Families) -> None:
    context, aside = families.context, SideWork(application)
    commands = Commands(families, aside)
    # What somebody sends by a card of ours comes back to us as a message, and asks for nothing.
    own_words = ~filters.VIA_BOT
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & own_words
    posts = (filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST) & own_words
    asks = (filters.COMMAND & posts) | (private & (filters.TEXT | filters.Document.ALL))
    door = Door(context, families.commands)
    for group, guard in ((-2, Gate(Quota(), context.operators, families.commands)), (-1, door)):
        application.add_handlers(
            [
                MessageHandler(asks, guard.on_message),
                CallbackQueryHandler(guard.on_press),
                InlineQueryHandler(guard.on_inline_query),
            ],
            group=group,
        )
    membership = Membership(context, door)
    application.add_handlers(
        [
            MessageHandler(filters.StatusUpdate.MIGRATE, membership.on_migrate),
            MessageHandler(filters.COMMAND & posts, commands.on_command),
            MessageHandler(private & filters.TEXT, commands.on_words),
            MessageHandler(private & filters.Document.ALL, commands.on_document),
            CallbackQueryHandler(Presses(families, aside).on_press),
            InlineQueryHandler(InlineQueries(families).on_query),
            ChatMemberHandler(membership.on_my_chat_member, ChatMemberHandler.MY_CHAT_MEMBER),
        ]
    )


async def _on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """One line in the log, and one for the user unless Telegram itself is what failed."""
    problem = context.error
    _log.error(
        "an update could not be handled: %s", one_line(f"{type(problem).__name__}: {problem}"), exc_info=_bug(problem)
    )
    if isinstance(problem, error.TelegramError) or not isinstance(update, Update):
        return
    if message := update.effective_message:
        try:
            t = speaker_for(message.from_user)
            await reply(message, say(t.say("Something went wrong here. Please try again in a moment.")))
        except error.TelegramError as again:
            _log.warning("nor could the user be told: %s", one_line(str(again)))


def _bug(problem: Exception | None) -> Exception | None:
    """The traceback is worth its lines only at DEBUG."""
    return problem if _log.isEnabledFor(logging.DEBUG) else None
