"""A feed's fields in its row: those that a poll writes, and those that others do."""

from bot.model import FeedState, Hints, Plan
from bot.store import Store
from bot.store.feeds.columns import POLLED
from tests.store.build import HOUR, NOW, add_feed, plan, update


def test_each_field_that_a_poll_writes_comes_back(store: Store) -> None:
    odd = update(
        add_feed(store),
        state=FeedState.GONE,
        errors=2,
        last_error="HTTP 503",
        hold_until=NOW + HOUR,
        moved_to="https://new.test/rss",
        redirect_target="https://newer.test/rss",
        redirect_seen=2,
        hints=Hints(ttl=60.0, skip_hours=frozenset({3}), hub="https://hub.test/", topic="https://new.test/rss"),
        gaps=3,
        last_gap=NOW - HOUR,
        last_news=NOW - 2 * HOUR,
        patience=7.5,
        silent=True,
    )
    store.intake.apply(Plan(odd), NOW)
    feed = store.feeds.get(odd.id)
    assert {name: getattr(feed, name) for name in POLLED} == {name: getattr(odd, name) for name in POLLED}


def test_what_others_write_of_a_feed_a_poll_leaves(store: Store) -> None:
    wire = add_feed(store)
    store.intake.apply(
        plan(wire, outlet="Other", url="https://other.test/", push_until=NOW, items=9, folder=("a",)), NOW
    )
    feed = store.feeds.get(wire)
    assert feed is not None
    assert (feed.outlet, feed.url, feed.push_until) == ("Wire", "https://wire.test/rss", None)
    assert feed.items == 0
