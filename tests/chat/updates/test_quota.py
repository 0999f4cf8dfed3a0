"""How many commands a person may send: counted in a minute of a clock that is moved by hand, and in real chats."""

from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import ChatContext
from bot.chat.updates.application import BotApplication
from bot.chat.updates.quota import MOST_PEOPLE, PER_MINUTE, Quota
from bot.sandbox import Sandbox
from tests.chat.conftest import Phone, running, until

ENOUGH = f"I answer {PER_MINUTE} requests a minute"
ANN, BEN = {"id": 501, "first_name": "Ann"}, {"id": 502, "first_name": "Ben"}


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_minute_has_so_many_and_what_is_too_much_is_said_once() -> None:
    clock = Clock()
    quota = Quota(clock)
    assert [quota.take(1) for _ in range(PER_MINUTE)] == [None] * PER_MINUTE
    clock.now += 20
    assert [quota.take(1) for _ in range(3)] == [40.0, 0.0, 0.0]
    assert quota.take(2) is None, "another person has a minute of their own"
    clock.now += 39.9
    assert quota.take(1) == 0.0
    clock.now += 0.1
    assert quota.take(1) is None


def test_only_the_latest_people_are_remembered() -> None:
    quota = Quota(Clock())
    for who in range(MOST_PEOPLE + 500):
        quota.take(who)
    assert len(quota) == MOST_PEOPLE


async def test_a_person_is_answered_so_often_and_others_in_the_group_go_on(phone: Phone, bot: BotApplication) -> None:
    group = await phone.add("supergroup")
    await phone.type(group, "/weather", user=ANN)  # another bot's business, not counted
    for _ in range(PER_MINUTE + 5):
        await phone.type(group, "/baseline", user=ANN)
    await phone.type(group, "/help", user=BEN)
    await until(lambda: _counted(phone, group, "/subscribe – "))
    await until(lambda: _counted(phone, group, "The baseline\n", PER_MINUTE))
    await until(lambda: _counted(phone, group, ENOUGH))


async def _counted(phone: Phone, chat: int, words: str, count: int = 1) -> bool:
    """Whether the bot has said it so often; it must never say it more often."""
    said = sum(words in message["text"] for message in await phone.messages(chat))
    assert said <= count, words
    return said == count


async def test_a_channel_counts_as_one_and_operators_do_not_count(
    sandbox: Sandbox, phone: Phone, around: ChatContext
) -> None:
    channel, me = await phone.add("channel"), await phone.add("private")
    async with running(sandbox.url, replace(around, operators=frozenset({me}))):
        for _ in range(PER_MINUTE + 5):
            await phone.type(channel, "/baseline")
            await phone.type(me, "/baseline")
        await until(lambda: _counted(phone, me, "The baseline\n", PER_MINUTE + 5))
        await until(lambda: _counted(phone, channel, "The baseline\n", PER_MINUTE))
        await until(lambda: _counted(phone, channel, ENOUGH))


async def test_presses_count_too(phone: Phone, bot: BotApplication) -> None:
    chat = await phone.add("private")
    for _ in range(PER_MINUTE):
        await phone.type(chat, "/baseline")
    await until(lambda: _counted(phone, chat, "The baseline\n", PER_MINUTE))
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Why", callback_data="why:1")]])
    button = await bot.bot.send_message(chat, "An alert", reply_markup=buttons)
    await phone.press(chat, button.message_id, "why:1")
    (answered,) = await until(lambda: phone.requests("answerCallbackQuery"))
    assert answered["params"]["text"].startswith(ENOUGH)
