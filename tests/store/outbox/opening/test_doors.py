"""Doors: whose they are, what ends one, and that nothing of one stays behind."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.model import Confirmed, Door, DoorRefused, DoorState, KnockRefused
from bot.store import Store
from bot.store.outbox.opening.doors import MOST_OF_CHAT
from tests.store.build import HOUR, LEASE, NOW, chat, ring, settlement

DAY = timedelta(days=1)


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


def ask(store: Store, address: str = "jane@a.test", owner: int = 5, now: datetime = NOW) -> Door:
    at = store.outbox.chat_at("e-mail", f"{address} {owner}", title="j…@a.test", zone="UTC")
    made = store.doors.add(chat(owner), at, "secret", now, now + DAY)
    assert isinstance(made, Door)
    return made


def test_nothing_is_owed_to_a_door_before_it_is_confirmed_and_its_owner_hears_once_that_it_is(store: Store) -> None:
    door = ask(store)
    assert (door.state, door.chat.subscribed) == (DoorState.UNCONFIRMED, False)
    assert store.doors.set_state(door.id, DoorState.OPEN, NOW) == door, "nobody but its reader opens it"
    ring(store)
    assert store.outbox.broadcast("Hello", NOW, "one") == 0
    assert store.outbox.claim_owed(NOW, 9, LEASE, "e-mail") == []
    assert [store.doors.confirm(door.id, NOW, "It is open.") for _ in range(2)] == [Confirmed.NOW, Confirmed.BEFORE]
    assert [(row.chat.id, row.text) for row in store.outbox.claim_owed(NOW, 9, LEASE)] == [(5, "It is open.")]
    (opened,) = store.doors.all()
    assert (opened.state, opened.chat.subscribed, opened.confirm_by) == (DoorState.OPEN, True, None)
    assert isinstance(store.doors.add(chat(5), door.chat, "s", NOW, NOW + DAY), DoorRefused)


def test_what_nobody_confirms_in_time_is_forgotten_and_a_new_question_makes_the_old_one_void(store: Store) -> None:
    first = ask(store)
    again = ask(store, now=NOW + HOUR)
    assert store.doors.confirm(first.id, NOW + HOUR, "") is Confirmed.LATE
    assert store.doors.confirm(again.id, NOW + HOUR + DAY, "") is Confirmed.LATE
    assert [store.doors.forget_unconfirmed(NOW + DAY + HOUR * part) for part in (0, 1)] == [0, 1]
    assert (store.doors.all(), store.outbox.chat(again.chat.id)) == ([], None)
    assert store.outbox.claim_owed(NOW + DAY * 2, 9, LEASE) == []


def test_whoever_reads_there_ends_it_and_its_owner_is_told_once(store: Store) -> None:
    door = ask(store)
    store.doors.confirm(door.id, NOW, "open")
    (opened,) = store.outbox.claim_owed(NOW, 9, LEASE)
    store.outbox.settle(settlement(opened.id), NOW)
    ring(store)
    for _ in range(2):
        store.doors.end(door.id, "its reader ended it", NOW, "It has ended.")
    store.doors.end(99, "", NOW, "")
    (ended,) = store.doors.all()
    assert (ended.state, ended.reason, ended.chat.subscribed) == (DoorState.ENDED, "its reader ended it", False)
    assert store.outbox.claim_owed(NOW, 9, LEASE, "e-mail") == []
    assert [row.text for row in store.outbox.claim_owed(NOW, 9, LEASE)] == ["It has ended."]
    assert store.doors.confirm(door.id, NOW, "") is Confirmed.LATE, "an old link opens nothing"


def test_a_question_is_asked_so_often_by_a_chat_to_an_address_and_in_all(store: Store) -> None:
    def knock(owner: int | None, address: str, days: float = 0.0) -> KnockRefused | None:
        return store.doors.knock(owner, address, NOW + DAY * days)

    assert [knock(5, "a"), knock(6, "a"), knock(7, "a"), knock(None, "a")] == [None, None, *[KnockRefused.ADDRESS] * 2]
    assert [knock(5, name) for name in "bcdef"] == [None, None, None, None, KnockRefused.CHAT]
    store.outbox.forget(5, NOW)
    assert knock(5, "f") is KnockRefused.CHAT, "forgotten, it has no more than before"
    assert [knock(None, name) for name in "ghijkl"] == [None] * 6, "an operator asks as many as he likes"
    store.doors.forgive("b")
    assert [knock(8, "b"), knock(8, "b"), knock(8, "b")] == [None, None, KnockRefused.ADDRESS]
    assert [knock(9, "a", day) for day in (1.1, 2.2, 3.3, 4.4, 30.5)] == [None, None, None, KnockRefused.ADDRESS, None]
    store.doors.never_ask("z", NOW)
    store.doors.never_ask("z", NOW)
    store.doors.forgive("z")
    assert knock(None, "z", 400) is KnockRefused.NEVER
    asked = [knock(owner, f"{owner}", 500) for owner in range(100, 201)]
    assert asked == [*[None] * 100, KnockRefused.ALL]
