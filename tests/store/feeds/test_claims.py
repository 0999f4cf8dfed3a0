"""Which feeds there are, which are due, and that one feed is polled by one worker at a time."""

import time
from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import event

from bot.model import FeedKind, FeedSource, FeedState, Validators
from bot.store import Store, open_store
from bot.store.intake.apply import NOTHING
from tests.store.build import HOUR, LEASE, NOW, add_feed, apply_all, plan, source


def test_feeds_of_the_configuration_are_added_once(store: Store) -> None:
    sources = [source("wire"), source("daily", language="ko")]
    assert store.feeds.sync(sources, NOW) == (2, 0)
    assert store.feeds.sync(sources, NOW) == (0, 0)
    first, second = store.feeds.all()
    assert (first.outlet, first.kind, first.state, first.polled_once) == ("Wire", FeedKind.AGENCY, "active", False)
    assert second.language == "ko"
    assert store.feeds.get(second.id) == second
    assert store.feeds.get(9999) is None


def test_what_the_configuration_says_anew_is_taken_over(store: Store) -> None:
    add_feed(store)
    store.feeds.sync([source(outlet="The Wire", country="US")], NOW)
    (feed,) = store.feeds.all()
    assert (feed.outlet, feed.country) == ("The Wire", "US")


def test_a_dropped_feed_is_paused_and_a_renamed_one_starts_afresh(store: Store) -> None:
    wire, daily = add_feed(store), add_feed(store, "daily")
    store.intake.apply(plan(wire, errors=3, last_error="no answer"), NOW)
    assert store.feeds.sync([source("daily")], NOW) == (0, 1)
    assert store.feeds.sync([source("daily")], NOW) == (0, 0)
    assert [feed.id for feed in store.feeds.claim_due(NOW, 9, LEASE, everything=True)] == [daily]
    assert store.feeds.sync([source("wire"), source("daily")], NOW) == (1, 0)
    feed = store.feeds.get(wire)
    assert feed is not None
    assert (feed.state, feed.errors, feed.last_error, feed.next_due) == (FeedState.ACTIVE, 0, None, None)
    assert feed.polled_once


def test_a_feed_that_is_gone_stays_gone_while_it_is_listed(store: Store) -> None:
    wire = add_feed(store)
    store.intake.apply(plan(wire, state=FeedState.GONE), NOW)
    store.feeds.sync([source()], NOW)
    assert [feed.state for feed in store.feeds.all()] == [FeedState.GONE]
    assert store.feeds.claim_due(NOW + 9 * HOUR, 9, LEASE, everything=True) == []
    store.feeds.sync([], NOW)
    assert [feed.state for feed in store.feeds.all()] == [FeedState.GONE]
    store.feeds.sync([source()], NOW)
    assert [feed.state for feed in store.feeds.all()] == [FeedState.ACTIVE]


def test_feeds_of_the_replay_are_gone_when_they_are_not_named(store: Store) -> None:
    replay = source("replay", kind=FeedKind.REPLAY)
    store.feeds.sync([replay], NOW)
    assert store.feeds.sync([source()], NOW) == (1, 1)
    assert [(feed.url, feed.state) for feed in store.feeds.all()] == [(source().url, FeedState.ACTIVE)]
    assert store.feeds.sync([replay], NOW) == (1, 1)
    assert [feed.state for feed in store.feeds.all()] == [FeedState.ACTIVE, FeedState.PAUSED]


def told_at(port: int, language: str = "en") -> FeedSource:
    return source("replay", url=f"http://127.0.0.1:{port}/replay/{language}.xml", kind=FeedKind.REPLAY)


def test_the_replay_on_another_port_has_the_same_feeds(store: Store) -> None:
    store.feeds.sync([told_at(8080), told_at(8080, "ko")], NOW)
    before = store.feeds.all()
    store.intake.apply(plan(before[0].id), NOW)
    assert store.feeds.sync([told_at(8081), told_at(8081, "ko")], NOW) == (0, 0)
    after = store.feeds.all()
    assert [feed.url for feed in after] == [told_at(8081).url, told_at(8081, "ko").url]
    assert [feed.id for feed in after] == [feed.id for feed in before]
    assert after[0].polled_once, "what it told is known, so nothing rings twice or not at all"


