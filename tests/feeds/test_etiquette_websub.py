"""Line 48 of the polling etiquette: a hub on loopback that subscribes, verifies and sends as WebSub has it."""

import asyncio
import hmac
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp import web

from bot.model import SubscriptionState
from bot.web.websub import BODY_CAP, Callbacks
from bot.worker.websub import Hubs
from tests.feeds.house import DAY, FLOOR, HOUR, JITTER, MINUTE, House, build
from tests.feeds.site import FEED, ITEM, RSS_TYPE, Site, answer, rss

NET = 4 * 3600


@dataclass
class Hub:
    """Keeps the forms that it was sent; ``status`` is what it answers to them."""

    status: int = 202
    location: str = ""
    forms: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    async def take(self, request: web.Request) -> web.Response:
        if self.location and request.path == "/moved":
            return web.Response(status=308, headers={"Location": self.location})
        self.forms.append({name: str(value) for name, value in (await request.post()).items()})
        return web.Response(status=self.status)

    async def verify(self, session: aiohttp.ClientSession, **changes: str) -> tuple[int, str]:
        """Ask the last callback whether it did ask us."""
        form = self.forms[-1]
        query = {
            "hub.mode": form["hub.mode"],
            "hub.topic": form["hub.topic"],
            "hub.challenge": "a challenge & more",
            "hub.lease_seconds": form["hub.lease_seconds"],
        }
        async with session.get(form["hub.callback"], params=query | changes) as response:
            return response.status, await response.text()

    async def send(
        self, session: aiohttp.ClientSession, body: bytes, *, method: str = "sha256", secret: str | None = None
    ) -> int:
        form = self.forms[-1]
        digest = hmac.new((secret or form["hub.secret"]).encode(), body, method).hexdigest()
        headers = {"X-Hub-Signature": f"{method}={digest}", "Content-Type": "application/rss+xml"}
        async with session.post(form["hub.callback"], data=io.BytesIO(body), headers=headers) as response:
            return response.status


@dataclass
class Town:
    house: House
    hub: Hub
    hubs: Hubs
    session: aiohttp.ClientSession

    async def subscribe(self) -> None:
        """A first poll that finds the hub, the request, and the hub's verification."""
        self.house.site.routes["/feed"] = answer(200, self.document(ITEM))
        self.house.follow("/feed")
        await self.house.poll()
        await self.hubs.tick()
        assert await self.hub.verify(self.session) == (200, "a challenge & more")

    def document(self, *items: str) -> bytes:
        links = f'<atom:link rel="hub" href="{self.hub.url}"/><atom:link rel="self" href="https://news.example/rss"/>'
        space = '<rss xmlns:atom="http://www.w3.org/2005/Atom"'
        return rss(*items, channel=f"<title>A feed</title>{links}").replace("<rss", space, 1).encode()


async def serve(routes: list[web.RouteDef]) -> tuple[web.AppRunner, str]:
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


class Later:
    """The subscriber behind the callbacks, which need an address before it can be made."""

    hubs: Hubs

    async def confirm(self, token: str, topic: str, lease: float | None) -> bool:
        return await self.hubs.confirm(token, topic, lease)

    async def deny(self, token: str, topic: str) -> bool:
        return await self.hubs.deny(token, topic)

    async def knows_token(self, token: str) -> bool:
        return await self.hubs.knows_token(token)

    async def deliver(self, token: str, body: bytes, signature: str, content_type: str) -> bool:
        return await self.hubs.deliver(token, body, signature, content_type)


@pytest.fixture
async def town(migrated_url: str) -> AsyncIterator[Town]:
    hub, later = Hub(), Later()
    async with Site() as site, aiohttp.ClientSession() as session:
        hub_runner, hub.url = await serve([web.post("/", hub.take), web.post("/moved", hub.take)])
        callbacks, public_url = await serve(Callbacks(later).routes())
        house = build(site, migrated_url)
        later.hubs = Hubs(house.store, house.poller, house.polling, public_url=public_url, now=house.clock)
        yield Town(house, hub, later.hubs, session)
        await house.close()
        await hub_runner.cleanup()
        await callbacks.cleanup()


SECOND = "<title>Envoys meet again</title><link>https://news.example/2</link><guid>two</guid>"


