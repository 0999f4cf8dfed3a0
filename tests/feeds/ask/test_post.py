"""What is posted to doors: past no guard, after no redirect, and for no longer than it may take."""

import asyncio

import pytest

from bot.feeds import FetchPolicy
from bot.feeds.ask.post import ANSWER_CAP, Poster
from bot.model import NotPosted, Posted
from tests.feeds.ask.test_guard import Answers
from tests.feeds.conftest import LOOPBACK, USER_AGENT
from tests.feeds.site import Request, Site, answer


async def post(
    url: str, *, trusted: bool = True, within: float = 10.0, resolver: Answers | None = None
) -> Posted | NotPosted:
    poster = Poster(FetchPolicy(USER_AGENT, private_networks=LOOPBACK), resolver, within=within)
    try:
        return await poster.post(url, b"{}", {"Content-Type": "application/json"}, trusted=trusted)
    finally:
        await poster.close()


async def test_an_answer_is_capped_and_a_redirect_not_followed() -> None:
    long = answer(200, b"x" * 100_000)
    there = answer(302, b"", ("Location", "/there"), ("Retry-After", "7"))
    async with Site({"/long": long, "/led": there, "/there": answer()}) as site:
        assert await post(site.url("/long")) == Posted(200, "x" * ANSWER_CAP, 0.0)
        assert await post(site.url("/led")) == Posted(302, "", 7.0)
        assert site.asked("/there") == []
        assert site.asked("/led")[0].headers["content-type"] == "application/json"


async def test_private_networks_are_open_to_operators_alone() -> None:
    async with Site({"/": answer()}) as site:
        assert await post(site.url()) == Posted(200, "", 0.0)
        named = site.url().replace("127.0.0.1", "rebound.example")
        for url in (site.url(), named):
            refused = await post(url, trusted=False, resolver=Answers(["127.0.0.1"]))
            assert isinstance(refused, NotPosted)
            assert "is not on the public internet" in refused.sentence
            assert not refused.perhaps
        assert len(site.requests) == 1


@pytest.mark.parametrize("url", ["http://[", "http://0177.0.0.1/", "nothing"])
async def test_what_is_no_address_is_a_value(url: str) -> None:
    came = await post(url)
    assert isinstance(came, NotPosted)
    assert not came.perhaps


async def test_what_may_have_arrived_is_told_from_what_has_not() -> None:
    async def silent(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    async with Site({"/": silent}) as site:
        late = await post(site.url(), within=0.3)
        assert isinstance(late, NotPosted)
        assert late.perhaps
    gone = await post(site.url())
    assert gone == NotPosted("refuses the connection")
