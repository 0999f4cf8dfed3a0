"""Pollers and sites. One poller serves a module, because its parser process takes a moment to start."""

from collections.abc import AsyncIterator
from ipaddress import ip_network

import pytest_asyncio

from bot.feeds import FetchPolicy, Poller
from bot.model import Feed, FeedKind, Validators
from tests.feeds.site import Site

USER_AGENT = "Mozilla/5.0 (compatible; burdenwatch/test; +https://example.org/contact)"
LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


NO_VALIDATORS = Validators()


def feed_at(
    url: str, *, validators: Validators = NO_VALIDATORS, body_hash: str | None = None, country: str = ""
) -> Feed:
    """A feed as the store would hand it out."""
    return Feed(
        id=1,
        url=url,
        outlet="The Example",
        language="en",
        country=country,
        kind=FeedKind.NEWSPAPER,
        validators=validators,
        body_hash=body_hash,
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def poller() -> AsyncIterator[Poller]:
    """A poller that may ask loopback, with short limits."""
    policy = FetchPolicy(
        USER_AGENT, private_networks=LOOPBACK, total_timeout=5.0, body_cap=1024 * 1024, parse_deadline=5.0
    )
    async with Poller(policy) as poller:
        yield poller


@pytest_asyncio.fixture(loop_scope="module")
async def site() -> AsyncIterator[Site]:
    async with Site() as site:
        yield site
