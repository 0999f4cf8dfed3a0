"""One registry: a command of one file and one row is in the menu and in ``/help``, is routed, and has its button."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from functools import partial

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import ChatContext, publish_menu
from bot.chat.commands.button_press import TOO_OLD, ButtonPress, PressHandler
from bot.chat.commands.command import Audience, Command, CommandRequest, Families, Work
from bot.chat.commands.registry import COMMANDS
from bot.chat.delivery.side_work import Place
from bot.chat.render import Button, Rendered
from bot.chat.render.html import compose
from bot.chat.render.notice import say
from bot.chat.typed.arguments import BadArgument
from bot.chat.updates.application import BotApplication
from bot.sandbox import Sandbox
from tests.chat.builders import context, families
from tests.chat.conftest import Json, Phone, running, until
from tests.chat.shelf import Shelf

# --- What would be the file bot/chat/commands/foo.py


class Foo:
    """Counts on from a number that is typed."""

    def __init__(self, those: Families) -> None:
        self._name = those.context.topic.name

    def foo(self, words: str) -> Rendered:
        """Raises BadArgument."""
        if not words.isdigit():
            raise BadArgument("Say from which number.", "/foo 7")
        return compose([f"{self._name}: {words}"], buttons=((Button("Next", data=f"foo:{int(words) + 1}"),),))

    def buttons(self) -> Mapping[str, PressHandler]:
        """``foo:NUMBER``."""
        return {"foo": self._turn}

    async def _turn(self, pressed: ButtonPress) -> None:
        await pressed.replace_message(partial(self.foo, pressed.words))


# --- What would be its row in the registry

FOO = Command(
    "foo",
    "Counts on from a number",
    "7",
    answer=lambda of, asked: of(Foo).foo(asked.words),
    buttons=lambda of: of(Foo).buttons(),
)

# --- Other ways to answer


async def awaited(asked: CommandRequest) -> Rendered:
    await asyncio.sleep(0)
    return say(f"awaited: {asked.words}")


async def made_aside(place: Place) -> None:
    await place.say(say("made aside"))


async def pressed_by_operator(pressed: ButtonPress) -> None:
    await pressed.acknowledge("Done.")


LATER = Command("later", "Is awaited", answer=lambda _, asked: awaited(asked))
ASIDE = Command("aside", "Is made aside", answer=lambda _, asked: Work(made_aside))
OURS = Command(
    "ours",
    "Is for operators",
    audience=Audience.OPERATORS,
    answer=lambda _, asked: compose(["Ours"], buttons=((Button("Do", data="ours:"),),)),
    buttons=lambda _: {"ours": pressed_by_operator},
)
MORE = (*COMMANDS, FOO, LATER, ASIDE, OURS)


@pytest.fixture
async def bot(sandbox: Sandbox, around: ChatContext) -> AsyncIterator[BotApplication]:
    async with running(sandbox.url, around, MORE) as application:
        yield application


async def test_a_command_of_one_file_and_one_row(bot: BotApplication, phone: Phone) -> None:
    await publish_menu(bot.bot, (), MORE)
    menu = (await phone.call("GET", "/state"))["bot"]["commands"]
    assert {"command": "foo", "description": "Counts on from a number"} in menu
    assert "ours" not in {one["command"] for one in menu}
    me = await phone.add("private")
    assert "/foo – Counts on from a number (e.g. 7)" in await phone.ask(me, "/help")
    assert await phone.ask(me, "/foo many") == "Say from which number.\nTry /foo 7"
    await phone.type(me, "/foo 7")
    message = await phone.answer(me)
    assert message["text"] == "Who pays for the troops: 7"
    await phone.press(me, message["id"], message["buttons"][0][0]["data"])
    turned = await until(lambda: _reads(phone, me, "Who pays for the troops: 8"))
    assert turned["buttons"][0][0]["data"] == "foo:9"
    await press(bot, phone, me, "foo:x")
    assert await until(lambda: _acknowledged(phone)) == TOO_OLD


async def press(bot: BotApplication, phone: Phone, chat: int, data: str) -> None:
    """Presses a button of a message of its own, which the next answer is behind."""
    button = InlineKeyboardButton("Do", callback_data=data)
    sent = await bot.bot.send_message(chat, "Below", reply_markup=InlineKeyboardMarkup([[button]]))
    phone.seen[chat] = sent.message_id
    await phone.press(chat, sent.message_id, data)


async def _reads(phone: Phone, chat: int, text: str) -> Json | None:
    return next((one for one in await phone.messages(chat) if one["text"] == text), None)


async def _acknowledged(phone: Phone) -> str:
    """What the last press was told, "" while it was told nothing."""
    told = [one["params"].get("text", "") for one in await phone.requests("answerCallbackQuery")]
    return str(told[-1]) if told else ""


async def test_what_is_awaited_and_what_is_made_aside_go_the_same_way(bot: BotApplication, phone: Phone) -> None:
    me = await phone.add("private")
    assert await phone.ask(me, "/later on") == "awaited: on"
    assert await phone.ask(me, "/aside") == "made aside"


async def test_a_button_of_operators_is_for_operators(sandbox: Sandbox, phone: Phone, shelf: Shelf) -> None:
    me, other = await phone.add("private"), await phone.add("private")
    async with running(sandbox.url, context(shelf, operators=frozenset({me})), MORE) as application:
        assert "is for this bot's operators" in await phone.ask(other, "/ours")
        await press(application, phone, other, "ours:")
        assert await until(lambda: _acknowledged(phone)) == "This is for the bot's operators."


@pytest.mark.parametrize("data", ["go:subscribe:", "go:nothing:", "go:chart:korea", "nothing", "feeds:show:1"])
async def test_what_no_button_of_ours_says_is_refused(
    bot: BotApplication, phone: Phone, shelf: Shelf, data: str
) -> None:
    me = await phone.add("private")
    await press(bot, phone, me, data)
    assert await until(lambda: _acknowledged(phone)) == TOO_OLD
    assert me not in shelf.known


def test_a_button_is_one_family_s_and_every_family_s_is_known(shelf: Shelf) -> None:
    those = families(context(shelf, desk=object()))
    words = [word for command in COMMANDS if command.buttons for word in command.buttons(those.of)]
    assert sorted(words) == sorted(set(words))
    assert set(words) == {
        "go", "ics", "figures", "why", "wrong", "how", "chart", "find", "export", "feeds", "open", "story", "digest",
        "merge", "split", "chats", "fix", "right", "mute", "set", "begin", "watch", "forget", "cast", "card",
            "editor",
    }  # fmt: skip


def test_names_are_told_once() -> None:
    names = [command.name for command in COMMANDS]
    assert len(set(names)) == len(names)
