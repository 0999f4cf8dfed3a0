"""What watches found is owed once, to the chat alone, and with the poll that brought it."""

from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import func, select, update

from bot.model import Alerts, Delivery, NewArticle, Paused, Plan, WatchHit
from bot.store import Store
from bot.store.database.tables import outbox, stories, watch_hits
from bot.store.keeping import prune
from bot.store.outbox.watching import watch_hits as rules
from tests.store.build import HOUR, LEASE, NOW, add_feed, apply_all, chat, entry, new, plan, settlement
from tests.store.outbox.watching.test_watches import add

DAY = timedelta(days=1)


def off(name: str, *watches: int, **changes: object) -> NewArticle:
    """Off the topic."""
    return new(name, on_topic=False, watches=watches, entry=entry(name, **changes))


def on(name: str, *watches: int, **changes: object) -> NewArticle:
    return new(name, watches=watches, **changes)


def claim(store: Store) -> list[Delivery]:
    """All that is owed, each sent."""
    found: list[Delivery] = []
    while owed := store.outbox.claim_owed(NOW + 3 * DAY, 99, LEASE):
        found += owed
        for one in owed:
            store.outbox.settle(settlement(one.id), NOW)
    return found


def hit(row: Delivery) -> WatchHit:
    return msgspec.json.decode(row.text, type=WatchHit)


def test_what_is_off_the_topic_rings_in_that_chat_alone_and_keeps_no_more_than_it_needs(store: Store) -> None:
    mine, other = add(store, 1), add(store, 2, query="carrier")
    store.outbox.subscribe(chat(3), NOW)
    entered = off("sub", mine.id, title="A nuclear submarine", link="https://wire.test/sub")
    applied = store.intake.apply(plan(add_feed(store), entered), NOW)
    assert (applied.stored, applied.on_topic, applied.rung) == (1, 0, 1)
    (row,) = claim(store)
    assert (row.chat.id, row.kind, row.article_id) == (1, "watch", None)
    assert hit(row) == WatchHit((mine.id,), "A nuclear submarine", "https://wire.test/sub", "Wire", NOW)
    (found,) = store.watches.of_chat(1)
    assert (found.hits, found.last_hit) == (1, NOW)
    assert store.watches.of_chat(2) == [other]
    assert store.archive.articles(on_topic=False) == []


def test_an_entry_rings_once_whatever_feeds_bring_it(store: Store) -> None:
    mine = add(store)
    wire, paper = add_feed(store), add_feed(store, "paper")
    first, again = off("sub", mine.id), off("sub", mine.id, guid="another")
    assert [one.rung for one in apply_all(store, [plan(wire, first), plan(paper, again)])] == [1, 0]
    copied = off("copy", mine.id, title=f" {first.entry.title.upper()}")
    assert store.intake.apply(plan(paper, copied), NOW + HOUR).rung == 0
    days_later = off("later", mine.id, title=first.entry.title)
    assert store.intake.apply(plan(paper, days_later), NOW + 3 * DAY).rung == 1
    untitled = [off("none", mine.id, title=""), off("nor this", mine.id, title="")]
    assert store.intake.apply(plan(paper, *untitled), NOW).rung == 2
    assert len(claim(store)) == 4


def test_watches_of_one_chat_share_a_message(store: Store) -> None:
    first, second, theirs = add(store), add(store, name="second", query="nuclear"), add(store, 2)
    entered = off("sub", first.id, second.id, theirs.id)
    assert store.intake.apply(plan(add_feed(store), entered), NOW).rung == 2
    assert [(row.chat.id, hit(row).watches) for row in claim(store)] == [(1, (first.id, second.id)), (2, (theirs.id,))]
    assert [one.hits for one in store.watches.of_chat(1)] == [1, 1]


def test_a_story_rings_once_for_a_watch_also_when_it_has_been_merged(store: Store) -> None:
    mine, second = add(store), add(store, name="second", query="nuclear")
    feed_id = add_feed(store)
    for name in ("one", "two"):
        store.intake.apply(plan(feed_id, on(name, mine.id)), NOW)
    one, two = (article.story_id for article in store.archive.articles())
    assert len(claim(store)) == 2
    store.intake.merge(one, two, NOW)
    kept = min(one, two)
    assert store.intake.apply(plan(feed_id, on("three", mine.id, story_id=kept, opens=None)), NOW).rung == 0
    told = store.intake.apply(plan(feed_id, on("four", mine.id, second.id, story_id=kept, opens=None)), NOW)
    assert told.rung == 1
    (row,) = claim(store)
    assert (row.article_id, hit(row)) == (told.article_ids[0], WatchHit((second.id,)))


def test_what_rings_as_an_alert_there_does_not_ring_twice_and_counts(store: Store) -> None:
    mine, theirs = add(store, 1), add(store, 2)
    store.outbox.subscribe(chat(1), NOW)
    feed_id = add_feed(store)
    assert store.intake.apply(plan(feed_id, on("one", mine.id, theirs.id, ring=True)), NOW).rung == 2
    assert {row.chat.id: row.kind.value for row in claim(store)} == {1: "alert", 2: "watch"}
    assert [one.hits for chat_id in (1, 2) for one in store.watches.of_chat(chat_id)] == [1, 1]
    (story,) = {article.story_id for article in store.archive.articles()}
    more = on("more", mine.id, theirs.id, story_id=story, opens=None)
    assert store.intake.apply(plan(feed_id, more), NOW).rung == 0


