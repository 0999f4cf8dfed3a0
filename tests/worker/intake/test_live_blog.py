"""A live blog's posts share a page: each is read, and none twice, whatever tells them apart."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from email.utils import format_datetime

import pytest

from bot.feeds import Poller
from bot.feeds.article.article import Articles
from bot.store import Store
from bot.worker.intake.fulltext import FullText
from bot.worker.intake.polling import Polling
from tests.feeds.house import FLOOR, HOUR, START, House, build
from tests.feeds.pages import ARTICLE
from tests.feeds.site import Site, answer, rss
from tests.shared import reader

PAGE = "/live/seoul-talks"
POSTS = 50


@pytest.fixture
async def house(migrated_url: str) -> AsyncIterator[House]:
    async with Site() as site:
        house = build(site, migrated_url, reader=reader())
        yield house
        await house.close()


def post(site: Site, number: int, guid: str, title: str, *, minute: int | None = None) -> str:
    """An item; without a minute of its own, without a date."""
    date = "" if minute is None else f"<pubDate>{format_datetime(START + timedelta(minutes=minute))}</pubDate>"
    named = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    return (
        f"<title>{title}</title><link>http://paper.example:{site.port}{PAGE}#post-{number}</link>{named}{date}"
        f"<description>South Korea would pay {number + 1}.5 trillion won a year for the upkeep of American troops, "
        "a negotiator in Seoul said after the cost-sharing talks.</description>"
    )


def own_guid_and_title(site: Site, number: int) -> str:
    return post(site, number, f"post-{number}", f"US troops in Korea: step {number} of the talks", minute=number)


def one_title(site: Site, number: int) -> str:
    return post(site, number, f"post-{number}", "Live: talks in Seoul over US troops", minute=number)


def one_title_and_minute(site: Site, number: int) -> str:
    return post(site, number, f"post-{number}", "Live: talks in Seoul over US troops", minute=0)


def permalinks(site: Site, number: int) -> str:
    guid = f"http://paper.example:{site.port}{PAGE}#post-{number}"
    return post(site, number, guid, "Live: talks in Seoul over US troops", minute=0)


def titles_alone(site: Site, number: int) -> str:
    return post(site, number, "", f"US troops in Korea: step {number} of the talks")


def one_guid(site: Site, number: int) -> str:
    return post(site, number, "live", f"US troops in Korea: step {number} of the talks", minute=number)


Post = Callable[[Site, int], str]


@pytest.mark.parametrize(
    "kind", [own_guid_and_title, one_title, one_title_and_minute, permalinks, titles_alone, one_guid]
)
async def test_every_post_of_a_live_blog_is_kept_once(house: House, kind: Post) -> None:
    """Two polls of windows that overlap, as feeds show their newest items, and one of the last post alone."""
    windows = (range(30), range(20, POSTS - 1), range(POSTS - 1, POSTS), range(20, POSTS))
    house.site.routes["/feed"] = [
        answer(200, rss(*(kind(house.site, number) for number in reversed(window))).encode()) for window in windows
    ]
    house.follow("/feed")
    for _ in windows:
        await house.wait_and_poll()
    articles = house.store.archive.articles(limit=2 * POSTS)
    assert sorted(article.url for article in articles) == sorted(
        f"http://paper.example:{house.site.port}{PAGE}#post-{number}" for number in range(POSTS)
    )
    assert house.feed().items == POSTS


async def test_what_only_the_fragment_tells_apart_is_one(house: House) -> None:
    title = "US troops in Korea: the talks begin"
    both = [post(house.site, number, "", title, minute=number) for number in (1, 2)]
    bodies = [both[:1], both, both[1:], [post(house.site, 3, "", title)]]
    house.site.routes["/feed"] = [answer(200, rss(*items).encode()) for items in bodies]
    house.follow("/feed")
    for _ in bodies:
        await house.wait_and_poll()
    assert len(house.store.archive.articles()) == 1


async def test_the_page_of_a_live_blog_is_not_asked_for_post_by_post(house: House) -> None:
    """Each post would get the text of all of them; the page of a plain article is asked for, marks behind it or not."""
    site, store, clock = house.site, house.store, house.clock
    site.routes[PAGE] = answer(200, ARTICLE.encode(), ("Content-Type", "text/html"))
    windows = [range(1), range(1, 2), range(2, 12)]
    site.routes["/feed"] = [
        answer(200, rss(*(own_guid_and_title(site, number) for number in window)).encode()) for window in windows
    ] + [answer(200, rss(own_guid_and_title(site, 99).replace("#post-99", "#comments")).encode())]
    house.follow("/feed", host="paper.example")
    asked = []
    async with Articles(house.poller) as articles:
        polling = _with_full_text(house, articles, house.poller, store)
        for _ in range(4):
            clock.now += HOUR
            await polling.round()
            asked.append(len(site.asked(PAGE)))
        await polling.close()
    assert asked == [0, 0, 0, 1]
    assert len(store.archive.articles(limit=50)) == 13


def _with_full_text(house: House, articles: Articles, poller: Poller, store: Store) -> Polling:
    full_text = FullText(articles, reader(), held=store.feeds.held, now=house.clock)
    return Polling(store, poller, reader(), floor=FLOOR, limit=1, now=house.clock, full_text=full_text)
