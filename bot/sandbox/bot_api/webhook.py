"""Delivery to a webhook: one update after another, tried again until it is taken."""

import asyncio
from contextlib import suppress

import aiohttp

from bot.sandbox.bot_api.updates import Updates
from bot.sandbox.memory.state import encode
from bot.sandbox.memory.values import JsonObject
from bot.sandbox.memory.world import World

_LONGEST_PAUSE = 60.0
_TIMEOUT = aiohttp.ClientTimeout(total=30)


class Deliverer:
    """Posts updates while a webhook is set (https://core.telegram.org/bots/api#setwebhook)."""

    def __init__(self, world: World, updates: Updates, *, retry: float) -> None:
        self._world = world
        self._updates = updates
        self._retry = retry
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="sandbox webhook")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _run(self) -> None:
        pause = self._retry
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
            while True:
                self._updates.webhook_changed.clear()
                hook = self._updates.webhook
                waiting = self._world.state.updates(0, 1) if hook else []
                if hook is None or not waiting:
                    await self._updates.webhook_changed.wait()
                elif await self._deliver(session, hook, waiting[0]):
                    pause = self._retry
                else:
                    await asyncio.sleep(pause)
                    pause = min(_LONGEST_PAUSE, pause * 2)

    async def _deliver(self, session: aiohttp.ClientSession, hook: JsonObject, update: JsonObject) -> bool:
        problem = await _post(session, hook, update)
        current = self._updates.webhook
        if current is None or current["url"] != hook["url"]:
            return True  # changed meanwhile: the update goes to whoever is asked next
        with self._world.change():
            if not problem:
                self._world.state.drop_updates(below=update["update_id"] + 1)
            else:
                failed = {"last_error_date": self._world.time, "last_error_message": problem}
                self._world.state.put("webhook", current | failed)
        return not problem


async def _post(session: aiohttp.ClientSession, hook: JsonObject, update: JsonObject) -> str:
    """ "" where the webhook took it, else what went wrong, as getWebhookInfo shows it."""
    headers = {"Content-Type": "application/json"}
    if hook.get("secret"):
        headers["X-Telegram-Bot-Api-Secret-Token"] = hook["secret"]
    try:
        async with session.post(hook["url"], data=encode(update), headers=headers, allow_redirects=False) as response:
            await response.read()
            if 200 <= response.status < 300:
                return ""
            return f"Wrong response from the webhook: {response.status} {response.reason}"
    except aiohttp.ClientConnectorError:
        return "Connection refused"
    except TimeoutError:
        return "Read timeout expired"
    except aiohttp.ClientError:
        return "Webhook connection closed"
