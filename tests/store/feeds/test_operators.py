"""Feeds that an operator adds, removes, pauses and resumes, beside those of the configuration."""

import pytest

from bot.model import FeedKind, FeedOrigin, FeedState
from bot.store import DomainLimits, Store, open_store
from tests.store.build import HOUR, LEASE, NOW, add_feed, new, plan, source


def test_the_configuration_leaves_an_operators_feed_alone(store: Store) -> None:
    own = source("own", folder=("World", "Asia / Pacific"))
    assert store.feeds.add([own], NOW) == [own.url]
    assert store.feeds.sync([source()], NOW) == (1, 0)
    first, second = store.feeds.all()
    assert (first.origin, first.state, first.folder) == (FeedOrigin.OPERATOR, FeedState.ACTIVE, own.folder)
    assert (second.origin, second.folder) == (FeedOrigin.TOPIC, ())
    assert store.feeds.sync([source(), source("own", outlet="Another name")], NOW) == (0, 0)
    assert store.feeds.all() == [first, second]


def test_what_is_followed_already_is_not_added_again(store: Store) -> None:
    wire = add_feed(store)
    store.intake.apply(plan(wire, moved_to="https://new.test/rss"), NOW)
    moved = source(url="https://new.test/rss")
    own = source("own")
    assert store.feeds.add([source(), moved, own, own], NOW) == [own.url]
    assert store.feeds.add([own], NOW) == []
    assert [feed.origin for feed in store.feeds.all()] == [FeedOrigin.TOPIC, FeedOrigin.OPERATOR]


def test_a_removed_feed_is_shown_to_nobody_and_its_articles_stay(store: Store) -> None:
    store.feeds.add([source("own")], NOW)
    (feed,) = store.feeds.claim_due(NOW, 9, LEASE)
    assert store.feeds.remove(feed.id)
    store.intake.apply(plan(feed.id, new()), NOW)
    assert store.feeds.all() == []
    assert set(store.status(NOW).feeds.values()) == {0}
    assert store.feeds.claim_due(NOW + 9 * HOUR, 9, LEASE, everything=True) == []
    assert [article.feed_id for article in store.archive.articles()] == [feed.id]
    assert not store.feeds.remove(feed.id)


def test_a_feed_added_again_begins_afresh_with_what_it_had(store: Store) -> None:
    store.feeds.add([source("own")], NOW)
    (feed,) = store.feeds.all()
    store.intake.apply(plan(feed.id, new(), errors=3, last_error="no answer"), NOW)
    store.feeds.pause(source("own"), NOW)
    store.feeds.remove(feed.id)
    assert store.feeds.add([source("own", outlet="Own, again")], NOW)
    (again,) = store.feeds.all()
    assert (again.id, again.outlet, again.state, again.errors) == (feed.id, "Own, again", FeedState.ACTIVE, 0)
    assert (again.next_due, again.polled_once, again.items) == (None, True, 1)


def test_a_feed_that_the_configuration_dropped_can_become_the_operators(store: Store) -> None:
    add_feed(store)
    store.feeds.sync([], NOW)
    assert store.feeds.add([source()], NOW) == [source().url]
    store.feeds.sync([], NOW)
    assert [(feed.origin, feed.state) for feed in store.feeds.all()] == [(FeedOrigin.OPERATOR, FeedState.ACTIVE)]


def test_a_feed_that_the_operator_removed_can_become_the_configurations(store: Store) -> None:
    store.feeds.add([source()], NOW)
    assert store.feeds.remove(store.feeds.all()[0].id)
    assert store.feeds.sync([source()], NOW) == (1, 0)
    assert [(feed.origin, feed.state) for feed in store.feeds.all()] == [(FeedOrigin.TOPIC, FeedState.ACTIVE)]


def test_only_an_operators_feed_is_removed(store: Store) -> None:
    assert not store.feeds.remove(add_feed(store))
    assert not store.feeds.remove(9999)
    assert len(store.feeds.all()) == 1


