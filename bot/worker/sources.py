"""What operators do to the feeds, from the command line and the chat: find, add, remove, pause, resume, lists.

Words for people are left to whoever asks, but for the sentences of a refusal.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.feeds import NotAskedError
from bot.feeds.ask.domains import domain_of
from bot.feeds.ask.guard import AddressError, Guard
from bot.feeds.discover import Discovery, FoundFeed
from bot.feeds.opml import Listing, OpmlError, Outline, feed_address, read_opml, write_opml
from bot.model import (
    Added,
    Candidate,
    Exported,
    Feed,
    FeedKind,
    FeedOrigin,
    FeedRefused,
    FeedSource,
    FeedState,
    Followed,
    Imported,
    Refusal,
    Several,
    Topic,
)
from bot.store import Store
from bot.worker.factories import utc_now

_SHOWN = 200
"""Characters of an address in a sentence."""

Look = Callable[[str], Awaitable[Discovery]]
"""Asks an address for the feeds behind it; raises NotAskedError."""


class Sources:
    """What may be done to the feeds. Methods raise FeedRefused, and StoreError; all but ``add`` are synchronous."""

    def __init__(
        self, store: Store, topic: Topic, *, look: Look, guard: Guard, now: Callable[[], datetime] = utc_now
    ) -> None:
        """``guard`` is what addresses in lists are held against before anybody asks them."""
        self._store = store
        self._topic = topic
        self._look = look
        self._guard = guard
        self._now = now
        self._named = {source.url: source for source in topic.feeds}

    # --- Which there are

    def feeds(self) -> list[Feed]:
        """The feeds of the store: what a worker polls, or would but for its state."""
        return self._store.feeds.all()

    def every_feed(self) -> list[Feed]:
        """The feeds of the store, and those of the topic that no worker has taken in yet."""
        stored = self._store.feeds.all()
        urls = {feed.url for feed in stored}
        return [*stored, *(feed_of_source(source) for source in self._topic.feeds if source.url not in urls)]

    def find(self, words: str, *, everything: bool = False) -> list[Feed]:
        """The feeds that go by a number, an address or an outlet's name, or by a part of that name.

        ``everything``: also those of the topic that no worker has taken in.
        """
        feeds, typed = self.every_feed() if everything else self.feeds(), words.strip()
        if typed.lstrip("#").isdecimal():
            return [feed for feed in feeds if feed.id and str(feed.id) == typed.lstrip("#")]
        wanted = {typed, address_of(typed)} - {""}
        if found := [feed for feed in feeds if wanted & {feed.url, feed.address}]:
            return found
        name = typed.casefold()
        same = [feed for feed in feeds if name in {feed.outlet.casefold(), feed.title.casefold()}]
        return same or [feed for feed in feeds if name and name in f"{feed.outlet}\n{feed.title}".casefold()]

    def followed_feed(self, url: str) -> Feed | None:
        """The feed at an address, if one is followed there: it is the topic's, or was added and not removed."""
        return next(
            (feed for feed in self.every_feed() if url in {feed.url, feed.address} and self._is_kept(feed)), None
        )

    def refuse_held(self, url: str) -> None:
        """Raises FeedRefused where the address, or its domain, asked to be left alone for a while."""
        moment = self._now()
        until = self._store.status(moment).held.get(domain_of(url))
        holds = [
            feed.hold_until for feed in self._store.feeds.all() if url in {feed.url, feed.address} and feed.hold_until
        ]
        last = max([*holds, *([until] if until else [])], default=moment)
        if last > moment:
            when = f"{last:%Y-%m-%d %H:%M} UTC"
            raise FeedRefused(Refusal.HELD, f"{host_of(url)} asked to be left alone until {when}; try again then")

    # --- One feed

    async def add(
        self, url: str, *, title: str = "", language: str = "", country: str = "", unchecked: bool = False
    ) -> Added | Followed | Several:
        """Follow the feed at an address, or the one that the page there names. ``unchecked`` asks nobody."""
        address = usable_address(url)
        if known := await asyncio.to_thread(self.followed_feed, address):
            return Followed(known)
        if unchecked:
            found = FoundFeed(address, "", "", 0)
        else:
            discovery = await self._discover(address)
            if len({feed.title for feed in discovery.feeds}) > 1:
                return _several(discovery)
            found = discovery.feeds[0]
        if known := await asyncio.to_thread(self.followed_feed, found.url):
            return Followed(known)
        outlet = title or found.title or host_of(found.url)
        source = FeedSource(found.url, outlet, language or found.language, country, FeedKind.OTHER)
        await asyncio.to_thread(self._store.feeds.add, [source], self._now())
        feed = await asyncio.to_thread(self.followed_feed, found.url) or feed_of_source(source)
        guess = "" if source.language else found.guess
        return Added(feed, not unchecked, found.entries, found.newest, guess)

    def remove(self, feed: Feed) -> None:
        """Stop following a feed that was added; its reports stay."""
        if feed.id == 0 or not self._store.feeds.remove(feed.id):
            raise FeedRefused(Refusal.NOT_OURS, f"{feed.outlet} is the topic's: config/feeds.toml names it")

    def pause(self, feed: Feed) -> bool:
        """Leave a feed unasked until it is resumed; False where it was paused by hand before."""
        source = FeedSource(feed.url, feed.outlet, feed.language, feed.country, feed.kind)
        return self._store.feeds.pause(source, self._now())

    def resume(self, feed: Feed) -> FeedState:
        """Ask a paused feed again, or one that was gone; PAUSED where it waits for a worker that follows the topic."""
        if feed.id == 0:
            return FeedState.ACTIVE
        if not self._is_kept(feed):
            raise FeedRefused(Refusal.NOT_NAMED, f"config/feeds.toml does not name {feed.url} any more")
        return self._store.feeds.resume(feed.id)

    # --- Lists

    def take_list(self, content: bytes) -> Imported:
        """Follow the feeds of an OPML list, none of them asked yet."""
        listing = _read(content)
        good: list[FeedSource] = []
        unusable = [f"line {one.line}: {one.url[:200]!r} is no http or https address" for one in listing.unusable]
        for one in listing.feeds:
            if refusal := self._refusal(one.url):
                unusable.append(f"line {one.line}: {refusal}")
                continue
            outlet = one.title or host_of(one.url)
            good.append(FeedSource(one.url, outlet, one.language, "", FeedKind.OTHER, folder=one.folder))
        own = [source for source in good if source.url not in self._named]
        added = self._store.feeds.add(own, self._now())
        return Imported(
            added=len(added),
            followed=len(good) - len(added),
            by_topic=len(good) - len(own),
            repeated=tuple(f"line {one.line}: {one.url} came before" for one in listing.repeated),
            unusable=tuple(unusable),
        )

    def give_list(self) -> Exported:
        """All feeds that are followed, by folder, language and outlet; those that are gone are left out."""
        feeds = [feed for feed in self.every_feed() if feed.kind is not FeedKind.REPLAY]
        going = [feed for feed in feeds if feed.state is not FeedState.GONE]
        going.sort(key=lambda feed: (feed.folder, feed.language, feed.outlet.casefold(), feed.url))
        content = write_opml(
            [Outline(feed.address, self._name(feed), feed.language, feed.folder) for feed in going],
            title=f"burdenwatch: {self._topic.name}",
            created=self._now(),
        )
        return Exported(content, len(going), len(feeds) - len(going))

    # --- Parts of these

    def _is_kept(self, feed: Feed) -> bool:
        """Whether somebody names it still: the operator, the replay, or the topic's list."""
        return feed.origin is FeedOrigin.OPERATOR or feed.kind is FeedKind.REPLAY or feed.url in self._named

    async def _discover(self, address: str) -> Discovery:
        """The feeds at an address, at least one. Raises FeedRefused."""
        await asyncio.to_thread(self.refuse_held, address)
        try:
            discovery = await self._look(address)
        except NotAskedError as problem:
            raise FeedRefused(Refusal.BUSY, f"{_short(host_of(address))} {problem}") from None
        if discovery.feeds:
            return discovery
        if discovery.is_page:
            sentence = (
                f"{_short(address)} is a web page, and no feed that works was found from it; ask the site for its feed"
            )
            raise FeedRefused(Refusal.PAGE, sentence)
        reason = _of_now(discovery.failed.sentence) if discovery.failed else "answered with nothing that could be read"
        # What the guard refuses is told of the host, by its name.
        told = reason if reason.startswith(host_of(address)) else f"{_short(address)} {reason}"
        raise FeedRefused(Refusal.NO_ANSWER, told)

    def _refusal(self, url: str) -> str:
        """What the guard has against an address that is a number; a name is looked up only when it is asked."""
        host = urlsplit(url).hostname or ""
        try:
            self._guard.check_host(host)
            try:
                number = str(ip_address(host))
            except ValueError:
                return ""
            self._guard.check(number)
        except AddressError as refusal:
            return str(refusal)
        return ""

    def _name(self, feed: Feed) -> str:
        source = self._named.get(feed.url)
        return ": ".join(filter(None, (feed.outlet, source.section if source else "")))


