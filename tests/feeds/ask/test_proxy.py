"""Through a forward proxy (FEED_PROXY): everything that the room asks goes there, and nothing private does."""

import asyncio
import os
import socket
import ssl
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.feeds import FetchPolicy, Poller
from bot.feeds.article.article import Articles
from bot.feeds.article.verdict import Why
from bot.feeds.discover import discover
from bot.model import Entry, Polled, PollFailed, Subscription, SubscriptionState, Trouble
from bot.settings import Settings, SettingsError, load
from bot.worker.factories import fetch_policy
from tests.feeds.ask.test_guard import PRIVATE, Answers
from tests.feeds.conftest import LOOPBACK, USER_AGENT, feed_at
from tests.feeds.forward_proxy import ForwardProxy
from tests.feeds.site import FEED, RSS_TYPE, Site, answer

ROOT = Path(__file__).parents[3]
CERTIFICATE = Path(__file__).parents[1] / "news.example.pem"
"""Of news.example, signed by itself, with its key; good for a hundred years."""
PASSWORD = "a-password-that-no-log-may-have"


class Nowhere(AbstractResolver):
    """A DNS that knows no outside, as behind many a proxy."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        raise socket.gaierror("unknown")

    async def close(self) -> None:
        return


def policy(proxy: ForwardProxy, no_proxy: str = "", private: tuple[object, ...] = ()) -> FetchPolicy:
    return FetchPolicy(
        USER_AGENT,
        private_networks=private,  # type: ignore[arg-type]  # networks, of either kind
        http_proxy=proxy.url,
        https_proxy=proxy.url,
        no_proxy=no_proxy,
        total_timeout=20.0,
    )


@pytest.fixture
async def proxy() -> AsyncIterator[ForwardProxy]:
    async with ForwardProxy(user=f"me:{PASSWORD}") as running:
        yield running


@asynccontextmanager
async def polling(proxy: ForwardProxy, resolver: AbstractResolver) -> AsyncIterator[Poller]:
    async with Poller(policy(proxy), resolver=resolver) as poller:
        yield poller


async def test_a_feed_is_asked_through_the_proxy_in_absolute_form(proxy: ForwardProxy) -> None:
    async with Site() as site, polling(proxy, Answers(["8.8.8.8"])) as poller:
        proxy.names["news.example"] = site.port
        site.routes["/feed?a=1"] = answer(200, FEED, RSS_TYPE)
        outcome = await poller.poll(feed_at("http://news.example/feed?a=1"))
    assert isinstance(outcome, Polled)
    assert proxy.asked == ["GET http://news.example/feed?a=1"]
    assert site.requests[0].headers["user-agent"] == USER_AGENT


async def test_articles_robots_hubs_and_discovery_go_the_same_way(proxy: ForwardProxy) -> None:
    async with Site() as site, polling(proxy, Answers(["8.8.8.8"])) as poller, Articles(poller) as articles:
        proxy.names |= {"news.example": site.port, "hub.example": site.port}
        site.routes["/"] = answer(202)
        site.routes["/page"] = answer(200, b'<link rel="alternate" type="application/rss+xml" href="/feed">')
        site.routes["/feed"] = answer(200, FEED, RSS_TYPE)
        await articles.text(Entry("1", "http://news.example/story", "A title", "", None))
        subscription = Subscription(1, "http://hub.example/", "t", "k", "s", SubscriptionState.WANTED, None, None, 0)
        assert await poller.subscribe(subscription, "https://public.example/websub/k", 60) is None
        assert len((await discover("http://news.example/page", poller)).feeds) == 1
    assert proxy.asked == [
        "GET http://news.example/robots.txt",
        "GET http://news.example/story",
        "POST http://hub.example/",
        "GET http://news.example/page",
        "GET http://news.example/feed",
    ]


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_private_addresses_are_refused_before_the_proxy_is_asked(proxy: ForwardProxy, scheme: str) -> None:
    hosts = [f"[{one}]" if ":" in one else one for one in PRIVATE]
    async with polling(proxy, Nowhere()) as poller:
        for host in (*hosts, "2130706433", "0x7f.1", "127.1", "127.0.0.1.", "127.0.0.1:1"):
            outcome = await poller.poll(feed_at(f"{scheme}://{host}/"))
            assert isinstance(outcome, PollFailed), host
            assert outcome.trouble is Trouble.REFUSED, (host, outcome.sentence)
    assert proxy.asked == []


@pytest.mark.parametrize("found", [["10.0.0.1"], ["8.8.8.8", "169.254.169.254"], ["::ffff:127.0.0.1"], ["fd00::1"]])
async def test_names_with_a_private_address_among_theirs_are_refused(proxy: ForwardProxy, found: list[str]) -> None:
    async with polling(proxy, Answers(found)) as poller, Articles(poller) as articles:
        outcome = await poller.poll(feed_at("https://rebound.example/"))
        article = await articles.text(Entry("1", "https://rebound.example/story", "A title", "", None))
    assert isinstance(outcome, PollFailed)
    assert (outcome.trouble, article.why) == (Trouble.REFUSED, Why.REFUSED)
    assert "rebound.example leads to " in outcome.sentence
    assert proxy.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST.",
        "metadata",
        "metadata.google.internal",
        "nas.local",
        "api.default.svc",
        "db.service.consul",
        "box.localdomain",
    ],
)
async def test_names_that_only_the_proxy_could_resolve_are_none_of_a_network_s_own(
    proxy: ForwardProxy, host: str
) -> None:
    async with polling(proxy, Nowhere()) as poller:
        outcome = await poller.poll(feed_at(f"http://{host}/"))
    assert isinstance(outcome, PollFailed)
    assert outcome.trouble is Trouble.REFUSED
    assert "is a name inside a network" in outcome.sentence
    assert proxy.asked == []


async def test_other_names_that_do_not_resolve_here_are_the_proxy_s_to_resolve(proxy: ForwardProxy) -> None:
    async with Site() as site, polling(proxy, Nowhere()) as poller:
        proxy.names["news.example"] = site.port
        site.routes["/feed"] = answer(200, FEED, RSS_TYPE)
        assert isinstance(await poller.poll(feed_at("http://news.example/feed")), Polled)


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/", "https://169.254.169.254/latest", "http://[::1]/", "http://router/", "ftp://x.example/"],
)
async def test_redirects_are_held_against_the_rules_hop_by_hop(proxy: ForwardProxy, target: str) -> None:
    async with Site() as site, polling(proxy, Nowhere()) as poller:
        proxy.names["news.example"] = site.port
        site.routes["/feed"] = answer(302, b"", ("Location", target))
        outcome = await poller.poll(feed_at("http://news.example/feed"))
    assert isinstance(outcome, PollFailed)
    assert outcome.trouble is Trouble.REFUSED
    assert proxy.asked == ["GET http://news.example/feed"]


async def test_hosts_of_no_proxy_are_asked_directly_and_stand_under_the_guard(proxy: ForwardProxy) -> None:
    async with Site() as site:
        site.routes["/feed"] = answer(200, FEED, RSS_TYPE)
        url = f"http://intranet.example:{site.port}/feed"
        for private, kind in ((LOOPBACK, Polled), ((), PollFailed)):
            rules = policy(proxy, no_proxy="intranet.example", private=private)
            async with Poller(rules, resolver=Answers(["127.0.0.1"])) as poller:
                assert isinstance(await poller.poll(feed_at(url)), kind)
        assert (len(site.requests), proxy.asked) == (1, [])


async def test_private_networks_that_the_operator_opened_are_asked_through_the_proxy(proxy: ForwardProxy) -> None:
    async with Site() as site:
        proxy.names["127.0.0.1"] = site.port
        site.routes["/feed"] = answer(200, FEED, RSS_TYPE)
        async with Poller(policy(proxy, private=LOOPBACK)) as poller:
            assert isinstance(await poller.poll(feed_at(site.url("/feed"))), Polled)
    assert len(proxy.asked) == 1


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_proxy_in_trouble_is_said_so_without_its_password(
    proxy: ForwardProxy, scheme: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    proxy_url = proxy.url.replace(PASSWORD, f"{PASSWORD}-and-more")
    rules = FetchPolicy(USER_AGENT, http_proxy=proxy_url, https_proxy=proxy_url)
    async with Poller(rules, resolver=Nowhere()) as poller:
        refused = await poller.poll(feed_at(f"{scheme}://news.example/feed"))
    await proxy.__aexit__(None, None, None)
    async with Poller(rules, resolver=Nowhere()) as poller:
        gone = await poller.poll(feed_at(f"{scheme}://news.example/feed"))
    assert isinstance(refused, PollFailed)
    assert isinstance(gone, PollFailed)
    assert "407" in refused.sentence
    assert "the proxy of FEED_PROXY wants a user name and password" in refused.sentence
    assert gone.sentence == "was not asked: the proxy of FEED_PROXY cannot be reached"
    assert PASSWORD not in f"{refused}{gone}{rules}{caplog.text}"


async def test_a_proxy_whose_name_does_not_resolve_is_what_is_said_to_be_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.feeds.ask.fetch.SystemResolver", Nowhere)
    address = "http://proxy.example:3128"
    async with Poller(FetchPolicy(USER_AGENT, http_proxy=address, https_proxy=address), resolver=Nowhere()) as poller:
        outcomes = [await poller.poll(feed_at(f"{scheme}://news.example/feed")) for scheme in ("http", "https")]
    for outcome in outcomes:
        assert isinstance(outcome, PollFailed)
        assert outcome.sentence.startswith("was not asked: the proxy of FEED_PROXY cannot be reached, as its name")


async def test_a_name_that_takes_too_long_is_refused_where_others_resolve(
    proxy: ForwardProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Answers):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
        ) -> list[ResolveResult]:
            if host == "slow.example":
                await asyncio.Event().wait()
            return await super().resolve(host, port, family)

    monkeypatch.setattr("bot.feeds.ask.proxy.LOOK_UP_WITHIN", 0.3)
    async with Site() as site, polling(proxy, Slow(["8.8.8.8"])) as poller:
        site.routes["/feed"] = answer(200, FEED, RSS_TYPE)
        proxy.names["news.example"] = proxy.names["slow.example"] = site.port
        # Behind many a proxy every name takes too long.
        assert isinstance(await poller.poll(feed_at("http://slow.example/feed")), Polled)
        assert isinstance(await poller.poll(feed_at("http://news.example/feed")), Polled)
        outcome = await poller.poll(feed_at("http://slow.example/feed"))
    assert isinstance(outcome, PollFailed)
    assert outcome.trouble is Trouble.REFUSED
    assert "slow.example did not resolve in time" in outcome.sentence


async def test_the_program_asks_https_through_a_tunnel_and_shows_no_password(
    proxy: ForwardProxy, tmp_path: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer(200, FEED, RSS_TYPE, ("Connection", "close")))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    proxy.names["news.example"] = server.sockets[0].getsockname()[1]
    settings = {
        "HTTPS_PROXY": proxy.url,
        "FEED_PROXY": "env",
        "SSL_CERT_FILE": str(CERTIFICATE),
        "DATA_DIR": str(tmp_path),
        "LOG_LEVEL": "DEBUG",
        "PYTHONPATH": str(ROOT),
    }
    asking = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "feeds", "test", "https://news.example/feed", cwd=tmp_path,
        env={"PATH": os.environ["PATH"]} | settings, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await asking.communicate()
    server.close()
    assert asking.returncode == 0, said.decode()
    assert b"1 entry" in said
    assert PASSWORD.encode() not in said
    assert set(proxy.asked) == {"CONNECT news.example:443"}


def settings_of(monkeypatch: pytest.MonkeyPatch, value: str, **variables: str) -> Settings:
    for name in ("http_proxy", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, said in variables.items():
        monkeypatch.setenv(name, said)
    return load({"FEED_PROXY": value} if value else {})


@pytest.mark.parametrize(
    ("value", "http", "https", "no"),
    [
        ("", "", "", ""),
        ("off", "", "", ""),
        ("env", "http://a:1", "http://b.example:2", "inside.example"),
        ("http://me:secret@c:3", "http://me:secret@c:3", "http://me:secret@c:3", ""),
        ("c.example:3128", "http://c.example:3128", "http://c.example:3128", ""),
    ],
)
def test_the_setting(monkeypatch: pytest.MonkeyPatch, value: str, http: str, https: str, no: str) -> None:
    given = {"HTTP_PROXY": "http://a:1", "https_proxy": "b.example:2", "NO_PROXY": "inside.example"}
    rules = fetch_policy(settings_of(monkeypatch, value, **given))
    assert (rules.http_proxy, rules.https_proxy, rules.no_proxy) == (http, https, no)


@pytest.mark.parametrize(
    ("value", "https_proxy"),
    [
        ("socks5://me:secret@c:1", ""),
        ("http://", ""),
        ("http://c:port", ""),
        ("on", ""),
        ("env", "socks5://me:secret@c:1"),
    ],
)
def test_an_unusable_proxy_stops_the_start_and_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, value: str, https_proxy: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_of(monkeypatch, value, HTTPS_PROXY=https_proxy)
    assert "FEED_PROXY (its value is not shown)" in str(caught.value)
    assert "is not the address of an HTTP proxy such as http://proxy.example:3128" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_settings_shown_as_a_whole_have_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_of(monkeypatch, f"http://me:{PASSWORD}@c:3")
    assert PASSWORD not in f"{settings!r}{settings.feed_proxy!r}{fetch_policy(settings)!r}"
