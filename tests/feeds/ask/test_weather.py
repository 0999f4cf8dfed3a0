"""Servers that are no good at HTTP, or not there at all: an outcome each, in words, and never an exception."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.feeds import FetchPolicy, NotAskedError, Poller
from bot.feeds.ask.failures import from_error
from bot.model import Polled, PollFailed, Trouble
from tests.feeds.conftest import LOOPBACK, USER_AGENT, feed_at
from tests.feeds.house import Names
from tests.feeds.site import FEED, Request, Route, Site, answer


@asynccontextmanager
async def quick() -> AsyncIterator[Poller]:
    async with Poller(FetchPolicy(USER_AGENT, private_networks=LOOPBACK, total_timeout=0.5)) as poller:
        yield poller


async def failure(url: str) -> PollFailed:
    async with quick() as poller:
        outcome = await poller.poll(feed_at(url))
    assert isinstance(outcome, PollFailed), outcome
    assert "\n" not in outcome.sentence
    return outcome


HOSTILE = {
    "nothing": b"",
    "no http": b"SSH-2.0-OpenSSH_9.9\r\n",
    "zeros": bytes(4096),
    "half a status line": b"HTTP/1.1 20",
    "status of four digits": b"HTTP/1.1 2000 OK\r\n\r\n",
    "negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
    "length that is no number": b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nabc",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "shorter than announced": b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<rss>",
    "bad chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n",
    "chunk of 2**64": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\nabc\r\n",
    "header without a colon": b"HTTP/1.1 200 OK\r\nwhat is this\r\n\r\n",
    "null in a header": b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n",
    "redirect to garbage": b"HTTP/1.1 301 Moved\r\nLocation: http://\xff\xfe:x/\r\nContent-Length: 0\r\n\r\n",
    "redirect to a strange port": b"HTTP/1.1 301 Moved\r\nLocation: http://a:99999/\r\nContent-Length: 0\r\n\r\n",
    "redirect to a name of dots": b"HTTP/1.1 301 Moved\r\nLocation: http://a..b/\r\nContent-Length: 0\r\n\r\n",
    "redirect to a long name": b"HTTP/1.1 301 Moved\r\nLocation: http://"
    + b"a" * 300
    + b".example/\r\nContent-Length: 0\r\n\r\n",
    "broken cookie": b"HTTP/1.1 302 Found\r\nSet-Cookie: \x01=;;;=\r\nLocation: /feed\r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_bytes_are_an_outcome(name: str) -> None:
    async def talk(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(HOSTILE[name])
        await writer.drain()

    async with Site(routes={"/feed": talk}) as site:
        assert (await failure(site.url("/feed"))).trouble in {Trouble.CONNECTION, Trouble.REFUSED, Trouble.TIMEOUT}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed",
        "ftp://news.example/",
        "http://",
        "http:///feed",
        "http://[::1",
        "http://a:99999/",
        "https://:443/",
        "\x00",
        "http://a b/",
        "mailto:a@b",
    ],
)
async def test_an_address_that_is_none_is_refused(url: str) -> None:
    outcome = await failure(url)
    assert outcome.trouble in {Trouble.REFUSED, Trouble.CONNECTION}


async def test_a_closed_port_is_said_to_refuse() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    outcome = await failure(f"http://127.0.0.1:{port}/")
    assert outcome.trouble is Trouble.CONNECTION
    assert "refuses the connection" in outcome.sentence


async def test_a_server_that_accepts_and_stalls_times_out() -> None:
    async def stall(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    async with Site(routes={"/feed": stall}) as site:
        assert (await failure(site.url("/feed"))).trouble is Trouble.TIMEOUT


async def test_a_name_that_does_not_resolve_says_so() -> None:
    outcome = await failure("http://nobody.invalid/feed")
    assert outcome.trouble is Trouble.CONNECTION
    assert "does not resolve" in outcome.sentence


async def test_plain_http_behind_an_https_address_fails_at_the_handshake() -> None:
    async with Site() as site:
        outcome = await failure(site.url("/feed").replace("http:", "https:"))
    assert outcome.trouble in {Trouble.CONNECTION, Trouble.TIMEOUT}


def test_a_bad_certificate_is_named() -> None:
    outcome = from_error(ssl.SSLCertVerificationError("secret"), total_timeout=1, body_cap=1)
    assert "certificate" in outcome.sentence
    assert "secret" not in outcome.sentence


async def test_a_sentence_repeats_neither_passwords_nor_what_the_server_says() -> None:
    async with Site() as site:
        site.routes["/feed?key=hush"] = answer(500, b"<b>hush</b>", reason="hush")
        outcome = await failure(f"http://me:hush@127.0.0.1:{site.port}/feed?key=hush")
        assert "authorization" in site.requests[0].headers
    assert outcome.status == 500
    assert "hush" not in outcome.sentence


async def test_a_password_goes_to_its_own_place_only() -> None:
    async with Site() as site, Site() as other:
        other.routes["/feed"] = answer(410)
        site.routes["/next"] = answer(302, b"", ("Location", other.url("/feed")))
        site.routes["/feed"] = answer(302, b"", ("Location", "/next"))
        await failure(f"http://me:hush@127.0.0.1:{site.port}/feed")
        assert all("authorization" in request.headers for request in site.requests)
        assert len(site.requests) == 2
        assert "authorization" not in other.requests[0].headers


async def test_a_feed_whose_host_keeps_others_waiting_gives_up_its_turn() -> None:
    async def stall(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK, total_timeout=0.1, per_host=1)
    async with Site(routes={"/feed": stall}) as site, Poller(policy) as poller:
        polls = (poller.poll(feed_at(site.url("/feed"))) for _ in range(8))
        outcomes = await asyncio.gather(*polls, return_exceptions=True)
    turned_away = [outcome for outcome in outcomes if isinstance(outcome, NotAskedError)]
    assert 0 < len(turned_away) < 6
    assert all("other feeds" in str(reason) for reason in turned_away)
    timed_out = [outcome for outcome in outcomes if isinstance(outcome, PollFailed)]
    assert len(timed_out) + len(turned_away) == 8


async def test_servers_that_drip_hold_the_others_up_for_a_moment_only() -> None:
    """Two of them take both places; each gives its own to a good feed, and is still read meanwhile."""

    async def drip(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)

    policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK, total=2, slow_after=0.1)
    routes: dict[str, Route] = {"/drip": drip, "/good": answer(200, FEED)}
    async with Site(routes=routes) as site, Poller(policy, resolver=Names()) as poller:
        urls = [f"http://paper{n}.example:{site.port}/{'drip' if n < 2 else 'good'}" for n in range(6)]
        polls = [asyncio.create_task(poller.poll(feed_at(url))) for url in urls]
        assert all(isinstance(outcome, Polled) for outcome in await asyncio.gather(*polls[2:]))
        assert not polls[0].done()
        assert not polls[1].done()
        for poll in polls[:2]:
            poll.cancel()
        await asyncio.gather(*polls, return_exceptions=True)


async def test_waiting_for_a_turn_does_not_count_against_the_time_out() -> None:
    async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        writer.write(answer(410))
        await writer.drain()

    policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK, total_timeout=1.0, per_host=1)
    async with Site(routes={"/feed": slow}) as site, Poller(policy) as poller:
        outcomes = await asyncio.gather(*(poller.poll(feed_at(site.url("/feed"))) for _ in range(5)))
    assert all(isinstance(outcome, PollFailed) and outcome.gone for outcome in outcomes)


async def test_cancellation_passes_through_and_leaves_the_poller_usable() -> None:
    async def stall(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    async with Site(routes={"/stall": stall, "/feed": answer(410)}) as site, quick() as poller:
        polls = [asyncio.create_task(poller.poll(feed_at(site.url("/stall")))) for _ in range(5)]
        await asyncio.sleep(0.1)
        for poll in polls:
            poll.cancel()
        assert all(
            isinstance(result, asyncio.CancelledError)
            for result in await asyncio.gather(*polls, return_exceptions=True)
        )
        outcome = await poller.poll(feed_at(site.url("/feed")))
        assert isinstance(outcome, PollFailed)
        assert outcome.gone
