"""Owed messages: handed to one sender at a time, settled once, and never lost."""

import threading
from datetime import timedelta

from bot.model import Delivery
from bot.store import Store, open_store
from tests.store.build import HOUR, LEASE, NOW, OPERATOR, add_feed, chat, new, plan, ring, settlement

SECOND = timedelta(seconds=1)


def claim(store: Store, limit: int = 9) -> list[Delivery]:
    return store.outbox.claim_owed(NOW, limit, LEASE)


def ring_again(store: Store, name: str) -> None:
    store.intake.apply(plan(store.feeds.all()[0].id, new(name, ring=True)), NOW + SECOND)


def test_a_delivery_says_everything_a_sender_needs(store: Store) -> None:
    article_id = ring(store, 1)
    (delivery,) = claim(store)
    assert (delivery.chat, delivery.kind, delivery.article_id) == (store.outbox.chat(1), "alert", article_id)
    assert (delivery.text, delivery.attempts, delivery.created) == ("", 0, NOW)


def test_a_claimed_row_is_handed_out_again_only_when_its_lease_has_run_out(store: Store, other: Store) -> None:
    ring(store, 1)
    (delivery,) = claim(store)
    assert other.outbox.claim_owed(NOW + LEASE - SECOND, 9, LEASE) == []
    assert other.outbox.claim_owed(NOW + LEASE, 9, LEASE) == [delivery]
    assert store.outbox.owed() == 1


def test_a_sent_row_is_done(store: Store) -> None:
    ring(store, 1)
    (delivery,) = claim(store)
    store.outbox.settle(settlement(delivery.id), NOW)
    assert store.outbox.owed() == 0
    assert store.outbox.claim_owed(NOW + HOUR, 9, LEASE) == []


def test_a_row_put_off_comes_back_at_its_time_with_one_more_attempt(store: Store) -> None:
    ring(store, 1)
    (delivery,) = claim(store)
    store.outbox.settle(settlement(delivery.id, "owed", not_before=NOW + HOUR), NOW)
    assert store.outbox.claim_owed(NOW + HOUR - SECOND, 9, LEASE) == []
    (again,) = store.outbox.claim_owed(NOW + HOUR, 9, LEASE)
    assert (again.id, again.attempts) == (delivery.id, 1)


def test_a_row_put_back_without_a_time_is_owed_at_once(store: Store) -> None:
    ring(store, 1)
    (delivery,) = claim(store)
    store.outbox.settle(settlement(delivery.id, "owed"), NOW)
    assert [again.id for again in claim(store)] == [delivery.id]


def test_a_closed_row_is_done_and_its_reason_kept(store: Store) -> None:
    ring(store, 1)
    (delivery,) = claim(store)
    store.outbox.settle(settlement(delivery.id, "closed", reason="no such chat"), NOW)
    assert store.outbox.owed() == 0
    with store._database.read() as connection:
        row = connection.exec_driver_sql("SELECT state, reason, leased_by FROM outbox").one()
    assert tuple(row) == ("closed", "no such chat", None)


def test_one_row_of_a_chat_is_out_at_a_time_the_oldest_first(store: Store) -> None:
    ring(store, 1, 2)
    ring_again(store, "two")
    first = claim(store)
    assert [(delivery.chat.id, delivery.article_id) for delivery in first] == [(1, 1), (2, 1)]
    assert claim(store) == [], "each chat has one out"
    store.outbox.settle(settlement(first[1].id), NOW)
    assert [
        (delivery.chat.id, delivery.article_id) for delivery in store.outbox.claim_owed(NOW + SECOND, 9, LEASE)
    ] == [(2, 2)]


def test_a_chat_that_must_wait_holds_up_no_other_and_keeps_its_order(store: Store) -> None:
    ring(store, 1, 2)
    ring_again(store, "two")
    waits, goes = claim(store)
    store.outbox.settle(settlement(waits.id, "owed", not_before=NOW + HOUR), NOW)
    store.outbox.settle(settlement(goes.id), NOW)
    assert [delivery.chat.id for delivery in store.outbox.claim_owed(NOW + SECOND, 9, LEASE)] == [2]
    (next_one,) = store.outbox.claim_owed(NOW + HOUR, 1, LEASE)
    assert next_one.id == waits.id


