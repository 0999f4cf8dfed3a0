"""Doors: whose they are, what ends one, and that nothing of one stays behind."""

from msgspec.structs import replace

from bot.model import Door, DoorRefused, DoorState
from bot.store import Store
from bot.store.outbox.doors import MOST_OF_CHAT
from tests.store.build import LEASE, NOW, chat, ring, settlement


def add(store: Store, address: str, owner: int = 5) -> Door | DoorRefused:
    at = store.outbox.chat_at("webhook", f"https://{address} {owner}", title=address, zone="UTC")
    return store.doors.add(chat(owner), at, f"secret of {address}", NOW)


def test_a_door_is_its_owner_s_and_hears_of_news_while_it_is_open(store: Store) -> None:
    first, other = add(store, "a.test"), add(store, "a.test", owner=6)
    assert isinstance(first, Door)
    assert isinstance(other, Door)
    assert add(store, "a.test") is DoorRefused.SAME
    assert [one.id for one in store.doors.of_chat(5)] == [first.id]
    assert [one.id for one in store.doors.all()] == [first.id, other.id]
    assert store.doors.at(first.chat.id) == first
    assert store.doors.set_state(other.id, DoorState.PAUSED, NOW) is not None
    ring(store)
    assert [row.chat.id for row in store.outbox.claim_owed(NOW, 9, LEASE, "webhook")] == [first.chat.id]
    assert store.outbox.claim_owed(NOW, 9, LEASE) == [], "they are not Telegram's"
    for number in range(MOST_OF_CHAT - 1):
        assert isinstance(add(store, f"{number}.test"), Door)
    assert add(store, "late.test") is DoorRefused.CHAT_FULL


def test_one_that_takes_no_more_ends_tells_its_owner_and_makes_room_for_itself(store: Store) -> None:
    door = add(store, "a.test")
    assert isinstance(door, Door)
    ring(store)
    (row,) = store.outbox.claim_owed(NOW, 9, LEASE, "webhook")
    gone = replace(settlement(row.id, "closed"), reason="unsubscribed: it answered 410", unsubscribe=True)
    store.outbox.settle(replace(gone, chat_id=door.chat.id), NOW)
    (ended,) = store.doors.all()
    assert (ended.state, ended.reason, ended.chat.subscribed) == (DoorState.ENDED, "it answered 410", False)
    (told,) = store.outbox.claim_owed(NOW, 9, LEASE)
    assert told.chat.id == 5
    assert told.text.startswith("Door 1 (webhook, a.test) has ended, and gets nothing any more: it answered 410.")
    again = add(store, "a.test")
    assert isinstance(again, Door)
    assert (again.id, again.state, again.chat.subscribed) == (2, DoorState.OPEN, True)


def test_what_is_removed_or_whose_owner_is_forgotten_leaves_nothing(store: Store) -> None:
    first, second, other = add(store, "a.test"), add(store, "b.test"), add(store, "c.test", owner=6)
    assert isinstance(first, Door)
    assert isinstance(second, Door)
    assert isinstance(other, Door)
    ring(store)
    (told,) = store.outbox.kept_of(6)["doors"]
    assert (told["address"], told["secret"]) == ("c.test", "(kept, not shown)")
    removed = store.doors.remove(first.id, NOW)
    assert removed is not None
    assert (store.outbox.chat(first.chat.id), store.doors.remove(first.id, NOW)) == (None, None)
    store.outbox.forget(5, NOW)
    assert store.outbox.chat(second.chat.id) is None
    assert store.doors.all() == [other]