def feed_of_source(source: FeedSource) -> Feed:
    """A feed that the database does not have yet."""
    return Feed(0, source.url, source.outlet, source.language, source.country, source.kind)


def address_of(typed: str) -> str:
    """The address that a person typed, scheme or not; "" for what is none."""
    url = typed.strip()
    return feed_address(url if ":" in url.partition("/")[0].partition(".")[0] else f"https://{url}")


def usable_address(typed: str) -> str:
    """As ``address_of``. Raises FeedRefused for what is none."""
    address = address_of(typed)
    if not address:
        raise FeedRefused(Refusal.ADDRESS, f"{typed[:200]!r} is no http or https address")
    return address


def _short(address: str) -> str:
    """An address as a sentence bears it, which says something behind it too."""
    return address if len(address) <= _SHOWN else f"{address[: _SHOWN - 1]}…"


def host_of(url: str) -> str:
    """What a feed is called that has no title."""
    return urlsplit(url).hostname or url


def _of_now(sentence: str) -> str:
    """What a failed request tells of a feed that is not followed yet: nobody asks it again, and no file names it."""
    first, *advice = sentence.replace(" and is not asked again", "").split("; ")
    return "; ".join([first, *(one for one in advice if "asked again" not in one and "config/feeds.toml" not in one)])


def _several(discovery: Discovery) -> Several:
    asked = [Candidate(feed.url, feed.title, feed.language or feed.guess, feed.entries) for feed in discovery.feeds]
    return Several((*asked, *(Candidate(named.url, named.title) for named in discovery.unasked)))


def _read(content: bytes) -> Listing:
    try:
        listing = read_opml(content)
    except OpmlError as problem:
        raise FeedRefused(Refusal.LIST, str(problem)) from None
    if not listing.feeds and not listing.unusable:
        raise FeedRefused(Refusal.EMPTY_LIST, "it names no feed (an outline with an xmlUrl)")
    return listing
