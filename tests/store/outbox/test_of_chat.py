"""What is on record of an address and of one chat; the alert of before that is sent as a test."""

from datetime import timedelta

from sqlalchemy import func, select

from bot.model import Alerts, DeliveryKind
from bot.store import Store
from bot.store.database.tables import outbox, passed_over
from tests.store.build import HOUR, LEASE, NOW, add_feed, chat, new, plan, ring, settlement


def polled(store: Store, feed_id: int, *names: str, at: timedelta = timedelta(0)) -> None:
    store.intake.apply(plan(feed_id, *(new(name, on_topic=False) for name in names)), NOW + at)


def test_what_was_passed_over_is_known_by_its_address_for_some_days(store: Store) -> None:
    wire = add_feed(store)
    polled(store, wire, "first")
    assert [one.title for one in store.archive.sightings(["https://wire.test/first"])] == [""]
    polled(store, wire, "two", at=HOUR)
    (seen,) = store.archive.sightings(["https://wire.test/nothing", "https://wire.test/two"])
    assert (seen.outlet, seen.seen, seen.article_id) == ("Wire", NOW + HOUR, None)
    assert (seen.title, seen.text) == ("Talks two", "The cost-sharing talks, two.")
    polled(store, wire, "three", at=timedelta(days=8))
    (seen,) = store.archive.sightings(["https://wire.test/two"])
    assert seen.title == ""
    with store._database.read() as connection:
        assert list(connection.scalars(select(passed_over.c.title))) == ["Talks three"]
    assert store.archive.sightings(["", "https://wire.test/none"]) == []


def test_a_report_on_the_topic_leads_to_its_article_and_to_what_the_chat_got(store: Store) -> None:
    article = ring(store, 1, 2)
    story = 1
    (seen,) = store.archive.sightings(["https://wire.test/one"])
    assert seen.article_id == article
    (owed,) = store.outbox.rows_about(1, article, story)
    assert (owed.kind, owed.state, owed.article_id) == (DeliveryKind.ALERT, "owed", article)
    (mine, _) = store.outbox.claim_owed(NOW, 8, LEASE)
    store.outbox.settle(settlement(mine.id), NOW)
    (sent,) = store.outbox.rows_about(mine.chat.id, article, story)
    assert (sent.state, sent.settled) == ("sent", NOW)
    assert store.outbox.rows_about(3, article, story) == []
    for _ in store.prune(NOW + HOUR):
        pass
    assert store.outbox.rows_about(mine.chat.id, article + 1, story + 1) == []


def test_what_waits_is_told_with_when_it_comes(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    store.outbox.set_alerts(1, Alerts.DIGEST, "08:00")
    article = ring(store, 1)
    (held,) = store.outbox.rows_about(1, article, 1)
    assert (held.state, held.reason) == ("held", "digest")
    assert held.comes is not None
    assert held.comes > NOW


def test_a_test_alert_is_owed_to_any_chat_once_a_minute(store: Store) -> None:
    assert store.outbox.owe_test(chat(9), NOW) is None
    article = ring(store, 1)
    stranger = chat(9, subscribed=False)
    assert store.outbox.owe_test(stranger, NOW) == article
    assert store.outbox.owe_test(stranger, NOW + timedelta(seconds=20)) == article
    owed = [one for one in store.outbox.claim_owed(NOW, 8, LEASE) if one.chat.id == 9]
    assert [(one.kind, one.article_id) for one in owed] == [(DeliveryKind.TEST, article)]
    assert store.outbox.owe_test(stranger, NOW + timedelta(minutes=1)) == article
    known = store.outbox.chat(9)
    assert known is not None
    assert not known.subscribed
    with store._database.read() as connection:
        assert connection.scalar(select(func.count()).where(outbox.c.chat_id == 9)) == 2
