"""Stories merged and split, on both databases: reports, numbers and alerts move, once and for good."""

from datetime import timedelta
from typing import Any

from bot.desk.intake.decide import decide
from bot.desk.intake.merge_split import Merged, Refused, Split
from bot.model import Alerts, DeliveryKind, Event, NewArticle, PastReport
from bot.store import Store
from tests.desk.intake.stories.test_parting import FIRST, LIKE, OTHER
from tests.desk.make import entry as make_entry
from tests.desk.make import facts
from tests.store.build import (
    DEMAND,
    HOUR,
    LEASE,
    NOW,
    add_feed,
    chat,
    entry,
    new,
    plan,
    rarity,
    reading,
    settlement,
    stories_since,
)
from tests.store.outbox.test_owe import deliver, kinds


def two(store: Store, *, ring: bool = True) -> None:
    """Stories 1 and 2, with articles 1 and 2."""
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one", DEMAND, ring=ring, rings_for="story")), NOW)
    late = {"published": NOW + HOUR, "reading": reading(event=Event.SIGNED)}
    store.intake.apply(plan(feed_id, new("two", ring=ring, rings_for="signed", **late)), NOW)


def joining(name: str, story: int, **changes: object) -> NewArticle:
    return new(name, story_id=story, opens=None, **changes)


def test_a_merged_story_has_the_reports_of_both_under_the_older_number(store: Store, other: Store) -> None:
    two(store)
    assert len(stories_since(other, NOW)) == 2
    merged = store.intake.merge(2, 1, NOW)
    assert isinstance(merged, Merged)
    assert (merged.kept.id, merged.gone, merged.came) == (1, 2, (2,))
    assert [article.story_id for article in store.archive.articles()] == [1, 1]
    assert [a.id for a in store.archive.articles(story=2)] == [a.id for a in store.archive.articles(story=1)] == [2, 1]
    assert [a.id for a in store.archive.articles(events=[Event.SIGNED])] == [2, 1]
    (story,) = stories_since(other, NOW)
    assert (story.id, story.rang, len(story.reports)) == (1, frozenset({"story", "signed"}), 2)
    assert story.last_published == NOW + HOUR
    assert store.status(NOW).stories == 1
    assert store.intake.merge(2, 1, NOW) == Refused("Stories 2 and 1 are one story already.")