def test_a_claim_takes_no_more_than_asked(store: Store) -> None:
    ring(store, 1, 2, 3)
    assert [delivery.chat.id for delivery in claim(store, 2)] == [1, 2]
    assert [delivery.chat.id for delivery in claim(store, 2)] == [3]


def test_a_flood_wait_holds_everything_until_the_longest_is_over(store: Store) -> None:
    ring(store, 1, 2, 3)
    first, second = claim(store, 2)
    until = NOW + HOUR
    store.outbox.settle(settlement(first.id, "owed", not_before=until, hold_all_until=until), NOW)
    store.outbox.settle(settlement(second.id, "owed", not_before=NOW, hold_all_until=NOW + SECOND), NOW)
    assert store.outbox.claim_owed(until - SECOND, 9, LEASE) == []
    assert [delivery.chat.id for delivery in store.outbox.claim_owed(until, 9, LEASE)] == [1, 2, 3]


def test_a_chat_that_blocked_the_bot_is_unsubscribed_and_owed_nothing_more(store: Store) -> None:
    ring(store, 1, 2)
    ring_again(store, "two")
    blocked, _ = claim(store)
    store.outbox.settle(settlement(blocked.id, "closed", chat_id=1, unsubscribe=True), NOW)
    assert [one.id for one in store.outbox.chats()] == [2]
    assert store.outbox.owed() == 2


def test_an_alert_rung_while_its_chat_left_is_closed_when_it_is_claimed(store: Store) -> None:
    ring(store, 1, 2)
    with store._database.write() as connection:
        # As it stands when one worker rings while another one unsubscribes the chat.
        connection.exec_driver_sql("UPDATE chats SET subscribed = (id = 2)")
    assert [delivery.chat.id for delivery in claim(store)] == [2]
    assert store.outbox.owed() == 1


def test_a_moved_chat_keeps_its_row_owed_under_the_new_id(store: Store) -> None:
    ring(store, -5)
    (delivery,) = claim(store)
    store.outbox.settle(settlement(delivery.id, "owed", chat_id=-5, move_to=-100777), NOW)
    (again,) = claim(store)
    assert (again.id, again.chat.id, again.attempts) == (delivery.id, -100777, 1)
    assert [one.id for one in store.outbox.chats()] == [-100777]


def test_a_chat_moved_in_the_meantime_is_not_unsubscribed_for_its_old_id(store: Store) -> None:
    ring(store, -5)
    (delivery,) = claim(store)
    store.outbox.move_chat(-5, -100777)
    store.outbox.settle(settlement(delivery.id, "owed", chat_id=-5, unsubscribe=True), NOW)
    assert [one.id for one in store.outbox.chats()] == [-100777]
    assert store.outbox.owed() == 1


def test_a_late_word_of_a_former_owner_does_not_put_back_what_another_one_sends(store: Store, other: Store) -> None:
    ring(store, 1)
    (delivery,) = claim(store)
    other.outbox.claim_owed(NOW + LEASE, 9, LEASE)
    store.outbox.settle(settlement(delivery.id, "owed"), NOW + LEASE)
    assert store.outbox.claim_owed(NOW + LEASE, 9, LEASE) == []


def test_a_former_owner_may_settle_what_nobody_has_taken_over(store: Store, other: Store) -> None:
    ring(store, 1)
    (delivery,) = claim(store)
    assert other.outbox.claim_owed(NOW + LEASE, 0, LEASE) == []
    store.outbox.settle(settlement(delivery.id, "owed", not_before=NOW + HOUR), NOW + LEASE)
    assert other.outbox.claim_owed(NOW + LEASE, 9, LEASE) == []
    (again,) = other.outbox.claim_owed(NOW + HOUR, 9, LEASE)
    assert again.attempts == 1