def test_of_a_replay_that_has_a_feed_for_each_port_the_last_goes_on(store: Store) -> None:
    """As databases of before have them."""
    store.feeds.sync([told_at(8080), source(url=told_at(8081).url)], NOW)
    store.feeds.sync([told_at(8080), told_at(8081)], NOW)
    first, second = store.feeds.all()
    store.intake.apply(plan(first.id, last_polled=NOW), NOW)
    store.intake.apply(plan(second.id, last_polled=NOW + HOUR), NOW)
    assert store.feeds.sync([told_at(8082)], NOW) == (0, 1)
    assert [(feed.id, feed.url) for feed in store.feeds.all()] == [(second.id, told_at(8082).url)]


def test_a_claimed_feed_is_given_to_nobody_else_until_the_lease_ends(store: Store, other: Store) -> None:
    wire = add_feed(store)
    assert [feed.id for feed in store.feeds.claim_due(NOW, 9, LEASE)] == [wire]
    assert other.feeds.claim_due(NOW, 9, LEASE) == []
    assert other.feeds.claim_due(NOW, 9, LEASE, everything=True) == []
    other.feeds.release(wire)
    assert other.feeds.claim_due(NOW, 9, LEASE) == [], "a lease is given back by its owner only"
    assert [feed.id for feed in other.feeds.claim_due(NOW + LEASE, 9, LEASE)] == [wire]


def test_a_released_feed_is_due_again(store: Store, other: Store) -> None:
    wire = add_feed(store)
    store.feeds.claim_due(NOW, 9, LEASE)
    store.feeds.release(wire)
    assert [feed.id for feed in other.feeds.claim_due(NOW, 9, LEASE)] == [wire]


def test_the_only_worker_frees_the_feeds_of_the_one_before(store: Store, other: Store) -> None:
    wire = add_feed(store)
    other.feeds.claim_due(NOW, 9, LEASE)
    assert store.feeds.release_all() == 1
    assert [feed.id for feed in store.feeds.claim_due(NOW, 9, LEASE)] == [wire]


def test_a_worker_that_starts_frees_the_feeds_of_those_that_are_gone(postgres_url: str) -> None:
    with open_store(postgres_url, worker="next") as store:
        store.migrate()
        gone, held = add_feed(store, "gone"), add_feed(store, "held")
        with open_store(postgres_url, worker="alive") as alive:
            with open_store(postgres_url, worker="dead") as dead:
                assert [feed.id for feed in dead.feeds.claim_due(NOW, 1, LEASE)] == [gone]
                assert [feed.id for feed in alive.feeds.claim_due(NOW, 9, LEASE)] == [held]
                assert store.feeds.release_those_of_the_dead(lambda name: True) == 0
            # The server notices a closed connection in its own time.
            deadline = time.monotonic() + 30
            dead_only = {"dead"}.__contains__
            while not (freed := store.feeds.release_those_of_the_dead(dead_only)) and time.monotonic() < deadline:
                time.sleep(0.02)
            assert freed == 1
            assert [feed.id for feed in store.feeds.claim_due(NOW, 9, LEASE)] == [gone]


def test_the_longest_due_come_first_and_never_more_than_asked(store: Store) -> None:
    late, early, fresh, later = (add_feed(store, name) for name in ("late", "early", "fresh", "later"))
    store.intake.apply(plan(late, next_due=NOW - timedelta(minutes=1)), NOW)
    store.intake.apply(plan(early, next_due=NOW - HOUR), NOW)
    store.intake.apply(plan(later, next_due=NOW + HOUR), NOW)
    assert [feed.id for feed in store.feeds.claim_due(NOW, 2, LEASE)] == [fresh, early]
    assert [feed.id for feed in store.feeds.claim_due(NOW, 9, LEASE)] == [late]
    assert [feed.id for feed in store.feeds.claim_due(NOW, 9, LEASE, everything=True)] == [later]


def test_a_retry_after_holds_even_when_everything_is_asked_for(store: Store) -> None:
    wire = add_feed(store)
    store.intake.apply(plan(wire, next_due=NOW, hold_until=NOW + HOUR), NOW)
    assert store.feeds.claim_due(NOW, 9, LEASE, everything=True) == []
    assert store.feeds.claim_due(NOW, 9, LEASE) == []
    (feed,) = store.feeds.claim_due(NOW + HOUR, 9, LEASE, everything=True)
    assert feed.hold_until == NOW + HOUR