def test_a_chat_that_had_both_alerts_goes_on_with_one_and_nothing_is_sent_again(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    two(store)
    deliver(store)
    deliver(store)
    assert isinstance(store.intake.merge(1, 2, NOW), Merged)
    more = joining("three", 1, ring=True, rings_for="signed")
    assert store.intake.apply(plan(1, more), NOW).rung == 0
    assert kinds(deliver(store, HOUR)) == [(1, "edit")]
    assert deliver(store, 2 * HOUR) == []
    turn = joining("four", 1, ring=True, rings_for="ratified")
    assert store.intake.apply(plan(1, turn), NOW).rung == 1


def test_an_alert_that_is_still_owed_goes_where_the_other_storys_went_out(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    two(store)
    (first,) = store.outbox.claim_owed(NOW, 1, LEASE)
    store.outbox.settle(settlement(first.id, "closed"), NOW)
    deliver(store)
    store.outbox.subscribe(chat(2, alerts=Alerts.ALL), NOW)
    store.intake.merge(1, 2, NOW)
    assert deliver(store) == []
    turn = joining("four", 1, ring=True, rings_for="ratified")
    store.intake.apply(plan(1, turn), NOW)
    told = {(row.chat.id, row.kind) for row in store.outbox.claim_owed(NOW, 9, LEASE)}
    assert told == {(1, DeliveryKind.TURN), (2, DeliveryKind.ALERT)}


def test_alerts_of_both_that_are_owed_become_one(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    two(store)
    assert store.outbox.owed() == 2
    store.intake.merge(1, 2, NOW)
    assert store.outbox.owed() == 1
    assert [row.article_id for row in deliver(store)] == [1]
    assert deliver(store, HOUR) == []


def test_what_is_split_off_is_a_story_of_its_own_with_its_alert(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one", DEMAND, ring=True, rings_for="story"), new("two"), new("three")), NOW)
    deliver(store)
    split = store.intake.split(1, [1, 3], NOW)
    assert isinstance(split, Split)
    assert (split.goes.id, split.goes.split_from, split.reports) == (2, 1, (1, 3))
    assert [a.id for a in store.archive.articles(story=2)] == [3, 1]
    assert [a.id for a in store.archive.articles(story=1)] == [2]
    stays, goes = sorted(stories_since(store, NOW), key=lambda one: one.id)
    assert (stays.title, stays.alerted, stays.split_from) == ("Talks two", False, None)
    assert (goes.title, goes.alerted, goes.split_from, goes.rang) == ("Talks one", True, 1, frozenset({"story"}))
    assert kinds(deliver(store, HOUR)) == [(1, "edit")]
    assert store.intake.split(7, [1], NOW) == Refused("There is no story 7.")
    assert store.intake.split(1, [1], NOW) == Refused("Report 1 is not in story 1.")


def test_what_was_ruled_holds_when_the_archive_comes_again(store: Store) -> None:
    def past(name: str, story: str) -> PastReport:
        return PastReport(
            name, NOW.date(), "en", "Paper", f"https://paper.test/{name}", f"Talks {name}", "Text.", True, story=story
        )

    first = [(past("a1", "a"), reading(DEMAND)), (past("a2", "a"), reading()), (past("b1", "b"), reading())]
    store.intake.seed(first, NOW)
    store.intake.merge(1, 2, NOW)
    store.intake.split(1, [2], NOW)
    ledger = store.archive.ledger(("KR",))
    assert store.intake.seed([*first, (past("b2", "b"), reading())], NOW) == 1
    store.put("ledger", "of another version")
    store.migrate()
    assert {a.title: a.story_id for a in store.archive.articles()} == {
        "Talks a1": 1, "Talks a2": 3, "Talks b1": 1, "Talks b2": 1,
    }  # fmt: skip
    assert store.archive.ledger(("KR",)) == ledger
    # Merged again, it is where it was, and nothing is apart any more.
    store.intake.merge(3, 1, NOW + timedelta(days=1))
    assert {a.story_id for a in store.archive.articles()} == {1}
    assert [one.split_from for one in stories_since(store, NOW - 24 * HOUR)] == [None]


def test_the_same_report_by_another_feed_changes_nothing_that_was_ruled(store: Store) -> None:
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one"), new("two")), NOW)
    store.intake.split(1, [2], NOW)
    again = new("two", entry=entry("two", guid="another"), story_id=1, opens=None)
    assert store.intake.apply(plan(add_feed(store, "copy"), again), NOW).on_topic == 0
    assert {a.id: a.story_id for a in store.archive.articles()} == {1: 1, 2: 2}


# --- What comes apart by the program's own signs --------------------------------------------------------------------


def taking(name: str, *articles: int, of: int = 1, **changes: Any) -> NewArticle:
    return new(name, takes=articles, takes_from=of, **changes)


def test_a_report_takes_others_out_of_their_story_with_their_alert(store: Store, other: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one", DEMAND), new("two", ring=True, rings_for="story")), NOW)
    deliver(store)
    assert len(stories_since(other, NOW)) == 1
    applied = store.intake.apply(plan(feed_id, taking("three", 2, ring=True, rings_for="story")), NOW)
    assert applied.rung == 0  # the chat had the alert about the second report
    assert {a.id: a.story_id for a in store.archive.articles()} == {1: 1, 2: 2, 3: 2}
    stays, goes = sorted(stories_since(other, NOW), key=lambda one: one.id)
    assert [one.article for one in (*stays.reports, *goes.reports)] == [1, 3, 2]
    assert (stays.title, stays.alerted, goes.title, goes.alerted) == ("Talks one", False, "Talks two", True)
    assert (stays.split_from, goes.split_from, stays.figures != goes.figures) == (None, None, True)
    assert kinds(deliver(store, HOUR)) == [(1, "edit")]


def test_what_is_decided_by_the_stories_that_are_kept_takes_their_reports_along(store: Store) -> None:
    kept = [new(str(number), reading=said) for number, said in enumerate((FIRST, LIKE, FIRST))]
    store.intake.apply(plan(add_feed(store), *kept), NOW)
    poll = facts((make_entry("next", NOW), OTHER), stories=tuple(stories_since(store, NOW, 9)))
    decided = decide(poll, NOW, floor=60, jitter=1, rarity=rarity(store)).articles
    store.intake.apply(plan(1, *decided), NOW)
    assert {a.id: a.story_id for a in store.archive.articles()} == {1: 1, 2: 2, 3: 1, 4: 2}


def test_what_another_worker_took_out_of_the_story_before_is_left_where_it_is(store: Store) -> None:
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one"), new("two"), new("three")), NOW)
    store.intake.split(1, [2], NOW)
    store.intake.apply(plan(feed_id, taking("four", 2)), NOW)
    assert {a.id: a.story_id for a in store.archive.articles()} == {1: 1, 2: 2, 3: 1, 4: 3}


def test_stories_that_were_merged_or_that_the_archive_names_are_known_as_such(store: Store) -> None:
    two(store)
    store.intake.merge(1, 2, NOW)
    store.intake.apply(plan(1, new("three", opens=2)), NOW)
    past = PastReport("a1", NOW.date(), "en", "Paper", "https://paper.test/a1", "Talks a1", "Text.", True, story="a")
    store.intake.seed([(past, reading())], NOW)
    known = stories_since(store, NOW - timedelta(days=1))
    assert {one.title: one.merged for one in known} == {"Talks one": True, "Talks three": False, "Talks a1": True}
