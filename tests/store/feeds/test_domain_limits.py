"""What holds for a whole domain, for one worker and for two on the same database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from bot.model import Feed, FeedKind
from bot.store import DomainLimits, Store, open_store
from tests.store.build import HOUR, LEASE, NOW, add_feed, plan, source

SECOND = timedelta(seconds=1)


def domain_of(url: str) -> str:
    """Good enough for the addresses here."""
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


@contextmanager
def worker(url: str, name: str, gap: float) -> Iterator[Store]:
    with open_store(url, worker=name, limits=DomainLimits(domain_of, gap)) as opened:
        yield opened


@pytest.fixture
def spared(migrated_url: str) -> Iterator[Store]:
    """A store that keeps a gap of a second."""
    with worker(migrated_url, "first", 1.0) as opened:
        yield opened


def many(store: Store, count: int, domain: str = "wire.test") -> list[Feed]:
    listed = [source(feed.url, url=feed.url, kind=feed.kind) for feed in store.feeds.all()]
    store.feeds.sync([*listed, *(source(url=f"https://h{n}.{domain}/rss") for n in range(count))], NOW)
    return store.feeds.all()


def test_a_hold_keeps_every_feed_of_the_domain_back(spared: Store) -> None:
    first, *_ = many(spared, 3)
    other = add_feed(spared, "daily")
    spared.intake.apply(plan(first.id, domain_hold_until=NOW + HOUR), NOW)
    assert [feed.id for feed in spared.feeds.claim_due(NOW, 9, LEASE, everything=True)] == [other]
    assert {feed.hold_until for feed in spared.feeds.all() if feed.id != other} == {NOW + HOUR}
    assert spared.status(NOW).held == {"wire.test": NOW + HOUR}
    assert spared.status(NOW + HOUR).held == {}
    assert len(spared.feeds.claim_due(NOW + HOUR, 9, LEASE, everything=True)) == 4


def test_a_shorter_hold_does_not_shorten_a_longer_one(spared: Store) -> None:
    first, second = many(spared, 2)
    spared.intake.apply(plan(first.id, domain_hold_until=NOW + 2 * HOUR), NOW)
    spared.intake.apply(plan(second.id, domain_hold_until=NOW + HOUR), NOW)
    spared.intake.apply(plan(second.id, last_polled=NOW + SECOND), NOW)
    assert spared.status(NOW).held == {"wire.test": NOW + 2 * HOUR}


def test_a_worker_has_a_share_of_each_domain_at_once(spared: Store) -> None:
    many(spared, 20)
    many(spared, 3, "daily.test")
    first = spared.feeds.claim_due(NOW, 64, LEASE)
    assert sorted(domain_of(feed.url) for feed in first) == ["daily.test"] * 3 + ["wire.test"] * 8
    assert spared.feeds.claim_due(NOW, 64, LEASE) == []
    for feed in first[:3]:
        spared.intake.apply(plan(feed.id), NOW)
    assert len(spared.feeds.claim_due(NOW, 64, LEASE)) == 3


def test_a_long_gap_makes_the_share_small(migrated_url: str) -> None:
    with worker(migrated_url, "first", 45.0) as store:
        many(store, 5)
        assert len(store.feeds.claim_due(NOW, 64, LEASE)) == 1


def test_without_a_gap_everything_is_handed_out(migrated_url: str) -> None:
    with worker(migrated_url, "first", 0.0) as store, worker(migrated_url, "second", 0.0) as other:
        many(store, 20)
        assert len(store.feeds.claim_due(NOW, 12, LEASE)) == 12
        assert len(other.feeds.claim_due(NOW, 12, LEASE)) == 8


def test_feeds_of_the_replay_belong_to_no_domain(spared: Store) -> None:
    spared.feeds.sync([source(url=f"https://wire.test/{n}", kind=FeedKind.REPLAY) for n in range(12)], NOW)
    assert len(spared.feeds.claim_due(NOW, 64, LEASE)) == 12


def test_a_domain_is_one_workers_at_a_time(postgres_url: str) -> None:
    with worker(postgres_url, "first", 1.0) as store, worker(postgres_url, "second", 1.0) as other:
        store.migrate()
        many(store, 10)
        many(store, 1, "daily.test")
        mine = store.feeds.claim_due(NOW, 8, LEASE)
        assert [domain_of(feed.url) for feed in other.feeds.claim_due(NOW, 64, LEASE)] == ["daily.test"]
        for feed in mine:
            store.intake.apply(plan(feed.id), NOW)
        assert other.feeds.claim_due(NOW + SECOND / 2, 64, LEASE) == [], "the gap holds when another takes over"
        assert len(other.feeds.claim_due(NOW + SECOND, 64, LEASE)) == 2
        assert store.feeds.claim_due(NOW + SECOND, 64, LEASE) == []


def test_the_domain_of_a_dead_worker_comes_free_with_its_lease(postgres_url: str) -> None:
    with worker(postgres_url, "first", 1.0) as store, worker(postgres_url, "second", 1.0) as other:
        store.migrate()
        many(store, 10)
        assert len(store.feeds.claim_due(NOW, 64, LEASE)) == 8
        assert other.feeds.claim_due(NOW + LEASE - SECOND, 64, LEASE) == []
        assert len(other.feeds.claim_due(NOW + LEASE, 64, LEASE)) == 8


def test_a_hold_holds_for_every_worker(postgres_url: str) -> None:
    with worker(postgres_url, "first", 1.0) as store, worker(postgres_url, "second", 1.0) as other:
        store.migrate()
        first, *_ = many(store, 4)
        store.intake.apply(plan(first.id, domain_hold_until=NOW + HOUR), NOW)
        assert other.feeds.claim_due(NOW + HOUR - SECOND, 64, LEASE, everything=True) == []
        assert len(other.feeds.claim_due(NOW + HOUR, 64, LEASE, everything=True)) == 4


def test_a_request_for_something_else_waits_for_another_workers_gap(postgres_url: str) -> None:
    with worker(postgres_url, "first", 2.0) as store, worker(postgres_url, "second", 2.0) as other:
        store.migrate()
        assert store.feeds.reserve("wire.test", NOW) == 0.0
        assert store.feeds.reserve("wire.test", NOW + SECOND / 2) == 0.0, "its own gaps a worker keeps by itself"
        assert other.feeds.reserve("wire.test", NOW + SECOND) == 1.5
        assert other.feeds.reserve("daily.test", NOW + SECOND) == 0.0
        many(store, 1)
        assert other.feeds.claim_due(NOW + SECOND, 9, LEASE) == [], "nor are its feeds asked meanwhile"
        assert other.feeds.reserve("wire.test", NOW + 5 * SECOND / 2) == 0.0
        assert store.feeds.reserve("wire.test", NOW + 3 * SECOND) == 1.5


def test_a_feed_that_moved_belongs_to_its_new_domain(spared: Store) -> None:
    (feed,) = many(spared, 1)
    spared.intake.apply(plan(feed.id, moved_to="https://www.daily.test/rss", next_due=NOW), NOW)
    other, daily = add_feed(spared, "paper"), add_feed(spared, "daily")
    spared.intake.apply(plan(daily, domain_hold_until=NOW + HOUR), NOW)
    spared.feeds.sync([source(url=one.url) for one in spared.feeds.all()], NOW)
    assert [one.id for one in spared.feeds.claim_due(NOW, 9, LEASE, everything=True)] == [other]


def test_a_round_by_hand_leaves_out_what_it_has_polled(spared: Store) -> None:
    first, second = many(spared, 1)[0].id, add_feed(spared, "daily")
    spared.intake.apply(plan(first, last_polled=NOW), NOW)
    found = spared.feeds.claim_due(NOW + SECOND, 9, LEASE, everything=True, polled_before=NOW)
    assert [feed.id for feed in found] == [second]


def test_a_claim_may_begin_after_a_feed(spared: Store) -> None:
    first, second, third = (add_feed(spared, name) for name in ("wire", "daily", "weekly"))
    claimed = spared.feeds.claim_due(NOW, 1, LEASE, everything=True, after=first)
    assert [feed.id for feed in claimed] == [second]
    assert [feed.id for feed in spared.feeds.claim_due(NOW, 9, LEASE, everything=True, after=second)] == [third]
