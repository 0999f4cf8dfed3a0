"""Who subscribes, and what becomes of a chat whose id changes."""

from bot.model import Chat, ChatType
from bot.store import Store
from tests.store.build import HOUR, LEASE, NOW, add_feed, chat, new, plan, ring, settlement


def test_subscribing_changes_something_once(store: Store) -> None:
    assert store.outbox.subscribe(chat(1, time_zone="Asia/Seoul"), NOW)
    assert not store.outbox.subscribe(chat(1), NOW + HOUR)
    assert store.outbox.chat(1) == Chat(1, ChatType.GROUP, "Chat 1", True, "Asia/Seoul", NOW)
    assert store.outbox.chat(2) is None


def test_unsubscribing_changes_something_once(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    assert store.outbox.unsubscribe(1, NOW)
    assert not store.outbox.unsubscribe(1, NOW)
    assert not store.outbox.unsubscribe(2, NOW)
    assert store.outbox.chats() == []
    assert [one.id for one in store.outbox.chats(subscribed=False)] == [1]


def test_a_chat_that_comes_back_keeps_its_zone_and_gets_its_new_title(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    store.outbox.set_time_zone(chat(1), "Europe/Berlin")
    store.outbox.unsubscribe(1, NOW)
    assert store.outbox.subscribe(chat(1, title="Renamed", type=ChatType.SUPERGROUP), NOW + HOUR)
    assert store.outbox.chat(1) == Chat(1, ChatType.SUPERGROUP, "Renamed", True, "Europe/Berlin", NOW + HOUR)


def test_a_chat_that_has_not_subscribed_has_a_time_zone_too_and_keeps_it_when_it_does(store: Store) -> None:
    store.outbox.set_time_zone(chat(2), "Europe/Berlin")
    assert store.outbox.chat(2) == Chat(2, ChatType.GROUP, "Chat 2", False, "Europe/Berlin")
    assert store.outbox.chats() == []
    assert store.outbox.subscribe(chat(2, time_zone="Asia/Seoul"), NOW)
    assert store.outbox.chat(2) == Chat(2, ChatType.GROUP, "Chat 2", True, "Europe/Berlin", NOW)


def test_ids_of_supergroups_fit(store: Store) -> None:
    store.outbox.subscribe(chat(-1009999999999), NOW)
    assert [one.id for one in store.outbox.chats()] == [-1009999999999]


def test_unsubscribing_closes_the_alerts_still_owed(store: Store) -> None:
    ring(store, 1, 2)
    store.outbox.unsubscribe(1, NOW)
    assert store.outbox.owed() == 1
    store.outbox.subscribe(chat(1), NOW)
    assert [delivery.chat.id for delivery in store.outbox.claim_owed(NOW, 9, LEASE)] == [2]


def test_a_moved_chat_takes_everything_along(store: Store) -> None:
    article_id = ring(store, -5)
    (delivery,) = store.outbox.claim_owed(NOW, 9, LEASE)
    store.outbox.settle(settlement(delivery.id, message_id=31), NOW)
    store.intake.apply(plan(store.feeds.all()[0].id, new("two", ring=True)), NOW)
    store.outbox.set_time_zone(chat(-5), "Asia/Tokyo")
    store.outbox.move_chat(-5, -100777)
    assert store.outbox.chat(-5) is None
    assert store.outbox.chat(-100777) == Chat(-100777, ChatType.SUPERGROUP, "Chat -5", True, "Asia/Tokyo", NOW)
    assert [delivery.chat.id for delivery in store.outbox.claim_owed(NOW, 9, LEASE)] == [-100777]
    sent = store.archive.sent_article(-100777, 31)
    assert sent is not None
    assert sent.id == article_id


def test_a_chat_that_is_there_already_takes_the_old_one_in(store: Store) -> None:
    ring(store, -5, -100777)
    store.outbox.unsubscribe(-100777, NOW)
    store.outbox.set_time_zone(chat(-5), "Asia/Tokyo")
    store.intake.apply(plan(store.feeds.all()[0].id, new("two", ring=True)), NOW)
    store.outbox.move_chat(-5, -100777)
    merged = store.outbox.chat(-100777)
    assert merged == Chat(-100777, ChatType.GROUP, "Chat -100777", True, "Asia/Tokyo", NOW)
    assert [one.id for one in store.outbox.chats(subscribed=False)] == []
    # The new id's row of the first story was closed; it stands for both. That of the second moved along.
    (delivery,) = store.outbox.claim_owed(NOW, 9, LEASE)
    article = store.archive.article(delivery.article_id or 0)
    assert article is not None
    assert article.title == "Talks two"
    store.outbox.settle(settlement(delivery.id), NOW)
    assert store.outbox.owed() == 0


def test_of_two_alerts_about_one_story_the_one_that_was_sent_is_kept(store: Store) -> None:
    ring(store, -5, -100777)
    for delivery in store.outbox.claim_owed(NOW, 9, LEASE):
        if delivery.chat.id == -5:
            store.outbox.settle(settlement(delivery.id, message_id=31), NOW)
    store.outbox.move_chat(-5, -100777)
    assert store.outbox.owed() == 0
    assert store.archive.sent_article(-100777, 31) is not None


def test_a_chat_that_chose_a_zone_keeps_it_when_another_joins_it(store: Store) -> None:
    store.outbox.subscribe(chat(-5, time_zone="Asia/Tokyo"), NOW - HOUR)
    store.outbox.subscribe(chat(-100777, time_zone="Asia/Seoul", title=""), NOW)
    store.outbox.move_chat(-5, -100777)
    assert store.outbox.chat(-100777) == Chat(-100777, ChatType.GROUP, "Chat -5", True, "Asia/Seoul", NOW - HOUR)


def test_moving_nobody_or_nowhere_changes_nothing(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    store.outbox.move_chat(1, 1)
    store.outbox.move_chat(2, 3)
    assert [one.id for one in store.outbox.chats()] == [1]
    assert add_feed(store) > 0


def test_an_operator_who_was_owed_a_notice_chooses_a_zone_with_the_subscription(store: Store) -> None:
    store.outbox.note_operators([5], "Look", NOW)
    known = store.outbox.chat(5)
    assert known is not None
    assert known.time_zone == ""
    for zone in ("Asia/Seoul", "Europe/Berlin"):
        store.outbox.subscribe(chat(5, time_zone=zone), NOW)
        known = store.outbox.chat(5)
        assert known is not None
        assert known.time_zone == "Asia/Seoul"


def test_a_subscriber_keeps_the_language_that_was_chosen(store: Store) -> None:
    korean = Chat(1, ChatType.PRIVATE, "Reader", subscribed=True, language="ko")
    store.outbox.subscribe(korean, NOW)
    known = store.outbox.chat(1)
    assert known is not None
    assert known.language == "ko", "that of who subscribes"
    store.outbox.set_language(korean, "de")
    store.outbox.subscribe(korean, NOW)
    store.outbox.move_chat(1, -100)
    moved = store.outbox.chat(-100)
    assert moved is not None
    assert moved.language == "de"
