"""What deciding is told of the stories so far."""

import dataclasses

from bot.store import Store
from bot.store.stories import NEWEST
from tests.store.build import DEMAND, HOUR, NOW, TROOPS, add_feed, entry, new, plan, reading


def test_a_sketch_has_the_fingerprints_figures_and_links_of_its_articles(store: Store) -> None:
    feed_id = add_feed(store)
    aside = dataclasses.replace(TROOPS, on_topic=False)
    one = new("one", reading=reading(DEMAND, aside, fingerprint=frozenset({1, 2})), published=NOW - HOUR)
    two = new("two", reading=reading(DEMAND, fingerprint=frozenset({3})))
    bare = new(
        "three", entry=entry("three", link=""), reading=reading(fingerprint=frozenset()), published=NOW - 2 * HOUR
    )
    store.apply(plan(feed_id, one, two, bare), NOW)
    (story,) = store.stories_since(NOW - HOUR)
    assert story.languages == {article.language for article in store.articles()}
    assert story.events == {article.reading.event for article in store.articles()}
    assert story.fingerprints == (frozenset({3}), frozenset({1, 2}), frozenset())
    assert story.figures == {("money", "demanded", "USD", 5e9)}
    assert story.links == {"https://wire.test/one", "https://wire.test/two"}
    assert story.last_published == NOW


def test_the_newest_stories_come_first_and_old_ones_not_at_all(store: Store) -> None:
    feed_id = add_feed(store)
    ages = {"one": 3, "two": 1, "three": 2, "four": 30}
    stories = [new(name, opens=number, published=NOW - age * HOUR) for number, (name, age) in enumerate(ages.items())]
    store.apply(plan(feed_id, *stories), NOW)
    assert [story.title for story in store.stories_since(NOW - 24 * HOUR)] == ["Talks two", "Talks three", "Talks one"]
    assert [story.title for story in store.stories_since(NOW - 24 * HOUR, limit=1)] == ["Talks two"]
    assert store.stories_since(NOW) == []


def test_a_story_that_everybody_carries_keeps_its_figures_and_its_newest_articles(store: Store) -> None:
    feed_id = add_feed(store)
    crowd = [
        new(str(number), reading=reading(DEMAND if number == 0 else TROOPS, fingerprint=frozenset({number})))
        for number in range(NEWEST + 5)
    ]
    store.apply(plan(feed_id, *crowd), NOW)
    (story,) = store.stories_since(NOW)
    assert len(story.fingerprints) == len(story.links) == NEWEST
    assert story.fingerprints[0] == frozenset({NEWEST + 4})
    assert ("money", "demanded", "USD", 5e9) in story.figures
