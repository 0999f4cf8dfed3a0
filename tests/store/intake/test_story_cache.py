"""What deciding is told of the stories so far."""

from random import Random

import pytest
from msgspec.structs import replace

from bot.desk.intake.stories import NEWEST, Rarity, signs_of
from bot.model import NewArticle
from bot.store import Store, open_store
from bot.store.database import marks
from bot.store.intake import story_cache
from tests.desk.make import counts
from tests.store.build import DEMAND, HOUR, NOW, TROOPS, add_feed, entry, new, plan, rarity, reading, stories_since


def test_a_sketch_has_the_fingerprints_figures_and_links_of_its_articles(store: Store) -> None:
    feed_id = add_feed(store)
    aside = replace(TROOPS, on_topic=False)
    one = new("one", reading=reading(DEMAND, aside, fingerprint=frozenset({1, 2})), published=NOW - HOUR)
    two = new("two", reading=reading(DEMAND, fingerprint=frozenset({3})))
    bare = new(
        "three", entry=entry("three", link=""), reading=reading(fingerprint=frozenset()), published=NOW - 2 * HOUR
    )
    store.intake.apply(plan(feed_id, one, two, bare), NOW)
    (story,) = stories_since(store, NOW - HOUR)
    newest_first = sorted(store.archive.articles(), key=lambda article: article.published, reverse=True)
    signs = [signs_of(article.reading, article.published) for article in newest_first]
    assert story.reports == tuple(
        replace(one, article=article.id) for one, article in zip(signs, newest_first, strict=True)
    )
    assert [signs.words for signs in story.reports] == [{3}, {1, 2}, set()]
    assert story.figures == {("money", "demanded", "USD", 5e9)}
    assert story.links == {"https://wire.test/one", "https://wire.test/two"}
    assert story.last_published == NOW


def test_the_newest_stories_come_first_and_old_ones_not_at_all(store: Store) -> None:
    feed_id = add_feed(store)
    ages = {"one": 3, "two": 1, "three": 2, "four": 30}
    stories = [new(name, opens=number, published=NOW - age * HOUR) for number, (name, age) in enumerate(ages.items())]
    store.intake.apply(plan(feed_id, *stories), NOW)
    assert [story.title for story in stories_since(store, NOW - 24 * HOUR)] == ["Talks two", "Talks three", "Talks one"]
    assert [story.title for story in stories_since(store, NOW - 24 * HOUR, limit=1)] == ["Talks two"]
    assert stories_since(store, NOW) == []


def test_a_story_that_everybody_carries_keeps_its_figures_and_its_newest_articles(store: Store) -> None:
    feed_id = add_feed(store)
    crowd = [
        new(str(number), reading=reading(DEMAND if number == 0 else TROOPS, fingerprint=frozenset({number})))
        for number in range(NEWEST + 5)
    ]
    store.intake.apply(plan(feed_id, *crowd), NOW)
    (story,) = stories_since(store, NOW)
    assert len(story.reports) == len(story.links) == NEWEST
    assert story.reports[0].words == frozenset({NEWEST + 4})
    assert ("money", "demanded", "USD", 5e9) in story.figures


def test_rarity_is_that_of_the_newest_articles_whenever_it_is_asked_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story_cache, "KEPT", 3)
    feed_id = add_feed(store)
    assert counts(rarity(store)) == counts(Rarity())
    for number in range(5):
        store.intake.apply(
            plan(feed_id, new(str(number), reading=reading(DEMAND, fingerprint=frozenset({number})))), NOW
        )
        if number != 2:
            rarity(store)
    newest = sorted(store.archive.articles(), key=lambda article: article.id)[-3:]
    expected = Rarity(signs_of(article.reading, article.published) for article in newest)
    assert counts(rarity(store)) == counts(expected)


def _any_report(number: int, chance: Random, told: int) -> NewArticle:
    """Of a story told before or of a new one, as old as it likes."""
    figures = chance.sample([DEMAND, TROOPS], chance.randrange(3))
    there = chance.randint(1, told) if told and chance.random() < 0.6 else None
    return new(
        f"{number}",
        reading=reading(*figures, fingerprint=frozenset({number}), track=chance.choice(["KR", None])),
        published=NOW - chance.randrange(200) * HOUR,
        story_id=there,
        opens=None if there else number,
        ring=chance.random() < 0.3,
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_kept_in_memory_is_what_reading_it_anew_would_give(
    store: Store, other: Store, migrated_url: str, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(story_cache, "SHELF", 5)
    monkeypatch.setattr(story_cache, "KEPT", 12)
    feed_id, chance, told = add_feed(store), Random(seed), 0
    for number in range(40):
        report = _any_report(number, chance, told)
        told += report.opens is not None
        store.intake.apply(plan(feed_id, report), NOW)
        if number % 7 == 6:
            store.intake.split(chance.randint(1, told), [number, number + 1], NOW)
            told = store.status(NOW).stories
        if number % 4 == 0:
            since = NOW - chance.randrange(150) * HOUR
            with open_store(migrated_url, worker="third") as anew:
                assert stories_since(store, since) == stories_since(other, since) == stories_since(anew, since)
                assert counts(rarity(store)) == counts(rarity(anew))
                at_hand = [report for story in stories_since(store, since) for report in story.reports]
                assert all(rarity(store).at_hand.place(report) is not None for report in at_hand)


def test_a_story_that_is_changed_by_other_means_is_read_anew(store: Store, other: Store) -> None:
    store.intake.apply(plan(add_feed(store), new("one")), NOW)
    assert [story.title for story in stories_since(other, NOW)] == ["Talks one"]
    for title in ("Renamed", "Renamed again"):
        with store._database.write() as connection:
            connection.exec_driver_sql(f"UPDATE stories SET title = '{title}'")  # noqa: S608  # our own
            marks.changed(connection)
        assert [story.title for story in stories_since(other, NOW)] == [title]


def test_a_report_that_came_while_stories_were_read_is_one_report(store: Store, other: Store) -> None:
    """As on PostgreSQL, where each statement of a transaction sees what others have stored by then."""
    store.intake.apply(plan(add_feed(store), new("one")), NOW)
    assert len(stories_since(store, NOW)[0].reports) == 1
    other.intake.apply(plan(add_feed(other, "daily"), new("two", story_id=1, opens=None)), NOW)
    with store._database.read() as connection:
        store.intake._stories._reshelve(connection)
    assert len(stories_since(store, NOW)[0].reports) == 2
