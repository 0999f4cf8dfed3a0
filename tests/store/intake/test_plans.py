"""A plan becomes rows once, whole or not at all."""

from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from bot.model import Event, FeedState, Figure
from bot.store import Applied, Asked, Known, Store, StoreError
from bot.store.database.tables import entries, figures, metadata
from tests.store.build import (
    DEMAND,
    HOUR,
    LEASE,
    NOW,
    OPERATOR,
    TROOPS,
    UNCLEAR,
    add_feed,
    apply_all,
    chat,
    entry,
    new,
    plan,
    reading,
    ring,
    stories_since,
)


def counts(store: Store) -> dict[str, int]:
    with store._database.read() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }


def test_an_article_comes_back_as_it_went_in(store: Store) -> None:
    feed_id = add_feed(store)
    given = new("one", DEMAND, TROOPS, published=NOW - HOUR, why="new figure")
    applied = store.intake.apply(plan(feed_id, given), NOW)
    article = store.archive.article(applied.article_ids[0])
    assert article is not None
    assert (article.feed_id, article.url, article.outlet) == (feed_id, given.entry.link, "Wire")
    assert (article.title, article.text, article.language) == (given.entry.title, given.entry.text, "en")
    assert (article.published, article.seen, article.why) == (NOW - HOUR, NOW, "new figure")
    assert article.reading == given.reading
    assert store.archive.article(9999) is None


def test_every_figure_has_a_row_with_every_field(store: Store) -> None:
    applied = store.intake.apply(plan(add_feed(store), new("one", TROOPS, DEMAND, UNCLEAR)), NOW)
    with store._database.read() as connection:
        rows = connection.execute(select(figures).order_by(figures.c.position)).mappings().all()
    assert [row["surface"] for row in rows] == ["28,500", "up to $5 billion", "$3 billion"]
    names = set(Figure.__struct_fields__) - {"why"}
    for place, figure in ((1, DEMAND), (2, UNCLEAR)):
        expected = {name: getattr(figure, name) for name in names}
        assert dict(rows[place]) == expected | {"article_id": applied.article_ids[0], "position": place}
    article = store.archive.article(applied.article_ids[0])
    assert article is not None
    assert article.reading.figures == (TROOPS, DEMAND, UNCLEAR)


def test_a_number_beyond_all_numbers_is_left_out_and_the_report_kept(store: Store) -> None:
    endless = replace(TROOPS, value=float("inf"))
    applied = store.intake.apply(plan(add_feed(store), new("one", DEMAND, endless)), NOW)
    article = store.archive.article(applied.article_ids[0])
    assert article is not None
    assert article.reading.figures == (DEMAND,)
    assert counts(store)["figures"] == 1


def test_what_is_off_the_topic_is_known_and_no_more(store: Store) -> None:
    feed_id = add_feed(store)
    assert store.intake.apply(plan(feed_id, new("dull", on_topic=False)), NOW) == Applied(1, 0, 0, ())
    assert store.intake.known(feed_id, ["guid-dull"], ["https://wire.test/dull"]) == (
        frozenset({"guid-dull"}),
        frozenset({"https://wire.test/dull"}),
    )
    assert counts(store)["articles"] == 0


def test_guids_are_known_in_their_feed_and_links_anywhere(store: Store) -> None:
    wire, daily = add_feed(store), add_feed(store, "daily")
    store.intake.apply(plan(wire, new("one")), NOW)
    guids, links = ["guid-one", "guid-two"], ["https://wire.test/one", "https://wire.test/two", ""]
    assert store.intake.known(wire, guids, links) == (frozenset({"guid-one"}), frozenset({"https://wire.test/one"}))
    assert store.intake.known(daily, guids, links) == (frozenset(), frozenset({"https://wire.test/one"}))
    assert store.intake.known(daily, [], []) == (frozenset(), frozenset())


