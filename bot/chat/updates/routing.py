"""From a message that begins with a command to its answer: whom it is for, who may, and what is said when it fails."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from msgspec import Struct
from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.chat.commands.command import Audience, Command, CommandRequest, Families, NotHere, Work
from bot.chat.commands.feeds import FeedCommands
from bot.chat.delivery.side_work import Place, SideWork
from bot.chat.languages.translator import Translator
from bot.chat.people import Untold, is_operator, is_private, may_change_chat
from bot.chat.render import Rendered
from bot.chat.render.answers.inline import asked_by_link
from bot.chat.render.help import what_to_ask
from bot.chat.render.notice import say, try_this, unreadable
from bot.chat.topics import chat_here, replied
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.questions import nearest_command, nearest_name
from bot.model import Chat

_START = "start"


class CommandText(Struct, frozen=True):
    """A command's text, taken apart: ``/name@mention words``."""

    name: str
    mention: str
    words: str


def parse(words: str) -> CommandText:
    """Takes a command's text apart; names and mentions are the same in any case."""
    head, *rest = words.split(maxsplit=1)
    name, _, mention = head.removeprefix("/").partition("@")
    verb, _, number = name.partition("_")
    if number.isdigit() and not rest:
        name, rest = verb, [number]  # "/story_12", which can be tapped where "/story 12" cannot
    return CommandText(name.casefold(), mention.casefold(), rest[0].strip() if rest else "")


def command_in(message: Message | None, username: str) -> CommandText | None:
    """The command in a message to the bot of this name; None for another bot's, and for what no person sent."""
    if message is None or not message.text or message.is_automatic_forward:
        return None
    typed = parse(message.text)
    return typed if typed.mention in {"", username.casefold()} else None


class Commands:
    """Answers commands in private chats, groups and channels."""

    def __init__(self, families: Families, aside: SideWork) -> None:
        self._families, self._aside = families, aside
        self._context = families.context
        own = [command.name for command in families.commands.values() if command.own_thread]
        self._threads = {name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in own}

    async def on_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The handler of every message that begins with a command."""
        message = update.effective_message
        typed = command_in(message, context.bot.username)
        if message is None or typed is None:
            return
        words = await self._answer(self._by_link(typed), update, message)
        if words is not None:
            await reply(message, words)

    async def on_words(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answers words to the bot in private that are no command by the nearest one, which it names."""
        message = update.effective_message
        if message is None or not message.text:
            return
        today = await asyncio.to_thread(self._context.today)
        near = nearest_command(message.text, self._context.topic.vocabulary.tracks, today.date())
        t = await self._speaker_in(message)
        if near is None:
            await reply(message, what_to_ask(message.text, t))
        elif near.changes:
            told = t.say("That changes what this chat gets, so it has to be sent as a command.")
            await reply(message, try_this(told, near.line, t))
        else:
            await reply(message, say(t.say("I take that as {line}", line=near.line)))
            words = await self._answer(CommandText(near.command, "", near.words), update, message)
            if words is not None:
                await reply(message, words)

    async def on_document(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Takes a file sent to the bot in private: a list of feeds, where an operator sends it."""
        message = update.effective_message
        if message is None or message.document is None:
            return
        t = await self._speaker_in(message)
        if self._context.desk is None or not is_operator(message, self._context.operators):
            await reply(message, try_this(t.say("I answer commands, and take no files."), "/help", t))
        else:
            await reply(message, await self._families.of(FeedCommands).take_list(message.document, t))

    def _by_link(self, typed: CommandText) -> CommandText:
        """What a card's link asks for: ``/start ask_figures_korea`` is /figures korea."""
        asked = asked_by_link(typed.words) if typed.name == _START else ""
        linked = parse(asked) if asked else typed
        command = self._families.commands.get(linked.name)
        return linked if command is not None and command.inline is not None else typed

    async def _answer(self, typed: CommandText, update: Update, message: Message) -> Rendered | None:
        command = self._families.commands.get(typed.name)
        operator = is_operator(message, self._context.operators)
        if command is None:
            return await self._unknown(typed, message)
        if command.is_for_operators and not operator:
            return await self._for_operators(typed, message)
        refusal = await self._refusal(command, message)
        if refusal is not None:
            return refusal
        place = Place.of(message)
        chat = await chat_here(message, self._context, message.from_user)
        t = await self._speaker(command, chat)
        person = message.from_user if message.sender_chat is None else None
        asker = person.id if person is not None else None
        asked = CommandRequest(chat, typed.words, replied(message), operator, place, t, asker)
        try:
            return await self._answered(command, asked, update, place)
        except NotHere:
            return await self._unknown(typed, message)
        except BadArgument as problem:
            return unreadable(problem, t)

    async def _speaker_in(self, message: Message) -> Translator:
        """The same of the chat or topic that a message is in."""
        chat = await chat_here(message, self._context, message.from_user)
        return await asyncio.to_thread(self._context.translator_of, chat)

    async def _speaker(self, command: Command, chat: Chat) -> Translator:
        """Who speaks the language of the chat; of a command with a thread of its own it is looked up there."""
        thread = self._threads.get(command.name)
        return await asyncio.get_running_loop().run_in_executor(thread, self._context.translator_of, chat)

    async def _answered(self, command: Command, asked: CommandRequest, update: Update, place: Place) -> Rendered | None:
        """Raises BadArgument and NotHere."""
        thread = self._threads.get(command.name)
        made = await asyncio.get_running_loop().run_in_executor(thread, command.answered, self._families.of, asked)
        if isinstance(made, Work):
            return self._aside.begin(update, place, partial(made.do, place), t=asked.t)
        return made if isinstance(made, Rendered) else await made

    async def _for_operators(self, typed: CommandText, message: Message) -> Rendered | None:
        """In groups and channels nobody but operators sees such a command listed: without our name it is another
        bot's."""
        if not is_private(message) and not typed.mention:
            return None
        t = await self._speaker_in(message)
        told = "{command} is for this bot's operators. /help shows what there is for you."
        return say(t.say(told, command=f"/{typed.name}"))

    async def _unknown(self, typed: CommandText, message: Message) -> Rendered | None:
        """In groups and channels a command without our name is another bot's business."""
        if not is_private(message) and not typed.mention:
            return None
        known = [one.name for one in self._families.commands.values() if not one.is_for_operators]
        near, t = nearest_name(typed.name, known), await self._speaker_in(message)
        unknown = t.say("I don't know {command}.", command=f"/{typed.name[:32]}")
        if near is None:
            return try_this(unknown, "/help", t)
        return try_this(f"{unknown}{t.gap}{t.say('/help lists what there is.')}", f"/{near}", t)

    async def _refusal(self, command: Command, message: Message) -> Rendered | None:
        if command.is_for_operators and not is_private(message):
            t = await self._speaker_in(message)
            return say(t.say("{command} is answered in a private chat only.", command=f"/{command.name}"))
        if command.audience is not Audience.ADMINISTRATORS:
            return None
        try:
            if await may_change_chat(message.get_bot(), message, self._context.operators):
                return None
        except Untold as problem:
            return say((await self._speaker_in(message)).whole(str(problem)))
        t = await self._speaker_in(message)
        return say(t.say("In a group, {command} is for its administrators.", command=f"/{command.name}"))


async def reply(message: Message, words: Rendered) -> None:
    """Posts the answer where the question was asked; in groups as a reply, so that it is clear whose it is."""
    await Place.of(message).say(words)
