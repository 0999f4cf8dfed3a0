"""The figures of ``/status``."""

from bot.model import FeedState, FeedTroubles, StoreStatus
from bot.store import Store
from tests.store.build import HOUR, LEASE, NOW, add_feed, chat, new, plan, ring, settlement


def test_an_empty_store_has_nothing_to_report(store: Store) -> None:
    nothing = {FeedState.ACTIVE: 0, FeedState.PAUSED: 0, FeedState.GONE: 0}
    assert store.status(NOW) == StoreStatus(nothing, 0, None, 0, 0, 0, 0, 0, None, 0)


def test_every_count_is_of_what_it_says(store: Store) -> None:
    ring(store, 1, 2, 3)
    first, second, _ = store.outbox.claim_owed(NOW, 9, LEASE)
    store.outbox.settle(settlement(first.id), NOW)
    store.outbox.settle(settlement(second.id, "closed"), NOW)
    daily, post, globe = (add_feed(store, name) for name in ("daily", "post", "globe"))
    store.intake.apply(plan(daily, new("dull", on_topic=False), errors=1, last_error="HTTP 503"), NOW)
    store.intake.apply(plan(post, errors=4, last_error="no answer", last_polled=NOW + HOUR), NOW)
    store.intake.apply(plan(globe, state=FeedState.GONE, errors=9), NOW)
    store.outbox.unsubscribe(2, NOW)
    store.outbox.subscribe(chat(4), NOW)
    status = store.status(NOW + HOUR)
    assert status.feeds == {FeedState.ACTIVE: 3, FeedState.PAUSED: 0, FeedState.GONE: 1}
    assert [(feed.outlet, feed.last_error) for feed in status.failing] == [("Post", "no answer"), ("Daily", "HTTP 503")]
    assert (status.due_now, status.last_poll) == (3, NOW + HOUR)
    assert (status.articles, status.on_topic, status.stories) == (2, 1, 1)
    assert (status.subscribers, status.owed, status.oldest_owed, status.sent_24h) == (3, 1, NOW, 1)


def test_silent_feeds_and_gaps_are_told_of_while_they_are_active(store: Store) -> None:
    daily, post, globe = (add_feed(store, name) for name in ("daily", "post", "globe"))
    store.intake.apply(plan(daily, silent=True, last_news=NOW, gaps=1, last_gap=NOW), NOW)
    store.intake.apply(plan(post, silent=True, last_news=NOW - HOUR, gaps=1, last_gap=NOW - 200 * HOUR), NOW)
    store.intake.apply(plan(globe, silent=True, state=FeedState.GONE, last_gap=NOW), NOW)
    status = store.status(NOW)
    assert [feed.outlet for feed in status.silent] == ["Post", "Daily"]
    assert [feed.outlet for feed in status.gaps] == ["Daily"]
    assert store.feed_troubles(NOW) == FeedTroubles(gaps=status.gaps, silent=status.silent)


def test_what_was_sent_long_ago_is_not_of_the_last_day(store: Store) -> None:
    ring(store, 1)
    (delivery,) = store.outbox.claim_owed(NOW, 9, LEASE)
    store.outbox.settle(settlement(delivery.id), NOW)
    assert store.status(NOW + 23 * HOUR).sent_24h == 1
    assert store.status(NOW + 25 * HOUR).sent_24h == 0
