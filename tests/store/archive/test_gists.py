"""Gists, on both databases: always what the articles would give, when they are filed, edited, and made again."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, delete

from bot.desk.ledger.gist import Gist, gist_of
from bot.desk.ledger.tallies import report_mentions
from bot.model import Change, Edit, Event, Level
from bot.store import Store
from bot.store.archive.derived import VERSIONS
from bot.store.database import statements
from bot.store.database.tables import gists, meta
from tests.store.build import DEMAND, HOUR, NOW, TROOPS, add_feed, entry, new, plan, reading

DAY = timedelta(days=1)
DAYS = "The third round of talks will be held on 12 December 2026. The agreement expires on 31 December 2026."


def fill(store: Store) -> int:
    feed_id = add_feed(store)
    articles = [
        new("one", DEMAND, TROOPS, opens=0, published=NOW - 3 * HOUR, entry=entry("one", text=DAYS)),
        new("two", reading=reading(event=Event.SIGNED), opens=1, published=NOW - HOUR),
        new("three", reading=reading(track=None), opens=2, published=NOW - 2 * HOUR),
        new("dull", on_topic=False),
    ]
    store.intake.apply(plan(feed_id, *articles), NOW)
    return feed_id


def agree(store: Store, **bounds: Any) -> int:
    """How many gists there are, which are those of the same articles."""
    asked: dict[str, Any] = {"until": NOW, "limit": 10} | bounds
    found = store.archive.gists(**asked)
    assert found == [gist_of(article) for article in store.archive.articles(**asked)]
    return len(found)


def test_gists_are_those_of_the_articles_that_are_asked_for(store: Store) -> None:
    fill(store)
    assert agree(store) == 3
    assert agree(store, limit=2) == 2
    assert agree(store, since=NOW - 2 * HOUR) == 2
    assert agree(store, until=NOW - HOUR) == 2
    assert agree(store, events={Event.SIGNED, Event.RATIFIED}) == 1
    oldest = store.archive.gists(until=NOW, limit=3)[-1]
    assert (oldest.figures, oldest.round, len(oldest.ahead)) == (2, 3, 2)


def test_texts_are_read_by_their_ids(store: Store) -> None:
    fill(store)
    assert store.archive.texts([1, 3]) == {one.id: one.text for one in store.archive.articles() if one.id != 2}
    assert store.archive.texts([]) == {}


def test_the_mentions_of_a_report_are_kept_and_those_of_an_edited_one_are_of_its_new_version(store: Store) -> None:
    feed_id = fill(store)
    articles = {one.id: one for one in store.archive.articles()}
    assert store.archive.mentions([1, 2, 3]) == {1: report_mentions(articles[1])[1]}, "the others have no figures"
    assert len(store.archive.mentions([1])[1].split("\n")) == 2
    assert store.archive.edited_since([1, 2, 3], NOW - DAY) == []
    edit = Edit(1, 1, "2", "Edited", "In short.", reading(TROOPS, track="JP"), Change("changed", Level.MATERIAL))
    store.intake.apply(replace(plan(feed_id), edits=(edit,)), NOW + HOUR)
    assert store.archive.mentions([1, 2]) == {1: report_mentions(store.archive.articles(track="JP")[0])[1]}
    assert len(store.archive.mentions([1])[1].split("\n")) == 1
    assert store.archive.edited_since([1, 2, 3], NOW) == [1]
    assert store.archive.edited_since([2, 3], NOW) == store.archive.edited_since([1, 2, 3], NOW + HOUR) == []


def test_the_gist_of_an_edited_article_is_that_of_its_new_version(store: Store) -> None:
    feed_id = fill(store)
    assert agree(store) == 3, "and is kept"
    assert "third round" in store.archive.texts([1])[1]
    change = Change("changed in silence", Level.MATERIAL)
    edit = Edit(1, 1, "stamp 2", "Talks edited", "Nothing is said of days.", reading(track="JP"), change)
    store.intake.apply(replace(plan(feed_id), edits=(edit,)), NOW + HOUR)
    assert agree(store) == 3
    edited = store.archive.gists(until=NOW, limit=3)[-1]
    assert (edited.title, edited.reading.track, edited.ahead) == ("Talks edited", "JP", ())
    assert store.archive.texts([1]) == {1: "Nothing is said of days."}


def test_gists_that_were_read_are_of_the_stories_that_there_are_now(store: Store, other: Store) -> None:
    feed_id = fill(store)
    assert agree(store) == 3
    assert agree(store, events={Event.SIGNED}) == 1
    other.intake.merge(1, 2, NOW)
    store.intake.apply(plan(feed_id, new("four", story_id=1, opens=None, published=NOW - 4 * HOUR)), NOW)
    assert agree(store) == 4
    assert [one.story_id for one in store.archive.gists(until=NOW, limit=10)] == [1, 3, 1, 1]
    assert agree(store, events={Event.SIGNED}) == 3, "as the story that became a part of theirs tells it"


def test_no_more_is_kept_than_two_answers_need(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.archive.gists.MOST_GISTS", 1)
    monkeypatch.setattr("bot.store.archive.gists.MOST_LETTERS", 1)
    fill(store)
    for _ in range(2):
        assert agree(store) == 3
        assert len(store.archive.texts([1, 2])) == 2
        assert agree(store, limit=1) == 1
        assert list(store.archive.texts([2])) == [2]
    assert (len(store.archive._gists._kept.gists), len(store.archive._gists._kept.texts)) == (1, 1)


def test_gists_are_found_while_another_thread_puts_fewer_in_their_place(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    assert agree(store) == 3
    kept = store.archive._gists._kept
    as_marked = store.archive._gists._as_marked

    class Shrinking:
        """What another thread has left of it, each time that it is asked for."""

        asked = 0

        @property
        def gists(self) -> dict[int, Gist]:
            self.asked += 1
            return kept.gists if self.asked == 1 else {}

    def shrinking(connection: Connection) -> Shrinking:
        as_marked(connection)
        return Shrinking()

    monkeypatch.setattr(store.archive._gists, "_as_marked", shrinking)
    assert len(store.archive.gists(until=NOW, limit=10)) == 3


def test_gists_are_made_again_where_there_are_none_of_this_version(store: Store) -> None:
    fill(store)
    store.migrate()
    with store._database.write() as connection:
        connection.execute(delete(gists))
    store.migrate()
    assert store.archive.gists(until=NOW, limit=10) == []  # they are believed to be there
    with store._database.write() as connection:
        connection.execute(delete(meta).where(meta.c.key == "gists"))
    store.migrate()
    assert agree(store) == 3


def test_what_is_made_again_says_how_far_it_has_come(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    store.migrate()
    for name in VERSIONS:
        store.put(name, "an older version")
    monkeypatch.setattr(statements.chunks, "__defaults__", (2,))
    heard: list[tuple[str, int, int]] = []
    store.migrate(lambda *told: heard.append(told))
    assert heard == [(name, done, 3) for name in ("ledger", "full-text index", "gists") for done in (2, 3)]
    heard.clear()
    store.migrate(lambda *told: heard.append(told))
    assert heard == []
