"""``feeds add``, ``remove``, ``pause`` and ``resume``: the operator's hand on the feeds."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import NoReturn
from urllib.parse import urlsplit

from bot.cli.common import complain, fail, hint, opened, stderr, stdout
from bot.desk.wording import count
from bot.feeds import NotAskedError, Poller
from bot.feeds.discover import Discovery, Found, discover
from bot.feeds.domains import domain_of
from bot.feeds.opml import feed_address
from bot.model import Feed, FeedKind, FeedOrigin, FeedSource, FeedState, Topic
from bot.settings import Settings
from bot.store import Store, StoreError
from bot.worker.opening import fetch_policy


def add(
    settings: Settings, topic: Topic, url: str, *, title: str, language: str, country: str, unchecked: bool
) -> None:
    """Follow the feed at an address, or the one that the page there names."""
    address = usable(url)
    with database(settings) as store:
        if known := followed(store, topic, address):
            _say_followed(known)
            return
        found = Found(address, "", "", 0) if unchecked else _look(settings, store, address)
        if known := followed(store, topic, found.url):
            _say_followed(known)
            return
        outlet = title or found.title or host_of(found.url)
        language = language or found.language
        source = FeedSource(found.url, outlet, language, country, FeedKind.OTHER)
        store.add_feeds([source], now())
    entries = f", {count(found.entries, 'entry', 'entries')} now" if not unchecked else ""
    stdout.print(f"Added {outlet}: {found.url}{entries}", markup=False, soft_wrap=True)
    if not language:
        hint("it does not say its language, so each report's is found out; --language en would say it")


def remove(settings: Settings, topic: Topic, url: str) -> None:
    """Stop following a feed that was added by hand."""
    with database(settings) as store:
        feed = _the_one(store, topic, url)
        if feed.id == 0 or not store.remove_feed(feed.id):
            fail(
                1,
                f"{feed.outlet} is the topic's: take it out of config/feeds.toml, "
                f"or leave it unasked: burdenwatch feeds pause {feed.url}",
            )
    stdout.print(f"Removed {feed.outlet}: {feed.url}; its reports stay", markup=False, soft_wrap=True)


def pause(settings: Settings, topic: Topic, url: str) -> None:
    """Leave a feed unasked until it is resumed."""
    with database(settings) as store:
        feed = _the_one(store, topic, url)
        source = FeedSource(feed.url, feed.outlet, feed.language, feed.country, feed.kind)
        was = "" if store.pause_feed(source, now()) else " already"
    stdout.print(f"{feed.outlet} is paused{was}: {feed.url}", markup=False, soft_wrap=True)


def resume(settings: Settings, topic: Topic, url: str) -> None:
    """Ask a paused feed again, or one that was gone."""
    with database(settings) as store:
        feed = _the_one(store, topic, url)
        if feed.id == 0:
            state = FeedState.ACTIVE
        elif feed.origin is FeedOrigin.TOPIC and feed.kind is not FeedKind.REPLAY and not is_named(topic, feed.url):
            fail(1, f"config/feeds.toml does not name {feed.url} any more; burdenwatch feeds add makes it yours")
        else:
            state = store.resume_feed(feed.id)
    words = "is active" if state is FeedState.ACTIVE else "is resumed, and waits for a worker that follows the topic"
    stdout.print(f"{feed.outlet} {words}: {feed.url}", markup=False, soft_wrap=True)
    if feed.hold_until and feed.hold_until > now():
        hint(f"it asked to be left alone until {feed.hold_until:%Y-%m-%d %H:%M} UTC, and is")


def usable(url: str) -> str:
    """The address that a person typed, scheme or not; or what is wrong with it and exit code 2."""
    typed = url.strip()
    address = feed_address(typed if ":" in typed.partition("/")[0].partition(".")[0] else f"https://{typed}")
    if not address:
        fail(2, f"{url!r} is no http or https address")
    return address


def host_of(url: str) -> str:
    """What a feed is called that has no title."""
    return urlsplit(url).hostname or url


def refuse_held(store: Store, url: str) -> None:
    """Stop with exit code 1 where the address, or its domain, asked to be left alone for a while."""
    moment = now()
    until = store.status(moment).held.get(domain_of(url))
    holds = [feed.hold_until for feed in store.feeds() if url in {feed.url, feed.address} and feed.hold_until]
    last = max([*holds, *([until] if until else [])], default=moment)
    if last > moment:
        fail(1, f"{host_of(url)} asked to be left alone until {last:%Y-%m-%d %H:%M} UTC; try again then")


def followed(store: Store, topic: Topic, url: str) -> Feed | None:
    """The feed at an address, if one is followed there: it is the topic's, or was added and not removed."""
    for feed in every_feed(store, topic):
        dropped = feed.origin is FeedOrigin.TOPIC and feed.kind is not FeedKind.REPLAY and not is_named(topic, feed.url)
        if url in {feed.url, feed.address} and not dropped:
            return feed
    return None