async def test_line_48_a_hub_is_asked_verified_and_polling_becomes_a_net(town: Town) -> None:
    await town.subscribe()
    (form,) = town.hub.forms
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", "https://news.example/rss")
    assert (form["hub.lease_seconds"], len(form["hub.secret"]) >= 32) == ("604800", True)
    assert town.house.feed().push_until == town.house.clock.now + 7 * DAY
    await town.house.wait_and_poll()
    assert NET <= town.house.wait() <= NET * JITTER
    await town.hubs.tick()
    assert len(town.hub.forms) == 1


async def test_line_48_a_link_header_names_the_hub_as_well(town: Town) -> None:
    links = f'<{town.hub.url}/>; rel="hub", </topic.xml>; rel=self'
    town.house.site.routes["/feed"] = answer(200, FEED, ("Link", links))
    town.house.follow("/feed")
    await town.house.poll()
    await town.hubs.tick()
    assert town.hub.forms[0]["hub.topic"] == town.house.site.url("/topic.xml")


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_line_48_what_a_hub_signs_is_taken_in(town: Town, method: str) -> None:
    await town.subscribe()
    due = town.house.feed().next_due
    assert await town.hub.send(town.session, town.document(SECOND), method=method) == 204
    feed = town.house.feed()
    assert (feed.items, feed.next_due, feed.gaps) == (2, due, 0)
    # The same item, polled: it is known.
    town.house.site.routes["/feed"] = answer(200, town.document(SECOND, ITEM))
    await town.house.wait_and_poll()
    assert town.house.feed().items == 2
    assert town.house.feed().push_until is not None


async def test_line_48_what_nobody_signed_is_ignored(town: Town) -> None:
    await town.subscribe()
    body = town.document(SECOND)
    assert await town.hub.send(town.session, body, secret="another") == 204
    callback = town.hub.forms[0]["hub.callback"]
    for signature in ("", "sha256=", "sha256", "md5=" + hmac.new(b"", body, "md5").hexdigest(), "sha256=é"):
        headers = {"X-Hub-Signature": signature}
        async with town.session.post(callback, data=body, headers=headers) as response:
            assert response.status == 204
    assert town.house.feed().items == 1


async def test_line_48_a_push_that_is_no_feed_or_too_large_is_ignored(town: Town) -> None:
    await town.subscribe()
    for body in (b"", b"<html><body>no</body></html>", b"\0\1\2", b"{}"):
        assert await town.hub.send(town.session, body) == 204
    assert await town.hub.send(town.session, b" " * (BODY_CAP + 1)) == 413
    assert town.house.feed().items == 1


async def test_line_48_a_lease_is_renewed_before_it_ends(town: Town) -> None:
    await town.subscribe()
    start = town.house.clock.now
    town.house.clock.now = start + 5 * DAY
    await town.hubs.tick()
    assert len(town.hub.forms) == 1
    town.house.clock.now = start + 6 * DAY
    await town.hubs.tick()
    assert town.hub.forms[0] == town.hub.forms[1]
    assert (await town.hub.verify(town.session, **{"hub.lease_seconds": "172800"}))[0] == 200
    assert town.house.feed().push_until == start + 8 * DAY


async def test_line_48_a_lease_that_ends_brings_the_usual_pace_back(town: Town) -> None:
    await town.subscribe()
    town.house.clock.now += 7 * DAY + MINUTE
    await town.house.poll()
    assert town.house.wait() <= FLOOR * JITTER


async def test_line_48_a_hub_that_forgets_news_is_relied_on_no_more_until_it_tells(town: Town) -> None:
    await town.subscribe()
    town.house.site.routes["/feed"] = answer(200, town.document(SECOND, ITEM))
    await town.house.wait_and_poll()
    assert town.house.feed().push_until is None
    assert town.house.wait() <= FLOOR * JITTER
    assert await town.hub.send(town.session, town.document(SECOND)) == 204
    assert town.house.feed().push_until is not None


