"""What becomes of kept times when the wall clock goes back, on both databases."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import event, insert, select, update

from bot.model import Alerts, Feed
from bot.store import DomainLimits, Store, open_store
from bot.store.database.engine import take_turns
from bot.store.database.tables import feeds, holds, subscriptions
from tests.store.build import HOUR, LEASE, add_feed, chat, new, plan, settlement
from tests.store.feeds.test_domain_limits import domain_of

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    with open_store(migrated_url, worker="first", limits=DomainLimits(domain_of, 1.0)) as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    """Right: PostgreSQL's server is asked what time it is."""
    return datetime.now(UTC)


def polled(store: Store, name: str, at: datetime, wait: timedelta, hold: timedelta | None = None) -> int:
    """A feed that was polled, and is to be polled again after a wait."""
    number = add_feed(store, name)
    until = None if hold is None else at + hold
    store.intake.apply(plan(number, last_polled=at, next_due=at + wait, hold_until=until, domain_hold_until=until), at)
    return number


def feed(store: Store, number: int) -> Feed:
    found = store.feeds.get(number)
    assert found is not None
    return found


def test_after_an_hour_back_what_was_due_is_due_and_no_wait_is_cut_short_or_much_longer(
    store: Store, now: datetime
) -> None:
    before = now + HOUR
    due = polled(store, "due", before - 5 * HOUR, 5 * HOUR - MINUTE)
    fresh = polled(store, "fresh", before - 5 * MINUTE, 10 * MINUTE)
    daily = polled(store, "daily", before - 5 * HOUR, DAY)
    for _ in range(2):  # several workers may notice
        assert not store.bring_near(now, before)
        assert (feed(store, due).next_due, feed(store, due).last_polled) == (now, before - 5 * HOUR)
        assert (feed(store, fresh).next_due, feed(store, fresh).last_polled) == (now + 10 * MINUTE, now)
        assert feed(store, daily).next_due == before + 19 * HOUR
    assert [one.id for one in store.feeds.claim_due(now, 9, LEASE)] == [due]


def test_a_retry_after_is_kept_for_as_long_as_the_server_asked(store: Store, now: datetime) -> None:
    held = polled(store, "held", now + HOUR - 5 * MINUTE, 2 * HOUR, hold=2 * HOUR)
    beside = add_feed(store, "beside", url="https://www.held.test/rss")
    polled(store, "over", now + MINUTE, 9 * MINUTE, hold=9 * MINUTE)
    store.bring_near(now, now + HOUR)
    assert feed(store, held).hold_until == now + 2 * HOUR
    assert store.feeds.held(now) == {"held.test": now + 2 * HOUR}
    assert beside not in {one.id for one in store.feeds.claim_due(now + 2 * HOUR - MINUTE, 9, LEASE, everything=True)}
    assert beside in {one.id for one in store.feeds.claim_due(now + 2 * HOUR, 9, LEASE, everything=True)}


def test_what_a_clock_a_day_ahead_has_left_is_found_at_the_next_start(store: Store, now: datetime) -> None:
    ahead = polled(store, "ahead", now + DAY, 10 * MINUTE, hold=10 * MINUTE)
    asked = polled(store, "asked", now - HOUR, 6 * DAY, hold=6 * DAY)
    never = polled(store, "never", now - HOUR, 60 * DAY)
    store.bring_near(now, now)
    assert (feed(store, ahead).next_due, feed(store, ahead).hold_until) == (now + 10 * MINUTE, now + 10 * MINUTE)
    assert feed(store, asked).next_due == now - HOUR + 6 * DAY, "a server may ask for that"
    assert feed(store, never).next_due == now, "and none for that"
    assert set(store.feeds.held(now)) == {"ahead.test", "asked.test"}
    assert store.feeds.held(now)["ahead.test"] == now + 10 * MINUTE


def test_leases_end_in_time(store: Store, now: datetime) -> None:
    number = add_feed(store)
    ring(store, 5, now + DAY)
    assert store.feeds.claim_due(now + DAY, 9, 5 * MINUTE)
    assert store.outbox.claim_owed(now + DAY, 9, LEASE)
    store.bring_near(now, now + DAY)
    assert store.feeds.claim_due(now + 5 * MINUTE - MINUTE, 9, LEASE) == []
    assert [one.id for one in store.feeds.claim_due(now + 5 * MINUTE, 9, LEASE)] == [number]
    assert len(store.outbox.claim_owed(now + 5 * MINUTE, 9, LEASE)) == 1


def ring(store: Store, chat_id: int, at: datetime) -> None:
    store.outbox.subscribe(chat(chat_id), at)
    first = store.feeds.all()[0].id
    store.intake.apply(plan(first, new(ring=True), last_polled=at, next_due=at), at)


