"""Whether Telegram answers: noted by the real requests, and told only once it has lasted."""

import pytest
from telegram.error import TelegramError

from bot.chat import Contact, build_application
from bot.chat.delivery.contact import FAILING_AFTER, FORGOTTEN_AFTER, WELL
from bot.sandbox import Limits, Sandbox
from tests.chat.builders import TOKEN, context
from tests.chat.shelf import Shelf


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("status", [None, 401, 404, 409, 500, 502])
def test_a_minute_in_vain_is_trouble_until_the_first_good_answer(status: int | None) -> None:
    clock = Clock()
    contact = Contact(clock)
    contact.note("calls", status)
    clock.now += FAILING_AFTER
    assert contact.trouble() is None
    clock.now += 1
    contact.note("calls", status)
    assert contact.trouble() == "Telegram has given no good answer for over a minute (calls)"
    contact.note("asking for updates", 200)
    assert contact.trouble() is not None, "the other way says nothing of this one"
    contact.note("calls", 200)
    assert contact.trouble() is None


@pytest.mark.parametrize("status", sorted(WELL))
def test_an_answer_is_one_be_it_a_refusal_or_a_flood_wait(status: int) -> None:
    clock = Clock()
    contact = Contact(clock)
    contact.note("calls", None)
    contact.note("calls", status)
    clock.now += FAILING_AFTER + 1
    assert contact.trouble() is None


def test_who_makes_no_calls_any_more_is_not_in_trouble() -> None:
    clock = Clock()
    contact = Contact(clock)
    contact.note("asking for updates", None)
    clock.now += FORGOTTEN_AFTER
    assert contact.trouble() is None


def test_a_call_in_vain_long_ago_and_one_now_are_no_minute_in_vain() -> None:
    clock = Clock()
    contact = Contact(clock)
    contact.note("calls", 502)
    clock.now += FORGOTTEN_AFTER
    contact.note("calls", 502)
    assert contact.trouble() is None
    clock.now += FAILING_AFTER + 1
    assert contact.trouble() is not None


async def test_the_requests_of_the_bot_are_noted() -> None:
    clock = Clock()
    contact = Contact(clock)
    sandbox = Sandbox(token=TOKEN, limits=Limits.off())
    await sandbox.start("127.0.0.1", 0)
    application = build_application(TOKEN, sandbox.url, context(Shelf()), read_timeout=5, contact=contact)
    await application.bot.initialize()
    await sandbox.stop()
    with pytest.raises(TelegramError):
        await application.bot.get_me()
    with pytest.raises(TelegramError):
        await application.bot.get_updates(timeout=0)
    clock.now += FAILING_AFTER + 1
    assert contact.trouble() is not None
    await sandbox.start("127.0.0.1", int(sandbox.url.rpartition(":")[2]))
    await application.bot.get_me()
    assert contact.trouble() == "Telegram has given no good answer for over a minute (asking for updates)"
    await application.bot.get_updates(timeout=0)
    assert contact.trouble() is None
    await application.bot.shutdown()
    await sandbox.stop()
