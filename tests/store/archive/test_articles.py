"""Reads of articles, and the archive of past reports that fills them."""

from datetime import UTC, date, datetime
from typing import Any

from bot.model import Event, PastReport
from bot.store import Store
from tests.store.build import DEMAND, HOUR, LEASE, NOW, add_feed, chat, entry, new, plan, reading, ring, settlement


def report(name: str, **changes: Any) -> PastReport:
    values: dict[str, Any] = {
        "id": name,
        "date": date(2019, 11, 19),
        "language": "en",
        "outlet": "Agency",
        "url": f"https://agency.test/{name}",
        "title": f"Report {name}",
        "text": "Talks broke off.",
        "on_topic": True,
        "event": Event.TALKS_BREAK_OFF,
        "track": "KR",
    }
    return PastReport(**values | changes)


def test_articles_come_newest_first_within_their_bounds(store: Store) -> None:
    feed_id = add_feed(store)
    ages = {"one": 3, "two": 1, "three": 2}
    tracks = {"one": "KR", "two": "JP", "three": "KR"}
    events = {"one": Event.SIGNED, "two": Event.STATEMENT, "three": Event.TALKS_ROUND}
    articles = [
        new(name, reading=reading(track=tracks[name], event=events[name]), opens=number, published=NOW - age * HOUR)
        for number, (name, age) in enumerate(ages.items())
    ]
    store.intake.apply(plan(feed_id, *articles), NOW)

    def titles(**bounds: Any) -> list[str]:
        return [article.title.removeprefix("Talks ") for article in store.archive.articles(**bounds)]

    assert titles() == ["two", "three", "one"]
    assert titles(since=NOW - 2 * HOUR) == ["two", "three"]
    assert titles(until=NOW - 2 * HOUR) == ["one"]
    assert titles(track="KR") == ["three", "one"]
    assert titles(track="KR", limit=1) == ["three"]
    assert titles(track="DE") == []
    assert titles(events={Event.SIGNED, Event.TALKS_ROUND}) == ["three", "one"]
    assert titles(events=set()) == []
    first = next(article for article in store.archive.articles() if article.title.endswith("one"))
    assert titles(story=first.story_id) == ["one"]


def test_an_article_off_the_topic_is_read_only_when_asked_for(store: Store) -> None:
    doubtful = new("doubtful", reading=reading(on_topic=False), opens=1)
    store.intake.apply(plan(add_feed(store), doubtful), NOW)
    assert store.archive.articles() == []
    assert [article.title for article in store.archive.articles(on_topic=False)] == ["Talks doubtful"]


def test_an_alert_leads_back_to_its_article(store: Store) -> None:
    article_id = ring(store, 1)
    store.outbox.note_operators([1], "told", NOW)
    (delivery,) = store.outbox.claim_owed(NOW, 9, LEASE)
    store.outbox.settle(settlement(delivery.id, message_id=55), NOW)
    found = store.archive.sent_article(1, 55)
    assert found is not None
    assert found.id == article_id
    assert store.archive.sent_article(1, 56) is None
    assert store.archive.sent_article(2, 55) is None


def test_the_archive_is_filed_with_its_own_stories_and_rings_nobody(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    reports = [report("a", story="break"), report("b", story="break", date=date(2019, 11, 20)), report("c")]
    assert store.intake.seed([(one, reading(DEMAND, track="JP", event=Event.NONE)) for one in reports], NOW) == 3
    third, first, second = store.archive.articles()
    assert (third.title, first.title, second.title) == ("Report b", "Report c", "Report a")
    assert third.story_id == second.story_id != first.story_id
    assert first.published == datetime(2019, 11, 19, tzinfo=UTC)
    assert (first.feed_id, first.outlet, first.url) == (None, "Agency", "https://agency.test/c")
    assert (first.reading.track, first.reading.event) == ("KR", Event.TALKS_BREAK_OFF)
    assert store.outbox.owed() == 0


def test_seeding_again_stores_only_what_is_new(store: Store) -> None:
    pairs = [(report("a"), reading()), (report("b"), reading())]
    assert store.intake.seed(pairs[:1], NOW) == 1
    assert store.intake.seed(pairs, NOW) == 1
    assert store.intake.seed(pairs, NOW) == 0
    assert len(store.archive.articles()) == 2


def test_reports_of_the_archive_may_share_an_address(store: Store) -> None:
    pairs = [(report(name, url="https://agency.test/chronicle"), reading()) for name in ("a", "b")]
    assert store.intake.seed(pairs, NOW) == 2


def test_the_archives_word_on_the_topic_counts(store: Store) -> None:
    wrong = [(report("a"), reading(on_topic=False)), (report("b", on_topic=False), reading())]
    assert store.intake.seed(wrong, NOW) == 1
    assert [article.title for article in store.archive.articles()] == ["Report a"]


def test_a_feed_that_carries_a_past_report_finds_it_known(store: Store) -> None:
    store.intake.seed([(report("a"), reading()), (report("b", on_topic=False), reading())], NOW)
    feed_id = add_feed(store)
    links = ["https://agency.test/a", "https://agency.test/b"]
    assert store.intake.known(feed_id, [], links)[1] == set(links)


def test_a_past_report_that_a_feed_brought_first_is_not_stored_twice(store: Store) -> None:
    store.intake.apply(plan(add_feed(store), new(entry=entry(link="https://agency.test/a"))), NOW)
    assert store.intake.seed([(report("a"), reading())], NOW) == 0
    assert len(store.archive.articles()) == 1


def test_a_number_that_no_key_can_be_is_that_of_no_report(store: Store) -> None:
    for number in (2**31 - 1, 2**31, 10**15 - 1):
        assert store.archive.article(number) is None
        assert store.archive.articles(story=number) == []
