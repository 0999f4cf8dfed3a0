"""Polls that are decided in their turn, by what those before them left."""

import threading

import pytest

from bot.model import Plan
from bot.store import Asked, AtHand, Store, StoreError, Undecided
from tests.store.build import DEMAND, HOUR, NOW, TROOPS, add_feed, chat, new, plan, rarity, stories_since


def undecided(feed_id: int, name: str) -> Undecided:
    """Joins the newest story, if there is one, and rings only where there is none."""

    def decide(at_hand: AtHand) -> Plan:
        known, _ = at_hand.stories_since(NOW - HOUR)
        if not known:
            return plan(feed_id, new(name, ring=True))
        return plan(feed_id, new(name, story_id=known[0].id, opens=None))

    one = new(name).entry
    return Undecided(Asked(feed_id, [one.guid], [one.link]), decide)


def test_each_is_decided_by_what_the_ones_before_it_left(store: Store) -> None:
    store.subscribe(chat(1), NOW)
    wire, daily, late = add_feed(store), add_feed(store, "daily"), add_feed(store, "late")
    opening = plan(late, new("other", opens=1))
    applied = store.apply_all([undecided(wire, "one"), opening, undecided(daily, "two"), undecided(late, "one")], NOW)
    assert [(came.stored, came.on_topic, came.rung) for came in applied] == [(1, 1, 1), (1, 1, 0), (1, 1, 0), (1, 0, 0)]
    stories = stories_since(store, NOW)
    assert [(story.id, len(story.reports)) for story in stories] == [(2, 2), (1, 1)]


@pytest.mark.parametrize("workers", [1, 2])
def test_no_two_open_the_same_story_at_once(store: Store, other: Store, workers: int) -> None:
    store.subscribe(chat(1), NOW)
    feeds = [add_feed(store, f"feed{number}") for number in range(6)]
    # Two workers are two on PostgreSQL only; SQLite has one, whose threads take turns.
    theirs = other if workers == 2 and store.dialect == "postgresql" else store
    rung: list[int] = []

    def poll(mine: Store, feed_id: int) -> None:
        rung.append(mine.apply_all([undecided(feed_id, f"of {feed_id}")], NOW)[0].rung)

    pairs = zip((store, theirs) * 3, feeds, strict=True)
    threads = [threading.Thread(target=poll, args=(mine, feed_id)) for mine, feed_id in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(rung) == [0, 0, 0, 0, 0, 1]
    (story,) = stories_since(store, NOW)
    assert len(story.reports) == 6


def test_what_was_undone_is_not_remembered(store: Store) -> None:
    wire, daily = add_feed(store), add_feed(store, "daily")

    def fail(at_hand: AtHand) -> Plan:
        known, rare = at_hand.stories_since(NOW)
        assert ([story.title for story in known], rare.reports) == (["Talks one"], 1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.apply_all([undecided(wire, "one"), Undecided(Asked(daily, ["x"], []), fail)], NOW)
    assert stories_since(store, NOW) == []
    assert rarity(store).reports == 0
    store.apply_all([undecided(daily, "two")], NOW)
    assert [story.title for story in stories_since(store, NOW)] == ["Talks two"]


def test_an_article_that_was_undone_is_not_taken_for_the_one_that_gets_its_number(store: Store) -> None:
    wire, daily = add_feed(store), add_feed(store, "daily")
    store.apply(plan(wire, new("one")), NOW)
    assert rarity(store).reports == 1
    with pytest.raises(StoreError, match="Feed 99 is not in the database"):
        store.apply_all([plan(wire, new("two", TROOPS)), plan(99, new("three"))], NOW)
    store.apply(plan(daily, new("four", DEMAND)), NOW)
    assert stories_since(store, NOW)[0].figures == {("money", "demanded", "USD", 5e9)}
