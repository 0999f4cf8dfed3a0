"""Invitations: counted, ended by time, by use or by hand, kept as a hash; and their guests, who stay."""

from datetime import timedelta

from sqlalchemy import select

from bot.store import Store
from bot.store.database.tables import invitations
from tests.store.build import HOUR, NOW, OPERATOR, chat


def test_an_invitation_is_counted_and_ends(store: Store) -> None:
    made = store.outbox.invite("inv-one", OPERATOR, NOW, expires=NOW + HOUR, uses=2)
    assert (made.uses, made.used, made.expires) == (2, 0, NOW + HOUR)
    assert store.outbox.redeem("inv-one", chat(5, subscribed=False), NOW)
    assert store.outbox.redeem("inv-one", chat(5), NOW + 2 * HOUR), "who is in stays in, and counts once"
    assert not store.outbox.redeem("inv-other", chat(6), NOW)
    assert not store.outbox.redeem("inv-one", chat(6), NOW + HOUR), "its time is over"
    assert [(one.used, one.uses) for one in store.outbox.invitations(NOW)] == [(1, 2)]
    assert store.outbox.redeem("inv-one", chat(6), NOW)
    assert not store.outbox.redeem("inv-one", chat(7), NOW), "it is used up"
    assert store.outbox.invitations(NOW) == []
    assert store.outbox.is_guest([5, 99])
    assert not store.outbox.is_guest([7, 99])
    known = store.outbox.chat(5)
    assert known is not None
    assert not known.subscribed
    with store._database.read() as connection:
        assert not any("inv-one" in str(row) for row in connection.execute(select(invitations)))


def test_one_that_is_ended_lets_nobody_in_and_keeps_who_came(store: Store) -> None:
    made = store.outbox.invite("inv-one", OPERATOR, NOW, expires=NOW + timedelta(days=1), uses=9)
    assert store.outbox.redeem("inv-one", chat(5), NOW)
    assert store.outbox.end_invitation(made.id, NOW)
    assert not store.outbox.end_invitation(made.id, NOW)
    assert not store.outbox.redeem("inv-one", chat(6), NOW)
    assert store.outbox.is_guest([5])


def test_a_guest_that_becomes_a_supergroup_stays_one_and_one_that_is_forgotten_does_not(store: Store) -> None:
    store.outbox.invite("inv-one", OPERATOR, NOW, expires=NOW + HOUR, uses=9)
    store.outbox.redeem("inv-one", chat(-5), NOW)
    store.outbox.move_chat(-5, -1005)
    assert store.outbox.is_guest([-1005])
    assert not store.outbox.is_guest([-5])
    assert store.outbox.forget(-1005, NOW)
    assert not store.outbox.is_guest([-1005])