def test_messages_are_owed_after_the_wait_that_they_were_to_have(store: Store, now: datetime) -> None:
    before = now + HOUR
    add_feed(store)
    store.outbox.subscribe(chat(6), before)
    ring(store, 5, before - MINUTE)
    one, other = store.outbox.claim_owed(before, 9, LEASE)
    store.outbox.settle(settlement(one.id, "owed", not_before=before + 10 * MINUTE), before)
    store.outbox.settle(
        settlement(other.id, "owed", not_before=before - MINUTE, hold_all_until=before + MINUTE / 2), before
    )
    store.bring_near(now, before)
    assert store.outbox.claim_owed(now, 9, LEASE) == [], "the hold goes on"
    assert [row.id for row in store.outbox.claim_owed(now + MINUTE / 2, 9, LEASE)] == [other.id]
    assert [row.id for row in store.outbox.claim_owed(now + 10 * MINUTE, 9, LEASE)][:1] == [one.id]


def test_a_digest_keeps_its_time_of_the_day(store: Store, now: datetime) -> None:
    add_feed(store)
    store.outbox.subscribe(chat(5), now)
    at = (now + 3 * DAY + HOUR).replace(second=0, microsecond=0)
    store.outbox.set_alerts(5, Alerts.DIGEST, f"{at + HOUR:%H:%M}")
    ring(store, 5, at)
    assert store.outbox.claim_owed(now + DAY + 3 * HOUR, 9, LEASE) == []
    store.bring_near(now, now)
    assert len(store.outbox.claim_owed(at + HOUR - 3 * DAY, 9, LEASE)) == 1


def test_a_worker_whose_clock_is_wrong_leaves_the_shared_times_alone(postgres_url: str, now: datetime) -> None:
    with open_store(postgres_url, worker="wrong") as store:
        store.migrate()
        number = polled(store, "wire", now, 10 * MINUTE)
        assert abs(store.bring_near(now - HOUR, now) - HOUR) < MINUTE
        assert feed(store, number).next_due == now + 10 * MINUTE


def waiting(store: Store, now: datetime) -> None:
    """A feed's hold and its domain's, a hold of all sends, and a hub to ask again."""
    number = polled(store, "held", now, 2 * HOUR, hold=2 * HOUR)
    with store._database.write() as connection:
        connection.execute(insert(holds).values(name="all", until=now + MINUTE))
        hub = {
            "feed_id": number,
            "hub": "https://hub.test",
            "topic": "t",
            "token": "t",
            "secret": "s",
            "state": "asked",
        }
        connection.execute(insert(subscriptions).values(**hub, failures=0, next_try=now + HOUR))


def test_what_waits_as_it_should_is_not_written_each_minute(store: Store, now: datetime) -> None:
    waiting(store, now)
    written: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        written.append(statement)

    event.listen(store._database._engine, "before_cursor_execute", note)
    columns = ["SET hold_until", "UPDATE holds", "UPDATE subscriptions"]

    def updates() -> list[str]:
        return [column for column in columns if any(column in statement for statement in written)]

    store.bring_near(now, now)
    assert written
    assert updates() == []
    store.bring_near(now - MINUTE / 2, now)
    assert updates() == columns, "after a step they are"
    with store._database.read() as connection:
        assert connection.scalar(select(subscriptions.c.next_try)) == now + HOUR - MINUTE / 2
        assert connection.scalar(select(holds.c.until)) == now + MINUTE / 2


def test_workers_half_a_minute_apart_leave_each_others_holds_alone(postgres_url: str, now: datetime) -> None:
    with open_store(postgres_url, worker="behind", limits=DomainLimits(domain_of, 1.0)) as store:
        store.migrate()
        ahead = now + MINUTE / 2
        number = polled(store, "held", ahead, 2 * HOUR, hold=2 * HOUR)
        for _ in range(2):
            assert not store.bring_near(now, now)
        assert (feed(store, number).hold_until, feed(store, number).last_polled) == (ahead + 2 * HOUR, ahead)
        assert store.feeds.held(now) == {"held.test": ahead + 2 * HOUR}


def test_what_another_one_wrote_while_its_turn_was_waited_for_is_not_ahead(
    store: Store, migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slack in ("SLACK", "SHARED_SLACK"):
        monkeypatch.setattr(f"bot.store.keeping.nearer.{slack}", timedelta(seconds=0.1))
    number = add_feed(store)
    begun = Event()

    def look() -> None:
        begun.set()
        at = datetime.now(UTC)
        store.bring_near(at, at)

    looking = Thread(target=look)
    with open_store(migrated_url, worker="other") as other, other._database.write() as connection:
        take_turns(connection)
        looking.start()
        begun.wait()
        time.sleep(0.4)
        at = datetime.now(UTC)
        connection.execute(update(feeds).values(last_polled=at, next_due=at + HOUR))
    looking.join()
    assert (feed(store, number).last_polled, feed(store, number).next_due) == (at, at + HOUR)