def test_an_entry_without_a_link_makes_no_other_one_known(store: Store) -> None:
    feed_id = add_feed(store)
    bare = [new(name, entry=entry(name, link=""), opens=number) for number, name in enumerate(("one", "two"))]
    assert store.intake.apply(plan(feed_id, *bare), NOW).on_topic == 2


def test_known_takes_more_guids_than_a_statement_takes_parameters(store: Store) -> None:
    feed_id = add_feed(store)
    many = [new(str(number), on_topic=False) for number in range(2500)]
    assert store.intake.apply(plan(feed_id, *many), NOW).stored == 2500
    guids, links = store.intake.known(feed_id, [f"guid-{number}" for number in range(70_000)], [])
    assert (len(guids), len(links)) == (2500, 0)


def test_the_same_plan_applied_again_changes_nothing(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    feed_id = add_feed(store)
    same = plan(feed_id, new("one", DEMAND, ring=True), new("dull", on_topic=False), notice="moved", new_items=2)
    assert store.intake.apply(same, NOW) == Applied(2, 1, 1, (1,))
    before, feed = counts(store), store.feeds.get(feed_id)
    assert store.intake.apply(same, NOW + HOUR) == Applied(0, 0, 0, ())
    assert counts(store) == before
    assert store.feeds.get(feed_id) == feed


def test_entries_that_open_one_number_share_a_story(store: Store) -> None:
    feed_id = add_feed(store)
    applied = store.intake.apply(
        plan(feed_id, new("one", opens=4), new("two", opens=4), new("three", opens=5), new("four", opens=None)), NOW
    )
    first, second, third, fourth = [store.archive.article(one) for one in applied.article_ids]
    assert first is not None
    assert second is not None
    assert third is not None
    assert fourth is not None
    assert first.story_id == second.story_id
    assert len({first.story_id, third.story_id, fourth.story_id}) == 3


def test_numbers_of_one_plan_mean_nothing_in_the_next(store: Store) -> None:
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one", opens=1)), NOW)
    store.intake.apply(plan(feed_id, new("two", opens=1), last_polled=NOW + HOUR), NOW)
    assert counts(store)["stories"] == 2


def test_an_entry_joins_a_story_and_keeps_it_fresh(store: Store) -> None:
    feed_id = add_feed(store)
    first = new("one", reading=reading(track=None, event=Event.STATEMENT), published=NOW - HOUR)
    store.intake.apply(plan(feed_id, first), NOW)
    (story,) = stories_since(store, NOW - 2 * HOUR)
    assert (story.title, story.track, story.event, story.alerted) == ("Talks one", None, Event.STATEMENT, False)
    late = new("old", story_id=story.id, opens=None, published=NOW - 9 * HOUR)
    store.intake.apply(plan(feed_id, late, new("two", story_id=story.id, opens=None)), NOW)
    (fresh,) = stories_since(store, NOW - 2 * HOUR)
    assert (fresh.id, fresh.title, fresh.track, fresh.last_published) == (story.id, "Talks one", "KR", NOW)


def test_a_link_that_another_feed_brought_is_not_stored_or_rung_again(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    wire, daily = add_feed(store), add_feed(store, "daily")
    store.intake.apply(plan(wire, new("one", ring=True)), NOW)
    double = new("again", entry=entry("again", link="https://wire.test/one"), ring=True)
    follows = new("two")
    applied = store.intake.apply(plan(daily, double, follows), NOW)
    assert (applied.stored, applied.on_topic, applied.rung) == (2, 1, 0)
    assert store.intake.known(daily, ["guid-again"], [])[0] == {"guid-again"}
    # What was to open a story with the double joins the story that the double is in.
    assert len({article.story_id for article in store.archive.articles()}) == 1


def test_what_was_off_the_topic_in_one_feed_may_be_on_it_in_another_and_rings_once(store: Store) -> None:
    """The first feed gave a line of the report, the second all of it, and the third comes late."""
    store.outbox.subscribe(chat(1), NOW)
    wire, daily, late = add_feed(store), add_feed(store, "daily"), add_feed(store, "late")
    link = "https://wire.test/one"
    store.intake.apply(plan(wire, new("one", on_topic=False)), NOW)
    assert store.intake.known(wire, ["guid-other"], [link]) == (frozenset(), frozenset({link}))
    assert store.intake.known(daily, ["guid-one"], [link]) == (frozenset(), frozenset())
    fuller = [new(name, entry=entry(name, link=link), ring=True) for name in ("fuller", "later")]
    assert store.intake.apply(plan(daily, fuller[0]), NOW) == Applied(1, 1, 1, (1,))
    assert store.intake.known(late, ["guid-one"], [link]) == (frozenset(), frozenset({link}))
    assert store.intake.apply(plan(late, fuller[1]), NOW) == Applied(1, 0, 0, ())
    assert [article.url for article in store.archive.articles()] == [link]


def test_a_report_that_came_back_with_another_id_and_link_is_stored_once(store: Store) -> None:
    wire, daily = add_feed(store), add_feed(store, "daily")
    store.intake.apply(plan(wire, new("one")), NOW)
    (story,) = stories_since(store, NOW - HOUR)
    again = new("again", entry=entry("again", title="Talks one"), story_id=story.id, opens=None)
    assert store.intake.apply(plan(wire, again), NOW).on_topic == 0
    assert store.intake.known(wire, ["guid-again"], [])[0] == {"guid-again"}
    # Another day's report of that title is another report, and so is another outlet's.
    another_day = new("day", entry=entry("day", title="Talks one"), story_id=story.id, opens=None, published=NOW - HOUR)
    assert store.intake.apply(plan(wire, another_day), NOW).on_topic == 1
    elsewhere = new("paper", entry=entry("paper", title="Talks one"), story_id=story.id, opens=None)
    assert store.intake.apply(plan(daily, elsewhere), NOW).on_topic == 1


def test_one_link_twice_in_one_poll_is_stored_once(store: Store) -> None:
    feed_id = add_feed(store)
    twice = [new(name, entry=entry(name, link="https://wire.test/same"), opens=None) for name in ("one", "two")]
    assert store.intake.apply(plan(feed_id, *twice), NOW).on_topic == 1
    dull = [new(name, entry=entry(name, link="https://wire.test/dull"), on_topic=False) for name in ("three", "four")]
    assert store.intake.apply(plan(feed_id, *dull), NOW).stored == 2


def test_subscribed_chats_are_owed_an_alert_and_others_are_not(store: Store) -> None:
    for chat_id in (1, -2, 3):
        store.outbox.subscribe(chat(chat_id), NOW)
    store.outbox.unsubscribe(3, NOW)
    applied = store.intake.apply(plan(add_feed(store), new("one", ring=True), new("two", opens=2)), NOW)
    assert applied.rung == 2
    owed = store.outbox.claim_owed(NOW, 9, LEASE)
    assert [(delivery.chat.id, delivery.kind, delivery.article_id) for delivery in owed] == [
        (-2, "alert", applied.article_ids[0]),
        (1, "alert", applied.article_ids[0]),
    ]
    assert [story.alerted for story in stories_since(store, NOW)] == [False, True]


def test_a_story_rings_a_chat_once_and_a_later_subscriber_at_the_next_turn(store: Store) -> None:
    ring(store, 1)
    (story,) = stories_since(store, NOW)
    store.outbox.subscribe(chat(2), NOW)
    feed_id = store.feeds.all()[0].id
    again = [new(name, story_id=story.id, opens=None, ring=True) for name in ("two", "three")]
    assert store.intake.apply(plan(feed_id, *again), NOW).rung == 1
    assert sorted(delivery.chat.id for delivery in store.outbox.claim_owed(NOW, 9, LEASE)) == [1, 2]


@pytest.mark.parametrize(
    "change",
    [{"state": FeedState.GONE}, {"errors": 10}, {"moved_to": "https://new.test/"}, {"silent": True}],
    ids=["death", "long failure", "move", "silence"],
)
def test_a_notice_is_owed_to_the_operators_once_for_the_change_that_it_tells_of(
    store: Store, other: Store, change: dict[str, Any]
) -> None:
    feed_id = add_feed(store)
    told = [plan(feed_id, notice="Look at Wire", last_polled=NOW + n * HOUR, **change) for n in range(3)]
    store.intake.apply(told[0], NOW)
    store.intake.apply(told[0], NOW)
    other.intake.apply(told[1], NOW)  # its lease had run out, so that another worker polled meanwhile
    (delivery,) = store.outbox.claim_owed(NOW, 9, LEASE)
    assert (delivery.chat.id, delivery.kind, delivery.text) == (OPERATOR, "operator", "Look at Wire")
    assert (delivery.article_id, store.outbox.owed()) == (None, 1)
    assert store.outbox.chats() == [], "an operator is told without subscribing"
    store.intake.apply(plan(feed_id, last_polled=NOW + HOUR * 1.5), NOW)
    store.intake.apply(told[2], NOW)
    assert store.outbox.owed() == 2


def test_an_entry_of_a_news_search_keeps_whose_report_it_is(store: Store) -> None:
    store.intake.apply(plan(add_feed(store), new(entry=entry(outlet="Hankyoreh"))), NOW)
    assert [article.outlet for article in store.archive.articles()] == ["Hankyoreh"]


def test_a_plan_that_breaks_in_the_middle_leaves_nothing(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    feed_id = add_feed(store)
    before, feed = counts(store), store.feeds.get(feed_id)
    broken = plan(feed_id, new("one", DEMAND, ring=True), new("two", story_id=9999, opens=None), notice="told")
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        store.intake.apply(broken, NOW)
    assert counts(store) == before
    assert store.feeds.get(feed_id) == feed


def test_a_plan_for_a_feed_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="Feed 77 is not in the database"):
        store.intake.apply(plan(77, new("one")), NOW)


def test_the_feed_is_written_last(store: Store) -> None:
    # Whoever sees the new validators sees the new entries: SQLite and PostgreSQL commit both or neither, and a
    # failure in the feed's own row takes the entries with it.
    feed_id = add_feed(store)
    with pytest.raises(Exception, match=r"(?i)null"):
        store.intake.apply(plan(feed_id, new("one"), title=None), NOW)
    with store._database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(entries)) == 0


def test_plans_applied_together_come_out_as_one_after_another(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    wire, daily, late = add_feed(store), add_feed(store, "daily"), add_feed(store, "late")
    double = new("again", entry=entry("again", link="https://wire.test/one"), ring=True)
    plans = [
        plan(wire, new("one", DEMAND, ring=True), new("dull", on_topic=False)),
        plan(daily, double),
        plan(late, pushed=True, new_items=3),
    ]
    assert apply_all(store, plans) == [Applied(2, 1, 1, (1,)), Applied(1, 0, 0, ()), Applied(0, 0, 0, ())]
    assert {feed.id: (feed.items, feed.last_polled) for feed in store.feeds.all()} == {
        wire: (2, NOW),
        daily: (1, NOW),
        late: (3, None),
    }
    asked = [Asked(daily, ["guid-again", "guid-one"], []), Asked(wire, ["guid-one"], ["https://wire.test/dull", ""])]
    assert store.intake.known_of(asked, NOW) == [
        Known(frozenset({"guid-again"}), frozenset(), {}),
        Known(frozenset({"guid-one"}), frozenset({"https://wire.test/dull"}), {}),
    ]


def test_one_bad_plan_of_several_leaves_nothing_of_any(store: Store) -> None:
    wire = add_feed(store)
    before, feed = counts(store), store.feeds.get(wire)
    with pytest.raises(StoreError, match="Feed 77 is not in the database"):
        apply_all(store, [plan(wire, new("one")), plan(77)])
    assert counts(store) == before
    assert store.feeds.get(wire) == feed
