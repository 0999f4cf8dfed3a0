"""Polls that are decided in their turn, by what those before them left."""

import threading

import pytest

from bot.model import Plan, Polled, PollFacts, Validators
from bot.store import Applied, Intake, Store, StoreError
from tests.desk.make import convert
from tests.store.build import (
    DEMAND,
    NOW,
    TROOPS,
    add_feed,
    apply_all,
    chat,
    new,
    plan,
    rarity,
    stories_since,
)


def poll_of(store: Store, feed_id: int, name: str) -> PollFacts:
    """A poll that brought one entry, which is on the topic."""
    feed, one = store.feeds.get(feed_id), new(name)
    assert feed is not None
    return PollFacts(feed, Polled((one.entry,), Validators(), "00"), {one.entry.guid: one.reading})


def decided(intake: Intake, poll: PollFacts, name: str) -> Plan:
    """Joins the newest story, if there is one, and rings only where there is none."""
    facts, _ = intake.facts(poll, convert)
    if not facts.stories:
        return plan(poll.feed.id, new(name, ring=True))
    return plan(poll.feed.id, new(name, story_id=facts.stories[0].id, opens=None))


def take_in(store: Store, *told: tuple[int, str] | Plan) -> list[Applied]:
    """Polls in one transaction, of which some were decided before."""
    polls = [one if isinstance(one, Plan) else (poll_of(store, *one), one[1]) for one in told]
    with store.intake.begin([one[0] for one in polls if not isinstance(one, Plan)], NOW) as intake:
        return [intake.apply(one if isinstance(one, Plan) else decided(intake, *one)) for one in polls]


def test_each_is_decided_by_what_the_ones_before_it_left(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    wire, daily, late = add_feed(store), add_feed(store, "daily"), add_feed(store, "late")
    opening = plan(late, new("other", opens=1))
    applied = take_in(store, (wire, "one"), opening, (daily, "two"), (late, "one"))
    assert [(came.stored, came.on_topic, came.rung) for came in applied] == [(1, 1, 1), (1, 1, 0), (1, 1, 0), (1, 0, 0)]
    stories = stories_since(store, NOW)
    assert [(story.id, len(story.reports)) for story in stories] == [(2, 2), (1, 1)]


@pytest.mark.parametrize("workers", [1, 2])
def test_no_two_open_the_same_story_at_once(store: Store, other: Store, workers: int) -> None:
    store.outbox.subscribe(chat(1), NOW)
    feeds = [add_feed(store, f"feed{number}") for number in range(6)]
    # Two workers are two on PostgreSQL only; SQLite has one, whose threads take turns.
    theirs = other if workers == 2 and store.dialect == "postgresql" else store
    rung: list[int] = []

    def poll(mine: Store, feed_id: int) -> None:
        rung.append(take_in(mine, (feed_id, f"of {feed_id}"))[0].rung)

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
    polls = [poll_of(store, wire, "one"), poll_of(store, daily, "x")]

    def fail(intake: Intake) -> None:
        intake.apply(decided(intake, polls[0], "one"))
        facts, rare = intake.facts(polls[1], convert)
        assert ([story.title for story in facts.stories], rare.reports) == (["Talks one"], 1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.intake.begin(polls, NOW) as intake:
        fail(intake)
    assert stories_since(store, NOW) == []
    assert rarity(store).reports == 0
    take_in(store, (daily, "two"))
    assert [story.title for story in stories_since(store, NOW)] == ["Talks two"]


def test_an_article_that_was_undone_is_not_taken_for_the_one_that_gets_its_number(store: Store) -> None:
    wire, daily = add_feed(store), add_feed(store, "daily")
    store.intake.apply(plan(wire, new("one")), NOW)
    assert rarity(store).reports == 1
    with pytest.raises(StoreError, match="Feed 99 is not in the database"):
        apply_all(store, [plan(wire, new("two", TROOPS)), plan(99, new("three"))])
    store.intake.apply(plan(daily, new("four", DEMAND)), NOW)
    assert stories_since(store, NOW)[0].figures == {("money", "demanded", "USD", 5e9)}
