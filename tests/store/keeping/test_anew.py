"""All reports go and all that chats want stays, as the sandbox's replay begins anew."""

from sqlalchemy import func, select

from bot.reading.query.query import parse_query
from bot.store import Store
from bot.store.database.tables import metadata, outbox
from bot.store.keeping.anew import GO
from tests.store.build import HOUR, LEASE, NOW, add_feed, chat, new, plan, settlement
from tests.store.filled import fill

STAYS = {
    "chat_subscriptions", "chats", "domains", "doors", "feeds", "guests", "holds", "invitations", "knocks", "meta",
    "subscriptions", "watches",
}  # fmt: skip
"""The tables of what chats and operators want, and of what servers asked for."""


def counts(store: Store) -> dict[str, int]:
    with store._database.read() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }


def newest(store: Store) -> int:
    with store._database.read() as connection:
        return connection.scalar(select(func.max(outbox.c.id))) or 0


def test_reports_go_and_chats_with_their_wishes_stay(store: Store) -> None:
    fill(store)
    before, last = counts(store), newest(store)
    assert all(before.values()), "nothing is shown of a table that was empty before"
    chats, watches = store.outbox.chats(), store.watches.of_chat(1)
    store.begin_anew({"replay.from": "2024-07-01"})
    after = counts(store)
    assert {table.name for table in GO} | STAYS | {"outbox"} == set(before), "a new table goes or stays"
    assert {name for name, number in after.items() if number} == STAYS | {"outbox"}
    assert {name: after[name] for name in STAYS - {"meta"}} == {name: before[name] for name in STAYS - {"meta"}}
    assert (after["outbox"], newest(store)) == (1, last)
    assert store.outbox.owed() == 0
    assert store.outbox.chats() == chats
    assert [one.query for one in store.watches.of_chat(1)] == [one.query for one in watches]
    assert store.get("replay.from") == "2024-07-01"
    assert store.archive.search(parse_query("troops OR soldiers OR billion"), limit=9).total == 0


def test_a_first_poll_rings_nobody_again_and_a_second_does_with_a_new_number(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    feed_id = add_feed(store)
    last = 0
    for _ in range(2):
        (feed,) = store.feeds.claim_due(NOW + HOUR, 9, LEASE)
        assert not feed.polled_once
        store.intake.apply(plan(feed_id, new("past")), NOW + HOUR)
        store.intake.apply(plan(feed_id, new("one", ring=True)), NOW + HOUR)
        (row,) = store.outbox.claim_owed(NOW + HOUR, 9, LEASE)
        assert row.id > last, "who takes a webhook by its number has seen the one before"
        store.outbox.settle(settlement(row.id), NOW + HOUR)
        last = row.id
        store.begin_anew({})
        assert newest(store) == last