@contextmanager
def database(settings: Settings) -> Iterator[Store]:
    """The store; trouble with it is a sentence and exit code 3."""
    store = opened(settings)
    try:
        yield store
    except StoreError as problem:
        fail(3, str(problem))
    finally:
        store.close()


def every_feed(store: Store, topic: Topic) -> list[Feed]:
    """Those of the store, and those of the topic that no worker has taken in yet."""
    stored = store.feeds()
    urls = {feed.url for feed in stored}
    return [*stored, *(unpolled(source) for source in topic.feeds if source.url not in urls)]


def unpolled(source: FeedSource) -> Feed:
    """A feed that the database does not have yet."""
    return Feed(0, source.url, source.outlet, source.language, source.country, source.kind)


def is_named(topic: Topic, url: str) -> bool:
    """Whether the topic's list has it."""
    return any(source.url == url for source in topic.feeds)


def _the_one(store: Store, topic: Topic, url: str) -> Feed:
    """The feed with an address, as it is typed or as it is kept."""
    feeds = every_feed(store, topic)
    wanted = {url.strip(), usable(url)}
    if found := next((feed for feed in feeds if wanted & {feed.url, feed.address}), None):
        return found
    return _unknown(url, feeds)


def _unknown(url: str, feeds: Sequence[Feed]) -> NoReturn:
    alike = get_close_matches(usable(url), [feed.url for feed in feeds], n=1, cutoff=0.8)
    meant = f"did you mean {alike[0]}?" if alike else "burdenwatch feeds list shows them"
    fail(2, f"no feed has the address {url}; {meant}")


def _look(settings: Settings, store: Store, address: str) -> Found:
    """Ask, and choose what to follow; or stop with exit code 1 and what to do."""
    refuse_held(store, address)
    hint(f"asking {host_of(address)} ...")
    try:
        discovery = asyncio.run(_discover(settings, address))
    except NotAskedError as problem:
        fail(1, f"{host_of(address)} {problem}")
    if not discovery.feeds:
        _give_up(address, discovery)
    if len({feed.title for feed in discovery.feeds}) > 1:
        complain(f"{address} names several feeds; add the one that you want:")
        for feed in discovery.feeds:
            stderr.print(f"  burdenwatch feeds add {feed.url}  # {feed.title}", markup=False, soft_wrap=True)
        for more in discovery.unasked:
            stderr.print(f"  burdenwatch feeds add {more.url}  # {more.title}", markup=False, soft_wrap=True)
        fail(1)
    return discovery.feeds[0]


def _give_up(address: str, discovery: Discovery) -> NoReturn:
    reason = discovery.failed.sentence if discovery.failed else "answered with nothing that could be read"
    if discovery.is_page:
        fail(1, f"{address} is a web page, and no feed that works was found from it; ask the site for its feed")
    fail(1, f"{address} {reason}", "where it is right all the same, --no-check adds it unasked")


async def _discover(settings: Settings, address: str) -> Discovery:
    async with Poller(fetch_policy(settings)) as poller:
        return await discover(address, poller)


def _say_followed(feed: Feed) -> None:
    stdout.print(f"{feed.outlet} is followed already: {feed.url}", markup=False, soft_wrap=True)
    if feed.state is not FeedState.ACTIVE:
        hint(f"it is {feed.state.value}; burdenwatch feeds resume {feed.url} asks it again")


def now() -> datetime:
    return datetime.now(UTC)
