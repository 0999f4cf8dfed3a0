"""robots.txt (RFC 9309): what it forbids is not asked for, and what it means when it cannot be had."""

from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
import pytest_asyncio
from yarl import URL

from bot.feeds import FetchPolicy, Poller
from bot.feeds.ask.robots import LARGEST, Robots
from bot.feeds.process.frames import PageReply, decode_page_reply
from bot.feeds.process.parent import KillableProcess
from tests.feeds.conftest import LOOPBACK, USER_AGENT
from tests.feeds.house import Names
from tests.feeds.site import Route, Site, answer

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def poller() -> AsyncIterator[Poller]:
    async with Poller(
        FetchPolicy(USER_AGENT, private_networks=LOOPBACK, total_timeout=0.5), resolver=Names()
    ) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def robots(poller: Poller) -> AsyncIterator[Robots]:
    process: KillableProcess[PageReply] = KillableProcess(
        "bot.feeds.article.article_process", decode_page_reply, deadline=1.0
    )
    yield Robots(poller.fetcher, process, 1.0)
    await process.close()


def text(said: str | bytes, kind: str = "text/plain") -> bytes:
    return answer(200, said if isinstance(said, bytes) else said.encode(), ("Content-Type", kind))


def led(target: str) -> bytes:
    return answer(301, b"", ("Location", target))


FORBIDDEN = text("User-agent: *\nDisallow: /\n")
HOSTILE = "".join(f"User-agent: a{n}\n" for n in range(9000)) + "".join(f"Disallow: /x{n}\n" for n in range(9000))

SAID: dict[str, tuple[Route, bool]] = {
    "nothing": (text(""), True),
    "all": (FORBIDDEN, False),
    "another place": (text("User-agent: *\nDisallow: /private/\n"), True),
    "another robot": (text("User-agent: Googlebot\nDisallow: /\n"), True),
    "us": (text("User-agent: BurdenWatch\nDisallow: /news\n"), False),
    "all others": (text("User-agent: *\nDisallow: /\n\nUser-agent: burdenwatch\nAllow: /\n"), True),
    "a longer path wins": (text("User-agent: *\nDisallow: /news\nAllow: /news/1\n"), True),
    "a pattern": (text("User-agent: *\nDisallow: /*/1$\n"), False),
    "with a byte order mark": (text(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n"), False),
    "a page": (text("<html><body>Disallow: /</body></html>", "text/html"), True),
    "no such file": (answer(404), True),
    "forbidden": (answer(403), True),
    "too many requests": (answer(429), False),
    "a fault": (answer(500), False),
    "out of order": (answer(503), False),
    "no answer": (b"", False),
    "beyond what is read": (text("#" * LARGEST + "\nUser-agent: *\nDisallow: /\n"), True),
    "half a rule": (text(("User-agent: *\n" + "#\n" * LARGEST)[: LARGEST - 10] + "Disallow: /news/2"), True),
    "hostile": (text(HOSTILE), False),
}


@pytest.mark.parametrize("name", SAID)
async def test_what_a_site_says(name: str, robots: Robots, site: Site) -> None:
    site.routes["/robots.txt"], allowed = SAID[name]
    url = URL(site.url("/news/1"))
    assert await robots.allows(url) is allowed
    assert [request.target for request in site.requests] == ["/robots.txt"]


@pytest.mark.parametrize(("redirects", "allowed"), [(5, False), (6, True)])
async def test_five_redirects_are_followed_and_more_count_as_none_there(
    redirects: int, allowed: bool, robots: Robots, site: Site
) -> None:
    places = ["/robots.txt", *(f"/r{n}" for n in range(1, redirects + 1))]
    site.routes |= {place: led(after) for place, after in pairwise(places)}
    site.routes[places[-1]] = FORBIDDEN
    assert await robots.allows(URL(site.url("/news/1"))) is allowed


async def test_a_redirect_into_a_private_network_forbids(robots: Robots, site: Site) -> None:
    site.routes["/robots.txt"] = led("http://169.254.169.254/robots.txt")
    assert await robots.allows(URL(site.url("/news/1"))) is False


async def test_each_origin_has_its_own_and_is_asked_once(robots: Robots, site: Site) -> None:
    site.routes["/robots.txt"] = text("User-agent: *\nDisallow: /news/\n")
    for host in ("127.0.0.1", "a.example", "b.example"):
        for path, allowed in (("/news/1", False), ("/world/1", True)):
            assert await robots.allows(URL(f"http://{host}:{site.port}{path}")) is allowed
    assert len(site.requests) == 3


async def test_a_delay_is_kept(robots: Robots, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    site.routes["/robots.txt"] = text("User-agent: *\nCrawl-delay: 4\n")
    url = URL(site.url("/news/1"))
    assert await robots.allows(url)
    monkeypatch.setattr("bot.feeds.ask.robots.asyncio.sleep", sleep)
    assert await robots.allows(url)
    assert 3 < waits[0] <= 4
    site.routes["/robots.txt"] = text("User-agent: *\nCrawl-delay: 86400\n")
    slow = URL(f"http://slow.example:{site.port}/news/1")
    assert await robots.allows(slow)
    assert await robots.allows(slow)
    assert 29 < waits[-1] <= 30, "no longer than the cap"


async def test_the_process_that_ran_out_of_memory_is_ended(poller: Poller, site: Site) -> None:
    # Time enough to run out of memory first; else the deadline ends it.
    process: KillableProcess[PageReply] = KillableProcess(
        "bot.feeds.article.article_process", decode_page_reply, deadline=60.0
    )
    patient = Robots(poller.fetcher, process, 60.0)
    site.routes["/robots.txt"], _ = SAID["hostile"]
    assert not await patient.allows(URL(site.url("/news/1")))
    assert process.pid is None, "whoever comes next would pay for what it still holds"