def test_sent_is_sent_whatever_comes_after(store: Store, other: Store) -> None:
    ring(store, 1)
    (delivery,) = claim(store)
    other.outbox.claim_owed(NOW + LEASE, 9, LEASE)
    store.outbox.settle(settlement(delivery.id, message_id=31), NOW + LEASE)
    for late in (
        settlement(delivery.id, "owed"),
        settlement(delivery.id, "closed"),
        settlement(delivery.id, message_id=32),
    ):
        other.outbox.settle(late, NOW + LEASE)
    assert store.outbox.owed() == 0
    assert store.archive.sent_article(1, 31) is not None
    assert store.archive.sent_article(1, 32) is None


def test_settling_a_row_that_is_gone_is_no_matter(store: Store) -> None:
    store.outbox.settle(settlement(4711), NOW)
    assert store.outbox.owed() == 0


def test_the_only_sender_takes_back_the_leases_of_the_one_before(store: Store, other: Store) -> None:
    ring(store, 1, 2)
    other.outbox.claim_owed(NOW, 9, LEASE)
    assert store.outbox.release_leases() == 2
    assert store.outbox.release_leases() == 0
    assert [(delivery.chat.id, delivery.attempts) for delivery in claim(store)] == [(1, 0), (2, 0)]


def test_operators_are_told_once_while_a_line_is_owed(store: Store) -> None:
    store.outbox.subscribe(chat(OPERATOR, title="Me"), NOW)
    for _ in range(2):
        store.outbox.note_operators([OPERATOR, 8, 8], "The disk is full", NOW)
    assert store.outbox.owed() == 2
    told = claim(store)
    assert [(delivery.chat.id, delivery.text) for delivery in told] == [
        (8, "The disk is full"),
        (OPERATOR, "The disk is full"),
    ]
    for delivery in told:
        store.outbox.settle(settlement(delivery.id), NOW)
    store.outbox.note_operators([8], "The disk is full", NOW)
    assert store.outbox.owed() == 1
    assert [one.id for one in store.outbox.chats()] == [OPERATOR]


def test_two_workers_never_get_one_row(database_url: str) -> None:
    """Eight threads of two workers empty a fan-out; each row is handed out once."""
    people = range(1, 151)
    with open_store(database_url, worker="a") as first, open_store(database_url, worker="b") as second:
        first.migrate()
        ring(first, *people)
        taken: list[int] = []

        def work(store: Store) -> None:
            while claimed := store.outbox.claim_owed(NOW, 7, LEASE):
                taken.extend(delivery.chat.id for delivery in claimed)
                for delivery in claimed:
                    store.outbox.settle(settlement(delivery.id), NOW)

        threads = [threading.Thread(target=work, args=(store,)) for store in (first, second) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        # A worker may see nothing while the others hold the last rows; what they hold they have sent by now.
        work(first)
        assert sorted(taken) == list(people)
        assert first.outbox.owed() == 0


def test_a_row_that_another_worker_is_claiming_is_skipped_and_not_waited_for(postgres_url: str) -> None:
    with open_store(postgres_url, worker="a") as first, open_store(postgres_url, worker="b") as second:
        first.migrate()
        ring(first, 1, 2)
        with first._database.write() as connection:
            connection.exec_driver_sql("SELECT id FROM outbox WHERE chat_id = 1 FOR UPDATE")
            assert [delivery.chat.id for delivery in second.outbox.claim_owed(NOW, 9, LEASE)] == [2]


def test_two_feeds_that_bring_one_link_at_once_ring_it_once(database_url: str) -> None:
    with open_store(database_url, worker="a") as first, open_store(database_url, worker="b") as second:
        first.migrate()
        first.outbox.subscribe(chat(1), NOW)
        feeds = [add_feed(first, name) for name in ("wire", "daily", "post", "globe")]
        rung: list[int] = []
        barrier = threading.Barrier(len(feeds))

        def work(store: Store, feed_id: int) -> None:
            barrier.wait()
            rung.append(store.intake.apply(plan(feed_id, new("one", ring=True)), NOW).rung)

        threads = [
            threading.Thread(target=work, args=(store, feed_id))
            for store, feed_id in zip((first, second, first, second), feeds, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(rung) == [0, 0, 0, 1]
        assert len(first.archive.articles()) == 1


def test_nothing_is_claimed_before_it_is_owed(store: Store) -> None:
    ring(store, 1)
    assert store.outbox.claim_owed(NOW - SECOND, 9, LEASE) == []