def test_the_row_of_a_feed_comes_back_as_it_was_written(store: Store) -> None:
    wire = add_feed(store)
    validators = Validators('"\\"odd', "yesterday, more or less")
    store.intake.apply(plan(wire, validators=validators, errors=2, last_error="HTTP 503", new_items=4), NOW)
    feed = store.feeds.get(wire)
    assert feed is not None
    assert (feed.validators, feed.body_hash, feed.polled_once) == (validators, "ab" * 32, True)
    assert (feed.last_polled, feed.next_due, feed.interval) == (NOW, NOW + HOUR, 3600.0)
    assert (feed.errors, feed.last_error, feed.title, feed.items) == (2, "HTTP 503", "Wire", 4)
    store.intake.apply(plan(wire, validators=Validators(), last_polled=NOW + HOUR, new_items=1), NOW)
    feed = store.feeds.get(wire)
    assert feed is not None
    assert (feed.validators, feed.items) == (Validators(), 5)


def test_a_plan_that_comes_late_does_not_undo_a_newer_one(store: Store) -> None:
    wire = add_feed(store)
    store.intake.apply(plan(wire, last_polled=NOW + HOUR, title="Newer"), NOW)
    store.intake.apply(plan(wire, title="Older"), NOW)
    feed = store.feeds.get(wire)
    assert feed is not None
    assert (feed.title, feed.last_polled) == ("Newer", NOW + HOUR)


def test_of_a_poll_that_brought_nothing_only_the_times_are_written(store: Store, other: Store) -> None:
    wire = add_feed(store)
    store.intake.apply(plan(wire, title="Wire"), NOW)
    (found,) = store.feeds.claim_due(NOW + HOUR, 9, LEASE)
    later = replace(plan(wire, last_polled=NOW + HOUR, next_due=NOW + 2 * HOUR), found=found)
    assert apply_all(store, [later, later], NOW + HOUR) == [NOTHING, NOTHING]
    assert store.feeds.get(wire) == replace(found, last_polled=NOW + HOUR, next_due=NOW + 2 * HOUR)
    assert [feed.id for feed in other.feeds.claim_due(NOW + 3 * HOUR, 9, LEASE)] == [wire], "it is not claimed any more"
    late = replace(plan(wire, last_polled=NOW, next_due=NOW), found=found)
    store.intake.apply(late, NOW + 3 * HOUR)
    assert other.feeds.claim_due(NOW + 3 * HOUR, 9, LEASE) == [], "a late one undoes no newer claim"


@pytest.mark.parametrize("changed", [{}, {"title": "Newer"}], ids=["nothing new", "something"])
def test_a_poll_during_which_the_clock_went_back_is_written_by_whoever_has_the_lease(
    store: Store, other: Store, changed: dict[str, str]
) -> None:
    wire = add_feed(store)
    ahead = NOW + 24 * HOUR
    store.intake.apply(plan(wire, title="Wire", last_polled=ahead, next_due=ahead), ahead)
    (found,) = store.feeds.claim_due(ahead, 9, LEASE)
    right = replace(plan(wire, **{"title": "Wire"} | changed, last_polled=NOW, next_due=NOW + HOUR), found=found)
    other.intake.apply(right, NOW)
    assert other.feeds.claim_due(ahead, 9, LEASE) == [], "who has no lease does not undo what looks later"
    store.intake.apply(right, NOW)
    assert other.feeds.claim_due(NOW, 9, LEASE) == []
    assert [feed.last_polled for feed in other.feeds.claim_due(NOW + HOUR, 9, LEASE)] == [NOW]


def test_a_feed_dropped_during_its_poll_stays_paused(store: Store) -> None:
    wire = add_feed(store)
    store.feeds.sync([], NOW)
    store.intake.apply(plan(wire), NOW)
    assert [feed.state for feed in store.feeds.all()] == [FeedState.PAUSED]


@pytest.mark.parametrize("limit", [0, 3])
def test_a_claim_of_nothing_is_empty(store: Store, limit: int) -> None:
    assert store.feeds.claim_due(NOW, limit, LEASE) == []


def test_no_more_is_read_of_feeds_than_the_configuration_is_held_against(store: Store) -> None:
    """Ten thousand whole rows were 10 MB, and as many feeds as much again, at the start of every round."""
    store.feeds.sync([source("one"), source("two")], NOW)
    asked: list[str] = []

    def note(*about: object) -> None:
        asked.append(str(about[2]))

    event.listen(store._database._engine, "before_cursor_execute", note)
    store.feeds.sync([source("one")], NOW)
    assert store.feeds.count_active() == 1
    event.remove(store._database._engine, "before_cursor_execute", note)
    assert asked
    assert [one for one in asked if "feeds.hints" in one] == []
    assert len(store.feeds.all()) == 2
