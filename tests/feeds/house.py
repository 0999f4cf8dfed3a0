"""A site, a store and the polling between them, with a clock that tests turn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from socket import AF_INET, AddressFamily

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.feeds import FetchPolicy, Poller
from bot.feeds.ask.domains import domain_of
from bot.model import Feed, FeedKind, FeedSource, Vocabulary
from bot.reading import Reader
from bot.store import DomainLimits, Store, open_store
from bot.worker.intake.polling import Polling
from tests.feeds.conftest import LOOPBACK, USER_AGENT
from tests.feeds.site import Site

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FLOOR = 600.0
JITTER = 1.15
OPERATOR = 7001
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Clock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Names(AbstractResolver):
    """Every name is this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AddressFamily.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        return


def source(url: str) -> FeedSource:
    return FeedSource(url, "The Example", "en", "", FeedKind.NEWSPAPER)


@dataclass
class House:
    """Use ``build`` to make one; ``close`` it. ``wait_and_poll`` goes on to when a feed is due."""

    site: Site
    store: Store
    poller: Poller
    polling: Polling
    clock: Clock
    url: str
    sources: list[FeedSource] = field(default_factory=list)

    def follow(self, *targets: str, host: str = "127.0.0.1") -> Feed:
        """Put feeds of the site into the configuration; the last of them."""
        self.sources += [source(f"http://{host}:{self.site.port}{target}") for target in targets]
        self.store.feeds.sync(self.sources, self.clock.now)
        return self.feeds()[-1]

    def feeds(self) -> list[Feed]:
        return self.store.feeds.all()

    def feed(self) -> Feed:
        (feed,) = self.store.feeds.all()
        return feed

    async def poll(self, *, everything: bool = False) -> int:
        """Poll what is due, or everything; how many feeds were asked."""
        return (await self.polling.round(everything=everything)).feeds

    async def wait_and_poll(self) -> timedelta:
        """Turn the clock to when the only feed is due, and poll it; how long the wait was."""
        before, feed = self.clock.now, self.feed()
        self.clock.now = max(before, feed.next_due or before, feed.hold_until or before)
        assert await self.poll() == 1
        return self.clock.now - before

    def wait(self) -> float:
        """Seconds from now until the only feed is due."""
        due = self.feed().next_due
        assert due is not None
        return (due - self.clock.now).total_seconds()

    def told(self) -> list[str]:
        """What the operator is owed."""
        found: Sequence[str] = ()
        while deliveries := self.store.outbox.claim_owed(self.clock.now, 50, timedelta(seconds=0)):
            new = [delivery.text for delivery in deliveries]
            if set(new) <= set(found):
                break
            found = [*found, *new]
        return list(found)

    async def close(self) -> None:
        await self.polling.close()
        await self.poller.__aexit__(None, None, None)
        self.store.close()


def build(
    site: Site, url: str, *, gap: float = 0.0, separate: frozenset[str] = frozenset(), reader: Reader | None = None
) -> House:
    """A house on the migrated database at ``url``; without a reader of its own nothing is on the topic."""
    clock = Clock()
    policy = FetchPolicy(
        USER_AGENT, private_networks=LOOPBACK, total_timeout=5.0, host_gap=gap, separate_hosts=separate
    )
    store = open_store(url, worker="first", operators=[OPERATOR], limits=DomainLimits(domain_of, gap))
    poller = Poller(policy, resolver=Names())
    reader = reader or Reader(Vocabulary((), (), 1.0, (), (), {}))
    return House(site, store, poller, Polling(store, poller, reader, floor=FLOOR, now=clock), clock, url)
