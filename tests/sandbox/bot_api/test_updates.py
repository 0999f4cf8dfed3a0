"""How updates reach the bot: offsets, long polls, the second poller, webhooks."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict

from bot.sandbox import Sandbox
from tests.sandbox.client import YOU, SandboxClient
from tests.sandbox.conftest import TOKEN


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.effective_message.text if update.effective_message else None for update in updates]


async def test_offset_confirms_and_limit_bounds(bot: Bot, client: SandboxClient) -> None:
    for n in range(4):
        await client.say(YOU, f"m{n}")
    first = await bot.get_updates(limit=2)
    assert texts(first) == ["m0", "m1"]
    assert texts(await bot.get_updates(limit=2)) == ["m0", "m1"]
    assert texts(await bot.get_updates(offset=first[-1].update_id + 1)) == ["m2", "m3"]
    assert texts(await bot.get_updates()) == ["m2", "m3"]
    ids = [update.update_id for update in await bot.get_updates()]
    assert ids == [first[-1].update_id + 1, first[-1].update_id + 2]


async def test_a_negative_offset_keeps_the_last_ones(bot: Bot, client: SandboxClient) -> None:
    for n in range(4):
        await client.say(YOU, f"m{n}")
    assert texts(await bot.get_updates(offset=-1)) == ["m3"]
    assert texts(await bot.get_updates()) == ["m3"]


async def test_a_long_poll_waits_for_news(bot: Bot, client: SandboxClient) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    assert not poll.done()
    started = time.monotonic()
    await client.say(YOU, "news")
    assert texts(await poll) == ["news"]
    assert time.monotonic() - started < 1


async def test_a_long_poll_ends_empty_at_its_timeout(bot: Bot) -> None:
    started = time.monotonic()
    assert await bot.get_updates(timeout=1) == ()
    assert 0.9 < time.monotonic() - started < 3


async def test_a_second_poller_ends_the_first(make_bot: Callable[[], Bot], client: SandboxClient) -> None:
    async with make_bot() as first, make_bot() as second:
        earlier = asyncio.create_task(first.get_updates(timeout=10))
        await asyncio.sleep(0.1)
        later = asyncio.create_task(second.get_updates(timeout=10))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await earlier
        await client.say(YOU, "for the second")
        assert texts(await later) == ["for the second"]


async def test_a_poller_that_left_takes_nothing_along(sandbox: Sandbox, bot: Bot, client: SandboxClient) -> None:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.2)) as session:
        with pytest.raises(TimeoutError):
            await session.post(f"{sandbox.url}/bot{TOKEN}/getUpdates?timeout=30")
    await client.say(YOU, "still here")
    assert texts(await bot.get_updates(timeout=2)) == ["still here"]


async def test_allowed_updates_count_for_what_comes_and_stay(bot: Bot, client: SandboxClient) -> None:
    await bot.get_updates(allowed_updates=["my_chat_member"])
    await client.say(YOU, "not wanted")
    await client.block(YOU)
    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    await client.unblock(YOU)
    await client.say(YOU, "nor this")
    assert [u.message for u in await bot.get_updates()] == [None, None]


async def test_stop_ends_a_poll_at_once(sandbox: Sandbox, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.1)
    started = time.monotonic()
    await sandbox.stop()
    assert await poll == ()
    # Far from the 30 s that the poll would last, and far from what a busy machine may take.
    assert time.monotonic() - started < 15


@asynccontextmanager
async def hook(answers: list[int]) -> AsyncIterator[tuple[str, list[tuple[str | None, str]]]]:
    """A webhook that answers with these statuses, then 200; what it took as (secret, text)."""
    seen: list[tuple[str | None, str]] = []

    async def take(request: web.Request) -> web.Response:
        body = await request.json()
        seen.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), body["message"]["text"]))
        return web.Response(status=answers.pop(0) if answers else 200)

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", seen
    await runner.cleanup()


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


async def test_a_webhook_gets_updates_with_its_secret(bot: Bot, client: SandboxClient) -> None:
    await client.say(YOU, "before")
    async with hook([]) as (url, seen):
        await bot.set_webhook(url, secret_token="s3cret-_")
        await client.say(YOU, "after")
        await _until(lambda: len(seen) == 2)
        assert seen == [("s3cret-_", "before"), ("s3cret-_", "after")]
        info = await bot.get_webhook_info()
        assert (info.url, info.pending_update_count, info.last_error_message) == (url, 0, None)
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        assert await bot.get_updates() == ()


async def test_a_webhook_that_fails_is_asked_again(bot: Bot, client: SandboxClient) -> None:
    async with hook([500, 302]) as (url, seen):
        await bot.set_webhook(url)
        await client.say(YOU, "patience")
        await _until(lambda: len(seen) == 3)
        assert seen == [(None, "patience")] * 3
        await _until_taken(bot)
        assert (await bot.get_webhook_info()).last_error_message == "Wrong response from the webhook: 302 Found"


async def _until_taken(bot: Bot) -> None:
    async with asyncio.timeout(5):
        while (await bot.get_webhook_info()).pending_update_count:
            await asyncio.sleep(0.01)


async def test_a_webhook_that_is_not_there_is_reported(bot: Bot, client: SandboxClient, unused_port: int) -> None:
    await bot.set_webhook(f"http://127.0.0.1:{unused_port}/hook", allowed_updates=["message"], max_connections=3)
    await client.say(YOU, "anyone?")
    async with asyncio.timeout(5):
        while (info := await bot.get_webhook_info()).last_error_message is None:
            await asyncio.sleep(0.01)
    assert (info.last_error_message, info.pending_update_count) == ("Connection refused", 1)
    assert (info.allowed_updates, info.max_connections) == (("message",), 3)
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_setting_a_webhook_ends_a_poll(make_bot: Callable[[], Bot], unused_port: int) -> None:
    async with make_bot() as poller, make_bot() as other:
        poll = asyncio.create_task(poller.get_updates(timeout=10))
        await asyncio.sleep(0.1)
        await other.set_webhook(f"http://127.0.0.1:{unused_port}/hook")
        with pytest.raises(Conflict, match="terminated by setWebhook request"):
            await poll


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://example.org/hook", "", "Bad webhook: an HTTPS URL must be provided for webhook"),
        ("https://example.org/hook", "", "Bad webhook: the sandbox delivers to"),
        ("nonsense", "", "Invalid webhook url specified"),
        ("http://127.0.0.1/", "not allowed!", "Secret token contains unallowed characters"),
        ("http://127.0.0.1/", "x" * 257, "Secret token is too long"),
    ],
)
async def test_webhooks_refused(bot: Bot, url: str, secret: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.set_webhook(url, secret_token=secret)