def test_a_feed_paused_by_hand_stays_paused_through_all_that_the_configuration_does(store: Store) -> None:
    wire = add_feed(store)
    assert store.feeds.pause(source(), NOW)
    assert not store.feeds.pause(source(), NOW)
    store.intake.apply(plan(wire), NOW)
    for sources in ([source()], [], [source()]):
        store.feeds.sync(sources, NOW)
        assert [feed.state for feed in store.feeds.all()] == [FeedState.PAUSED]
    assert store.feeds.claim_due(NOW, 9, LEASE, everything=True) == []
    assert store.feeds.resume(wire) is FeedState.ACTIVE
    assert [feed.id for feed in store.feeds.claim_due(NOW, 9, LEASE)] == [wire]


def test_a_feed_of_the_topic_is_paused_before_it_is_stored(store: Store) -> None:
    assert store.feeds.pause(source(), NOW)
    store.feeds.sync([source()], NOW)
    (feed,) = store.feeds.all()
    assert (feed.origin, feed.state) == (FeedOrigin.TOPIC, FeedState.PAUSED)


def test_a_feed_resumed_while_nobody_names_it_stays_paused_until_somebody_does(store: Store) -> None:
    wire = add_feed(store)
    store.feeds.pause(source(), NOW)
    store.feeds.sync([source("replay", kind=FeedKind.REPLAY)], NOW)
    assert store.feeds.resume(wire) is FeedState.PAUSED
    store.feeds.sync([source()], NOW)
    assert store.feeds.all()[0].state is FeedState.ACTIVE


@pytest.mark.parametrize("state", [FeedState.GONE, FeedState.ACTIVE])
def test_a_resumed_feed_is_due_when_its_retry_after_has_run_out(store: Store, state: FeedState) -> None:
    store.feeds.add([source("own")], NOW)
    (feed,) = store.feeds.all()
    until = NOW + HOUR
    store.intake.apply(plan(feed.id, state=state, errors=4, last_error="gone", next_due=until, hold_until=until), NOW)
    store.feeds.pause(source("own"), NOW)
    assert store.feeds.resume(feed.id) is FeedState.ACTIVE
    assert store.feeds.claim_due(NOW, 9, LEASE, everything=True) == []
    (due,) = store.feeds.claim_due(until, 9, LEASE)
    assert (due.errors, due.last_error) == (0, None)


def test_resuming_what_runs_changes_nothing(store: Store) -> None:
    wire = add_feed(store)
    store.intake.apply(plan(wire, errors=4), NOW)
    before = store.feeds.all()
    assert store.feeds.resume(wire) is FeedState.ACTIVE
    assert store.feeds.all() == before


def test_an_operators_feed_learns_its_domain_when_the_worker_starts(store: Store, migrated_url: str) -> None:
    store.feeds.add([source("own")], NOW)
    with open_store(migrated_url, worker="w", limits=DomainLimits(lambda url: "own.test")) as spared:
        spared.feeds.sync([], NOW)
        spared.intake.apply(plan(spared.feeds.all()[0].id, domain_hold_until=NOW + HOUR), NOW)
        assert list(spared.status(NOW).held) == ["own.test"]


def test_a_hub_that_tells_of_news_ends_a_silence(store: Store) -> None:
    wire = add_feed(store)
    store.intake.apply(plan(wire, silent=True, last_news=NOW, patience=7.0), NOW)
    for articles, silent, news in ((), True, NOW), ((new("one"),), False, NOW + HOUR):
        store.intake.apply(plan(wire, *articles, pushed=True), NOW + HOUR)
        (feed,) = store.feeds.all()
        assert (feed.silent, feed.last_news, feed.patience) == (silent, news, 7.0)


def test_a_feed_that_is_resumed_is_given_time_and_is_not_told_of_again(store: Store) -> None:
    store.feeds.add([source("own")], NOW)
    (feed,) = store.feeds.all()
    store.intake.apply(plan(feed.id, silent=True, last_news=NOW), NOW)
    store.feeds.pause(source("own"), NOW)
    store.feeds.resume(feed.id)
    (again,) = store.feeds.all()
    assert (again.silent, again.last_news) == (True, None)
