"""What a probe finds out about a feed, and in how many requests."""

from datetime import timedelta
from email.utils import format_datetime

from bot.feeds import FetchPolicy
from bot.feeds.probe import probe
from bot.model import PollFailed, Trouble, Validators
from tests.feeds.conftest import LOOPBACK, USER_AGENT
from tests.feeds.house import START
from tests.feeds.site import FEED, Route, Site, answer, rss

POLICY = FetchPolicy(USER_AGENT, private_networks=LOOPBACK, total_timeout=5.0)


async def test_a_feed_that_says_much() -> None:
    dates = [format_datetime(START - n * timedelta(days=1)) for n in range(4)]
    items = [f"<title>t{n}</title><guid>{n}</guid><pubDate>{date}</pubDate>" for n, date in enumerate(dates)]
    body = rss(*items, "<title>undated</title><guid>u</guid>", channel="<title>News</title><ttl>300</ttl>").encode()
    links = ("Link", '<https://hub.example/>; rel="hub"')
    headers = (("ETag", '"a"'), ("Cache-Control", "max-age=60"), links)
    routes: dict[str, Route] = {"/old": answer(301, b"", ("Location", "/new"))}
    routes["/new"] = [answer(200, body, *headers), answer(304)]
    async with Site(routes=routes) as site:
        found = await probe(site.url("/old"), POLICY)
        assert len(site.asked("/new")) == 2
        assert found.steps == ((301, site.url("/new")),)
        assert found.address == found.moved_to == found.hints.topic == site.url("/new")
    assert (found.status, found.title, found.entries, found.bad_entries, found.dated) == (200, "News", 5, 0, 4)
    assert (found.newest, found.oldest) == (START, START - timedelta(days=3))
    assert (found.validators, found.honours_conditions) == (Validators('"a"'), True)
    assert (found.hints.hub, found.hints.format) == ("https://hub.example/", "RSS 2.0")
    assert (found.freshness.max_age, found.freshness.ttl) == (60, 18_000)
    assert (found.interval, found.wait, found.why) == (7200, 18_000, "the ttl that it states")


async def test_a_feed_that_says_little() -> None:
    async with Site(routes={"/feed": answer(200, FEED)}) as site:
        found = await probe(site.url("/feed"), POLICY, floor=900)
        assert len(site.requests) == 1
    assert (found.honours_conditions, found.newest, found.moved_to) == (None, None, None)
    assert found.wait == 900


async def test_a_feed_that_ignores_conditions() -> None:
    async with Site(routes={"/feed": answer(200, FEED, ("ETag", '"a"'))}) as site:
        assert (await probe(site.url("/feed"), POLICY)).honours_conditions is False


async def test_a_feed_that_limits_us() -> None:
    async with Site(routes={"/feed": answer(429, b"", ("Retry-After", "7200"))}) as site:
        found = await probe(site.url("/feed"), POLICY)
    assert isinstance(found.outcome, PollFailed)
    assert (found.status, found.wait, found.why) == (429, 7200, "its Retry-After")


async def test_an_address_that_leads_nowhere() -> None:
    for url in ("ftp://news.example/", "http://127.0.0.1:1/", "http://10.0.0.1/"):
        found = await probe(url, POLICY)
        assert isinstance(found.outcome, PollFailed)
        assert found.outcome.trouble in {Trouble.REFUSED, Trouble.CONNECTION}
        assert (found.status, found.entries, found.address) == (None, 0, url)
