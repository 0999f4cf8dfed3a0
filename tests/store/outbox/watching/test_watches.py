"""The chats' own queries: kept, paused, removed, moved, forgotten, and noticed by every worker."""

import pytest
from sqlalchemy import func, select

from bot.model import Paused, Watch, WatchRefusal, WatchRefused
from bot.store import Store
from bot.store.database.tables import watch_hits, watches
from bot.store.outbox.watching import watches as rows
from tests.store.build import HOUR, LEASE, NOW, OPERATOR, add_feed, chat, new, plan, settlement


def add(store: Store, chat_id: int = 1, name: str = "ships", query: str = "submarine") -> Watch:
    kept = store.watches.add(chat(chat_id), name, query, query, NOW)
    assert isinstance(kept, Watch), kept
    return kept


def refusal(store: Store, name: str, query: str, chat_id: int = 1) -> WatchRefused:
    refused = store.watches.add(chat(chat_id), name, query, query, NOW)
    assert isinstance(refused, WatchRefused)
    return refused


def test_what_a_chat_watches_for_is_kept_in_order_and_it_need_not_be_subscribed(store: Store) -> None:
    first, second = add(store), add(store, name="bases", query="title:base*")
    assert store.watches.of_chat(1) == [first, second]
    assert first == Watch(first.id, 1, "ships", "submarine", NOW)
    assert store.watches.of_chat(2) == []
    assert [one.id for one in store.outbox.chats(subscribed=False)] == [1]


def test_two_of_a_name_or_of_a_meaning_are_not_kept(store: Store) -> None:
    first = add(store)
    assert refusal(store, "SHIPS", "carrier") == WatchRefused(WatchRefusal.NAME, first)
    assert refusal(store, "boats", "submarine") == WatchRefused(WatchRefusal.SAME, first)
    assert add(store, chat_id=2).name == "ships"


def test_a_chat_has_twenty_and_all_together_have_so_many(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        add(store, name=f"n{number}", query=f"word{number}")
    assert refusal(store, "more", "more").why is WatchRefusal.CHAT_FULL
    limits = rows.Limits(all=20)
    monkeypatch.setattr(rows, "Limits", lambda: limits)
    assert refusal(store, "more", "more", chat_id=2).why is WatchRefusal.ALL_FULL


def test_another_worker_notices_each_change_and_no_hit(store: Store, other: Store) -> None:
    assert other.watches.mark() is None
    first = add(store)
    marks = [other.watches.mark()]
    assert other.watches.active() == (marks[0], {first.id: "submarine"})
    store.watches.set_paused(1, first.id, Paused.BY_HAND)
    marks.append(other.watches.mark())
    assert other.watches.active()[1] == {}
    resumed = store.watches.set_paused(1, first.id, Paused.NO)
    assert resumed == first
    marks.append(other.watches.mark())
    store.intake.apply(plan(add_feed(store), new("one", on_topic=False, watches=(first.id,))), NOW)
    assert other.watches.mark() == marks[-1]
    assert store.watches.remove(1, first.id)
    marks.append(other.watches.mark())
    assert len(set(marks)) == 4
    assert other.watches.active()[1] == {}


def test_the_id_of_one_that_was_removed_is_never_given_again(store: Store) -> None:
    """What is owed for it would be told as what another chat's found."""
    mine = add(store)
    store.intake.apply(plan(add_feed(store), new("one", on_topic=False, watches=(mine.id,))), NOW)
    store.watches.remove(1, mine.id)
    assert add(store, chat_id=2).id > mine.id


def test_a_chat_changes_its_own_alone(store: Store) -> None:
    mine = add(store)
    assert store.watches.set_paused(2, mine.id, Paused.BY_HAND) is None
    assert store.watches.remove(2, mine.id) is None
    assert store.watches.of_chat(1) == [mine]


def test_of_a_chat_that_has_gone_nothing_is_left(store: Store) -> None:
    mine, other = add(store), add(store, chat_id=2)
    add(store, name="bases", query="base")
    store.intake.apply(plan(add_feed(store), new("one", on_topic=False, watches=(mine.id, other.id))), NOW)
    assert store.watches.forget(1, NOW) == 2
    assert store.watches.forget(1, NOW) == 0
    assert store.watches.of_chat(1) == []
    assert [one.chat.id for one in store.outbox.claim_owed(NOW, 9, LEASE)] == [2]
    assert store.watches.names([mine.id, other.id]) == {other.id: "ships"}
    with store._database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(watch_hits)) == 1


def test_a_chat_that_takes_no_message_watches_for_nothing_until_it_is_resumed(store: Store) -> None:
    mine = add(store)
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one", on_topic=False, watches=(mine.id,))), NOW)
    (owed,) = store.outbox.claim_owed(NOW, 9, LEASE)
    store.outbox.settle(settlement(owed.id, "closed", unsubscribe=True, chat_id=1), NOW)
    assert [one.paused for one in store.watches.of_chat(1)] == [Paused.REFUSED]
    assert store.intake.apply(plan(feed_id, new("two", on_topic=False, watches=(mine.id,))), NOW).rung == 0
    store.watches.set_paused(1, mine.id, Paused.NO)
    assert store.intake.apply(plan(feed_id, new("three", on_topic=False, watches=(mine.id,))), NOW).rung == 1


def test_a_group_with_another_id_goes_on_watching(store: Store) -> None:
    ships, bases = add(store, chat_id=-1), add(store, chat_id=-1, name="bases", query="base")
    theirs = add(store, chat_id=-100, name="Ships", query="carrier")
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one", on_topic=False, watches=(ships.id, bases.id))), NOW)
    store.outbox.move_chat(-1, -100)
    assert [(one.id, one.chat_id) for one in store.watches.of_chat(-100)] == [(bases.id, -100), (theirs.id, -100)]
    assert store.watches.of_chat(-1) == []
    assert [one.chat.id for one in store.outbox.claim_owed(NOW, 9, LEASE)] == [-100]
    store.outbox.subscribe(chat(-1), NOW)
    again = new("again", on_topic=False, watches=(bases.id,), entry=new("one").entry)
    assert store.intake.apply(plan(add_feed(store, "other"), again), NOW + HOUR).rung == 0


def test_text_that_no_database_takes_is_kept_as_it_can_be(store: Store) -> None:
    kept = add(store, name="a\ud800b\0", query="x\ud800")
    assert (kept.name, kept.query) == ("a\ufffdb\ufffd", "x\ufffd")
    assert refusal(store, "a\udfffb\0", "y").why is WatchRefusal.NAME
    assert store.watches.of_chat(1) == [kept]


def test_operators_hear_nothing_of_it(store: Store) -> None:
    add(store)
    assert store.outbox.chat(OPERATOR) is None
    with store._database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(watches)) == 1
