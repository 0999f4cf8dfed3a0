"""The command menu and the bot's descriptions, as Telegram is told of them in each language."""

from telegram import BotCommandScopeChat

from bot.chat import publish_descriptions, publish_menu
from bot.chat.commands.registry import COMMANDS
from bot.chat.languages.translator import ENGLISH, NAMES, translator
from bot.chat.updates.application import BotApplication
from bot.chat.updates.menu import LONGEST, LONGEST_SHORT, description, short_description
from bot.topic import load
from tests.chat.builders import TOPIC
from tests.chat.conftest import Phone

OTHERS = sorted(NAMES.keys() - {"en"})
DEFAULT = load()
"""The topic that comes with the program, which has words in each language."""


async def test_the_menu_is_set_for_all_in_each_language_and_longer_for_operators(
    sender: BotApplication, phone: Phone
) -> None:
    me = await phone.add("private")
    await publish_menu(sender.bot, {me, 31337})
    for language in (None, *OTHERS):
        menu = await sender.bot.get_my_commands(language_code=language)
        assert [one.command for one in menu] == [c.name for c in COMMANDS if not c.is_for_operators]
        t = translator(language or "en")
        assert [one.description for one in menu] == [t.whole(c.about) for c in COMMANDS if not c.is_for_operators]
        longer = await sender.bot.get_my_commands(BotCommandScopeChat(me), language_code=language)
        assert [one.command for one in longer] == [c.name for c in COMMANDS]
    korean = await sender.bot.get_my_commands(language_code="ko")
    assert {one.command: one.description for one in korean}["unsubscribe"] == "알림 그만 받기"
    requests = [one["params"] for one in await phone.requests("setMyCommands")]
    assert [one.get("language_code") or "en" for one in requests if "31337" in str(one)] == ["en"], (
        "who never wrote to the bot is tried once"
    )


async def test_what_the_bot_is_stands_in_each_language(sender: BotApplication) -> None:
    await publish_descriptions(sender.bot, DEFAULT)
    for language in (None, *OTHERS):
        shown = await sender.bot.get_my_description(language_code=language)
        t = translator(language or "en")
        assert shown.description == description(DEFAULT, t)
        short = await sender.bot.get_my_short_description(language_code=language)
        assert short.short_description == short_description(DEFAULT, t)
        assert len(shown.description) < LONGEST
        assert len(short.short_description) < LONGEST_SHORT
    assert "방위비 분담금" in description(DEFAULT, translator("ko"))


def test_a_topic_without_words_in_a_language_is_told_in_english() -> None:
    assert description(TOPIC, translator("ja")).startswith(TOPIC.about + "\n\n話題ごとに1回")
    assert description(TOPIC, ENGLISH).startswith(TOPIC.about + "\n\nEach story rings once")
