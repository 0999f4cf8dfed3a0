"""A database in which every table has something: past reports, feeds, edited articles, chats and what they are owed."""

from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import insert, select

from bot.chat.commands.command import CommandRequest
from bot.model import (
    Alerts,
    Aspect,
    Chat,
    ChatSubscription,
    ChatType,
    Interest,
    Manner,
    NewsKind,
    PastReport,
    Plan,
    Reading,
    Report,
    Ruling,
    Watch,
)
from bot.store import Store
from bot.store.database.engine import Database
from bot.store.database.tables import (
    domains,
    doors,
    guests,
    holds,
    invitations,
    knocks,
    messages,
    metadata,
    subscriptions,
)
from tests import shared
from tests.chat.builders import context, families
from tests.store.build import DEMAND, HOUR, LEASE, NOW, OPERATOR, TROOPS, add_feed, chat, new, plan, settlement
from tests.store.intake.test_versions import LOWER, edit

Rows = dict[str, list[tuple[Any, ...]]]
PAST = 8
SAID = ("summary", "timeline", "figures", "compare", "latest", "calendar", "sources", "status", "chats", "watches")


def fill(store: Store) -> int:
    """Returns the number of the feed that its own reports came from."""
    store.intake.seed(_past(), NOW)
    feed_id = add_feed(store)
    for number in (1, -1_001_234_567_890):
        store.outbox.subscribe(chat(number), NOW)
    store.outbox.subscribe(Chat(3, ChatType.PRIVATE, "Zoë \N{PARTY POPPER}", subscribed=True), NOW)
    store.outbox.set_alerts(3, Alerts.DIGEST, "07:30")
    store.outbox.set_interest(3, Interest(("JP", "KR"), (NewsKind.DEALS, NewsKind.TALKS), ("KCNA",)))
    store.outbox.set_manner(3, Manner("22:00-07:00", great_pass=True, silent=True, cap=5))
    watch = store.watches.add(chat(1), "잠수함", "핵잠수함 OR submarine*", "핵잠수함 OR submarine*", NOW)
    watches = (watch.id,) if isinstance(watch, Watch) else ()
    named = new("one", DEMAND, TROOPS, ring=True, stamp="s 1", ahead=(("KR", "expiry", NOW.date()),))
    store.intake.apply(Plan(plan(feed_id).feed, (named, new("dull", on_topic=False, watches=watches))), NOW)
    store.outbox.note_operators([OPERATOR], "A line for the operator.", NOW)
    while owed := store.outbox.claim_owed(NOW, 10, LEASE):
        for row in owed:
            store.outbox.settle(settlement(row.id), NOW)
    store.subscriptions.add(1, ChatSubscription(0, "도쿄", Interest(tracks=("JP",))))
    store.outbox.mute_story(3, store.archive.articles()[0].story_id, NOW)
    store.intake.apply(Plan(plan(feed_id).feed, edits=(edit(LOWER, article=_newest(store)),)), NOW + HOUR)
    store.intake.apply(plan(feed_id, new("two", DEMAND, ring=True), new("jets", on_topic=False)), NOW + HOUR)
    _wrong(store)
    _the_rest(store, feed_id)
    return feed_id


def _wrong(store: Store) -> None:
    """Something is reported as wrong, and corrected; another correction is taken back."""
    number = _newest(store)
    (figure,) = store.archive.kept([number])[number][0].reading.figures
    store.intake.complain(chat(1), number, figure.spot, Aspect.ROLE, NOW + HOUR)
    store.intake.correct(number, Ruling(Aspect.ROLE, "offered"), figure.spot, OPERATOR, NOW + HOUR)
    store.intake.correct(number, Ruling(Aspect.EVENT, "signed"), None, OPERATOR, NOW + HOUR)
    store.intake.undo_correction(None, OPERATOR, NOW + HOUR)


@cache
def _past() -> list[tuple[PastReport, Reading]]:
    """Read once in a process: each takes a tenth of a second."""
    past = shared.topic().archive[:PAST]
    reports = [Report(one.id, one.title, one.text, one.language, one.date, one.outlet) for one in past]
    return [(one, shared.reader().read(report)) for one, report in zip(past, reports, strict=True)]


def _newest(store: Store) -> int:
    return max(article.id for article in store.archive.articles())


def _the_rest(store: Store, feed_id: int) -> None:
    """Rows that take a hub, a limit or many days to come about."""
    hub = {
        "feed_id": feed_id,
        "hub": "https://hub.test/",
        "topic": "https://wire.test/rss",
        "token": "t",
        "secret": "s",
    }
    values = hub | {"state": "active", "failures": 0, "lease_until": NOW + timedelta(days=3)}
    with store._database.write() as connection:
        connection.execute(insert(subscriptions), [values])
        connection.execute(insert(domains), [{"name": "wire.test", "hold_until": NOW}])
        connection.execute(insert(holds), [{"name": "telegram", "until": NOW}])
        made = {"token_hash": "ab" * 32, "made_by": OPERATOR, "made": NOW, "expires": NOW + HOUR, "uses": 2, "used": 1}
        connection.execute(insert(invitations), [made])
        connection.execute(insert(guests), [{"chat_id": 1, "invitation_id": 1, "since": NOW}])
        door = {"chat_id": 3, "door_id": -1_001_234_567_890, "secret": "s", "state": "open", "made": NOW}
        connection.execute(insert(doors), [door])
        connection.execute(insert(knocks), [{"of": "address ab", "at": NOW, "never": True}])
        connection.execute(insert(messages), [{"chat_id": 1, "message_id": 5_000_000_000, "article_id": 1}])


def rows(database: Database) -> Rows:
    """Everything that is in a database."""
    with database.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
        }


def said(store: Store) -> dict[str, str]:
    """What it answers to readers, by command."""
    surroundings = context(store, topic=shared.topic(), convert=shared.rates().convert, now=lambda: NOW + 2 * HOUR)
    answers, reader = families(surroundings), Chat(1, ChatType.PRIVATE, "", subscribed=True)
    told = {name: answers.message_of(name, CommandRequest(reader)) for name in SAID}
    told |= {
        f"story {number}": answers.message_of("story", CommandRequest(reader, f"{number}"))
        for number in _stories(store)
    }
    told["search"] = answers.message_of("search", CommandRequest(reader, "Seoul OR 방위비"))
    told |= {
        f"asof {day}": answers.message_of("asof", CommandRequest(reader, day))
        for day in ("2019-11-19", "2026-11-23", "2026-11-24")
    }
    told["why"] = answers.message_of("why", CommandRequest(reader, reply_to=5_000_000_000))
    return {name: rendered.html for name, rendered in told.items()}


def _stories(store: Store) -> list[int]:
    return sorted({article.story_id for article in store.archive.articles()})
