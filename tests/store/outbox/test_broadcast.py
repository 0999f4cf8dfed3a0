"""A broadcast is owed to subscribers alone, once, and goes behind all else but edits."""

from bot.model import DeliveryKind
from bot.store import Store
from tests.store.build import HOUR, LEASE, NOW, chat, ring, settlement


def test_it_is_owed_once_and_alerts_go_before_it(store: Store) -> None:
    for number in (1, 2, 3):
        store.outbox.subscribe(chat(number), NOW)
    store.outbox.unsubscribe(3, NOW)
    assert store.outbox.broadcast("Tonight", NOW, "broadcast-1") == 2
    assert store.outbox.broadcast("Tonight", NOW, "broadcast-1") == 0
    ring(store, 2)
    owed = store.outbox.claim_owed(NOW, 2, LEASE)
    assert [(one.chat.id, one.kind) for one in owed] == [(1, DeliveryKind.ALERT), (2, DeliveryKind.ALERT)]
    assert store.outbox.claim_owed(NOW, 2, LEASE) == [], "one message of a chat is out at a time"
    for one in owed:
        store.outbox.settle(settlement(one.id), NOW)
    store.outbox.unsubscribe(1, NOW)
    (late,) = store.outbox.claim_owed(NOW + HOUR, 8, LEASE)
    assert (late.chat.id, late.kind, late.text) == (2, DeliveryKind.BROADCAST, "Tonight")
    store.outbox.settle(settlement(late.id), NOW)
    ring(store, name="two")
    for _ in store.prune(NOW + HOUR):
        pass
    assert store.outbox.owed() == 1
