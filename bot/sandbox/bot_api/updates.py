"""How updates reach the bot: long polling, and the settings of a webhook (``bot.sandbox.bot_api.webhook`` delivers).

https://core.telegram.org/bots/api#getting-updates
"""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.bot_api.params import Call
from bot.sandbox.memory.errors import ApiError, bad_request
from bot.sandbox.memory.values import JsonObject
from bot.sandbox.memory.world import World

_OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_SET = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
MAX_TIMEOUT = 50
"""Seconds that Telegram holds a long poll at the most."""


class Updates:
    """Hands out queued updates to one poller at a time: a second one ends the first."""

    def __init__(self, world: World, *, webhooks: bool) -> None:
        """``webhooks``: whether one can be set; whatever was set before is forgotten where it cannot."""
        self._world = world
        self._webhooks = webhooks
        self._waiting: asyncio.Future[None] | None = None
        self.webhook_changed = asyncio.Event()
        self._stopped = False

    def wake(self) -> None:
        """There is something new to hand out."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)
        self.webhook_changed.set()

    def stop(self) -> None:
        """Lets a waiting poll return empty-handed, and none wait any more."""
        self._stopped = True
        self.wake()

    @property
    def webhook(self) -> JsonObject | None:
        return (self._world.state.get("webhook") or None) if self._webhooks else None

    async def get_updates(self, call: Call) -> list[JsonObject]:
        """Confirms what lies before the offset and hands out what follows, waiting for it if asked to."""
        if self.webhook:
            raise ApiError(409, _WEBHOOK_SET)
        limit = max(1, min(100, call.number("limit", 100)))
        timeout = max(0, min(MAX_TIMEOUT, call.number("timeout")))
        with self._world.change():
            self._allow(call)
            offset = self._confirm(call.number("offset"))
        self._end_waiting(_OTHER_POLLER)
        found = self._world.state.updates(offset, limit)
        if not found and timeout and not self._stopped:
            await self._wait(timeout)
            found = self._world.state.updates(offset, limit)
        return found

    async def _wait(self, seconds: float) -> None:
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            return
        finally:
            superseded = self._waiting is not waiting
            self._waiting = None if self._waiting is waiting else self._waiting
        if superseded:
            raise ApiError(409, _OTHER_POLLER)

    def _end_waiting(self, why: str) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(ApiError(409, why))
        self._waiting = None

    def _confirm(self, offset: int) -> int:
        """Drops what the offset confirms; a negative one keeps only so many from the end."""
        state = self._world.state
        if offset < 0:
            ids = [update["update_id"] for update in state.updates(0, 1_000_000)]
            offset = ids[max(0, len(ids) + offset)] if ids else 0
        if offset > 0:
            state.drop_updates(below=offset)
        return offset

    def _allow(self, call: Call) -> None:
        """allowed_updates counts for updates still to come, and stays until it is given anew."""
        if not call.text("allowed_updates"):
            return
        kinds = call.json("allowed_updates", "allowed_updates")
        if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
            raise bad_request("Expected an Array of String")
        self._world.state.put("allowed_updates", kinds)

    async def set_webhook(self, call: Call) -> bool:
        url = call.text("url")
        if not url:
            return await self.delete_webhook(call)
        if not self._webhooks:
            raise bad_request("webhooks are off in this sandbox; use getUpdates")
        secret = call.text("secret_token")
        _check_webhook(url, secret)
        with self._world.change():
            self._allow(call)
            if call.flag("drop_pending_updates"):
                self._world.state.drop_updates()
            connections = max(1, min(100, call.number("max_connections", 40)))
            self._world.state.put("webhook", {"url": url, "secret": secret, "max_connections": connections})
        self._end_waiting("Conflict: terminated by setWebhook request")
        self.wake()
        return True

    async def delete_webhook(self, call: Call) -> bool:
        with self._world.change():
            if call.flag("drop_pending_updates"):
                self._world.state.drop_updates()
            self._world.state.put("webhook", None)
        self.wake()
        return True

    async def webhook_info(self, call: Call) -> JsonObject:
        state = self._world.state
        hook = self.webhook or {}
        info = {"url": hook.get("url", ""), "has_custom_certificate": False, "pending_update_count": state.pending()}
        kept = ("max_connections", "last_error_date", "last_error_message")
        info |= {key: hook[key] for key in kept if key in hook}
        allowed = state.get("allowed_updates")
        return info | ({"allowed_updates": allowed} if allowed else {})

    @property
    def methods(self) -> dict[str, Any]:
        """The methods that wait, by lower-case name."""
        return {
            "getupdates": self.get_updates,
            "setwebhook": self.set_webhook,
            "deletewebhook": self.delete_webhook,
            "getwebhookinfo": self.webhook_info,
        }


def _check_webhook(url: str, secret: str) -> None:
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host:
        raise bad_request("invalid webhook URL specified")
    if host in {"127.0.0.1", "localhost", "::1"}:
        return  # like a Bot API server of one's own, the sandbox takes http on this machine, and any port
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    raise bad_request("bad webhook: the sandbox delivers to 127.0.0.1, localhost and [::1] only")