def test_what_waits_for_the_digest_there_rings_at_once_for_a_watch(store: Store) -> None:
    mine = add(store)
    store.outbox.subscribe(chat(1), NOW)
    store.outbox.set_alerts(1, Alerts.DIGEST, "08:00")
    store.intake.apply(plan(add_feed(store), on("one", mine.id, ring=True)), NOW)
    (row,) = store.outbox.claim_owed(NOW, 9, LEASE)
    assert (row.kind, row.article_id) == ("watch", store.archive.articles()[0].id)
    store.outbox.settle(settlement(row.id), NOW)
    told = store.archive.sent_article(1, 900 + row.id)
    assert told is not None, "/why in reply to it knows the report"


def test_unsubscribing_leaves_watches_alone(store: Store) -> None:
    mine = add(store)
    store.outbox.subscribe(chat(1), NOW)
    store.intake.apply(plan(add_feed(store), off("sub", mine.id)), NOW)
    store.outbox.unsubscribe(1, NOW)
    assert [row.kind for row in claim(store)] == ["watch"]


def test_what_nobody_watches_for_any_more_rings_nobody(store: Store) -> None:
    """It was removed, or paused, between the look at the entry and the poll's turn."""
    gone, paused = add(store), add(store, name="paused", query="nuclear")
    store.watches.remove(1, gone.id)
    store.watches.set_paused(1, paused.id, Paused.BY_HAND)
    assert store.intake.apply(plan(add_feed(store), off("sub", gone.id, paused.id, 99)), NOW).rung == 0
    assert claim(store) == []


def test_a_known_entry_and_a_failed_poll_ring_nobody(store: Store) -> None:
    mine = add(store)
    feed_id = add_feed(store)
    with pytest.raises(RuntimeError, match="the power went"):
        _breaks_off(store, plan(feed_id, off("sub", mine.id)))
    assert claim(store) == []
    assert [one.hits for one in store.watches.of_chat(1)] == [0]
    twice = plan(feed_id, off("sub", mine.id))
    assert [store.intake.apply(twice, NOW).rung for _ in range(2)] == [1, 0]


def _breaks_off(store: Store, one: Plan) -> None:
    with store.intake.begin((), NOW) as intake:
        assert intake.apply(one).rung == 1
        raise RuntimeError("the power went")


def test_one_that_rings_too_often_is_paused_with_its_last_message(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_A_DAY", 3)
    mine, quiet = add(store), add(store, name="quiet", query="nuclear")
    feed_id, mark = add_feed(store), store.watches.mark()
    many = [off(f"n{number}", mine.id, title=f"Title {number}") for number in range(2)]
    assert store.intake.apply(plan(feed_id, *many), NOW).rung == 2
    assert store.watches.mark() == mark
    more = [off(f"m{number}", mine.id, title=f"More {number}") for number in range(3)]
    assert store.intake.apply(plan(feed_id, *more), NOW).rung == 1
    assert [hit(row).paused for row in claim(store)] == [(), (), (mine.id,)]
    assert [one.paused for one in store.watches.of_chat(1)] == [Paused.TOO_MANY, Paused.NO]
    assert store.watches.mark() != mark
    store.watches.set_paused(1, mine.id, Paused.NO)
    again = [off(f"a{number}", mine.id, quiet.id, title=f"Again {number}") for number in range(2)]
    assert store.intake.apply(plan(feed_id, *again), NOW).rung == 2
    tomorrow = [off(f"t{number}", mine.id, title=f"Tomorrow {number}") for number in range(2)]
    assert store.intake.apply(plan(feed_id, *tomorrow), NOW + DAY).rung == 2
    assert [one.paused for one in store.watches.of_chat(1)] == [Paused.NO, Paused.NO]


def test_what_no_database_and_no_chat_takes_is_told_as_it_can_be(store: Store) -> None:
    mine = add(store)
    odd = off("odd", mine.id, title="A\ud800\0" * 200, link=f"https://wire.test/{'x' * 3000}", outlet="O" * 200)
    store.intake.apply(plan(add_feed(store), odd), NOW)
    (row,) = claim(store)
    told = hit(row)
    assert (told.title, told.link, told.outlet) == ("A\ufffd\ufffd" * 100, "", "O" * 100)


def test_old_hits_and_their_messages_go_but_for_those_of_stories_that_are_joined(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = add(store)
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, off("sub", mine.id), on("one", mine.id)), NOW)
    claim(store)
    with store._database.write() as connection:
        connection.execute(update(outbox).values(settled=NOW))
    store.outbox.note_operators([7], "the newest row", NOW + 30 * DAY)
    steps = list(store.prune(NOW + DAY))
    assert sum(step.messages for step in steps) == 2
    assert hits(store) == 1
    monkeypatch.setattr(prune, "ALIVE", 0)
    list(store.prune(NOW + DAY))
    assert hits(store) == 0
    assert [one.hits for one in store.watches.of_chat(1)] == [2], "how many it found is remembered"


def hits(store: Store) -> int:
    with store._database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(stories))
        return connection.scalar(select(func.count()).select_from(watch_hits)) or 0


def test_a_report_that_came_back_with_another_link_rings_no_second_time(store: Store) -> None:
    mine, late = add(store), add(store, name="late", query="nuclear")
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, on("one", mine.id)), NOW)
    (article,) = store.archive.articles()
    moved = replace(on("one", mine.id, late.id), story_id=article.story_id, opens=None)
    moved = replace(moved, entry=entry("one", guid="moved", link="https://wire.test/moved"))
    assert store.intake.apply(plan(feed_id, moved), NOW).rung == 0
