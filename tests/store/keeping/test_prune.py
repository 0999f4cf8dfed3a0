"""What is forgotten when it is old, on both databases: that it goes, and that whatever is still needed stays."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import FromClause, func, insert, select, update

from bot.model import Alerts, NewArticle, Plan
from bot.store import Pruned, Store
from bot.store.database.tables import article_versions, entries, messages, outbox
from bot.store.feeds import shown
from bot.store.keeping import prune
from tests.store.build import HOUR, LEASE, NOW, OPERATOR, add_feed, chat, entry, new, plan, settlement
from tests.store.intake.test_versions import LOWER, SILENT, edit

DAY = timedelta(days=1)
LATER = NOW + 100 * DAY


def forget(store: Store, days: int = 90, now: datetime = LATER) -> Pruned:
    return sum(store.prune(now - days * DAY), Pruned())


def deliver(store: Store, at: datetime = NOW) -> None:
    """Everything owed at a time is sent then, chat by chat."""
    while owed := store.outbox.claim_owed(at, 50, LEASE):
        for row in owed:
            store.outbox.settle(settlement(row.id), at)


def bury(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """No story counts as one that reports may join."""
    monkeypatch.setattr(prune, "ALIVE", 0)


def rows(store: Store, table: FromClause = outbox) -> int:
    with store._database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def kinds(store: Store) -> list[str]:
    with store._database.read() as connection:
        return list(connection.scalars(select(outbox.c.kind).order_by(outbox.c.id)))


# --- Messages


def test_messages_of_a_story_that_reports_may_join_stay_and_the_others_go(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed_id = add_feed(store)
    for number in (1, 2):
        store.outbox.subscribe(chat(number), NOW)
    store.intake.apply(plan(feed_id, new("one", ring=True)), NOW)
    store.outbox.note_operators([OPERATOR], "a line", NOW)
    deliver(store)
    assert kinds(store) == ["alert", "alert", "operator"]
    store.outbox.note_operators([OPERATOR], "another line", LATER)
    assert forget(store) == Pruned(messages=1)
    assert kinds(store) == ["alert", "alert", "operator"]
    bury(store, monkeypatch)
    assert forget(store) == Pruned(messages=2)
    assert kinds(store) == ["operator"]


@pytest.mark.parametrize(("kind", "notice"), [("turn", "turn 1 signed"), ("correction", "answer 1")])
def test_a_turn_and_a_correction_stay_as_long_as_the_story_that_they_are_about(
    store: Store, monkeypatch: pytest.MonkeyPatch, kind: str, notice: str
) -> None:
    """So that a chat has each once: nothing but the notice tells which story they are about."""
    store.outbox.subscribe(chat(1), NOW)
    store.intake.apply(plan(add_feed(store), new("one"), new("two", opens=2)), NOW)
    row = {"chat_id": 1, "kind": kind, "notice": notice, "article_id": 2, "text": "", "state": "sent", "attempts": 0}
    times = {"not_before": NOW, "created": NOW, "settled": NOW}
    with store._database.write() as connection:
        connection.execute(insert(outbox).values(row | times | {"message_id": 77}))
    store.outbox.note_operators([OPERATOR], "the newest row", LATER)
    assert forget(store) == Pruned()
    told = store.archive.sent_article(1, 77)
    bury(store, monkeypatch)
    assert forget(store) == Pruned(messages=1)
    assert told is not None
    assert store.archive.sent_article(1, 77) == told


def test_of_a_message_that_went_out_why_knows_the_report_for_ever(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed_id = add_feed(store)
    store.outbox.subscribe(chat(1), NOW)
    store.outbox.subscribe(chat(2), NOW)
    store.outbox.set_alerts(2, Alerts.DIGEST, "08:00")
    store.intake.apply(plan(feed_id, *(new(name, ring=True, opens=n) for n, name in enumerate(["one", "two"], 1))), NOW)
    deliver(store)
    deliver(store, NOW + DAY)
    with store._database.read() as connection:
        sent = connection.execute(select(outbox.c.chat_id, outbox.c.message_id).distinct()).all()
    before = {(number, message or 0): store.archive.sent_article(number, message or 0) for number, message in sent}
    assert len({key for key, found in before.items() if found}) == 3  # a digest has two reports
    bury(store, monkeypatch)
    store.outbox.note_operators([OPERATOR], "the newest row", LATER)
    monkeypatch.setattr(prune, "STEP", 1)
    forget(store)
    assert kinds(store) == ["operator"]
    assert {place: store.archive.sent_article(*place) for place in before} == before
    store.outbox.move_chat(2, -100)
    moved = {message for number, message in sent if number == 2 and message is not None}
    assert moved
    assert all(store.archive.sent_article(-100, message) == before[2, message] for message in moved)
    assert rows(store, messages) == 3


def test_a_row_that_one_to_be_sent_replies_to_stays_and_so_does_the_newest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    bury(store, monkeypatch)
    store.outbox.subscribe(chat(1), NOW)
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one", ring=True)), NOW)
    deliver(store)
    assert forget(store) == Pruned()  # it is the newest
    store.intake.apply(plan(feed_id, new("two", story_id=1, opens=None)), NOW + HOUR)
    assert kinds(store) == ["alert", "edit"]
    assert forget(store) == Pruned()  # the edit is not made yet
    deliver(store, NOW + 2 * HOUR)
    assert forget(store) == Pruned(messages=1)


def test_what_is_owed_is_never_forgotten_however_old(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    bury(store, monkeypatch)
    store.outbox.subscribe(chat(1), NOW)
    store.intake.apply(plan(add_feed(store), new("one", ring=True), new("two", ring=True, opens=2)), NOW)
    assert forget(store) == Pruned()
    assert store.outbox.owed() == 2


# --- Entries


def poll(feed_id: int, *articles: NewArticle, known: Sequence[str] = (), links: Sequence[str] = ()) -> Plan:
    bare = plan(feed_id, *articles)
    return Plan(bare.feed, bare.articles, tuple(known), tuple(links))


def guids(store: Store) -> list[str]:
    with store._database.read() as connection:
        return list(connection.scalars(select(entries.c.guid).order_by(entries.c.id)))


def test_what_no_feed_shows_goes_and_what_one_shows_or_an_article_was_made_of_stays(store: Store) -> None:
    feed_id = add_feed(store)
    dull = [new(name, on_topic=False) for name in ("gone", "pinned", "moving")]
    store.intake.apply(poll(feed_id, new("one"), *dull), NOW)
    assert forget(store) == Pruned()  # nobody noted yet what the feed shows
    link = "https://wire.test/moving"
    store.intake.apply(
        poll(feed_id, new("young", on_topic=False), known=["guid-pinned", "guid-else"], links=[link]), LATER
    )
    stand = store.status(LATER)
    assert forget(store) == Pruned(entries=1)
    assert guids(store) == ["guid-one", "guid-pinned", "guid-moving", "guid-young"]
    assert store.status(LATER) == stand
    assert forget(store) == Pruned()


def test_a_feed_that_answers_nothing_new_for_ever_still_shows_what_it_showed(store: Store) -> None:
    feed_id = add_feed(store)
    store.intake.apply(poll(feed_id, new("dull", on_topic=False)), NOW)
    store.intake.apply(poll(feed_id, known=["guid-dull"]), NOW + HOUR)
    store.intake.apply(plan(feed_id), LATER)
    assert forget(store, now=LATER + 100 * DAY) == Pruned()
    assert guids(store) == ["guid-dull"]


def test_what_a_feed_shows_is_noted_once_a_day(store: Store) -> None:
    feed_id = add_feed(store)
    store.intake.apply(poll(feed_id, new("dull", on_topic=False)), NOW)
    for hours in (1, 5, 24, 26):
        store.intake.apply(poll(feed_id, known=["guid-dull"]), NOW + hours * HOUR)
        with store._database.read() as connection:
            noted = connection.scalar(select(entries.c.shown))
        assert noted == NOW + (1 if hours < 25 else 26) * HOUR
    assert shown.EVERY == DAY


def test_a_report_is_known_again_by_guid_and_link_after_everything_was_forgotten(store: Store) -> None:
    wire, daily = add_feed(store), add_feed(store, "daily")
    store.outbox.subscribe(chat(1), NOW)
    told = new("one", ring=True)
    copy = NewArticle(entry("one", guid="copy"), told.reading, NOW, story_id=None, opens=1, ring=True)
    store.intake.apply(poll(wire, told), NOW)
    store.intake.apply(poll(daily, copy), NOW)
    store.intake.apply(poll(daily, known=["other"]), LATER)
    assert forget(store) == Pruned(entries=1)
    assert store.intake.known(daily, ["copy"], ["https://wire.test/one"]) == (
        frozenset[str](), frozenset({"https://wire.test/one"}),
    )  # fmt: skip

    assert store.intake.apply(poll(daily, copy), LATER).rung == 0
    assert store.intake.apply(poll(wire, told), LATER).stored == 0
    assert rows(store) == 1


# --- Versions


def test_the_words_of_versions_that_no_end_of_a_day_saw_go_and_what_changed_stays(store: Store) -> None:
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, new("one", LOWER, stamp="stamp 1")), NOW)
    for versions, hours in ((1, 1), (2, 2), (3, 30), (4, 31)):
        store.intake.apply(Plan(plan(feed_id).feed, edits=(edit(LOWER, versions=versions),)), NOW + hours * HOUR)
    before = store.archive.versions([1])[1]
    assert forget(store, now=NOW + 90 * DAY) == Pruned()
    assert forget(store) == Pruned(versions=3)
    assert forget(store) == Pruned()
    after = store.archive.versions([1])[1]
    assert [(one.number, one.until, one.change, one.level) for one in after] == [
        (one.number, one.until, one.change, one.level) for one in before
    ]
    assert after[2] == before[2]  # it stood at midnight
    assert {one.text for one in after} == {before[2].text, ""}
    assert store.archive.kept([1])[1][1] == 5
    store.intake.apply(Plan(plan(feed_id).feed, edits=(edit(LOWER, versions=5, change=SILENT),)), LATER)
    assert [one.number for one in store.archive.versions([1])[1]] == [1, 2, 3, 4, 5]


# --- Steps


def test_it_goes_in_small_steps_that_nobody_waits_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prune, "STEP", 2)
    monkeypatch.setattr(prune, "WINDOW", 3)
    feed_id = add_feed(store)
    dull = [new(f"dull {n}", on_topic=False) for n in range(7)]
    store.intake.apply(poll(feed_id, *dull), NOW)
    store.intake.apply(poll(feed_id, known=["else"]), LATER)
    left = rows(store, entries)
    for step in store.prune(LATER - 90 * DAY):
        # Between steps anybody writes; and if all were given back, what a step took would be back.
        store.put("somebody", "else")
        assert 0 < step.entries <= 2
        left -= step.entries
        assert rows(store, entries) == left
    assert guids(store) == []


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
def test_the_log_of_sqlite_is_emptied_and_a_reader_is_not_waited_for(store: Store, other: Store) -> None:
    assert store._database.file is not None
    path = store._database.file.path
    store.intake.apply(poll(add_feed(store), new("dull", on_topic=False)), NOW)
    log = path.with_name(path.name + "-wal")
    assert log.stat().st_size > 0
    with other._database.read() as reading:
        reading.scalar(select(func.count()).select_from(entries))
        store.put("written", "meanwhile")
        forget(store)
        assert log.stat().st_size > 0
    forget(store)
    assert log.stat().st_size == 0
    with store._database.write() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 15_000
        connection.execute(update(entries).values(shown=NOW))


def test_thousands_of_versions_are_looked_through_in_turns(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prune, "STEP", 3)
    feed_id = add_feed(store)
    store.intake.apply(plan(feed_id, *(new(f"r {n}", opens=n + 1) for n in range(8))), NOW)
    values = {"title": "t", "text": "x", "reading": "{}", "change": "c", "level": "echo", "until": NOW + HOUR}
    with store._database.write() as connection:
        connection.execute(insert(article_versions), [{"article_id": n, "number": 1} | values for n in range(1, 9)])
    assert forget(store) == Pruned(versions=8)