async def test_line_48_a_hub_that_fails_is_asked_again_ever_more_seldom(town: Town) -> None:
    town.hub.status = 500
    town.house.site.routes["/feed"] = answer(200, town.document(ITEM))
    town.house.follow("/feed")
    await town.house.poll()
    for asked, wait in enumerate((timedelta(), 10 * MINUTE, 20 * MINUTE, 40 * MINUTE)):
        town.house.clock.now += wait - timedelta(seconds=1)
        await town.hubs.tick()
        assert len(town.hub.forms) == asked
        town.house.clock.now += timedelta(seconds=1)
        await town.hubs.tick()
        assert len(town.hub.forms) == asked + 1
    assert town.house.feed().push_until is None


async def test_line_48_a_hub_that_refuses_is_left_alone(town: Town) -> None:
    await town.subscribe()
    status, _ = await town.hub.verify(town.session, **{"hub.mode": "denied", "hub.reason": "no more"})
    assert status == 200
    assert town.house.feed().push_until is None
    town.house.clock.now += 6 * DAY
    await town.hubs.tick()
    assert len(town.hub.forms) == 1
    town.house.clock.now += 2 * DAY
    await town.hubs.tick()
    assert len(town.hub.forms) == 2


async def test_line_48_nobody_else_can_confirm_or_end_a_subscription(town: Town) -> None:
    await town.subscribe()
    until = town.house.feed().push_until
    for changes in (
        {"hub.topic": "https://other.example/rss"},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": "denied", "hub.topic": "https://other.example/rss"},
        {"hub.mode": ""},
        {"hub.challenge": ""},
        {"hub.challenge": "x" * 5000},
    ):
        assert (await town.hub.verify(town.session, **changes))[0] == 404
    stranger = town.hub.forms[0]["hub.callback"].rsplit("/", 1)[0] + "/stranger"
    async with town.session.post(stranger, data=FEED) as response:
        assert response.status == 410
    assert town.house.feed().push_until == until


@pytest.mark.parametrize(("said", "lease"), [("", 7 * DAY), ("0", MINUTE), ("1e9", 7 * DAY), ("9" * 12, 60 * DAY)])
async def test_line_48_odd_leases_are_bounded(town: Town, said: str, lease: timedelta) -> None:
    await town.subscribe()
    await town.hub.verify(town.session, **{"hub.lease_seconds": said})
    assert town.house.feed().push_until == town.house.clock.now + lease


async def test_line_48_a_hub_that_moved_gets_the_form_where_it_is(town: Town) -> None:
    town.hub.location, town.hub.url = town.hub.url + "/", town.hub.url + "/moved"
    await town.subscribe()
    assert len(town.hub.forms) == 1


@pytest.mark.parametrize("hub", ["http://169.254.169.254/latest", "http://10.0.0.1/", "file:///etc/passwd"])
async def test_line_48_hubs_stand_under_the_guard(town: Town, hub: str) -> None:
    town.hub.url = hub
    town.house.site.routes["/feed"] = answer(200, town.document(ITEM))
    town.house.follow("/feed")
    await town.house.poll()
    await town.hubs.tick()
    assert town.house.feed().push_until is None


async def test_line_48_another_hub_takes_the_place_of_the_first(town: Town) -> None:
    await town.subscribe()
    town.house.site.routes["/feed"] = answer(200, FEED, RSS_TYPE)
    await town.house.wait_and_poll()
    assert town.house.feed().push_until is None
    assert await town.hub.send(town.session, town.document(SECOND)) == 410


async def test_line_48_a_paused_feed_wants_no_news(town: Town) -> None:
    await town.subscribe()
    token = urlsplit(town.hub.forms[0]["hub.callback"]).path.rsplit("/", 1)[1]
    found = town.house.store.feeds.subscription(token)
    assert found is not None
    assert found[1].state is SubscriptionState.ACTIVE
    town.house.store.feeds.sync([], town.house.clock.now)
    assert await town.hub.send(town.session, town.document(SECOND)) == 410
    town.house.clock.now += 7 * DAY
    await town.hubs.tick()
    assert len(town.hub.forms) == 1


async def test_line_48_several_messages_at_once_store_each_item_once(town: Town) -> None:
    await town.subscribe()
    sends = (town.hub.send(town.session, town.document(SECOND)) for _ in range(5))
    assert await asyncio.gather(*sends) == [204] * 5
    assert town.house.store.status(town.house.clock.now + HOUR).articles == 2
